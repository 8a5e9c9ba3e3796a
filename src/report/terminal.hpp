// Owns standard output during a run: permanent lines, and on a live terminal an area at the bottom
// that is redrawn. A slow reader blocks the run only when much is unread, and a reader that goes
// away does not end it.
//
//   Terminal terminal(STDOUT_FILENO, settings, suite.units().size());
//   while (...) { terminal.unit(record, output); terminal.tick(Clock::now(), running); }
//   terminal.summary(run, notes);
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "report/lines.hpp"
#include "report/live_area.hpp"
#include "report/live_output.hpp"
#include "report/record.hpp"
#include "report/running_shard.hpp"
#include "report/screen.hpp"
#include "report/terminal_settings.hpp"
#include "schedule/forecast.hpp"

namespace isorun {

class Terminal {
 public:
  using Clock = std::chrono::steady_clock;

  // `fd` is borrowed; `total` is the number of units.
  Terminal(int fd, const TerminalSettings& settings, std::size_t total);
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal();

  // Corrects the number of units.
  void expect(std::size_t total) { counts_.total = total; }
  // Shows when the run will end.
  void forecast(std::optional<Outlook> outlook) { counts_.outlook = outlook; }

  void started(const RunningShard& shard);
  // The rest of a shard's live output, before its units' lines.
  void ended(const RunningShard& shard);
  // With -v, prints what became of the shard's services.
  void services(const ShardRecord& shard);
  // Whether unit() and attempt() print the output for that reason; otherwise it may be empty.
  [[nodiscard]] bool shows_output_of(Reason reason) const;
  // A unit's final result and its output.
  void unit(const UnitRecord& unit, std::string_view output);
  // A unit that will be retried; attempts count from 1 to `settings.tries`.
  void attempt(const std::string& name, const AttemptRecord& attempt, unsigned number,
               std::string_view output);
  void slow(const SlowUnit& unit);
  // Whole lines about something else.
  void other(std::string_view lines) { pending_ += lines; }

  // Whether tick() would do anything; saves collecting its arguments.
  [[nodiscard]] bool is_due(Clock::time_point now) const;
  // Redraws, at most ten times a second, in one write.
  void tick(Clock::time_point now, std::span<const RunningShard> running);
  // When to call tick() next; none if nothing changes by itself.
  [[nodiscard]] std::optional<Clock::time_point> next_tick() const;

  // The running shards, since when, and their last lines.
  void snapshot(Clock::time_point now, std::span<const RunningShard> running);
  // The summary, then `notes`, which are whole lines.
  void summary(const RunRecord& run, std::string_view notes);
  // Erases the live area and flushes, so that others can write: before stopping (SIGTSTP) and
  // before error messages. The next tick() redraws.
  void clear();

 private:
  [[nodiscard]] std::string frame(Clock::time_point now,
                                  std::span<const RunningShard> running) const;
  void flush(std::string frame);

  TerminalSettings settings_;
  Screen screen_;
  LiveOutput live_output_;
  RunCounts counts_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_tick_{};
  std::string pending_;  // lines not written yet
  std::string drawn_;    // the live area on the terminal
};

}  // namespace isorun
