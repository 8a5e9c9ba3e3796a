// Owns standard output during a run: lines that stay, and on a live terminal an area at the bottom
// that is drawn again and again. Nothing waits for a slow reader until much is left unread, and a
// reader that has gone does not end the run.
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

namespace isorun {

class Terminal {
 public:
  using Clock = std::chrono::steady_clock;

  // `fd` is borrowed; `total` counts the units of the run.
  Terminal(int fd, const TerminalSettings& settings, std::size_t total);
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal();

  // The run has as many units as this, after all.
  void expect(std::size_t total) { counts_.total = total; }

  void started(const RunningShard& shard);
  // The rest of a shard's live output: before the lines of its units.
  void ended(const RunningShard& shard);
  // A unit's last word, with all that it wrote.
  void unit(const UnitRecord& unit, std::string_view output);
  // A unit that will be tried again: number 1 is the first of `settings.tries`.
  void attempt(const std::string& name, const AttemptRecord& attempt, unsigned number,
               std::string_view output);
  void slow(const SlowUnit& unit);

  // Whether tick() would do anything: ask before collecting what it wants to know.
  [[nodiscard]] bool is_due(Clock::time_point now) const;
  // Shows what is new, at most ten times a second, in one write.
  void tick(Clock::time_point now, std::span<const RunningShard> running);
  // When tick() wants to be called; nothing while nothing changes by itself.
  [[nodiscard]] std::optional<Clock::time_point> next_tick() const;

  // What runs, since when, and the last lines of it.
  void snapshot(Clock::time_point now, std::span<const RunningShard> running);
  // The run's last word, followed by `notes`: whole lines.
  void summary(const RunRecord& run, std::string_view notes);
  // Takes the live area away and writes everything, so that others may write: before stopping
  // (SIGTSTP), before an error message. The next tick() draws again.
  void clear();

 private:
  [[nodiscard]] bool shows_output_of(Reason reason) const;
  [[nodiscard]] std::string frame(Clock::time_point now,
                                  std::span<const RunningShard> running) const;
  void flush(std::string frame);

  TerminalSettings settings_;
  Screen screen_;
  LiveOutput live_output_;
  RunCounts counts_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_tick_{};
  std::string pending_;  // lines that are not written yet
  std::string drawn_;    // the live area as it stands on the terminal
};

}  // namespace isorun
