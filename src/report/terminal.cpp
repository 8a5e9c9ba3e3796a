#include "report/terminal.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "report/lines.hpp"
#include "report/snapshot.hpp"
#include "report/summary.hpp"

namespace isorun {
namespace {

constexpr std::chrono::milliseconds interval{100};

// Live output per tick; terminal emulators show several megabytes a second.
constexpr std::size_t live_bytes = 256UL * 1024;
constexpr std::size_t least_live_bytes = 4096;

// Lines printed at once rather than at the next tick.
constexpr std::size_t much = 256UL * 1024;

// Backlog at which the run waits for the reader: until then, a stopped terminal (Ctrl-S) does not
// stop the run.
constexpr std::size_t too_much = 4UL * 1024 * 1024;

}  // namespace

Terminal::Terminal(int fd, const TerminalSettings& settings, std::size_t total)
    : settings_(settings), screen_(fd), live_output_(settings.color), counts_{.total = total} {
  if (settings_.detail == Detail::quiet) settings_.is_live = false;
}

Terminal::~Terminal() {
  clear();
}

void Terminal::started(const RunningShard& shard) {
  if (settings_.detail == Detail::verbose) pending_ += start_line(shard, settings_.color);
}

void Terminal::ended(const RunningShard& shard) {
  if (settings_.output == ShowOutput::live) pending_ += live_output_.finish(shard, live_bytes);
}

void Terminal::services(const ShardRecord& shard) {
  if (settings_.detail == Detail::verbose) pending_ += service_lines(shard, settings_.color);
}

void Terminal::unit(const UnitRecord& unit, std::string_view output) {
  counts_.add(unit.reason);
  if (settings_.detail == Detail::quiet && is_good(unit.reason)) return;
  pending_ += unit_line(unit, {counts_.done, counts_.total}, settings_);
  if (shows_output_of(unit.reason)) pending_ += output_block(unit, output, settings_.color);
}

void Terminal::attempt(const std::string& name, const AttemptRecord& attempt, unsigned number,
                       std::string_view output) {
  if (settings_.detail == Detail::quiet) return;
  pending_ += attempt_line(name, attempt, number, settings_.color);
  if (shows_output_of(attempt.reason))
    pending_ += attempt_block(name, attempt, number, output, settings_.color);
}

void Terminal::slow(const SlowUnit& unit) {
  if (settings_.detail == Detail::quiet) return;
  pending_ += slow_line(unit, settings_.color);
}

bool Terminal::shows_output_of(Reason reason) const {
  if (settings_.output == ShowOutput::all) return true;
  return settings_.output == ShowOutput::failed && !is_good(reason);
}

bool Terminal::is_due(Clock::time_point now) const {
  return now - last_tick_ >= interval || (pending_.size() >= much && screen_.is_idle());
}

void Terminal::tick(Clock::time_point now, std::span<const RunningShard> running) {
  if (!is_due(now)) return;
  last_tick_ = now;
  if (settings_.output == ShowOutput::live && screen_.is_idle()) {
    const std::size_t most =
        std::max(least_live_bytes, live_bytes / std::max<std::size_t>(1, running.size()));
    for (const RunningShard& shard : running) pending_ += live_output_.read(shard, most);
  }
  flush(frame(now, running));
}

std::optional<Terminal::Clock::time_point> Terminal::next_tick() const {
  const bool changes_by_itself = settings_.is_live || settings_.output == ShowOutput::live;
  if (!changes_by_itself && pending_.empty() && screen_.is_idle()) return std::nullopt;
  return last_tick_ + interval;
}

void Terminal::snapshot(Clock::time_point now, std::span<const RunningShard> running) {
  std::vector<ShardSnapshot> shards;
  for (const RunningShard& shard : running) shards.push_back({shard, log_tail(shard.log)});
  pending_ += snapshot_text(counts_, now - start_, shards, now, settings_.color);
  flush(frame(now, running));
}

void Terminal::summary(const RunRecord& run, std::string_view notes) {
  pending_ += isorun::summary(run, settings_);
  pending_ += notes;
  clear();
}

void Terminal::clear() {
  screen_.drain();
  flush({});
  screen_.drain();
}

std::string Terminal::frame(Clock::time_point now, std::span<const RunningShard> running) const {
  if (!settings_.is_live) return {};
  return live_area(counts_, now - start_, running, now, screen_.size(), settings_.color);
}

void Terminal::flush(std::string frame) {
  screen_.write({});
  if (pending_.size() >= too_much) screen_.drain();
  // The backlog is not empty: draw later, with newer data.
  if (!screen_.is_idle() || (pending_.empty() && frame == drawn_)) return;
  screen_.write(erase_area(drawn_, screen_.size()) + std::exchange(pending_, {}) + frame);
  drawn_ = std::move(frame);
}

}  // namespace isorun
