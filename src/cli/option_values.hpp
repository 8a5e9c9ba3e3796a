// Helpers for option groups: refusing a value, and looking one up in a table of names.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include <fmt/format.h>

#include <isorun/error.hpp>

#include "cli/values.hpp"

namespace isorun {

inline std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::usage, 0, std::move(what)});
}

template <class Value>
using Choices = std::map<std::string, Value>;

// Leaves `value` unchanged if `word` is empty: the option was not given.
template <class Value>
Result<void> choose(const Choices<Value>& choices, const char* option, const std::string& word,
                    Value& value) {
  if (word.empty()) return {};
  if (const auto found = choices.find(word); found != choices.end()) {
    value = found->second;
    return {};
  }
  std::string names;
  for (const auto& [name, choice] : choices) names += (names.empty() ? "" : ", ") + name;
  return refuse(fmt::format("{} {}: not one of {}", option, word, names));
}

inline Result<void> read_duration(const char* option, const std::string& word,
                                  std::chrono::nanoseconds& value) {
  if (word.empty()) return {};
  const std::optional<std::chrono::nanoseconds> duration = parse_duration(word);
  if (!duration)
    return refuse(fmt::format("{} {}: must be like 90, 1.5s, 500ms or 5m", option, word));
  value = *duration;
  return {};
}

inline Result<void> read_count(const char* option, const std::string& word, unsigned least,
                               unsigned most, unsigned& value) {
  if (word.empty()) return {};
  const std::optional<unsigned> count = parse_count(word, least, most);
  if (!count) return refuse(fmt::format("{} {}: must be {} to {}", option, word, least, most));
  value = *count;
  return {};
}

}  // namespace isorun
