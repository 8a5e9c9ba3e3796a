#include "run/pulled_work.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <signal.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "base/deadline.hpp"
#include "base/hash.hpp"
#include "base/random.hpp"
#include "base/utf8.hpp"
#include "base/wakeups.hpp"
#include "schedule/batch.hpp"

namespace isorun {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// An interrupted machine leaves even if Redis does not answer, and is found dead later.
constexpr milliseconds patience_to_quit(2000);

std::string host_name() {
  char name[HOST_NAME_MAX + 1] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? printable(name) : "a machine";
}

microseconds rounded(nanoseconds span) {
  return std::chrono::duration_cast<microseconds>(span);
}

// nullopt if a task has no duration.
std::optional<nanoseconds> work_of(const Piece& piece, std::span<const Task> tasks) {
  nanoseconds sum{};
  for (const std::size_t task : piece.tasks) {
    if (!tasks[task].estimate.duration) return std::nullopt;
    sum += *tasks[task].estimate.duration;
  }
  return sum;
}

// The options that must be the same on all machines, for people to read.
std::string options_text(unsigned max_fail, const Options& options) {
  std::string text = "isorun " ISORUN_VERSION;
  if (max_fail > 0) text += fmt::format(", --max-fail {}", max_fail);
  if (const unsigned retries = options.schedule.retries; retries > 0)
    text += fmt::format(", --retries {}", retries);
  if (options.deadline.count() > 0)
    text +=
        fmt::format(", --deadline {}s", std::chrono::duration<double>(options.deadline).count());
  return text;
}

// Whether machines can pull the suite's units from a queue.
Result<void> check_sharing(const Suite& suite) {
  std::string_view why;
  if (!suite.proofs().empty()) why = "the command shards itself; use --slice";
  if (suite.wishes().workers > 0) why = "the suite starts workers of its own; use --slice";
  if (why.empty()) return {};
  return std::unexpected(
      Error{Phase::usage, 0, fmt::format("--queue cannot be used here: {}", why)});
}

// By task, the number of its piece.
std::vector<std::size_t> piece_of(const std::vector<Piece>& pieces, std::size_t tasks) {
  std::vector<std::size_t> numbers(tasks);
  for (std::size_t number = 0; number < pieces.size(); ++number)
    for (const std::size_t task : pieces[number].tasks) numbers[task] = number;
  return numbers;
}

bool has_failed(const Piece& piece, std::span<const Task> tasks) {
  return std::ranges::any_of(piece.tasks,
                             [&](std::size_t task) { return tasks[task].estimate.failed; });
}

}  // namespace

QueuePlan PulledWork::plan_of(const Parts& parts, const std::vector<Piece>& pieces) {
  const std::span<const Task> tasks = parts.selection.tasks;
  const ScheduleOptions& schedule = parts.options.schedule;
  const unsigned max_fail =
      schedule.max_fail > 0 ? schedule.max_fail : parts.suite.wishes().max_fail;
  QueuePlan plan{.options = options_text(max_fail, parts.options),
                 .units = tasks.size(),
                 .max_fail = max_fail,
                 .piece_of = piece_of(pieces, tasks.size())};
  std::string list(parts.suite.framework());
  for (const std::string& word : parts.options.command) list += '\0' + word;
  for (const std::size_t unit : parts.selection.units)
    list += '\n' + parts.suite.units()[unit].name;
  for (const Piece& piece : pieces) {
    list += '\n';
    for (const std::size_t task : piece.tasks) list += fmt::format("{} ", task);
  }
  plan.list = fmt::format("{:016x}", hash(list));
  for (std::size_t number = 0; number < pieces.size(); ++number) {
    const std::optional<nanoseconds> work = work_of(pieces[number], tasks);
    plan.pieces.push_back(
        {number, pieces[number].tasks.size(), work ? std::optional(rounded(*work)) : std::nullopt});
  }
  // Failed ones first, then the longest. Of those without a duration, a large one is probably long.
  std::ranges::stable_sort(plan.pieces, [&](const QueuePiece& a, const QueuePiece& b) {
    const bool a_failed = has_failed(pieces[a.number], tasks);
    const bool b_failed = has_failed(pieces[b.number], tasks);
    if (a_failed != b_failed) return a_failed;
    if (a.duration != b.duration) return !a.duration || (b.duration && *a.duration > *b.duration);
    return a.units > b.units;
  });
  return plan;
}

