#include "suite/several.hpp"

#include <algorithm>
#include <elf.h>
#include <ranges>
#include <utility>

#include <fmt/format.h>

#include "suite/driver.hpp"
#include "suite/unique_name.hpp"
#include "suite/verdict.hpp"

namespace isorun {
namespace {

// Names programs by their file names if these differ, and otherwise as the user wrote them.
void name(std::span<TestProgram> programs) {
  std::vector<std::string_view> names;
  for (const TestProgram& program : programs)
    names.push_back(base_name(program.command.argv.front()));
  std::ranges::sort(names);
  const bool differ = std::ranges::adjacent_find(names) == names.end();
  for (TestProgram& program : programs) {
    const std::string& word = program.command.argv.front();
    program.prefix = fmt::format("{}: ", differ ? base_name(word) : word);
  }
}

class Unbuilt : public Suite {
 public:
  explicit Unbuilt(const TestProgram& program)
      : units_{{.name = fmt::format("{} [{}]", program.suite, program.failure)}},
        failure_(program.failure),
        output_(program.output) {
    // execve(2): no argument may be longer (MAX_ARG_STRLEN).
    constexpr std::size_t most = 120UL * 1024;
    if (output_.size() <= most) return;
    const std::size_t rest = output_.size() - most;
    output_ = fmt::format("{}\n... and {} bytes more\n", output_.substr(0, most), rest);
  }

  [[nodiscard]] std::string_view framework() const override { return "build"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> /*units*/,
                                     std::string_view /*directory*/) const override {
    return {{"sh", "-c", "printf %s \"$1\"; exit 1", "sh", output_}, {}, {}};
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    ShardResults judged = judge_single(units.front(), evidence);
    for (UnitResult& result : judged.results)
      if (result.reason == Reason::failed) result.detail = failure_;
    return judged;
  }

 private:
  std::vector<Unit> units_;
  std::string failure_;
  std::string output_;
};

std::string name_of(const TestProgram& program, const Unit& unit) {
  if (unit.name.empty()) return program.name.empty() ? program.suite : program.name;
  return program.failure.empty() ? program.prefix + unit.name : unit.name;
}

class Several : public Suite {
 public:
  Several(std::vector<std::unique_ptr<Suite>> suites, std::vector<TestProgram> programs,
          std::string note)
      : suites_(std::move(suites)), programs_(std::move(programs)), note_(std::move(note)) {
    UniqueNames unique;
    for (std::size_t number = 0; number < suites_.size(); ++number) {
      begins_.push_back(units_.size());
      const TestProgram& program = programs_[number];
      for (Unit unit : suites_[number]->units()) {
        unit.name = unique.take(name_of(program, unit));
        if (!program.suite.empty()) unit.suite = program.suite;
        unit.needs.program = number;
        units_.push_back(std::move(unit));
      }
    }
  }

  [[nodiscard]] std::string_view framework() const override {
    // A driver's programs that were not built or do not list their tests say nothing else.
    if (!programs_.empty() && !programs_.front().framework.empty())
      return programs_.front().framework;
    if (suites_.empty()) return "several";
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

  // What a framework says holds for the whole run only if there is one program.
  [[nodiscard]] Group group() const override {
    return suites_.size() == 1 ? suites_.front()->group() : Group::none;
  }
  [[nodiscard]] std::chrono::nanoseconds start_up() const override {
    return suites_.size() == 1 ? suites_.front()->start_up() : std::chrono::nanoseconds();
  }
  [[nodiscard]] std::vector<StateFile> remember(const LastRun& run) const override {
    return suites_.size() == 1 ? suites_.front()->remember(run) : std::vector<StateFile>();
  }

  [[nodiscard]] Wishes wishes() const override {
    if (suites_.size() == 1) return suites_.front()->wishes();
    Wishes all;
    for (const auto& suite : suites_)
      if (const unsigned own = suite->wishes().max_fail; own > 0)
        all.max_fail = all.max_fail == 0 ? own : std::min(all.max_fail, own);
    return all;
  }

  // All write the same files, as if they ran one after another.
  [[nodiscard]] std::vector<Report> reports() const override {
    for (const auto& suite : suites_)
      if (std::vector<Report> reports = suite->reports(); !reports.empty()) return reports;
    return {};
  }

  [[nodiscard]] std::string note() const override { return note_; }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> units,
                                     std::string_view directory) const override {
    const std::size_t number = suite_of(units.front());
    ShardCommand command = suites_[number]->command(own_units(units), directory);
    const Words& set = programs_[number].command.set;
    command.set.insert(command.set.begin(), set.begin(), set.end());
    return command;
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
  std::vector<TestProgram> programs_;
  std::string note_;
  std::vector<std::size_t> begins_;  // the first unit of each
  std::vector<Unit> units_;
};

bool is_option(std::string_view word) {
  return word.starts_with('-');
}

}  // namespace

std::vector<TestProgram> programs_in(const UserCommand& command) {
  const auto options = std::ranges::find_if(command.argv, is_option);
  std::vector<TestProgram> programs;
  if (options - command.argv.begin() < 2 || !std::all_of(options, command.argv.end(), is_option))
    return programs;
  for (auto program = command.argv.begin(); program != options; ++program) {
    UserCommand one = command;
    one.argv = {*program};
    one.argv.insert(one.argv.end(), options, command.argv.end());
    programs.push_back({.command = std::move(one), .prefix = {}});
  }
  name(programs);
  return programs;
}

bool is_test_program(const Invocation& invocation) {
  if (!invocation.program || !invocation.program->content.starts_with(ELFMAG)) return false;
  return std::ranges::any_of(frameworks(), [&invocation](const Framework& framework) {
    return framework.match(invocation) == Match::yes;
  });
}

std::unique_ptr<Suite> make_unbuilt(const TestProgram& program) {
  return std::make_unique<Unbuilt>(program);
}

std::unique_ptr<Suite> join_suites(std::vector<std::unique_ptr<Suite>> suites,
                                   std::vector<TestProgram> programs, std::string note) {
  return std::make_unique<Several>(std::move(suites), std::move(programs), std::move(note));
}

}  // namespace isorun
