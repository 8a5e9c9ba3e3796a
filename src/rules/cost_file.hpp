// One document of a cost file; see cost_rule.hpp.
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

// The standard counters, in output order. Each may be missing.
inline constexpr std::array<std::string_view, 7> cost_counters = {
    "total_api_calls",         "total_input_tokens",
    "total_output_tokens",     "total_cache_creation_tokens",
    "total_cache_read_tokens", "total_cost_usd",
    "total_duration_seconds"};

// The figures of one document, or sums over many; each sum covers the documents that have it.
struct CostFigures {
  std::array<std::optional<Decimal>, cost_counters.size()> counters;
  std::map<std::string, Decimal> others;      // further counters, by name
  std::optional<std::uint64_t> cached_calls;  // nullopt: no document lists its calls
  std::uint64_t short_lists = 0;              // documents that list fewer calls than they count
  Decimal rated_calls;                        // of documents that both count and list their calls
  std::uint64_t rated_cached_calls = 0;       // of those calls
  std::uint64_t rated = 0;                    // number of those documents
  std::uint64_t documents = 0;                // number of documents
  // documents without each counter; the last entry: without a list of calls
  std::array<std::uint64_t, cost_counters.size() + 1> missing = {};

  CostFigures& operator+=(const CostFigures& more);

  // `name` is one of cost_counters; nullopt if no document has it.
  [[nodiscard]] const std::optional<Decimal>& counter(std::string_view name) const;
  // Cached calls / calls, rounded to 6 places; 0 if there were no calls, nullopt if unknown.
  [[nodiscard]] std::optional<Decimal> hit_rate() const;
};

struct CostDocument {
  std::string session_id;
  CostFigures figures;
};

// Errors, which name the problem but not the file: Phase::collect.
Result<CostDocument> read_cost_document(const JsonValue& json);

}  // namespace isorun
