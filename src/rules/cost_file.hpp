// One document of a cost file, as cost_rule.hpp describes it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <isorun/error.hpp>

#include "values/decimal.hpp"
#include "values/json.hpp"

namespace isorun {

// What cost files count, in the order in which it is written. Any of them may be missing.
inline constexpr std::array<std::string_view, 7> cost_counters = {
    "total_api_calls",         "total_input_tokens",
    "total_output_tokens",     "total_cache_creation_tokens",
    "total_cache_read_tokens", "total_cost_usd",
    "total_duration_seconds"};

// Figures of one document or of many, summed over those that have them.
struct CostFigures {
  std::array<std::optional<Decimal>, cost_counters.size()> counters;
  std::map<std::string, Decimal> others;      // further counters, by name
  std::optional<std::uint64_t> cached_calls;  // where "api_calls" lists them
  std::uint64_t short_lists = 0;              // documents with fewer calls in it than they count
  Decimal rated_calls;                        // of documents that count their calls and list them
  std::uint64_t rated_cached_calls = 0;       // of these
  std::uint64_t rated = 0;                    // how many these are
  std::uint64_t documents = 0;                // of which there are figures
  std::array<std::uint64_t, cost_counters.size() + 1> missing = {};  // documents without a counter;
                                                                     // the last: without the list

  CostFigures& operator+=(const CostFigures& more);

  // `name` is one of cost_counters; nullopt where no document has it.
  [[nodiscard]] const std::optional<Decimal>& counter(std::string_view name) const;
  // Cached calls / calls, rounded to 6 places; 0 if there were no calls, nullopt if nobody knows.
  [[nodiscard]] std::optional<Decimal> hit_rate() const;
};

struct CostDocument {
  std::string session_id;
  CostFigures figures;
};

// Errors, which say what is wrong but not in which file: Phase::collect.
Result<CostDocument> read_cost_document(const JsonValue& json);

}  // namespace isorun
