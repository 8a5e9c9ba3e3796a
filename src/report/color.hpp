// Decides whether to write in color: the user's option first, then the common variables.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace isorun {

enum class Color { never, always };

// --color
enum class ColorChoice { automatic, always, never };

// The variables' values, and what kind of output it is.
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

// The text in that style; unchanged without color.
std::string styled(std::string_view text, Style style, Color color);

// The length of the escape sequence at the start of `text` if it only sets colors or styles
// ("\033[1;31m"); otherwise 0.
std::size_t style_length(std::string_view text);

std::string without_styles(std::string_view text);

}  // namespace isorun
