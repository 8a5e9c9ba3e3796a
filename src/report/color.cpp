#include "report/color.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace isorun {

Color choose_color(const ColorSettings& settings) {
  const auto is_on = [](std::optional<std::string_view> value) {
    return value && !value->empty() && *value != "0";
  };
  if (settings.no_color && !settings.no_color->empty()) return Color::never;
  if (is_on(settings.clicolor_force)) return Color::always;
  if (settings.clicolor == "0" || settings.term == "dumb") return Color::never;
  return settings.is_terminal ? Color::always : Color::never;
}

std::string styled(std::string_view text, Style style, Color color) {
  static constexpr std::array<int, 4> foreground = {32, 31, 33, 39};
  if (color == Color::never) return std::string(text);
  return fmt::format("\033[1;{}m{}\033[0m",
                     foreground.at(static_cast<std::size_t>(std::to_underlying(style))), text);
}

}  // namespace isorun
