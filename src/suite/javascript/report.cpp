#include "suite/javascript/report.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/duration.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "suite/javascript/output.hpp"

namespace isorun::javascript {
namespace {

constexpr double milliseconds_per_second = 1000;

std::string text_in(const json::Value& value, const char* name) {
  return std::string(json::string_in(value, name).value_or(""));
}

// Without the headings of jest.
std::string first_line(std::string_view text) {
  const std::string plain = without_escapes(text);
  for (const std::string_view line : lines(plain))
    if (const auto trimmed = trim(line); !trimmed.empty() && !trimmed.starts_with("●"))
      return std::string(trimmed);
  return {};
}

struct Counts {
  std::size_t all = 0;
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::string first_failure{};
};

std::string first_message(const json::Value& test) {
  const json::Value* messages = json::array_in(test, "failureMessages");
  if (messages == nullptr || messages->Empty() || !(*messages)[0].IsString()) return {};
  const json::Value& message = (*messages)[0];
  return first_line({message.GetString(), message.GetStringLength()});
}

// Tests that did not run are pending, skipped, todo or disabled.
Counts count(const json::Value& file) {
  Counts counts;
  const json::Value* tests = json::array_in(file, "assertionResults");
  if (tests == nullptr) return counts;
  for (const json::Value& test : tests->GetArray()) {
    const std::string status = text_in(test, "status");
    ++counts.all;
    if (status == "passed") ++counts.passed;
    if (status != "failed" || ++counts.failed > 1) continue;
    const std::string message = first_message(test);
    counts.first_failure =
        fmt::format("{}{}{}", text_in(test, "fullName"), message.empty() ? "" : ": ", message);
  }
  return counts;
}

UnitResult judge_file(const json::Value& file, const Counts& counts) {
  UnitResult result{.reason = Reason::passed};
  if (counts.failed == 1) {
    result.detail = counts.first_failure;
  } else if (counts.failed > 1) {
    result.detail = fmt::format("{} of {} tests failed, the first: {}", counts.failed, counts.all,
                                counts.first_failure);
  } else if (text_in(file, "status") == "failed") {
    result.detail = first_line(text_in(file, "message"));
  } else {
    if (counts.all > 0 && counts.passed == 0) result.reason = Reason::skipped;
    return result;
  }
  result.reason = Reason::failed;
  return result;
}

}  // namespace

std::optional<std::vector<FileReport>> read_report(std::string_view text) {
  const auto document = json::parse(text);
  const json::Value* files =
      document == nullptr ? nullptr : json::array_in(*document, "testResults");
  if (files == nullptr) return std::nullopt;
  std::vector<FileReport> reports;
  for (const json::Value& file : files->GetArray()) {
    FileReport report{.path = text_in(file, "name"), .result = judge_file(file, count(file))};
    const double took = json::number_in(file, "endTime").value_or(0) -
                        json::number_in(file, "startTime").value_or(0);
    report.result.duration = duration_told(std::max(took, 0.0) / milliseconds_per_second);
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace isorun::javascript
