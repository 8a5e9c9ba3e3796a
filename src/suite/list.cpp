#include "suite/list.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "suite/script_verdict.hpp"
#include "suite/unique_name.hpp"

namespace isorun {
namespace {

constexpr std::string_view place = "{}";
constexpr std::string_view place_of_many = "{@}";

// execve(2): all words together may take a quarter of the stack's limit, usually 2 MiB.
constexpr std::size_t all_words = 512UL * 1024;
constexpr std::size_t bytes_per_word = sizeof(char*) + 1;

std::string replace_place(std::string word, std::string_view with) {
  for (std::size_t at = 0; (at = word.find(place, at)) != std::string::npos; at += with.size())
    word.replace(at, place.size(), with);
  return word;
}

bool has_place(const Words& words, std::string_view wanted) {
  return std::ranges::any_of(words,
                             [wanted](const std::string& word) { return word.contains(wanted); });
}

class List : public Suite {
 public:
  List(UserCommand command, std::vector<Unit> units, Words values)
      : command_(std::move(command)),
        takes_many_(takes_many(command_)),
        units_(std::move(units)),
        values_(std::move(values)) {}

  [[nodiscard]] std::string_view framework() const override { return "list"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }

  [[nodiscard]] ShardLimits limits() const override {
    return takes_many_ ? ShardLimits{.bytes = all_words} : ShardLimits{.units = 1};
  }

  [[nodiscard]] std::size_t bytes(std::size_t unit) const override {
    return values_[unit].size() + bytes_per_word;
  }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> units,
                                     std::string_view /*directory*/) const override {
    ShardCommand result;
    for (const std::string& word : command_.argv) {
      if (takes_many_ && word == place_of_many)
        for (const std::size_t unit : units) result.argv.push_back(values_[unit]);
      else
        result.argv.push_back(takes_many_ ? word : replace_place(word, values_[units.front()]));
    }
    return result;
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    ShardResults shard = judge_script(units.front(), evidence, command_.skip_codes);
    if (units.size() == 1) return shard;
    if (shard.results.empty()) return {.not_run = {units.begin(), units.end()}};
    const UnitResult first = shard.results.front();
    // One unit is the cause: running each alone shows which.
    const bool is_of_all = first.reason == Reason::passed || first.reason == Reason::exec_failed;
    if (!is_of_all) return {.not_run = {units.begin(), units.end()}, .tells_one_by_one = true};
    return share(first, units);
  }

 private:
  // The output goes to the first unit, because its owner is unknown.
  static ShardResults share(const UnitResult& result, std::span<const std::size_t> units) {
    ShardResults shard;
    for (const std::size_t unit : units) {
      shard.results.push_back({.unit = unit,
                               .reason = result.reason,
                               .duration = result.duration / units.size(),
                               .detail = result.detail,
                               .output = unit == units.front() ? result.output : OutputRange{}});
    }
    return shard;
  }

  UserCommand command_;
  bool takes_many_;
  std::vector<Unit> units_;
  Words values_;  // the lines; differ from the units' names for repeated lines
};

}  // namespace

bool takes_many(const UserCommand& command) {
  return has_place(command.argv, place_of_many);
}

Result<std::unique_ptr<Suite>> make_list(UserCommand command, std::string_view text) {
  if (!has_place(command.argv, place) && !takes_many(command)) {
    return std::unexpected(Error{Phase::usage, 0,
                                 "--list needs {} in the command: it stands for the unit, as in "
                                 "`isorun --list FILE -- ./run-test {}`; or {@} for many units"});
  }
  const auto is_part = [](const std::string& word) {
    return word.contains(place_of_many) && word != place_of_many;
  };
  if (takes_many(command) &&
      (has_place(command.argv, place) || std::ranges::any_of(command.argv, is_part))) {
    return std::unexpected(
        Error{Phase::usage, 0, "{@} must be a word of its own, in a command without {}"});
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    const auto line = 1 + std::ranges::count(text.substr(0, nul), '\n');
    return std::unexpected(Error{
        Phase::usage, 0,
        fmt::format("line {} of the list contains a null byte, which a command cannot receive",
                    line)});
  }

  std::vector<Unit> units;
  Words values;
  UniqueNames names;
  for (const std::string_view line : lines(text)) {
    if (trim(line).empty()) continue;
    values.emplace_back(line);
    units.push_back({names.take(values.back())});
  }
  return std::make_unique<List>(std::move(command), std::move(units), std::move(values));
}

}  // namespace isorun
