#include "run/interleaving.hpp"

#include <algorithm>
#include <cerrno>
#include <numeric>
#include <unistd.h>

#include <isorun/error.hpp>

namespace isorun {
namespace {

constexpr std::size_t most_in_memory = 1UL << 16;
constexpr std::size_t block = 4096;  // number of runs read from the file at once
constexpr std::size_t most_told = 1000;

// A position in the log: within a run or between two.
struct Position {
  Interleaving::Cursor cursor;
  std::uint64_t within = 0;  // bytes of the cursor's run before the position

  [[nodiscard]] std::uint64_t in_log() const { return cursor.in_log() + within; }
};

// The position just before that byte of standard output, after any standard error that arrived in
// front of it.
void advance(Position& position, std::uint64_t output) {
  Interleaving::Cursor& cursor = position.cursor;
  for (; !cursor.is_at_end(); cursor.next()) {
    const std::uint64_t before = cursor.in(Stream::output);
    if (cursor.stream() == Stream::error || before + cursor.length() <= output) continue;
    position.within = output - before;
    return;
  }
  position.within = 0;
}

std::vector<std::uint64_t> runs_between(Position position, const Position& end) {
  std::vector<std::uint64_t> runs;
  std::uint64_t at = position.in_log();
  while (at < end.in_log() && runs.size() < most_told) {
    const std::uint64_t run_end = position.cursor.in_log() + position.cursor.length();
    const std::uint64_t stop = std::min(run_end, end.in_log());
    runs.push_back(stop - at);
    at = stop;
    position.cursor.next();
  }
  return runs.size() == 1 ? std::vector<std::uint64_t>{} : runs;
}

}  // namespace

Result<void> Interleaving::add(Stream stream, std::uint64_t bytes) {
  if (bytes == 0) return {};
  sizes_[number(stream)] += bytes;
  if (count() == 0) runs_.push_back(0);
  const bool continues = (count() - 1) % 2 == number(stream);
  if (!continues && runs_.size() >= most_in_memory) {
    if (Result<void> done = spill(); !done) return done;
  }
  if (!continues) runs_.push_back(0);
  runs_.back() += bytes;
  return {};
}

Result<void> Interleaving::spill() {
  const auto fail = [](int code) {
    return std::unexpected(Error{Phase::run, code, "recording what arrived on standard error"});
  };
  if (!spilled_) {
    Result<UniqueFd> file = make_scratch_();
    if (!file) return std::unexpected(file.error());
    spilled_ = std::move(*file);
  }
  // All but the last, which may still grow.
  const std::size_t size = (runs_.size() - 1) * sizeof runs_[0];
  const ssize_t written = ::pwrite(spilled_.get(), runs_.data(), size,
                                   static_cast<off_t>(spilled_count_ * sizeof runs_[0]));
  if (written < 0) return fail(errno);
  if (static_cast<std::size_t>(written) != size) return fail(ENOSPC);
  spilled_count_ += runs_.size() - 1;
  runs_.erase(runs_.begin(), runs_.end() - 1);
  return {};
}

std::vector<LogPlace> Interleaving::places(std::span<const OutputRange> ranges) const {
  std::vector<std::size_t> order(ranges.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return ranges[i].begin; });
  std::vector<LogPlace> places(ranges.size());
  Position begin{Cursor(*this)};
  for (const std::size_t i : order) {
    const OutputRange& range = ranges[i];
    if (range.empty()) continue;
    if (range.begin > 0) advance(begin, range.begin);
    Position end = begin;
    advance(end, range.end);
    places[i] = {begin.in_log(), end.in_log(), runs_between(begin, end)};
  }
  return places;
}

std::uint64_t Interleaving::Cursor::length() {
  if (run_ >= all_->spilled_count_) return all_->runs_[run_ - all_->spilled_count_];
  if (run_ < read_from_ || run_ >= read_from_ + read_.size()) {
    read_from_ = run_;
    read_.assign(std::min<std::uint64_t>(block, all_->spilled_count_ - run_), 0);
    // If the file cannot be read, runs have length 0.
    static_cast<void>(::pread(all_->spilled_.get(), read_.data(), read_.size() * sizeof read_[0],
                              static_cast<off_t>(run_ * sizeof read_[0])));
  }
  return read_[run_ - read_from_];
}

void Interleaving::Cursor::next() {
  offsets_[number(stream())] += length();
  ++run_;
}

}  // namespace isorun
