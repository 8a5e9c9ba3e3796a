#include "suite/javascript/report.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/duration.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "suite/javascript/output.hpp"

namespace isorun::javascript {
namespace {

std::chrono::nanoseconds milliseconds(double count) {
  constexpr double per_second = 1000;
  return duration_told(std::max(count, 0.0) / per_second);
}

std::string text_in(const json::Value& value, const char* name) {
  return std::string(json::string_in(value, name).value_or(""));
}

// Skips the headings of jest.
std::string first_line(std::string_view text) {
  const std::string plain = without_escapes(text);
  for (const std::string_view line : lines(plain))
    if (const auto trimmed = trim(line); !trimmed.empty() && !trimmed.starts_with("●"))
      return std::string(trimmed);
  return {};
}

std::string first_message(const json::Value& test) {
  const json::Value* messages = json::array_in(test, "failureMessages");
  if (messages == nullptr || messages->Empty() || !(*messages)[0].IsString()) return {};
  const json::Value& message = (*messages)[0];
  return first_line({message.GetString(), message.GetStringLength()});
}

// Tests that did not run are pending, skipped, todo or disabled.
Reason reason_of(std::string_view status) {
  if (status == "passed") return Reason::passed;
  return status == "failed" ? Reason::failed : Reason::skipped;
}

std::vector<TestResult> read_tests(const json::Value& file) {
  std::vector<TestResult> tests;
  const json::Value* array = json::array_in(file, "assertionResults");
  if (array == nullptr) return tests;
  for (const json::Value& test : array->GetArray())
    tests.push_back({.name = text_in(test, "fullName"),
                     .reason = reason_of(text_in(test, "status")),
                     .duration = milliseconds(json::number_in(test, "duration").value_or(0)),
                     .detail = first_message(test)});
  return tests;
}

std::string describe(const TestResult& test) {
  return fmt::format("{}{}{}", test.name, test.detail.empty() ? "" : ": ", test.detail);
}

void judge(UnitResult& result, const json::Value& file) {
  const auto count = std::ranges::count(result.tests, Reason::failed, &TestResult::reason);
  if (count > 0) {
    const std::string first =
        describe(*std::ranges::find(result.tests, Reason::failed, &TestResult::reason));
    result.detail = count == 1 ? first
                               : fmt::format("{} of {} tests failed, the first: {}", count,
                                             result.tests.size(), first);
  } else if (text_in(file, "status") == "failed") {
    result.detail = first_line(text_in(file, "message"));
  } else {
    const bool any = result.tests.empty() ||
                     std::ranges::count(result.tests, Reason::passed, &TestResult::reason) > 0;
    result.reason = any ? Reason::passed : Reason::skipped;
    return;
  }
  result.reason = Reason::failed;
}

}  // namespace

std::optional<std::vector<FileReport>> read_report(std::string_view text) {
  const auto document = json::parse(text);
  const json::Value* files =
      document == nullptr ? nullptr : json::array_in(*document, "testResults");
  if (files == nullptr) return std::nullopt;
  std::vector<FileReport> reports;
  for (const json::Value& file : files->GetArray()) {
    FileReport report{.path = text_in(file, "name")};
    report.result.tests = read_tests(file);
    judge(report.result, file);
    report.result.duration = milliseconds(json::number_in(file, "endTime").value_or(0) -
                                          json::number_in(file, "startTime").value_or(0));
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace isorun::javascript
