#include "rules/cost_file.hpp"

#include <algorithm>
#include <expected>
#include <utility>

#include <fmt/format.h>

#include "base/escaped.hpp"
#include "base/interruption.hpp"

namespace isorun {

namespace {

constexpr unsigned long hit_rate_places = 6;

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::collect, 0, std::move(what)});
}

template <class T>
Result<const T*> require(const JsonValue& object, std::string_view key, std::string_view kind) {
  const JsonValue* value = object.find(key);
  if (!value) return refuse(fmt::format("it has no \"{}\"", key));
  const T* typed = value->as<T>();
  if (!typed) return refuse(fmt::format("\"{}\" is not {}", key, kind));
  return typed;
}

Result<void> read_counters(const JsonObject& file, CostFigures& figures) {
  for (const auto& [key, value] : file) {
    if (is_interrupted()) break;
    if (!key.starts_with("total_")) continue;
    const auto* number = value.as<Decimal>();
    const auto* known = std::ranges::find(cost_counters, key);
    // Lists and objects are breakdowns; anything else that is not a number would be missing from
    // the sum.
    const bool is_breakdown = value.as<JsonArray>() || value.as<JsonObject>();
    if (is_breakdown && known == cost_counters.end()) continue;
    if (!number) return refuse(fmt::format("\"{}\" is not a number", escaped(key)));
    if (number->is_negative()) return refuse(fmt::format("\"{}\" is negative", escaped(key)));
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
  for (std::size_t i = 0; i < calls.size() && !is_interrupted(); ++i) {
    const auto in_call = [&](const Error& error) {
      return refuse(fmt::format("\"api_calls\"[{}]: {}", i, error.what));
    };
    const auto flag = require<bool>(calls[i], "cached", "true or false");
    if (!flag) return in_call(flag.error());
    if (**flag) ++cached;
  }
  return cached;
}

// "api_calls", if present, next to the count of the same calls.
Result<void> read_calls(const JsonValue& json, CostFigures& figures) {
  const std::optional<Decimal>& counted = figures.counter("total_api_calls");
  if (counted && !counted->is_integer()) return refuse("\"total_api_calls\" is not a whole number");
  if (!json.find("api_calls")) return {};
  const auto calls = require<JsonArray>(json, "api_calls", "a list");
  if (!calls) return std::unexpected(calls.error());
  const Result<std::uint64_t> cached = count_cached(**calls);
  if (!cached) return std::unexpected(cached.error());
  figures.cached_calls = *cached;
  if (!counted) return {};
  const Decimal listed((*calls)->size());
  if (listed > *counted) {
    return refuse(fmt::format("\"api_calls\" lists {} calls, but \"total_api_calls\" is {}",
                              to_string(listed), to_string(*counted)));
  }
  figures.short_lists = listed < *counted ? 1 : 0;
  figures.rated = 1;
  figures.rated_calls = *counted;
  figures.rated_cached_calls = *cached;
  return {};
}

}  // namespace

CostFigures& CostFigures::operator+=(const CostFigures& more) {
  const auto add = [](auto& sum, const auto& part) {
    if (part) sum = sum ? *sum + *part : *part;
  };
  for (std::size_t i = 0; i < counters.size(); ++i) add(counters.at(i), more.counters.at(i));
  for (std::size_t i = 0; i < missing.size(); ++i) missing.at(i) += more.missing.at(i);
  for (const auto& [name, number] : more.others) {
    if (is_interrupted()) break;
    others[name] += number;
  }
  add(cached_calls, more.cached_calls);
  short_lists += more.short_lists;
  rated_calls += more.rated_calls;
  rated_cached_calls += more.rated_cached_calls;
  rated += more.rated;
  documents += more.documents;
  return *this;
}

const std::optional<Decimal>& CostFigures::counter(std::string_view name) const {
  const auto* found = std::ranges::find(cost_counters, name);
  return counters.at(static_cast<std::size_t>(found - cost_counters.begin()));
}

std::optional<Decimal> CostFigures::hit_rate() const {
  if (rated == 0) return std::nullopt;
  if (rated_calls == Decimal()) return Decimal();
  return Decimal::quotient(Decimal(rated_cached_calls), rated_calls, hit_rate_places);
}

Result<CostDocument> read_cost_document(const JsonValue& json) {
  const auto* object = json.as<JsonObject>();
  if (!object) return refuse("it is not a cost file: its JSON is not an object");

  CostDocument document;
  CostFigures& figures = document.figures;
  const auto session = require<std::string>(json, "session_id", "a string");
  if (!session) return std::unexpected(session.error());
  document.session_id = **session;
  if (const auto read = read_counters(*object, figures); !read) {
    return std::unexpected(read.error());
  }
  if (const auto read = read_calls(json, figures); !read) return std::unexpected(read.error());
  for (std::size_t i = 0; i < cost_counters.size(); ++i)
    figures.missing.at(i) = figures.counters.at(i) ? 0 : 1;
  figures.missing.back() = figures.cached_calls ? 0 : 1;
  figures.documents = 1;
  if (std::ranges::count(figures.missing, 1U) == std::ssize(cost_counters) + 1)
    return refuse(fmt::format("it has no \"{}\" and no other counter", cost_counters.front()));
  return document;
}

}  // namespace isorun
