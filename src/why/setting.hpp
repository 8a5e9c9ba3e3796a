// Lines of isorun.toml.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isorun {

// A key at the top level.
struct Setting {
  std::string key{};
  std::string value{};   // a string, not yet quoted, or a word of TOML
  bool is_list = false;  // one of the values of a list of strings
  bool is_word = false;  // true, false or a number
  bool is_path = false;  // relative to the working directory, or absolute

  friend bool operator==(const Setting&, const Setting&) = default;
};

// A table [[overrides]].
struct Override {
  std::vector<std::string> units{};
  Setting setting{};

  friend bool operator==(const Override&, const Override&) = default;
};

// What cures some units.
struct TomlLines {
  std::vector<Setting> settings{};
  std::vector<Override> overrides{};

  [[nodiscard]] bool empty() const { return settings.empty() && overrides.empty(); }
  void add(const TomlLines& more);  // those that are not there yet; overrides alike are joined
};

// A filter that matches exactly these units.
std::string filter_of(const std::vector<std::string>& units);

// A string of TOML.
std::string quoted_for_toml(std::string_view text);

// "net = \"host\"", one setting per line; a list once.
std::string lines_of(const std::vector<Setting>& settings);

// The tables, with an empty line between two.
std::string lines_of(const std::vector<Override>& overrides);

}  // namespace isorun
