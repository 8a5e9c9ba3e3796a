#include "suite/meson/meson.hpp"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "suite/long_list.hpp"
#include "suite/meson/listing.hpp"
#include "suite/meson/log.hpp"
#include "suite/meson/words.hpp"
#include "suite/outcomes.hpp"
#include "suite/unique_name.hpp"
#include "suite/verdict.hpp"

namespace isorun::meson {
namespace {

constexpr std::string_view list_file = "list";
constexpr std::string_view tests_file = "tests.json";
constexpr std::string_view info_file = "info.json";

// Meson exits with 1 and says so if there are no tests.
constexpr std::string_view list_script = R"(
to=$1 from=$2; shift 2
"$@" >"$to/list" 2>"$to/errors" || {
  grep -q '^No \(suitable \)\?tests defined' "$to/list" "$to/errors" || { cat "$to/list" "$to/errors"; exit 1; }
  : >"$to/list"
}
cat "$from/meson-info/intro-tests.json" >"$to/tests.json" &&
  cat "$from/meson-info/meson-info.json" >"$to/info.json"
)";

// The number of a test among those with the same name, and how many there are.
struct Turn {
  std::size_t number = 0;
  std::size_t count = 1;
};

std::vector<Turn> turns_of(const std::vector<ListedTest>& tests) {
  std::unordered_map<std::string_view, std::size_t> counts;
  std::vector<Turn> turns;
  for (const ListedTest& test : tests) turns.push_back({.number = counts[test.name]++});
  for (std::size_t i = 0; i < tests.size(); ++i) turns[i].count = counts[tests[i].name];
  return turns;
}

// Tests that one word selects share a shard.
std::vector<Unit> make_units(const std::vector<ListedTest>& tests) {
  std::unordered_map<std::string_view, std::size_t> uses;
  for (const ListedTest& test : tests) ++uses[test.selector];
  UniqueNames names;
  std::vector<Unit> units;
  for (const ListedTest& test : tests)
    units.push_back({.name = names.take(test.name),
                     .suite = test.suite,
                     .needs = {.bundle = uses[test.selector] > 1 ? test.selector : std::string(),
                               .serial = !test.is_parallel}});
  return units;
}

class Meson : public Suite {
 public:
  Meson(TestWords words, std::vector<ListedTest> tests)
      : words_(std::move(words)),
        tests_(std::move(tests)),
        turns_(turns_of(tests_)),
        units_(make_units(tests_)) {}

  [[nodiscard]] std::string_view framework() const override { return "meson"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }
  [[nodiscard]] ShardLimits limits() const override { return {.bytes = longest_list}; }
  [[nodiscard]] std::size_t bytes(std::size_t unit) const override {
    return tests_[unit].selector.size() + sizeof(char*);
  }
  [[nodiscard]] Wishes wishes() const override { return {.max_fail = words_.max_fail}; }

  // Meson leaves these behind.
  [[nodiscard]] std::vector<Report> reports() const override {
    std::vector<Report> reports;
    for (const auto& [ending, rule] : {std::pair{".txt", "concat"}, std::pair{".json", "concat"},
                                       std::pair{".junit.xml", "junit"}})
      reports.push_back({.path = log_pattern(ending), .rule = rule, .is_pattern = true});
    return reports;
  }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> units,
                                     std::string_view /*directory*/) const override {
    Words names;
    for (const std::size_t unit : units)
      if (std::ranges::find(names, tests_[unit].selector) == names.end())
        names.push_back(tests_[unit].selector);
    return {.argv = words_.command({"--no-rebuild", "--num-processes=1", "-v"}, names),
            .joins_errors = true};
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    const Log log = read_log(evidence.output);
    Outcomes outcomes{.tests = std::vector<std::optional<UnitResult>>(units.size()),
                      .is_complete = log.is_complete};
    std::unordered_map<std::string_view, std::size_t> uses;
    std::vector<std::string> texts = evidence.written(log_pattern(".json"));
    for (const std::string& text : texts) {
      for (LoggedTest& test : read_test_log(text)) {
        const auto place = place_of(test.name, uses[test.name]++, units);
        if (place)
          add(outcomes.tests[*place], std::move(test.result));
        else
          outcomes.others_failed |= !is_good(test.result.reason);
      }
    }
    attribute(log, units, outcomes);
    return settle(units, evidence, std::move(outcomes));
  }

