#include "suite/prove/prove.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "suite/prove/options.hpp"
#include "suite/prove/state.hpp"
#include "suite/unique_name.hpp"
#include "suite/verdict.hpp"

namespace isorun::prove {
namespace {

constexpr std::string_view list_file = "scripts";

// The rest of the last line that contains `key`.
std::optional<std::string_view> after(std::string_view text, std::string_view key) {
  const std::size_t at = text.rfind(key);
  if (at == std::string_view::npos) return std::nullopt;
  text.remove_prefix(at + key.size());
  return trim(text.substr(0, text.find('\n')));
}

// prove's final report; a script's own output precedes it.
std::string_view report_of(std::string_view log) {
  constexpr std::string_view title = "\nTest Summary Report\n";
  const std::size_t at = log.rfind(title);
  return at == std::string_view::npos ? log : log.substr(at);
}

// The status of wait(2), with the signal in its low bits.
std::optional<int> signal_in(std::string_view report) {
  const auto status = after(report, "\n  Non-zero wait status: ");
  int number = 0;
  if (!status ||
      std::from_chars(status->data(), status->data() + status->size(), number).ec != std::errc{})
    return std::nullopt;
  return number & 0x7f;
}

struct Sentence {
  std::string_view key;  // in prove's output
  std::string_view ours;
  enum { in_report, anywhere } place = in_report;
};

// Most informative first: a script without a plan has no number of failed tests.
constexpr Sentence sentences[] = {
    // prove prints this to standard error, which may precede everything else.
    {"FAILED--Further testing stopped: ", "Bailout called: ", Sentence::anywhere},
    {"\n  Parse errors: ", ""},
    {"\nFailed ", "Failed ", Sentence::anywhere},  // "1/3 subtests", before the report
    {"\n  Non-zero exit status: ", "exit code "},
};

Verdict judge_failure(const Evidence& evidence, Verdict verdict) {
  if (const auto number = signal_in(report_of(evidence.output)))
    return {Reason::signaled, signal_name(*number)};
  const std::string_view report = report_of(evidence.log);
  for (const auto& [key, ours, place] : sentences) {
    const auto found = after(place == Sentence::in_report ? report : evidence.log, key);
    if (found) return {verdict.reason, fmt::format("{}{}", ours, *found)};
  }
  // prove ended before running the script, and says why: "WHY at /usr/share/perl/... line 256."
  if (after(evidence.output, "Result: ") == "FAIL") return verdict;
  const std::string_view why = evidence.log.substr(0, evidence.log.find('\n'));
  verdict.detail += fmt::format(" ({})", trim(why.substr(0, why.find(" at /"))));
  return verdict;
}

Verdict judge_report(const Evidence& evidence, Verdict verdict) {
  if (verdict.reason != Reason::passed) return judge_failure(evidence, std::move(verdict));
  if (after(evidence.output, "\nResult: ") != "NOTESTS") return verdict;
  const auto reason = after(evidence.output, ".. skipped: ");
  return {Reason::skipped, std::string(reason.value_or("no tests"))};
}

class Prove : public Suite {
 public:
  Prove(UserCommand command, Words scripts)
      : command_(std::move(command)), scripts_(std::move(scripts)) {
    UniqueNames names;
    for (const std::string& script : scripts_) {
      const std::size_t slash = script.rfind('/');
      units_.push_back({.name = names.take(script),
                        .suite = slash == std::string::npos ? "" : script.substr(0, slash),
                        .file = script});
    }
  }

  [[nodiscard]] std::string_view framework() const override { return "prove"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }

  [[nodiscard]] std::vector<StateFile> remember(const LastRun& run) const override {
    const auto path = state_file(command_.argv, run.file(".proverc").value_or(""));
    if (!path) return {};
    return {{*path, next_state(run.file(*path).value_or(""), scripts_, run)}};
  }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> units,
                                     std::string_view /*directory*/) const override {
    return {words_to_run(command_.argv, scripts_[units.front()]), {}, {}};
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    ShardResults shard = judge_single(units.front(), evidence);
    const bool exited =
        evidence.stop == Evidence::Stop::none && evidence.ending.how == Ending::How::exited;
    if (!exited || shard.results.empty()) return shard;
    UnitResult& result = shard.results.front();
    Verdict verdict = judge_report(evidence, {result.reason, result.detail});
    result.reason = verdict.reason;
    result.detail = std::move(verdict.detail);
    return shard;
  }

 private:
  UserCommand command_;
  Words scripts_;
  std::vector<Unit> units_;
};

}  // namespace

Match match(const Invocation& invocation) {
  const std::string_view word = invocation.command.argv.front();
  return invocation.program && word.substr(word.rfind('/') + 1) == "prove" ? Match::yes : Match::no;
}

ShardCommand listing(const UserCommand& command, std::string_view directory) {
  ShardCommand result = {{"sh", "-c", "list=$1; shift; \"$@\" >\"$list\"", "sh"}, {}, {}};
  result.argv.push_back(fmt::format("{}/{}", directory, list_file));
  const Words words = words_to_list(command.argv);
  result.argv.insert(result.argv.end(), words.begin(), words.end());
  return result;
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing) {
  const std::optional<std::string> list = file_if_passed(listing, list_file);
  if (!list) return nullptr;
  Words scripts;
  for (const std::string_view line : lines(*list))
    if (!line.empty()) scripts.emplace_back(line);
  return std::make_unique<Prove>(command, std::move(scripts));
}

}  // namespace isorun::prove
