#include "cli/show_options.hpp"

#include "cli/option_values.hpp"

namespace isorun {
namespace {

const Choices<ShowOutput> outputs = {{"live", ShowOutput::live},
                                     {"failed", ShowOutput::failed},
                                     {"all", ShowOutput::all},
                                     {"never", ShowOutput::never}};

}  // namespace

void ShowOptions::add_to(CLI::App& app, const std::string& group) {
  app.add_option("--output", output_,
                 "whose output to show: failed (default), all, never, or live: as it is written")
      ->type_name("WHOSE")
      ->group(group);
  app.add_flag("-v,--verbose", verbose_, "tell more: starts, slots, reasons")->group(group);
  app.add_flag("-q,--quiet", quiet_, "tell only what went wrong, and the summary")->group(group);
  app.add_option("--slow", slow_, "call a unit SLOW that runs longer than TIME (default: 60s)")
      ->type_name("TIME")
      ->group(group);
}

Result<void> ShowOptions::read(ReportOptions& report) const {
  if (verbose_ && quiet_) return refuse("--verbose and --quiet ask for opposite things");
  report.detail = quiet_ ? Detail::quiet : verbose_ ? Detail::verbose : Detail::normal;
  if (Result<void> good = choose(outputs, "--output", output_, report.output); !good) return good;
  return read_duration("--slow", slow_, report.slow);
}

}  // namespace isorun
