#include "suite/go/go.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "suite/go/log.hpp"
#include "suite/verdict.hpp"

namespace isorun::go {
namespace {

// execve(2): no argument may be longer (MAX_ARG_STRLEN), including its NUL. Less, because the
// user's pattern for subtests follows the names.
constexpr std::size_t longest_pattern = 120UL * 1024;

// Marks the program's own lines; since Go 1.20.
constexpr std::string_view marked = "-test.v=test2json";

// A file in the results directory: the program supports the marks.
constexpr std::string_view marked_file = "marked";

// The last value of a flag, "-test.run VALUE" or "--test.run=VALUE"; "" for a flag without a value.
std::optional<std::string_view> flag(const Words& argv, std::string_view name) {
  std::optional<std::string_view> found;
  for (std::size_t i = 0; i < argv.size(); ++i) {
    std::string_view word = argv[i];
    word.remove_prefix(std::min(word.find_first_not_of('-'), word.size()));
    if (!argv[i].starts_with('-') || !word.starts_with(name)) continue;
    word.remove_prefix(name.size());
    if (word.starts_with('='))
      found = word.substr(1);
    else if (word.empty())
      found = i + 1 < argv.size() ? std::string_view(argv[i + 1]) : "";
  }
  return found;
}

bool is_set(const Words& argv, std::string_view name) {
  const auto value = flag(argv, name);
  return value && *value != "false" && *value != "0" && *value != "f" && *value != "F";
}

// The user's own -test.run: its parts for tests and for subtests.
struct Pattern {
  std::string_view tests = ".";
  std::string_view subtests{};  // "/..." or empty
  bool has_alternatives = false;
};

// Splits as Go does: at slashes and bars outside brackets and parentheses.
Pattern read_pattern(std::string_view text) {
  Pattern pattern{.tests = text};
  int brackets = 0;
  int parentheses = 0;
  std::size_t slash = std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') ++i;
    if (c == '[') ++brackets;
    if (c == ']') brackets = std::max(brackets - 1, 0);
    if (c == '(' && brackets == 0) ++parentheses;
    if (c == ')' && brackets == 0) --parentheses;
    if (brackets > 0 || parentheses > 0) continue;
    if (c == '|') pattern.has_alternatives = true;
    if (c == '/' && slash == std::string_view::npos) slash = i;
  }
  if (slash != std::string_view::npos) {
    pattern.tests = text.substr(0, slash);
    pattern.subtests = text.substr(slash);
  }
  if (pattern.tests.empty()) pattern.tests = ".";
  return pattern;
}

Pattern pattern_of(const UserCommand& command) {
  const auto given = flag(command.argv, "test.run");
  return given && !given->empty() ? read_pattern(*given) : Pattern{};
}

// Inserts the flags before "--", after which words belong to the test.
ShardCommand with_flags(const Words& argv, std::initializer_list<std::string> flags) {
  ShardCommand result = {argv, {}, {}};
  result.argv.insert(std::ranges::find(result.argv, "--"), flags);
  return result;
}

// What -test.run can select; listings also contain benchmarks.
bool is_unit(std::string_view line) {
  constexpr std::string_view kinds[] = {"Test", "Example", "Fuzz"};
  const auto begins = [line](std::string_view kind) { return line.starts_with(kind); };
  return std::ranges::any_of(kinds, begins) && line.find_first_of(" \t:") == std::string_view::npos;
}

// Listings ignore -test.skip, and runs do not report what it skips.
void leave_out(Outcomes& outcomes) {
  for (std::optional<UnitResult>& test : outcomes.tests)
    if (!test) test = UnitResult{.reason = Reason::skipped};
}

class Go : public Suite {
 public:
  Go(UserCommand command, std::vector<Unit> units, Lines lines)
      : command_(std::move(command)),
        units_(std::move(units)),
        lines_(lines),
        subtests_(pattern_of(command_).subtests) {}

  [[nodiscard]] std::string_view framework() const override { return "go"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }

  [[nodiscard]] ShardLimits limits() const override { return {.bytes = longest_pattern}; }
  [[nodiscard]] std::size_t bytes(std::size_t unit) const override {
    return units_[unit].name.size() + 1;
  }

  [[nodiscard]] Wishes wishes() const override {
    return {.max_fail = is_set(command_.argv, "test.failfast") ? 1U : 0U};
  }

