#include "report/markdown_cell.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "report/escapes.hpp"

namespace isorun {
namespace {

constexpr std::size_t longest_cell = 500;

constexpr Escape markdown_escapes[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'\\', "\\\\"},
                                       {'`', "\\`"},   {'|', "\\|"},  {'*', "\\*"},  {'_', "\\_"},
                                       {'[', "\\["},   {']', "\\]"},  {'~', "\\~"},  {'$', "\\$"},
                                       {'#', "\\#"}};

}  // namespace

std::string markdown_cell(std::string_view text) {
  std::string_view rest = text;
  std::size_t bytes = 0;
  while (bytes < longest_cell && !rest.empty()) {
    const std::size_t length = std::max<std::size_t>(1, utf8_length(rest));
    bytes += length;
    rest.remove_prefix(length);
  }
  return escaped(printable(text.substr(0, bytes)), markdown_escapes) + (rest.empty() ? "" : " ...");
}

}  // namespace isorun
