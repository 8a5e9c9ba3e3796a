#include "suite/unittest/results.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/duration.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "suite/marks.hpp"

namespace isorun::unittest {
namespace {

class Reading {
 public:
  Reading(std::string_view output, std::span<const std::string_view> names) : marks_(output) {
    for (std::size_t i = 0; i < names.size(); ++i) places_.emplace(names[i], i);
    outcomes_.tests.resize(names.size());
  }

  // Ignores a truncated last line, which says nothing.
  void take(std::string_view line) {
    const auto record = json::parse(line);
    if (record == nullptr) return;
    if (json::bool_in(*record, "complete").value_or(false)) outcomes_.is_complete = true;
    if (const auto started = place_in(*record, "start")) {
      outcomes_.running = *started;
      outcomes_.running_since = range(*record).begin;
    } else if (const auto ended = place_in(*record, "test")) {
      if (outcomes_.running == *ended) outcomes_.running.reset();
      add(outcomes_.tests[*ended], read(*record));
    }
  }

  Outcomes finish() { return std::move(outcomes_); }

 private:
  std::optional<std::size_t> place_in(const json::Value& record, const char* member) const {
    const auto name = json::string_in(record, member);
    const auto found = name ? places_.find(*name) : places_.end();
    return found == places_.end() ? std::nullopt : std::optional(found->second);
  }

  [[nodiscard]] OutputRange range(const json::Value& record) const {
    return marks_.between(json::string_in(record, "begin").value_or(""),
                          json::string_in(record, "end").value_or(""));
  }

  [[nodiscard]] UnitResult read(const json::Value& record) const {
    const auto outcome = json::string_in(record, "outcome").value_or("");
    return {.reason = reason_named(outcome).value_or(Reason::failed),
            .duration = duration_told(json::number_in(record, "seconds").value_or(0)),
            .detail = printable(json::string_in(record, "detail").value_or("")),
            .output = range(record)};
  }

  Marks marks_;
  std::unordered_map<std::string_view, std::size_t> places_;
  Outcomes outcomes_;
};

}  // namespace

Outcomes read_outcomes(std::string_view report, std::string_view output,
                       std::span<const std::string_view> names) {
  Reading reading(output, names);
  for (const std::string_view line : lines(report)) reading.take(line);
  return reading.finish();
}

}  // namespace isorun::unittest
