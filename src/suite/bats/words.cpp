#include "suite/bats/words.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "suite/driver.hpp"
#include "suite/sorted_words.hpp"

namespace isorun::bats {
namespace {

// bats 1.13 has these.
constexpr OptionWord options[] = {
    {"--abort", 0, false, Use::drop},
    {"--code-quote-style", 0, true, Use::keep},
    {"--count", 'c', false, Use::refuse},
    {"--filter", 'f', true, Use::select},
    {"--filter-status", 0, true, Use::drop},
    {"--filter-tags", 0, true, Use::select},
    {"--formatter", 'F', true, Use::drop},
    {"--gather-test-outputs-in", 0, true, Use::keep},
    {"--help", 'h', false, Use::refuse},
    {"--jobs", 'j', true, Use::drop},
    {"--line-reference-format", 0, true, Use::keep},
    {"--negative-filter", 0, true, Use::select},
    {"--no-parallelize-across-files", 0, false, Use::drop},
    {"--no-parallelize-within-files", 0, false, Use::drop},
    {"--no-tempdir-cleanup", 0, false, Use::keep},
    {"--output", 'o', true, Use::keep},
    {"--parallel-binary-name", 0, true, Use::drop},
    {"--pretty", 'p', false, Use::drop},
    {"--print-output-on-failure", 0, false, Use::keep},
    {"--recursive", 'r', false, Use::drop},
    {"--report-formatter", 0, true, Use::keep},
    {"--setup-suite-file", 0, true, Use::keep},
    {"--show-output-of-passing-tests", 0, false, Use::keep},
    {"--tap", 't', false, Use::drop},
    {"--timing", 'T', false, Use::drop},
    {"--trace", 'x', false, Use::keep},
    {"--verbose-run", 0, false, Use::keep},
    {"--version", 'v', false, Use::refuse},
};

// How many words start bats; 0: none do.
std::size_t length_of_program(const Words& argv) {
  constexpr std::string_view name = "bats";
  if (base_name(argv.front()) == name) return 1;
  const bool is_fetched = base_name(argv.front()) == "npx" && argv.size() > 1 && argv[1] == name;
  return is_fetched ? 2 : 0;
}

}  // namespace

std::string BatsWords::report(const Words& environment) const {
  const std::string_view name = reporter == "junit"           ? "report.xml"
                                : reporter.starts_with("tap") ? "report.tap"
                                                              : "report.log";
  const std::string_view directory =
      report_directory.empty() ? variable_in(environment, "BATS_REPORT_OUTPUT_DIR").value_or(".")
                               : report_directory;
  return fmt::format("{}/{}", directory,
                     variable_in(environment, "BATS_REPORT_FILENAME").value_or(name));
}

std::optional<BatsWords> read_words(const Words& argv) {
  const std::size_t length = length_of_program(argv);
  if (length == 0) return std::nullopt;
  SortedWords sorted = sort_words(std::span(argv).subspan(length), options);
  const std::string status = sorted.value("--filter-status").value_or("");
  if (sorted.is_refused || sorted.others.empty() || (!status.empty() && status != "failed"))
    return std::nullopt;
  const Wishes wishes{.max_fail = sorted.has("--abort") ? 1U : 0U,
                      .last_failed = status.empty() ? LastFailed::ignored : LastFailed::else_none};
  return BatsWords{.program = {argv.begin(), argv.begin() + static_cast<std::ptrdiff_t>(length)},
                   .options = std::move(sorted.kept),
                   .selection = std::move(sorted.selecting),
                   .paths = std::move(sorted.others),
                   .is_recursive = sorted.has("--recursive"),
                   .has_set_up = sorted.has("--setup-suite-file"),
                   .wishes = wishes,
                   .reporter = sorted.value("--report-formatter").value_or(""),
                   .report_directory = sorted.value("--output").value_or(""),
                   .output_directory = sorted.value("--gather-test-outputs-in").value_or("")};
}

}  // namespace isorun::bats
