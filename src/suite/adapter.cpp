#include "suite/adapter.hpp"

#include <algorithm>
#include <fnmatch.h>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/shell.hpp"
#include "base/text.hpp"
#include "suite/case_report.hpp"
#include "suite/outcomes.hpp"
#include "suite/script_verdict.hpp"
#include "suite/unit_list.hpp"

namespace isorun {
namespace {

constexpr std::string_view one_unit = "{unit}";
constexpr std::string_view many_units = "{units}";
constexpr std::string_view other_words = "{args}";

// execve(2): one word may have 128 KiB.
constexpr std::size_t most_bytes = 96UL * 1024;

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::usage, 0, std::move(what)});
}

struct Replacement {
  std::string_view place;
  std::span<const std::string> words;
};

// Replaces in one pass, since words may contain places.
std::string replace(std::string_view text, std::initializer_list<Replacement> replacements) {
  std::string result;
  while (!text.empty()) {
    const auto* found = std::ranges::find_if(
        replacements, [text](const Replacement& one) { return text.starts_with(one.place); });
    if (found == replacements.end()) {
      result += text.front();
      text.remove_prefix(1);
      continue;
    }
    result += quoted_for_shell(found->words);
    text.remove_prefix(found->place.size());
  }
  return result;
}

ShardCommand shell(std::string script) {
  return {.argv = {"sh", "-c", std::move(script)}};
}

// "./runtest" and "runtest" are the same file unless it is a program in PATH.
std::string_view without_here(std::string_view word) {
  return word.starts_with("./") ? word.substr(2) : word;
}

std::vector<std::string_view> words_of(std::string_view match) {
  std::vector<std::string_view> words = split(match, ' ');
  std::erase(words, "");
  return words;
}

Words rest_of(const Adapter& adapter, const Words& argv) {
  const std::size_t own = words_of(adapter.match).size();
  return {argv.begin() + static_cast<std::ptrdiff_t>(std::min(own, argv.size())), argv.end()};
}

bool takes_many(const Adapter& adapter) {
  return adapter.run.contains(many_units);
}

class Adapted : public Suite {
 public:
  Adapted(Adapter adapter, Words rest, UnitList list)
      : adapter_(std::move(adapter)), rest_(std::move(rest)), list_(std::move(list)) {}

  [[nodiscard]] std::string_view framework() const override { return adapter_.name; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return list_.units; }

  [[nodiscard]] ShardLimits limits() const override {
    return takes_many(adapter_) ? ShardLimits{.bytes = most_bytes} : ShardLimits{.units = 1};
  }

  [[nodiscard]] std::chrono::nanoseconds start_up() const override { return adapter_.start_up; }

  [[nodiscard]] std::size_t bytes(std::size_t unit) const override {
    return quoted_for_shell(list_.values[unit]).size() + 1;
  }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> units,
                                     std::string_view /*directory*/) const override {
    Words values;
    for (const std::size_t unit : units) values.push_back(list_.values[unit]);
    return shell(
        replace(adapter_.run, {{one_unit, values}, {many_units, values}, {other_words, rest_}}));
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    switch (adapter_.results) {
      case Adapter::Results::script:
        return judge_together(units, evidence, adapter_.skip_codes);
      case Adapter::Results::exit_code:
        return judge_together(units, evidence, adapter_.skip_codes, TapUse::ignored);
      case Adapter::Results::tap:
        return judge_together(units, evidence, adapter_.skip_codes, TapUse::expected);
      case Adapter::Results::junit:
        return judge_reports(units, evidence, read_junit_cases);
      case Adapter::Results::json:
        return judge_reports(units, evidence, read_json_cases);
    }
    return {};
  }

 private:
  using Places = std::unordered_multimap<std::string_view, std::size_t>;  // in a shard, by value
  using Read = std::optional<std::vector<TestCase>> (*)(std::string_view text);

  ShardResults judge_reports(std::span<const std::size_t> units, const Evidence& evidence,
                             Read read) const {
    Outcomes outcomes{.tests = std::vector<std::optional<UnitResult>>(units.size())};
    Places places;
    for (std::size_t i = 0; i < units.size(); ++i) places.emplace(list_.values[units[i]], i);
    std::string complaint;
    for (const std::string& text : evidence.written(adapter_.files)) {
      const auto cases = read(text);
      outcomes.is_complete |= cases.has_value();
      if (!cases)
        complaint = fmt::format("a file that matches {} is incomplete, or of another format",
                                adapter_.files);
      for (const TestCase& one : cases.value_or(std::vector<TestCase>()))
        if (!take(one, places, outcomes) && !is_good(one.result.reason))
          complaint = fmt::format("{} failed, which is no unit", one.names.front());
    }
    const auto has_result = [](const auto& test) { return test.has_value(); };
    if (std::ranges::none_of(outcomes.tests, has_result))
      return judge_unreported(
          units, judge_script(units.front(), evidence, adapter_.skip_codes, TapUse::ignored),
          complaint.empty() ? fmt::format("it wrote no results to {}", adapter_.files) : complaint);
    ShardResults shard = settle(units, evidence, std::move(outcomes));
    time(shard, evidence);
    if (!shard.problem && !complaint.empty()) shard.problem = {Reason::failed, complaint};
    // The output goes to the first unit, because its owner is unknown.
    if (!shard.results.empty()) shard.results.front().output = OutputRange::whole();
    return shard;
  }

  // If the reports have no durations, the units share the time of the command.
  static void time(ShardResults& shard, const Evidence& evidence) {
    const auto took = [](const UnitResult& result) { return result.duration.count() > 0; };
    if (std::ranges::any_of(shard.results, took)) return;
    for (UnitResult& result : shard.results)
      result.duration = evidence.ending.wall / shard.results.size();
  }

  // Adds a case to the unit that ran alone, or else to the units with one of its names. False if
  // there are none.
  static bool take(const TestCase& one, const Places& places, Outcomes& outcomes) {
    std::set<std::size_t> owners;
    if (outcomes.tests.size() == 1) owners = {0};
    for (const std::string& name : one.names) {
      const auto [begin, end] = places.equal_range(name);
      for (auto place = begin; place != end; ++place) owners.insert(place->second);
    }
    for (const std::size_t owner : owners) add(outcomes.tests[owner], one.result);
    return !owners.empty();
  }

  Adapter adapter_;
  Words rest_;
  UnitList list_;
};

}  // namespace