  [[nodiscard]] std::optional<std::size_t> running(std::span<const std::size_t> units,
                                                   std::string_view tail) const override {
    const Log log = read_log(tail);
    if (log.blocks.empty() || log.blocks.back().end) return Suite::running(units, tail);
    const auto place = place_of(log.blocks.back().name, 0, units);
    return place ? std::optional(units[*place]) : std::nullopt;
  }

 private:
  [[nodiscard]] std::string log_pattern(std::string_view ending) const {
    return fmt::format("{}/meson-logs/{}*{}", quoted_for_pattern(words_.directory),
                       quoted_for_pattern(words_.log), ending);
  }

  // The shard's test with that name that runs as its `use`th: tests with one name run in order, and
  // with --repeat in turns.
  [[nodiscard]] std::optional<std::size_t> place_of(std::string_view name, std::size_t use,
                                                    std::span<const std::size_t> units) const {
    const auto found = std::ranges::find_if(units, [&](std::size_t unit) {
      return tests_[unit].name == name && use % turns_[unit].count == turns_[unit].number;
    });
    return found == units.end() ? std::nullopt : std::optional<std::size_t>(found - units.begin());
  }

  void attribute(const Log& log, std::span<const std::size_t> units, Outcomes& outcomes) const {
    std::unordered_map<std::string_view, std::size_t> uses;
    for (const Block& block : log.blocks) {
      const auto place = place_of(block.name, uses[block.name]++, units);
      if (!place) continue;
      std::optional<UnitResult>& outcome = outcomes.tests[*place];
      if (!block.end) {
        outcomes.running = place;
        outcomes.running_since = block.begin;
      } else if (outcome) {
        outcome->output = {outcome->output.empty() ? block.begin : outcome->output.begin,
                           *block.end};
        if (outcome->reason == Reason::failed && outcome->detail.empty())
          outcome->detail = block.details;
      }
    }
  }

  TestWords words_;
  std::vector<ListedTest> tests_;
  std::vector<Turn> turns_;
  std::vector<Unit> units_;
};

std::string version_in(std::string_view info) {
  const auto document = json::parse(info);
  const json::Value* version =
      document == nullptr ? nullptr : json::object_in(*document, "meson_version");
  return std::string(version == nullptr ? "" : json::string_in(*version, "full").value_or(""));
}

}  // namespace

Match match(const Invocation& invocation) {
  return read_words(invocation.command.argv) ? Match::yes : Match::no;
}

ShardCommand listing(const UserCommand& command, std::string_view directory) {
  const TestWords words = read_words(command.argv).value_or(TestWords());
  ShardCommand result = {.argv = {"sh", "-c", std::string(list_script), "sh",
                                  std::string(directory), words.directory}};
  std::ranges::move(words.command({"--no-rebuild", "--list"}), std::back_inserter(result.argv));
  return result;
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing) {
  std::optional<TestWords> words = read_words(command.argv);
  const auto verdict = judge(listing);
  const auto list = listing.file(list_file);
  const auto tests = listing.file(tests_file);
  const auto info = listing.file(info_file);
  const bool is_listed = verdict && verdict->reason == Reason::passed && list && tests && info;
  if (!words || !is_listed) return nullptr;
  auto listed = read_listing(*list, *tests, version_in(*info));
  if (!listed) return nullptr;
  return std::make_unique<Meson>(*std::move(words), *std::move(listed));
}

}  // namespace isorun::meson
