// The keys of isorun.toml's tables.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/duration.hpp"
#include "cli/toml_source.hpp"
#include "schedule/filter.hpp"

namespace isorun {

// A key of a table, and how to read its value.
template <class Record>
struct Key {
  std::string_view name;
  bool (*take)(Record&, const toml::node&);  // false: wrong type
  std::string_view expected;
};

template <class Record>
Result<void> take_keys(std::span<const Key<Record>> keys, const toml::table& table,
                       const TomlSource& source, Record& record) {
  for (const auto& [key, node] : in_order(table)) {
    const auto found = std::ranges::find(keys, key->str(), &Key<Record>::name);
    if (found == keys.end()) {
      std::vector<std::string> names;
      for (const Key<Record>& known : keys) names.emplace_back(known.name);
      return source.fail_unknown(*key, names);
    }
    if (!found->take(record, *node))
      return source.fail(*node, fmt::format("{} must be {}", key->str(), found->expected));
  }
  return {};
}

inline bool take_text(std::string& value, const toml::node& node) {
  const auto* text = node.as_string();
  if (text != nullptr) value = text->get();
  return text != nullptr;
}

template <auto member, class Record>
bool take_word(Record& record, const toml::node& node) {
  return take_text(record.*member, node);
}

template <auto member, class Record>
bool take_span(Record& record, const toml::node& node) {
  const auto span = parse_duration(text_of(node).value_or(""));
  if (span) record.*member = *span;
  return span.has_value();
}

// The key `filter`. Errors: Phase::usage.
inline Result<void> read_filter(const toml::table& table, const TomlSource& source,
                                std::optional<Filter>& filter) {
  const toml::node* node = table.get("filter");
  if (node == nullptr) return {};
  if (!node->is_string()) return source.fail(*node, "filter must be a string");
  Result<Filter> parsed = Filter::parse(node->as_string()->get(), "filter");
  if (!parsed) return source.fail(*node, parsed.error().what);
  filter = std::move(*parsed);
  return {};
}

}  // namespace isorun
