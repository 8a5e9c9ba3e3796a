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

std::string replace_place(std::string word, std::string_view with) {
  for (std::size_t at = 0; (at = word.find(place, at)) != std::string::npos; at += with.size())
    word.replace(at, place.size(), with);
  return word;
}

class List : public Suite {
 public:
  List(UserCommand command, std::vector<Unit> units, Words values)
      : command_(std::move(command)), units_(std::move(units)), values_(std::move(values)) {}

  [[nodiscard]] std::string_view framework() const override { return "list"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> units,
                                     std::string_view /*directory*/) const override {
    ShardCommand result;
    for (const std::string& word : command_.argv)
      result.argv.push_back(replace_place(word, values_[units.front()]));
    return result;
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    return judge_script(units.front(), evidence, command_.skip_codes);
  }

 private:
  UserCommand command_;
  std::vector<Unit> units_;
  Words values_;  // the lines; differ from the units' names where a line is given twice
};

}  // namespace

Result<std::unique_ptr<Suite>> make_list(UserCommand command, std::string_view text) {
  if (std::ranges::none_of(command.argv,
                           [](const std::string& word) { return word.contains(place); })) {
    return std::unexpected(Error{Phase::usage, 0,
                                 "--list needs {} in the command: it stands for the unit, as in "
                                 "`isorun --list FILE -- ./run-test {}`"});
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
