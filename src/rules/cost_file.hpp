// One document of a cost file, as cost_rule.hpp describes it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <isorun/error.hpp>

#include "values/decimal.hpp"
#include "values/json.hpp"

namespace isorun {

// What every cost file must count, in the order in which they are written.
inline constexpr std::array<std::string_view, 7> cost_counters = {
    "total_api_calls",         "total_input_tokens",
    "total_output_tokens",     "total_cache_creation_tokens",
    "total_cache_read_tokens", "total_cost_usd",
    "total_duration_seconds"};

// Figures of one document or of many.
struct CostFigures {
  std::array<Decimal, cost_counters.size()> counters;
  std::map<std::string, Decimal> others;  // further counters, by name
  std::uint64_t cached_calls = 0;
  std::uint64_t short_lists = 0;  // documents with fewer calls in "api_calls" than they count

  CostFigures& operator+=(const CostFigures& more);

  // `name` is one of cost_counters.
  [[nodiscard]] const Decimal& counter(std::string_view name) const;
  // Cached calls / calls, rounded to 6 places; 0 if there were no calls.
  [[nodiscard]] Decimal hit_rate() const;
};

struct CostDocument {
  std::string session_id;
  CostFigures figures;
};

// Errors, which say what is wrong but not in which file: Phase::collect.
Result<CostDocument> read_cost_document(const JsonValue& json);

}  // namespace isorun
