#include "suite/googletest/json.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/duration.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace isorun::googletest {
namespace {

// "0.033s", "1e-03s"
std::chrono::nanoseconds read_duration(std::string_view text) {
  double seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return duration_told(seconds);
}

// "FILE:LINE\nMESSAGE\nMORE" on one line: "FILE:LINE: MESSAGE"
std::string first_line(std::string_view failure) {
  const auto failure_lines = lines(failure);
  const std::vector<std::string_view> all(failure_lines.begin(), failure_lines.end());
  if (all.empty()) return "failed";
  if (all.size() == 1) return std::string(all[0]);
  return fmt::format("{}: {}", all[0], all[1]);
}

// A test that should have run but never started: the global set-up skipped all tests, which
// GoogleTest 1.12 still reports as COMPLETED. The time is local, so the epoch may be a day early.
bool never_started(std::string_view timestamp) {
  return timestamp.starts_with("1970-01-01") || timestamp.starts_with("1969-12-31");
}

std::optional<Reason> read_reason(const json::Value& test, bool has_failures) {
  if (json::string_in(test, "status") != "RUN") return std::nullopt;
  if (has_failures) return Reason::failed;
  if (json::string_in(test, "result") == "SKIPPED") return Reason::skipped;
  if (never_started(json::string_in(test, "timestamp").value_or(""))) return Reason::skipped;
  return Reason::passed;
}

JsonTest read_test(std::string_view suite, const json::Value& test) {
  JsonTest result;
  result.name = fmt::format("{}.{}", suite, json::string_in(test, "name").value_or(""));
  const json::Value* failures = json::array_in(test, "failures");
  const bool has_failures = failures != nullptr && !failures->Empty();
  result.reason = read_reason(test, has_failures);
  result.duration = read_duration(json::string_in(test, "time").value_or(""));
  if (has_failures)
    result.failure = first_line(json::string_in((*failures)[0], "failure").value_or(""));
  return result;
}

}  // namespace

std::optional<std::vector<JsonTest>> read_json(std::string_view text) {
  const auto document = json::parse(text);
  if (!document) return std::nullopt;
  const json::Value* suites = json::array_in(*document, "testsuites");
  if (suites == nullptr) return std::nullopt;
  std::vector<JsonTest> result;
  for (const json::Value& suite : suites->GetArray()) {
    const json::Value* tests = json::array_in(suite, "testsuite");
    if (tests == nullptr) return std::nullopt;
    const std::string_view name = json::string_in(suite, "name").value_or("");
    for (const json::Value& test : tests->GetArray()) result.push_back(read_test(name, test));
  }
  return result;
}

}  // namespace isorun::googletest
