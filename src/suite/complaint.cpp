#include "suite/complaint.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace isorun {
namespace {

constexpr std::size_t most = 10;

// Lower-case words that drivers' error messages start with.
constexpr std::string_view marks[] = {"error",      "fatal",      "cannot ",
                                      "could not ", "failed to ", "no such "};

bool reads_as_error(std::string_view line) {
  std::string small(line);
  std::ranges::transform(small, small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::any_of(marks,
                             [&small](std::string_view mark) { return small.contains(mark); });
}

}  // namespace

std::vector<std::string> complaint(std::string_view log) {
  std::vector<std::string_view> said;
  for (const std::string_view line : lines(log))
    if (!trim(line).empty()) said.push_back(line);
  const auto first = std::ranges::find_if(said, reads_as_error);
  const auto last_ones = said.end() - std::min<std::ptrdiff_t>(std::ssize(said), most);
  said.erase(said.begin(), first != said.end() ? first : last_ones);
  std::vector<std::string> result;
  for (std::size_t i = 0; i < said.size(); ++i) {
    const bool is_left_out = said.size() > most && i >= most / 2 && i < said.size() - most / 2;
    if (!is_left_out)
      result.push_back(printable(said[i]));
    else if (i == most / 2)
      result.push_back(fmt::format("({} more lines)", said.size() - most));
  }
  return result;
}

}  // namespace isorun
