// Variables of an environment as NAME=VALUE.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isorun {

// Whether it is one that a user may set: ISORUN_ names isorun's own.
inline bool is_assignment(std::string_view text) {
  const std::size_t equals = text.find('=');
  return equals != std::string_view::npos && equals > 0 &&
         text.find('\0') == std::string_view::npos && !text.starts_with("ISORUN_");
}

inline std::string_view variable_name(std::string_view variable) {
  return variable.substr(0, variable.find('='));
}

inline void unset_variable(std::vector<std::string>& variables, std::string_view name) {
  std::erase_if(variables, [name](std::string_view other) { return variable_name(other) == name; });
}

// A later value replaces an earlier one.
inline void set_variable(std::vector<std::string>& variables, const std::string& variable) {
  unset_variable(variables, variable_name(variable));
  variables.push_back(variable);
}

}  // namespace isorun