bool read_results(std::string_view text, Adapter& adapter) {
  struct Format {
    std::string_view name;
    Adapter::Results results;
    bool has_files;
  };
  static constexpr Format formats[] = {{"script", Adapter::Results::script, false},
                                       {"exit-code", Adapter::Results::exit_code, false},
                                       {"tap", Adapter::Results::tap, false},
                                       {"junit", Adapter::Results::junit, true},
                                       {"json", Adapter::Results::json, true}};
  const std::size_t colon = text.find(':');
  const auto* format = std::ranges::find(formats, text.substr(0, colon), &Format::name);
  if (format == std::end(formats)) return false;
  adapter.results = format->results;
  const bool has_colon = colon != std::string_view::npos;
  adapter.files = has_colon ? text.substr(colon + 1) : "";
  return format->has_files ? !adapter.files.empty() : !has_colon;
}

Result<void> check_adapter(const Adapter& adapter) {
  const struct {
    std::string_view key;
    std::string_view value;
  } needed[] = {{"match", trim(adapter.match)}, {"list", adapter.list}, {"run", adapter.run}};
  for (const auto& [key, value] : needed)
    if (value.empty()) return refuse(fmt::format("needs {}", key));
  if (adapter.run.contains(one_unit) == adapter.run.contains(many_units))
    return refuse("run needs {unit} for one unit at a time, or {units} for many");
  for (const std::string_view place : {one_unit, many_units, other_words})
    for (const char quote : {'\'', '"'})
      if (adapter.run.contains(quote + std::string(place)))
        return refuse(fmt::format("isorun quotes {0}: write {0} without quotes", place));
  return {};
}

bool is_for(const Adapter& adapter, const Words& argv) {
  const std::vector<std::string_view> patterns = words_of(adapter.match);
  if (argv.size() < patterns.size()) return false;
  return std::ranges::equal(
      patterns, std::span(argv).first(patterns.size()), [](const auto pattern, const auto& word) {
        const std::string own(without_here(pattern));
        return ::fnmatch(own.c_str(), std::string(without_here(word)).c_str(), 0) == 0;
      });
}

bool is_nearly_for(const Adapter& adapter, const Words& argv) {
  Words words = argv;
  std::erase_if(words, [](const std::string& word) { return word.starts_with('-'); });
  return words.size() < argv.size() && !is_for(adapter, argv) && is_for(adapter, words);
}

Result<ShardCommand> adapter_listing(const Adapter& adapter, const UserCommand& command) {
  const Words rest = rest_of(adapter, command.argv);
  if (!rest.empty() && !adapter.run.contains(other_words))
    return refuse(fmt::format(
        "framework.{} in isorun.toml cannot pass on {}; write {} in its run, and in its list if "
        "they select tests",
        adapter.name, fmt::join(rest, " "), other_words));
  return shell(replace(adapter.list, {{other_words, rest}}));
}

Result<std::unique_ptr<Suite>> make_adapted(const Adapter& adapter, const UserCommand& command,
                                            const Evidence& listing) {
  const bool is_listed = listing.stop == Evidence::Stop::none &&
                         listing.ending.how == Ending::How::exited && listing.ending.code == 0;
  if (!is_listed) return nullptr;
  Result<UnitList> list = read_unit_list(listing.output);
  if (!list) return std::unexpected(list.error());
  Adapter complete = adapter;
  std::ranges::copy(command.skip_codes, std::back_inserter(complete.skip_codes));
  return std::make_unique<Adapted>(std::move(complete), rest_of(adapter, command.argv),
                                   std::move(*list));
}

}  // namespace isorun
