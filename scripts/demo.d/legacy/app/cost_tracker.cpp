#include "app/cost_tracker.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/file.h>

#include "app/settings.hpp"

namespace legacy {
namespace {

constexpr std::chrono::sys_seconds api_epoch{std::chrono::seconds{1'763'654'400}};

std::string seconds(std::chrono::milliseconds duration) {
  return decimal(std::chrono::nanoseconds(duration).count());
}

std::string counters(const ApiCall& call, std::string_view prefix) {
  return fmt::format(
      R"("{0}input_tokens": {1}, "{0}output_tokens": {2}, "{0}cache_creation_tokens": {3}, )"
      R"("{0}cache_read_tokens": {4})",
      prefix, call.input_tokens, call.output_tokens, call.cache_creation_tokens,
      call.cache_read_tokens);
}

std::string call_json(const ApiCall& call, std::chrono::milliseconds since_epoch) {
  const auto time = std::chrono::floor<std::chrono::seconds>(api_epoch + since_epoch);
  return fmt::format(
      R"({{"timestamp": "{:%FT%TZ}", "model": "m-1", "extractor": "{}", "document_name": "{}", )"
      R"({}, "cost_usd": {}, "duration_seconds": {}, "cached": {}}})",
      fmt::gmtime(std::chrono::system_clock::to_time_t(time)), call.extractor, call.document,
      counters(call, ""), decimal(call.nano_usd()), seconds(call.duration), call.cached);
}

}  // namespace

std::int64_t ApiCall::nano_usd() const {
  return cached ? 0
                : 3'000 * input_tokens + 15'000 * output_tokens + 3'750 * cache_creation_tokens +
                      300 * cache_read_tokens;
}

CostTracker& CostTracker::get() {
  static CostTracker tracker;
  return tracker;
}

void CostTracker::begin(std::string session_id) {
  session_id_ = std::move(session_id);
  calls_.clear();
}

void CostTracker::save() const {
  const int fd = ::open(file().c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "writing " + file().string());
  ::flock(fd, LOCK_EX);
  const std::string text = json();
  const bool complete = ::write(fd, text.data(), text.size()) == std::ssize(text);
  ::close(fd);
  if (!complete) throw std::runtime_error("short write: " + file().string());
}

ApiCall CostTracker::total() const {
  ApiCall sum;
  for (const ApiCall& call : calls_) {
    sum.input_tokens += call.input_tokens;
    sum.output_tokens += call.output_tokens;
    sum.cache_creation_tokens += call.cache_creation_tokens;
    sum.cache_read_tokens += call.cache_read_tokens;
    sum.duration += call.duration;
  }
  return sum;
}

std::int64_t CostTracker::total_nano_usd() const {
  std::int64_t sum = 0;
  for (const ApiCall& call : calls_) sum += call.nano_usd();
  return sum;
}

double CostTracker::cache_hit_rate() const {
  if (calls_.empty()) return 0;
  const auto cached = std::ranges::count(calls_, true, &ApiCall::cached);
  return static_cast<double>(cached) / static_cast<double>(calls_.size());
}

std::string CostTracker::json() const {
  std::vector<std::string> calls;
  std::chrono::milliseconds clock{};  // the API's own clock starts anew with each session
  for (const ApiCall& call : calls_) {
    calls.push_back(call_json(call, clock));
    clock += call.duration;
  }
  const ApiCall sum = total();
  return fmt::format(
      "{{\"session_id\": \"{}\", \"total_api_calls\": {}, {}, \"total_cost_usd\": {},\n"
      " \"total_duration_seconds\": {}, \"cache_hit_rate\": {},\n \"api_calls\": [{}]}}\n",
      session_id_, calls_.size(), counters(sum, "total_"), decimal(total_nano_usd()),
      seconds(sum.duration), cache_hit_rate(), fmt::join(calls, ",\n  "));
}

std::filesystem::path CostTracker::file() const {
  return Settings::get().cost_files / (session_id_ + ".json");
}

std::string decimal(std::int64_t billionths) {
  std::string text =
      fmt::format("{}.{:09}", billionths / 1'000'000'000, billionths % 1'000'000'000);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text += '0';
  return text;
}

}  // namespace legacy
