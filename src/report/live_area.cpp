#include "report/live_area.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/display_width.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

constexpr std::size_t heading_width = 12;
constexpr std::size_t longest_bar = 30;
constexpr std::size_t shortest_bar = 10;
constexpr double noticeable_percent = 10;

// "[====>      ] "; empty if there is no room.
std::string bar(const RunCounts& counts, std::size_t room) {
  if (room < shortest_bar + 3 || counts.total == 0) return {};
  const std::size_t width = std::min(longest_bar, room - 3);
  const std::size_t full = std::min(width, counts.done * width / counts.total);
  std::string filled(full, '=');
  if (full > 0 && full < width) filled.back() = '>';
  return fmt::format("[{:<{}}] ", filled, width);
}

std::string progress_line(const RunCounts& counts, nanoseconds elapsed, std::size_t running,
                          std::size_t columns, Color color) {
  const std::string time = fmt::format(" [ {}] ", clock_time(elapsed));
  const std::string text = progress_text(counts, running);
  const std::size_t taken = heading_width + time.size() + text.size();
  const std::string line = time + bar(counts, columns > taken ? columns - taken : 0) + text;
  if (columns <= heading_width) return fit_beginning("Running", columns) + "\n";
  return styled(fmt::format("{:>{}}", "Running", heading_width),
                counts.failed == 0 ? Style::good : Style::bad, color) +
         fit_beginning(line, columns - heading_width) + "\n";
}

// ", 00:00:14 left (20 % slower than before)"
std::string outlook_text(const Outlook& outlook) {
  std::string text = fmt::format(", {} left", clock_time(outlook.left));
  const double off = outlook.pace ? std::abs(*outlook.pace - 1) * 100 : 0;
  if (off >= noticeable_percent)
    text += fmt::format(" ({:.0f} % {} than before)", off, *outlook.pace > 1 ? "slower" : "faster");
  return text;
}

std::string running_line(const RunningShard& shard, nanoseconds time, std::size_t columns) {
  const std::string head = fmt::format("{:{}} [ {}] ", "", heading_width, clock_time(time));
  const std::string slot = fmt::format("slot {}: ", shard.slot);
  const std::size_t taken = head.size() + slot.size();
  if (columns < taken + 8) return fit_end(running_text(shard), columns) + "\n";
  return head + slot + fit_end(running_text(shard).substr(slot.size()), columns - taken) + "\n";
}

std::vector<const RunningShard*> longest_first(std::span<const RunningShard> running) {
  std::vector<const RunningShard*> result;
  for (const RunningShard& shard : running) result.push_back(&shard);
  std::ranges::stable_sort(result, {}, &RunningShard::since);
  return result;
}

}  // namespace

void RunCounts::add(Reason reason) {
  ++done;
  if (reason == Reason::skipped)
    ++skipped;
  else if (is_good(reason))
    ++passed;
  else
    ++failed;
  if (reason == Reason::flaky) ++flaky;
}

std::string clock_time(nanoseconds span) {
  const auto all =
      std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(span).count());
  return fmt::format("{:02}:{:02}:{:02}", all / 3600, all / 60 % 60, all % 60);
}

std::string progress_text(const RunCounts& counts, std::size_t running) {
  std::string text = fmt::format("{}", counts.done);
  if (counts.total > 0) text += fmt::format("/{}", counts.total);
  text += fmt::format(": {} running, {} passed", running, counts.passed);
  if (counts.flaky > 0) text += fmt::format(" ({} flaky)", counts.flaky);
  text += fmt::format(", {} failed", counts.failed);
  if (counts.skipped > 0) text += fmt::format(", {} skipped", counts.skipped);
  if (counts.outlook) text += outlook_text(*counts.outlook);
  return text;
}

std::string live_area(const RunCounts& counts, nanoseconds elapsed,
                      std::span<const RunningShard> running,
                      std::chrono::steady_clock::time_point now, const ScreenSize& size,
                      Color color) {
  // Leave the last column free: some terminals wrap as soon as it is filled.
  const std::size_t columns = std::max<std::size_t>(2, size.columns) - 1;
  const std::size_t most = std::max<std::size_t>(1, size.rows / 2);
  std::string text = progress_line(counts, elapsed, running.size(), columns, color);
  std::size_t room = most - 1;
  const std::vector<const RunningShard*> sorted = longest_first(running);
  if (sorted.size() > room && room > 0) --room;
  const std::size_t shown = std::min(room, sorted.size());
  for (std::size_t i = 0; i < shown; ++i)
    text += running_line(*sorted[i], now - sorted[i]->since, columns);
  if (shown < sorted.size() && most > 1)
    text += fit_beginning(fmt::format("{:{}} + {} more", "", heading_width, sorted.size() - shown),
                          columns) +
            "\n";
  return text;
}

std::string erase_area(std::string_view area, const ScreenSize& size) {
  if (area.empty()) return {};
  std::size_t rows = 0;
  for (const std::string_view line : lines(area)) {
    const std::size_t width = display_width(without_styles(line));
    rows += std::max<std::size_t>(
        1, (width + size.columns - 1) / std::max<std::size_t>(1, size.columns));
  }
  return fmt::format("\033[{}A\r\033[J", std::min(rows, size.rows - 1));
}

}  // namespace isorun