  // -test.outputdir applies to all of them.
  [[nodiscard]] std::vector<Report> reports() const override {
    const auto profile = flag(command_.argv, "test.coverprofile");
    if (!profile || profile->empty()) return {};
    const auto directory = flag(command_.argv, "test.outputdir");
    const bool is_inside = directory && !directory->empty() && !profile->starts_with('/');
    return {{.path = is_inside ? fmt::format("{}/{}", *directory, *profile) : std::string(*profile),
             .rule = "go-cover"}};
  }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> shard,
                                     std::string_view /*directory*/) const override {
    std::string pattern = "-test.run=^(";
    for (const std::size_t unit : shard) {
      if (pattern.back() != '(') pattern += '|';
      pattern += units_[unit].name;
    }
    pattern += ")$" + subtests_;
    const std::string verbose(lines_ == Lines::marked ? marked : "-test.v=true");
    // `go test` passes -test.paniconexit0 too: os.Exit(0) in a test must not look like success.
    return with_flags(command_.argv, {verbose, "-test.paniconexit0", std::move(pattern)});
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> shard,
                                     const Evidence& evidence) const override {
    Outcomes outcomes = read_log(evidence.output, evidence.log, names_of(shard), lines_);
    if (outcomes.is_complete && flag(command_.argv, "test.skip")) leave_out(outcomes);
    return settle(shard, evidence, std::move(outcomes));
  }

  [[nodiscard]] std::optional<std::size_t> running(std::span<const std::size_t> shard,
                                                   std::string_view tail) const override {
    if (shard.size() == 1) return shard.front();
    const auto index = running_in(tail, names_of(shard), lines_);
    return index ? std::optional(shard[*index]) : std::nullopt;
  }

 private:
  [[nodiscard]] std::vector<std::string_view> names_of(std::span<const std::size_t> shard) const {
    std::vector<std::string_view> names;
    for (const std::size_t unit : shard) names.emplace_back(units_[unit].name);
    return names;
  }

  UserCommand command_;
  std::vector<Unit> units_;
  Lines lines_;
  std::string subtests_;
};

std::optional<Error> find_misuse(const UserCommand& command) {
  for (const std::string_view name : {"test.bench", "test.fuzz", "test.list"}) {
    const auto value = flag(command.argv, name);
    if (!value || value->empty()) continue;
    return Error{Phase::usage, 0,
                 fmt::format("-{} cannot be sharded; leave it out, or run it in one sandbox with "
                             "`isorun exec`",
                             name)};
  }
  const Pattern pattern = pattern_of(command);
  if (!pattern.has_alternatives || pattern.subtests.empty()) return std::nullopt;
  return Error{Phase::usage, 0,
               "-test.run with both | and / means different things to different versions of Go; "
               "put the alternatives in parentheses, as in -test.run '(A|B)/sub'"};
}

}  // namespace

Match match(const Invocation& invocation) {
  // A function name in the table for panics, which survives stripping; the go command itself does
  // not contain it.
  return match_marks(invocation, {"testing.(*M).Run"});
}

// Lists with marks if the program supports them; a file records whether it does.
ShardCommand listing(const UserCommand& command, std::string_view directory) {
  constexpr std::string_view script =
      "known=$1; shift; \"$@\" && : >\"$known\" && exit; "
      "for word; do shift; [ \"$word\" = -test.v=test2json ] || set -- \"$@\" \"$word\"; done; "
      "exec \"$@\"";
  const ShardCommand asked = with_flags(
      command.argv, {std::string(marked), fmt::format("-test.list={}", pattern_of(command).tests)});
  ShardCommand result = {{"sh", "-c", std::string(script), "sh"}, {}, {}};
  result.argv.push_back(fmt::format("{}/{}", directory, marked_file));
  result.argv.insert(result.argv.end(), asked.argv.begin(), asked.argv.end());
  return result;
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing) {
  if (const auto error = find_misuse(command)) return std::unexpected(*error);
  const auto verdict = judge(listing);
  if (!verdict || verdict->reason != Reason::passed) return nullptr;
  std::vector<Unit> units;
  std::unordered_set<std::string_view> seen;  // other output of the program may look like a test
  for (const std::string_view line : isorun::lines(listing.output))
    if (is_unit(line) && seen.insert(line).second) units.push_back({.name = std::string(line)});
  const Lines log_lines = listing.file(marked_file) ? Lines::marked : Lines::plain;
  return std::make_unique<Go>(command, std::move(units), log_lines);
}

}  // namespace isorun::go
