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

// A later value replaces an earlier one.
inline void set_variable(std::vector<std::string>& variables, const std::string& variable) {
  const std::string name = variable.substr(0, variable.find('=') + 1);
  std::erase_if(variables, [&name](const std::string& other) { return other.starts_with(name); });
  variables.push_back(variable);
}

}  // namespace isorun
