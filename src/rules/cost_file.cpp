#include "rules/cost_file.hpp"

#include <algorithm>
#include <expected>
#include <utility>

#include <fmt/format.h>

#include "base/readable.hpp"

namespace isorun {

namespace {

constexpr unsigned long hit_rate_places = 6;

std::unexpected<Error> wrong(std::string what) {
  return std::unexpected(Error{Phase::collect, 0, std::move(what)});
}

template <class T>
Result<const T*> require(const JsonValue& object, std::string_view key, std::string_view kind) {
  const JsonValue* value = object.find(key);
  if (!value) return wrong(fmt::format("it has no \"{}\"", key));
  const T* typed = value->as<T>();
  if (!typed) return wrong(fmt::format("\"{}\" is not {}", key, kind));
  return typed;
}

Result<void> read_counters(const JsonObject& file, CostFigures& figures) {
  for (const auto& [key, value] : file) {
    if (!key.starts_with("total_")) continue;
    const auto* number = value.as<Decimal>();
    const auto* known = std::ranges::find(cost_counters, key);
    // A list or an object is a breakdown; whatever else is no number would be missing from a sum.
    if (value.as<JsonArray>() || value.as<JsonObject>()) continue;
    if (!number) return wrong(fmt::format("\"{}\" is not a number", readable(key)));
    if (number->is_negative()) return wrong(fmt::format("\"{}\" is negative", readable(key)));
    if (known == cost_counters.end()) {
      figures.others.emplace(key, *number);
    } else {
      figures.counters.at(static_cast<std::size_t>(known - cost_counters.begin())) = *number;
    }
  }
  return {};
}

Result<std::uint64_t> count_cached(const JsonArray& calls) {
  std::uint64_t cached = 0;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const auto in_call = [&](const Error& error) {
      return wrong(fmt::format("\"api_calls\"[{}]: {}", i, error.what));
    };
    const auto flag = require<bool>(calls[i], "cached", "true or false");
    if (!flag) return in_call(flag.error());
    if (**flag) ++cached;
  }
  return cached;
}

}  // namespace

CostFigures& CostFigures::operator+=(const CostFigures& more) {
  for (std::size_t i = 0; i < counters.size(); ++i) counters.at(i) += more.counters.at(i);
  for (const auto& [name, number] : more.others) others[name] += number;
  cached_calls += more.cached_calls;
  short_lists += more.short_lists;
  return *this;
}

const Decimal& CostFigures::counter(std::string_view name) const {
  const auto* found = std::ranges::find(cost_counters, name);
  return counters.at(static_cast<std::size_t>(found - cost_counters.begin()));
}

Decimal CostFigures::hit_rate() const {
  const Decimal& calls = counter("total_api_calls");
  if (calls == Decimal()) return {};
  return Decimal::quotient(Decimal(cached_calls), calls, hit_rate_places);
}

Result<CostDocument> read_cost_document(const JsonValue& json) {
  const auto* object = json.as<JsonObject>();
  if (!object) return wrong("it is not a cost file: its JSON is not an object");

  CostDocument document;
  const auto session = require<std::string>(json, "session_id", "a string");
  if (!session) return std::unexpected(session.error());
  document.session_id = **session;
  for (const std::string_view key : cost_counters) {
    if (const auto number = require<Decimal>(json, key, "a number"); !number) {
      return std::unexpected(number.error());
    }
  }
  if (const auto read = read_counters(*object, document.figures); !read) {
    return std::unexpected(read.error());
  }
  const auto calls = require<JsonArray>(json, "api_calls", "a list");
  if (!calls) return std::unexpected(calls.error());
  const Result<std::uint64_t> cached = count_cached(**calls);
  if (!cached) return std::unexpected(cached.error());
  document.figures.cached_calls = *cached;

  const Decimal& counted = document.figures.counter("total_api_calls");
  const Decimal listed((*calls)->size());
  if (!counted.is_integer()) return wrong("\"total_api_calls\" is not a whole number");
  if (listed > counted) {
    return wrong(fmt::format("\"api_calls\" lists {} calls, but \"total_api_calls\" is {}",
                             to_string(listed), to_string(counted)));
  }
  document.figures.short_lists = listed < counted ? 1 : 0;
  return document;
}

}  // namespace isorun
