#include "cli/toml_source.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace isorun {
namespace {

// How many letters to insert, delete or replace (Levenshtein).
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

std::string nearest(std::string_view word, const std::vector<std::string>& names) {
  const auto found = std::ranges::min_element(
      names, {}, [&](const std::string& name) { return distance(word, name); });
  return found == names.end() ? "" : *found;
}

}  // namespace

std::unexpected<Error> TomlSource::fail(const toml::source_position& place,
                                        std::string_view what) const {
  return std::unexpected(
      Error{Phase::usage, 0, fmt::format("{}:{}:{}: {}", name, place.line, place.column, what)});
}

std::unexpected<Error> TomlSource::fail(const toml::node& node, std::string_view what) const {
  return fail(node.source().begin, what);
}

std::unexpected<Error> TomlSource::fail_unknown(const toml::key& key,
                                                const std::vector<std::string>& names) const {
  return fail(key.source().begin, fmt::format("unknown key {}; the nearest is {}",
                                              printable(key.str()), nearest(key.str(), names)));
}

std::vector<TomlEntry> in_order(const toml::table& table) {
  std::vector<TomlEntry> entries;
  for (const auto& [key, node] : table) entries.emplace_back(&key, &node);
  const auto goes_before = [](const TomlEntry& a, const TomlEntry& b) {
    const toml::source_position& first = a.first->source().begin;
    const toml::source_position& second = b.first->source().begin;
    return std::pair(first.line, first.column) < std::pair(second.line, second.column);
  };
  std::ranges::sort(entries, goes_before);
  return entries;
}

std::optional<std::string> text_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
  if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
  return std::nullopt;
}

}  // namespace isorun