PulledWork::PulledWork(const Parts& parts, std::vector<Piece> pieces)
    : parts_(parts),
      pieces_(std::move(pieces)),
      piece_of_(piece_of(pieces_, parts.selection.tasks.size())),
      machine_(*parts.options.queue,
               {.id = random_digits(), .host = host_name(), .slots = parts.options.jobs},
               plan_of(parts, pieces_), [this](const QueueLeft& left) { return wish(left); }) {
  const std::span<const Task> tasks = parts.selection.tasks;
  for (std::size_t position = 0; position < tasks.size(); ++position)
    positions_.emplace(tasks[position].unit, position);
}

Result<std::unique_ptr<PulledWork>> PulledWork::join(const Parts& parts, Signals& signals) {
  if (Result<void> possible = check_sharing(parts.suite); !possible)
    return std::unexpected(possible.error());
  const bool keeps_groups = !kept_group(parts.suite, parts.options).empty();
  std::unique_ptr<PulledWork> work(
      new PulledWork(parts, pieces_of(parts.selection.tasks, keeps_groups, true)));
  if (Result<void> entered = work->enter(signals); !entered)
    return std::unexpected(entered.error());
  return work;
}

Result<void> PulledWork::enter(Signals& signals) {
  const auto welcome = wait_for<QueueWelcome>(signals, milliseconds::max());
  if (!welcome)
    return std::unexpected(Error{Phase::run, EINTR, "joining " + parts_.options.queue->name()});
  if (!*welcome) return std::unexpected(welcome->error());
  seat_ = **welcome;
  return {};
}

// The machine's thread calls this, so it reads only what never changes.
QueueWish PulledWork::wish(const QueueLeft& left) const {
  const nanoseconds start_up = or_assumed(parts_.start_up);
  const nanoseconds guess = left.learnt_units > 0
                                ? nanoseconds(left.learnt) / static_cast<long>(left.learnt_units)
                                : typical({}, start_up);
  const nanoseconds remaining = left.known + guess * static_cast<long>(left.unknown);
  const nanoseconds ended = left.learnt;
  const nanoseconds size = next_size({.all = ended + remaining,
                                      .remaining = remaining,
                                      .slots = left.slots,
                                      .start_up = start_up,
                                      .is_guess = left.unknown > 0});
  return {.work = rounded(size), .guess = std::max(rounded(guess), microseconds(1))};
}

nanoseconds PulledWork::time_left() const {
  const nanoseconds all = parts_.options.deadline;
  return all.count() == 0 ? all : std::max<nanoseconds>(all - seat_.age, nanoseconds(1));
}

bool PulledWork::feed(Schedule& schedule) {
  bool has_stopped = false;
  for (const QueueEvent& event : machine_.take())
    has_stopped = handle(event, &schedule) || has_stopped;
  return has_stopped;
}

bool PulledWork::handle(const QueueEvent& event, Schedule* schedule) {
  if (const auto* pieces = std::get_if<QueuePieces>(&event)) {
    has_asked_ = false;
    if (schedule != nullptr) feed(*pieces, *schedule);
  } else if (const auto* counted = std::get_if<QueueCounted>(&event)) {
    for (std::size_t i = 0; i < counted->units.size(); ++i)
      orders_.emplace(counted->units[i].unit, counted->orders[i]);
  } else if (const auto* lost = std::get_if<QueueLost>(&event)) {
    lost_ = lost->why;
    if (schedule != nullptr) schedule->end_feeding();
  } else if (std::holds_alternative<QueueOver>(event)) {
    is_over_ = true;
    if (schedule != nullptr) schedule->end_feeding();
  } else if (std::holds_alternative<QueueStopped>(event)) {
    is_stopped_ = true;
    if (schedule != nullptr) schedule->end_feeding();
    return true;
  }
  return false;
}

