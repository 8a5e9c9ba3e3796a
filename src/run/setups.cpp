#include "run/setups.hpp"

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <limits>

#include <fmt/format.h>

#include "base/assignment.hpp"
#include "base/streams.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "report/lines.hpp"
#include "run/inquiry.hpp"
#include "suite/verdict.hpp"

namespace isorun {
namespace {

constexpr std::string_view setup = "setup";
constexpr std::string_view teardown = "teardown";

constexpr auto all = std::numeric_limits<std::uint32_t>::max();

}  // namespace

Result<void> Setups::check() const {
  if (parts_.selection.setups_of(parts_.selection.units) == 0) return {};
  if (Result<void> possible = parts_.sandbox.check_setups(); !possible) return possible;
  return check_copies();
}

std::optional<Result<RunEnd>> Setups::set_up(const Deadline& deadline) {
  const std::uint32_t needed = parts_.selection.setups_of(parts_.selection.units);
  unsigned number = 0;
  for (const StepOptions& step : options_.setups) {
    const unsigned current = number++;
    if ((needed >> current & 1U) == 0) continue;
    const Groundwork below = groundwork(seen_by_all_units_of(current));
    Ended ended =
        run(step, {.kind = std::string(setup), .log = fmt::format("logs/setup-{}.output", number)},
            {.deadline = std::min(Deadline::in(step.timeout), deadline),
             .setup = current,
             .groundwork = &below});
    if (!ended) return std::unexpected(ended.error());
    if (!*ended) return RunEnd::interrupted;
    print((*ended)->lines);
    flush_output();
    if (!is_good((*ended)->record.reason))
      return deadline.has_passed() ? RunEnd::late : RunEnd::setup_failed;
    done_.emplace(current, std::move((*ended)->variables));
  }
  return std::nullopt;
}

void Setups::tear_down(Terminal& terminal) {
  const Groundwork below = groundwork(all);
  std::size_t number = 0;
  for (const StepOptions& step : options_.teardowns) {
    Ended ended = run(
        step,
        {.kind = std::string(teardown), .log = fmt::format("logs/teardown-{}.output", ++number)},
        {.deadline = Deadline::in(step.timeout), .groundwork = &below});
    if (!ended)
      problems_.push_back(fmt::format("the tear-down `{}` could not run: {}", printable(step.name),
                                      to_string(ended.error())));
    else if (!*ended)
      problems_.push_back(fmt::format("the tear-down `{}` was interrupted", printable(step.name)));
    else
      terminal.other((*ended)->lines);
  }
}

Groundwork Setups::groundwork(std::uint32_t setups) const {
  Groundwork found;
  for (const auto& [number, variables] : done_) {
    if ((setups >> number & 1U) == 0) continue;
    found.setups.push_back(number);
    for (const std::string& variable : variables) set_variable(found.variables, variable);
  }
  return found;
}

void Setups::add_to(RunRecord& run) const {
  std::ranges::copy(records_, std::back_inserter(run.steps));
  std::ranges::copy(problems_, std::back_inserter(run.problems));
}

std::uint32_t Setups::seen_by_all_units_of(unsigned number) const {
  std::uint32_t seen = all;
  for (const std::size_t unit : parts_.selection.units) {
    const std::uint32_t needs = parts_.selection.setups[unit];
    if ((needs >> number & 1U) != 0) seen &= needs;
  }
  return seen;
}

// A copy shows what one set-up left, so that must include what the others did.
Result<void> Setups::check_copies() const {
  const auto is_copy = [](const DirectoryMode& directory) { return directory.mode == Mode::copy; };
  if (std::ranges::none_of(options_.layout.directories, is_copy)) return {};
  for (unsigned number = 0; number < options_.setups.size(); ++number) {
    const std::uint32_t before = (1U << number) - 1;
    const std::uint32_t below = seen_by_all_units_of(number) & before;
    for (const std::size_t unit : parts_.selection.units) {
      const std::uint32_t needs = parts_.selection.setups[unit];
      if ((needs >> number & 1U) == 0 || (needs & before) == below) continue;
      return std::unexpected(Error{
          Phase::usage, 0,
          fmt::format("--copy shows what one set-up left, but only some units of the set-up `{}` "
                      "need those before it; give them one filter, or none",
                      printable(options_.setups[number].name))});
    }
  }
  return {};
}

Setups::Ended Setups::run(const StepOptions& step, StepRecord record, const Attempt::Start& how) {
  Result<UniqueFd> log;
  if (parts_.directory != nullptr)
    log = parts_.directory->create_log(record.log.substr(record.log.rfind('/') + 1));
  if (!log) return std::unexpected(log.error());
  Result<Attempt> attempt =
      inquire(parts_.sandbox, parts_.signals, {.argv = {"/bin/sh", "-c", step.command}}, how,
              "running a set-up or tear-down", std::move(*log));
  if (!attempt) {
    const Error& error = attempt.error();
    if (error.phase == Phase::run && error.code == EINTR) return std::nullopt;
    return std::unexpected(error);
  }
  const Evidence evidence = attempt->evidence();
  const std::optional<Verdict> verdict = judge(evidence);
  if (!verdict) return std::nullopt;
  record.name = step.name;
  record.command = step.command;
  record.reason = verdict->reason;
  record.detail = verdict->detail;
  record.duration = evidence.ending.wall;
  Words left;
  if (is_good(record.reason) && !step.env.empty()) {
    Result<Words> variables = read_variables(step.env, evidence);
    if (variables) {
      left = std::move(*variables);
    } else {
      record.reason = Reason::failed;
      record.detail = variables.error().what;
    }
  }
  if (!is_good(record.reason)) problems_.push_back(problem_of(record));
  records_.push_back(record);
  return Step{record, std::move(left), lines_of(record, evidence.log)};
}

std::string Setups::problem_of(const StepRecord& record) const {
  std::string problem =
      fmt::format("the {} `{}` failed: {}", record.kind == setup ? "set-up" : "tear-down",
                  printable(record.name), record.detail);
  if (parts_.directory != nullptr)
    problem += fmt::format("; see {}/{}", printable(parts_.directory->path()), record.log);
  return problem;
}

Result<Words> Setups::read_variables(const std::string& file, const Evidence& evidence) const {
  const auto refuse = [&file](const std::string& why) {
    return std::unexpected(Error{Phase::run, 0, fmt::format("{} {}", printable(file), why)});
  };
  const std::vector<std::string> contents = evidence.written(file);
  if (contents.empty()) return refuse("was not written");
  Words variables;
  for (const std::string_view line : lines(contents.front())) {
    if (line.empty()) continue;
    if (!is_assignment(line))
      return refuse(fmt::format(
          "has a line that is not NAME=VALUE, or sets a variable of isorun: {}", printable(line)));
    variables.emplace_back(line);
  }
  return variables;
}

std::string Setups::lines_of(const StepRecord& record, std::string_view output) const {
  const bool is_bad = !is_good(record.reason);
  if (parts_.settings.detail == Detail::quiet && !is_bad) return {};
  const Label label{record.kind == setup ? "SETUP" : "TEARDOWN", is_bad ? Style::bad : Style::good};
  std::string text = is_bad ? std::string(output) : std::string();
  if (!text.empty() && text.back() != '\n') text += '\n';
  return text + fmt::format("{} {}{}{}\n", timed(label, record.duration, parts_.settings.color),
                            printable(record.name), is_bad ? ": " : "", record.detail);
}

}  // namespace isorun
