#include "cli/show_options.hpp"

#include "cli/option_values.hpp"

namespace isorun {
namespace {

const Choices<ShowOutput> outputs = {{"live", ShowOutput::live},
                                     {"failed", ShowOutput::failed},
                                     {"all", ShowOutput::all},
                                     {"never", ShowOutput::never}};
const Choices<ColorChoice> color_choices = {{"auto", ColorChoice::automatic},
                                            {"always", ColorChoice::always},
                                            {"never", ColorChoice::never}};

}  // namespace

void ShowOptions::add_to(CLI::App& app, const std::string& group) {
  app.add_option("--output", output_,
                 "which units' output to show: failed (default), all, never or live")
      ->type_name("WHICH")
      ->group(group);
  app.add_flag(
         "-v,--verbose", verbose_,
         "also print when units start, in which slot, why they are skipped, and what the sandboxes "
         "lack")
      ->group(group);
  app.add_flag("-q,--quiet", quiet_, "print only failures and the summary")->group(group);
  app.add_option("--slow", slow_, "mark units that run longer than TIME as SLOW (default: 60s)")
      ->type_name("TIME")
      ->group(group);
  app.add_option("--color", color_, "use color: auto (default), always or never")
      ->type_name("WHEN")
      ->group(group);
}

Result<void> ShowOptions::read(ReportOptions& report) const {
  if (verbose_ && quiet_) return refuse("--verbose and --quiet cannot be used together");
  report.detail = quiet_ ? Detail::quiet : verbose_ ? Detail::verbose : Detail::normal;
  if (Result<void> good = choose(outputs, "--output", output_, report.output); !good) return good;
  if (Result<void> good = choose(color_choices, "--color", color_, report.color); !good)
    return good;
  return read_duration("--slow", slow_, report.slow);
}

}  // namespace isorun
