#include "suite/several.hpp"

#include <algorithm>
#include <elf.h>
#include <ranges>
#include <utility>

#include <fmt/format.h>

#include "suite/driver.hpp"
#include "suite/unique_name.hpp"

namespace isorun {
namespace {

// Their file names, if these differ.
std::vector<std::string> names_of(std::span<const UserCommand> commands) {
  std::vector<std::string> names;
  for (const UserCommand& command : commands) names.emplace_back(base_name(command.argv.front()));
  std::vector<std::string> sorted = names;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) == sorted.end()) return names;
  names.clear();
  for (const UserCommand& command : commands) names.push_back(command.argv.front());
  return names;
}

class Several : public Suite {
 public:
  Several(std::vector<std::unique_ptr<Suite>> suites, const std::vector<std::string>& names)
      : suites_(std::move(suites)) {
    UniqueNames unique;
    for (std::size_t number = 0; number < suites_.size(); ++number) {
      begins_.push_back(units_.size());
      for (Unit unit : suites_[number]->units()) {
        unit.name = unique.take(fmt::format("{}: {}", names[number], unit.name));
        unit.needs.program = number;
        units_.push_back(std::move(unit));
      }
    }
  }

  [[nodiscard]] std::string_view framework() const override {
    const auto is_other = [this](const auto& suite) {
      return suite->framework() != suites_.front()->framework();
    };
    return std::ranges::any_of(suites_, is_other) ? "several" : suites_.front()->framework();
  }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }

  [[nodiscard]] ShardLimits limits() const override {
    ShardLimits least;
    for (const auto& suite : suites_) {
      least.units = std::min(least.units, suite->limits().units);
      least.bytes = std::min(least.bytes, suite->limits().bytes);
    }
    return least;
  }

  [[nodiscard]] std::size_t bytes(std::size_t unit) const override {
    const std::size_t number = suite_of(unit);
    return suites_[number]->bytes(unit - begins_[number]);
  }

  [[nodiscard]] unsigned max_fail() const override {
    unsigned least = 0;
    for (const auto& suite : suites_)
      if (const unsigned own = suite->max_fail(); own > 0)
        least = least == 0 ? own : std::min(least, own);
    return least;
  }

  // All write the same files, as if they ran one after another.
  [[nodiscard]] std::vector<Report> reports() const override { return suites_.front()->reports(); }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> units,
                                     std::string_view directory) const override {
    const std::size_t number = suite_of(units.front());
    return suites_[number]->command(own_units(units), directory);
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    const std::size_t number = suite_of(units.front());
    ShardResults shard = suites_[number]->results(own_units(units), evidence);
    for (UnitResult& result : shard.results) result.unit += begins_[number];
    for (std::size_t& unit : shard.not_run) unit += begins_[number];
    return shard;
  }

  [[nodiscard]] std::optional<std::size_t> running(std::span<const std::size_t> units,
                                                   std::string_view tail) const override {
    const std::size_t number = suite_of(units.front());
    const auto found = suites_[number]->running(own_units(units), tail);
    return found ? std::optional(*found + begins_[number]) : std::nullopt;
  }

 private:
  [[nodiscard]] std::size_t suite_of(std::size_t unit) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(begins_, unit) - begins_.begin()) - 1;
  }

  [[nodiscard]] std::vector<std::size_t> own_units(std::span<const std::size_t> units) const {
    const std::size_t begin = begins_[suite_of(units.front())];
    std::vector<std::size_t> own(units.begin(), units.end());
    for (std::size_t& unit : own) unit -= begin;
    return own;
  }

  std::vector<std::unique_ptr<Suite>> suites_;
  std::vector<std::size_t> begins_;  // the first unit of each
  std::vector<Unit> units_;
};

bool is_option(std::string_view word) {
  return word.starts_with('-');
}

}  // namespace

std::vector<UserCommand> programs_in(const UserCommand& command) {
  const auto options = std::ranges::find_if(command.argv, is_option);
  std::vector<UserCommand> commands;
  if (options - command.argv.begin() < 2 || !std::all_of(options, command.argv.end(), is_option))
    return commands;
  for (auto program = command.argv.begin(); program != options; ++program) {
    UserCommand& one = commands.emplace_back(command);
    one.argv = {*program};
    one.argv.insert(one.argv.end(), options, command.argv.end());
  }
  return commands;
}

bool is_test_program(const Invocation& invocation) {
  if (!invocation.program || !invocation.program->content.starts_with(ELFMAG)) return false;
  return std::ranges::any_of(frameworks(), [&invocation](const Framework& framework) {
    return framework.match(invocation) == Match::yes;
  });
}

std::unique_ptr<Suite> join_suites(std::vector<std::unique_ptr<Suite>> suites,
                                   std::span<const UserCommand> commands) {
  return std::make_unique<Several>(std::move(suites), names_of(commands));
}

}  // namespace isorun
