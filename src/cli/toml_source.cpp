#include "cli/toml_source.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/nearest.hpp"
#include "base/utf8.hpp"

namespace isorun {

std::string TomlSource::at(const toml::source_position& place) const {
  return fmt::format("{}:{}:{}", name, place.line, place.column);
}

std::unexpected<Error> TomlSource::fail(const toml::source_position& place,
                                        std::string_view what) const {
  return std::unexpected(Error{Phase::usage, 0, fmt::format("{}: {}", at(place), what)});
}

std::unexpected<Error> TomlSource::fail(const toml::node& node, std::string_view what) const {
  return fail(node.source().begin, what);
}

std::unexpected<Error> TomlSource::fail_unknown(const toml::key& key,
                                                const std::vector<std::string>& names) const {
  return fail(key.source().begin,
              fmt::format("unknown key {}{}", printable(key.str()), suggestion(key.str(), names)));
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
