#include "suite/long_list.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace isorun {

void pass_list(ShardCommand& command, std::string_view name,
               std::span<const std::string_view> lines) {
  constexpr std::size_t longest_piece = 96UL * 1024;
  const std::string text = fmt::format("{}", fmt::join(lines, "\n"));
  for (std::size_t at = 0, piece = 0; at < text.size(); at += longest_piece, ++piece)
    command.set.push_back(fmt::format("{}_{}={}", name, piece, text.substr(at, longest_piece)));
}

}  // namespace isorun
