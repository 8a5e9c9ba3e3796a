#include "report/color.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace isorun {

Color choose_color(const ColorSettings& settings) {
  const auto is_on = [](std::optional<std::string_view> value) {
    return value && !value->empty() && *value != "0";
  };
  if (settings.choice != ColorChoice::automatic)
    return settings.choice == ColorChoice::always ? Color::always : Color::never;
  if (settings.no_color && !settings.no_color->empty()) return Color::never;
  if (is_on(settings.force_color) || is_on(settings.clicolor_force)) return Color::always;
  if (settings.clicolor == "0" || settings.term == "dumb") return Color::never;
  return settings.is_terminal ? Color::always : Color::never;
}

std::string styled(std::string_view text, Style style, Color color) {
  static constexpr std::array<int, 4> foreground = {32, 31, 33, 39};
  if (color == Color::never) return std::string(text);
  return fmt::format("\033[1;{}m{}\033[0m",
                     foreground.at(static_cast<std::size_t>(std::to_underlying(style))), text);
}

std::size_t style_length(std::string_view text) {
  if (!text.starts_with("\033[")) return 0;
  const std::size_t end = text.find_first_not_of("0123456789;:", 2);
  return end == std::string_view::npos || text[end] != 'm' ? 0 : end + 1;
}

std::string without_styles(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t plain = std::min(text.size(), text.find('\033', 1));
    if (const std::size_t style = style_length(text); style > 0) {
      text.remove_prefix(style);
      continue;
    }
    result += text.substr(0, plain);
    text.remove_prefix(plain);
  }
  return result;
}

}  // namespace isorun
