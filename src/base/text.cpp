#include "base/text.hpp"

#include "base/interruption.hpp"

namespace isorun {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find(separator, begin)) != std::string_view::npos;
       begin = end + 1) {
    pieces.push_back(text.substr(begin, end - begin));
  }
  pieces.push_back(text.substr(begin));
  return pieces;
}

Lines::Iterator& Lines::Iterator::operator++() {
  is_end_ = rest_.empty();
  if (is_end_) return *this;
  const std::size_t end = rest_.find('\n');
  line_ = rest_.substr(0, end);
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  const std::size_t size = end == std::string_view::npos ? rest_.size() : end + 1;
  rest_.remove_prefix(size);
  if (size < until_look_) {
    until_look_ -= size;
    return *this;
  }
  until_look_ = interval;
  if (is_interrupted()) rest_ = {};
  return *this;
}

Lines::Iterator Lines::Iterator::operator++(int) {
  Iterator before = *this;
  ++*this;
  return before;
}

LinePlace place_of(std::string_view line, std::string_view text) {
  const auto begin = static_cast<std::size_t>(line.data() - text.data());
  const std::size_t newline = text.find('\n', begin);
  return {begin, newline == std::string_view::npos ? text.size() : newline + 1};
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

}  // namespace isorun
