#include "suite/list.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "suite/named_reports.hpp"
#include "suite/script_verdict.hpp"
#include "suite/unit_list.hpp"

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
  List(UserCommand command, UnitList list)
      : command_(std::move(command)), takes_many_(takes_many(command_)), list_(std::move(list)) {}

  [[nodiscard]] std::string_view framework() const override { return "list"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return list_.units; }

  [[nodiscard]] std::vector<Report> reports() const override { return named_reports(command_); }

  [[nodiscard]] ShardLimits limits() const override {
    return takes_many_ ? ShardLimits{.bytes = all_words} : ShardLimits{.units = 1};
  }

  [[nodiscard]] std::size_t bytes(std::size_t unit) const override {
    return list_.values[unit].size() + bytes_per_word;
  }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> units,
                                     std::string_view /*directory*/) const override {
    ShardCommand result;
    for (const std::string& word : command_.argv) {
      if (takes_many_ && word == place_of_many)
        for (const std::size_t unit : units) result.argv.push_back(list_.values[unit]);
      else
        result.argv.push_back(takes_many_ ? word
                                          : replace_place(word, list_.values[units.front()]));
    }
    return result;
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    return judge_together(units, evidence, command_.skip_codes);
  }

 private:
  UserCommand command_;
  bool takes_many_;
  UnitList list_;
};

}  // namespace

bool names_unit(std::string_view word) {
  return word.contains(place) || word == place_of_many;
}

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
  Result<UnitList> list = read_unit_list(text);
  if (!list) return std::unexpected(list.error());
  return std::make_unique<List>(std::move(command), std::move(*list));
}

}  // namespace isorun
