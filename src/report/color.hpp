// Whether to write in color: what the user asks for, then the variables that the field agreed on.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace isorun {

enum class Color { never, always };

// --color
enum class ColorChoice { automatic, always, never };

// The variables as they are set, and what the output is.
struct ColorSettings {
  ColorChoice choice = ColorChoice::automatic;
  std::optional<std::string_view> no_color{};        // NO_COLOR, https://no-color.org
  std::optional<std::string_view> force_color{};     // https://force-color.org
  std::optional<std::string_view> clicolor_force{};  // https://bixense.com/clicolors
  std::optional<std::string_view> clicolor{};
  std::optional<std::string_view> term{};
  bool is_terminal = false;
};

Color choose_color(const ColorSettings& settings);

enum class Style { good, bad, note, strong };

// The text in that style, or as it is.
std::string styled(std::string_view text, Style style, Color color);

// How long the escape sequence is that `text` begins with, if it only sets colours or the like
// ("\033[1;31m"); 0 where it is none.
std::size_t style_length(std::string_view text);

std::string without_styles(std::string_view text);

}  // namespace isorun
