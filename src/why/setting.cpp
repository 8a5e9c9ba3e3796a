#include "why/setting.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace isorun {
namespace {

std::string value_of(const Setting& setting) {
  return setting.is_word ? setting.value : quoted_for_toml(setting.value);
}

// A word of a filter ends at blanks, brackets, '&' and '|', and some characters at its beginning
// have a meaning.
bool needs_quotes(std::string_view name) {
  constexpr std::string_view plain = "._-:/+%@#,~";
  return name.empty() || name == "and" || name == "or" || name == "not" ||
         !std::ranges::all_of(name, [&](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  plain.contains(c);
         });
}

std::string exactly(std::string_view name) {
  if (!needs_quotes(name)) return fmt::format("={}", name);
  std::string text = "='";
  for (const char c : name) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

}  // namespace

void TomlLines::add(const TomlLines& more) {
  for (const Setting& setting : more.settings)
    if (std::ranges::find(settings, setting) == settings.end()) settings.push_back(setting);
  for (const Override& table : more.overrides) {
    const auto same = std::ranges::find(overrides, table.setting, &Override::setting);
    if (same == overrides.end()) {
      overrides.push_back(table);
      continue;
    }
    for (const std::string& unit : table.units)
      if (std::ranges::find(same->units, unit) == same->units.end()) same->units.push_back(unit);
  }
}

std::string filter_of(const std::vector<std::string>& units) {
  std::string filter;
  for (const std::string& unit : units)
    filter += fmt::format("{}{}", filter.empty() ? "" : " or ", exactly(unit));
  return filter;
}

std::string quoted_for_toml(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < ' ' || byte == 0x7f) {
      quoted += fmt::format("\\u{:04x}", byte);
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string lines_of(const std::vector<Setting>& settings) {
  std::string text;
  for (auto setting = settings.begin(); setting != settings.end(); ++setting) {
    const auto is_same = [&](const Setting& other) { return other.key == setting->key; };
    if (!setting->is_list) {
      text += fmt::format("{} = {}\n", setting->key, value_of(*setting));
      continue;
    }
    if (std::any_of(settings.begin(), setting, is_same)) continue;
    std::string values;
    for (auto other = setting; other != settings.end(); ++other)
      if (is_same(*other))
        values += fmt::format("{}{}", values.empty() ? "" : ", ", value_of(*other));
    text += fmt::format("{} = [{}]\n", setting->key, values);
  }
  return text;
}

std::string lines_of(const std::vector<Override>& overrides) {
  std::string text;
  for (const Override& table : overrides)
    text += fmt::format("{}[[overrides]]\nfilter = {}\n{} = {}\n", text.empty() ? "" : "\n",
                        quoted_for_toml(filter_of(table.units)), table.setting.key,
                        value_of(table.setting));
  return text;
}

}  // namespace isorun
