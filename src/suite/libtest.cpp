#include "suite/libtest.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "suite/single_test.hpp"
#include "suite/verdict.hpp"

namespace isorun::libtest {
namespace {

bool has_option(const UserCommand& command, std::string_view name) {
  return std::ranges::any_of(command.argv, [name](std::string_view word) {
    return word == name || (word.starts_with(name) && word.substr(name.size()).starts_with('='));
  });
}

// "NAME" of "NAME: test"; without --bench, benchmarks run as tests.
std::string_view name_in(std::string_view line) {
  for (const std::string_view kind : {": test", ": benchmark"})
    if (line.ends_with(kind)) return line.substr(0, line.size() - kind.size());
  return {};
}

// "12 tests, 0 benchmarks", which ends a listing.
bool is_total(std::string_view line) {
  return (line.contains(" tests, ") || line.contains(" test, ")) &&
         (line.ends_with(" benchmarks") || line.ends_with(" benchmark"));
}

// The number before a word in "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; ...".
bool counts_any(std::string_view line, std::string_view word) {
  const std::size_t at = line.find(fmt::format(" {};", word));
  if (at == std::string_view::npos || at == 0) return false;
  const std::string_view before = line.substr(0, at);
  return before.substr(before.rfind(' ') + 1) != "0";
}

Summary read_summary(std::string_view log) {
  constexpr std::string_view mark = "test result: ";
  const std::size_t at = log.rfind(mark);
  if (at == std::string_view::npos) return Summary::absent;
  const std::string_view line = log.substr(at, log.find('\n', at) - at);
  if (counts_any(line, "passed") || counts_any(line, "measured") || counts_any(line, "failed"))
    return Summary::passed;
  return counts_any(line, "ignored") ? Summary::skipped : Summary::nothing_ran;
}

// "'assertion failed', src/lib.rs:4:5" or, since Rust 1.73, "src/lib.rs:4:5: assertion failed".
std::string read_failure(std::string_view log) {
  constexpr std::string_view mark = " panicked at ";
  const std::size_t at = log.find(mark);
  if (at == std::string_view::npos) {
    constexpr std::string_view calm = "test did not panic as expected";
    return log.contains(calm) ? std::string(calm) : std::string();
  }
  std::string failure;
  const auto goes_on = [&failure] {
    return failure.starts_with('\'') ? !failure.contains("', ") : failure.ends_with(':');
  };
  constexpr int longest = 8;
  int count = 0;
  for (const std::string_view line : lines(log.substr(at + mark.size()))) {
    if (count > 0) failure += ' ';
    failure += trim(line);
    if (++count == longest || !goes_on()) break;
  }
  return failure;
}

constexpr ReportWord report_words[] = {{"--logfile", "concat"}};

class Libtest : public SingleTestSuite {
 public:
  Libtest(UserCommand command, std::vector<Unit> units)
      // The formats json and junit use other words.
      : SingleTestSuite(std::move(units), {read_summary, read_failure},
                        has_option(command, "--format") || has_option(command, "--logfile")),
        command_(std::move(command)) {
    for (const Unit& unit : this->units())
      if (std::ranges::find(command_.argv, unit.name) != command_.argv.end())
        asked_for_.push_back(unit.name);
  }

  [[nodiscard]] std::string_view framework() const override { return "libtest"; }

  // One test per process by default: stable Rust reports no durations, and an aborting test does
  // not affect others.

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> shard,
                                     std::string_view /*directory*/) const override {
    const std::string& name = units()[shard.front()].name;
    ShardCommand result = {command_.argv, {}, {}};
    if (!has_option(command_, "--exact")) result.argv.emplace_back("--exact");
    result.argv.push_back(name);
    // A user's filter that is the full name of a test keeps selecting it.
    for (const std::string& other : asked_for_) {
      if (other != name) result.argv.insert(result.argv.end(), {"--skip", other});
    }
    return result;
  }

  [[nodiscard]] std::vector<Report> reports() const override {
    return reports_in(command_.argv, report_words);
  }

 private:
  UserCommand command_;
  std::vector<std::string> asked_for_;  // tests whose full names are words of the command
};

}  // namespace

Match match(const Invocation& invocation) {
  // An option that cargo and rustc themselves do not have, and a symbol of programs that load the
  // library, such as a macro crate's with Debian's compiler; both survive stripping.
  return match_marks(invocation, {"force-run-in-process", "4test16test_main_static"});
}

ShardCommand listing(const UserCommand& command, std::string_view /*directory*/) {
  ShardCommand result = {command.argv, {}, {}};
  result.argv.emplace_back("--list");
  return result;
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing) {
  const auto verdict = judge(listing);
  if (!verdict || verdict->reason != Reason::passed) return nullptr;
  std::vector<Unit> units;
  std::unordered_set<std::string_view> seen;  // other output of the program may look like a test
  bool is_listing = false;
  for (const std::string_view line : lines(listing.output)) {
    is_listing = is_listing || is_total(line);
    const std::string_view name = name_in(line);
    if (name.empty() || !seen.insert(name).second) continue;
    const std::size_t module = name.rfind("::");
    units.push_back(
        {.name = std::string(name),
         .suite = module == std::string_view::npos ? "" : std::string(name.substr(0, module))});
  }
  if (units.empty() && !is_listing) return nullptr;
  return std::make_unique<Libtest>(command, std::move(units));
}

}  // namespace isorun::libtest