void PulledWork::feed(const QueuePieces& pieces, Schedule& schedule) const {
  std::vector<std::size_t> positions;
  std::vector<std::size_t> others;
  for (const QueueTurn& turn : pieces.turns) {
    if (turn.attempt > 0) {
      schedule.feed_again(turn.units, turn.attempt);
      continue;
    }
    const Piece& piece = pieces_.at(turn.piece);
    positions.insert(positions.end(), piece.tasks.begin(), piece.tasks.end());
    others.insert(others.end(), turn.units.begin(), turn.units.end());
  }
  schedule.feed(positions, others);
}

void PulledWork::ask(const Schedule& schedule) {
  if (has_asked_ || !schedule.is_hungry()) return;
  has_asked_ = true;
  machine_.want();
}

void PulledWork::report(std::vector<EndedUnit> units, nanoseconds took, const HandedOn& handed_on) {
  std::vector<QueueRetry> retries;
  for (const std::vector<std::size_t>& bundle : handed_on.units) {
    QueueRetry& retry = retries.emplace_back();
    retry.attempt = handed_on.attempt;
    for (const std::size_t unit : bundle) retry.units.push_back(positions_.at(unit));
    retry.piece = piece_of_.at(retry.units.front());
  }
  if (!units.empty() || !retries.empty())
    machine_.report(std::move(units), rounded(took), std::move(retries));
}

QueueRecord PulledWork::record(const ListRecord& list) const {
  return {.id = seat_.queue, .machine = seat_.machine, .host = host_name(), .list = list};
}

void PulledWork::complete(RunRecord& run, const Result<RunEnd>& end) const {
  std::unordered_map<std::string_view, std::uint64_t> by_name;
  for (const auto& [position, order] : orders_)
    by_name.emplace(parts_.suite.units()[parts_.selection.units[position]].name, order);
  for (UnitRecord& unit : run.units)
    if (const auto found = by_name.find(unit.name); found != by_name.end())
      unit.ended = found->second;
  if (!lost_.empty()) {
    run.queue->lost = lost_;
    run.problems.push_back(lost_);
  }
  if (!end) return;
  if (!is_over_ && *end == RunEnd::late && run.not_run.empty())
    run.problems.emplace_back("the deadline has passed before all machines were done");
  else if (is_stopped_ && run.not_run.empty())
    run.problems.emplace_back("the machines have stopped because of failures");
  if (run.units.empty() && run.not_run.empty() && seat_.failures.value_or(0) > 0)
    run.problems.push_back(fmt::format(
        "all units had run before this machine came, and {} had failed", *seat_.failures));
}

template <class Event>
std::optional<Event> PulledWork::wait_for(Signals& signals, milliseconds patience) {
  const Deadline deadline = patience == milliseconds::max() ? Deadline() : Deadline::in(patience);
  while (!deadline.has_passed()) {
    Wakeups({machine_.event_fd(), signals.fd()}, deadline).wait();
    for (const QueueEvent& event : machine_.take()) {
      if (const auto* wanted = std::get_if<Event>(&event)) return *wanted;
      handle(event, nullptr);
    }
    while (const std::optional<Signals::Event> event = signals.next()) {
      if (event->number == SIGTSTP) ::raise(SIGSTOP);
      if (event->number == SIGINT || event->number == SIGTERM || event->number == SIGHUP)
        return std::nullopt;
    }
  }
  return std::nullopt;
}

Result<void> PulledWork::leave(const Result<RunEnd>& end, Signals& signals) {
  const bool is_finished = end && (*end == RunEnd::complete || *end == RunEnd::late);
  if (!lost_.empty()) return {};  // the results say so
  if (!is_finished) {
    machine_.quit();
    static_cast<void>(wait_for<QueueFarewell>(signals, patience_to_quit));
    return {};
  }
  machine_.commit();
  const auto farewell = wait_for<QueueFarewell>(signals, milliseconds::max());
  if (farewell && farewell->is_committed) return {};
  const std::string why = lost_.empty()
                              ? fmt::format("{} was not told that this machine has finished",
                                            parts_.options.queue->name())
                              : lost_;
  return std::unexpected(Error{Phase::report, 0, why, "other machines may run its units again"});
}

}  // namespace isorun
