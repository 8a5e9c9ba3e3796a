#include "report/shortened.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace isorun {

std::string shortened(std::string_view output, std::string_view where) {
  constexpr std::size_t half = longest_output / 2;
  if (output.size() <= longest_output) return std::string(output);
  std::string_view head = output.substr(0, half);
  std::string_view tail = output.substr(output.size() - half);
  if (const auto end = head.rfind('\n'); end != std::string_view::npos)
    head = head.substr(0, end + 1);
  if (const auto begin = tail.find('\n'); begin + 1 < tail.size() && begin != tail.npos)
    tail = tail.substr(begin + 1);
  return fmt::format("{}{}... {} bytes are left out; the whole is in {} ...\n{}", head,
                     head.ends_with('\n') ? "" : "\n", output.size() - head.size() - tail.size(),
                     printable(where), tail);
}

}  // namespace isorun
