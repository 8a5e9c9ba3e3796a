#include "base/shell.hpp"

#include <utility>

namespace isorun {

std::string quoted_for_shell(std::string_view word) {
  std::string result = "'";
  for (const char c : word) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

std::string quoted_for_shell(std::span<const std::string> words) {
  std::string line;
  const char* separator = "";
  for (const std::string& word : words) {
    line += std::exchange(separator, " ");
    line += quoted_for_shell(word);
  }
  return line;
}

}  // namespace isorun
