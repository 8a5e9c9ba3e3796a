#include "report/snapshot.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/live_output.hpp"
#include "report/read_log.hpp"

namespace isorun {
namespace {

constexpr std::size_t most_lines = 10;
constexpr std::size_t most_bytes = 4096;

std::string shard_text(const ShardSnapshot& snapshot, std::chrono::nanoseconds time, Color color) {
  std::string text =
      fmt::format("{:12} [ {}] {}\n", "", clock_time(time), running_text(snapshot.shard));
  const auto all = lines(snapshot.tail);
  const std::vector<std::string_view> tail(all.begin(), all.end());
  for (std::size_t i = tail.size() - std::min(most_lines, tail.size()); i < tail.size(); ++i)
    text += live_line(snapshot.shard.slot, tail[i], color);
  return text;
}

}  // namespace

std::string snapshot_text(const RunCounts& counts, std::chrono::nanoseconds elapsed,
                          std::span<const ShardSnapshot> shards,
                          std::chrono::steady_clock::time_point now, Color color) {
  std::vector<const ShardSnapshot*> sorted;
  for (const ShardSnapshot& shard : shards) sorted.push_back(&shard);
  std::ranges::stable_sort(sorted, {}, [](const ShardSnapshot* each) { return each->shard.slot; });
  std::string text =
      fmt::format("{} [ {}] {}\n", styled(fmt::format("{:>12}", "Snapshot"), Style::strong, color),
                  clock_time(elapsed), progress_text(counts, shards.size()));
  for (const ShardSnapshot* shard : sorted)
    text += shard_text(*shard, now - shard->shard.since, color);
  return text;
}

std::string log_tail(int log) {
  if (log < 0) return {};
  const std::uint64_t size = log_size(log);
  const std::uint64_t offset = size - std::min<std::uint64_t>(size, most_bytes);
  std::string tail = read_log(log, offset, most_bytes);
  const std::size_t end = tail.find('\n');
  if (offset > 0 && end + 1 < tail.size() && end != std::string::npos) tail.erase(0, end + 1);
  return tail;
}

}  // namespace isorun
