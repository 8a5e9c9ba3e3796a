#include "report/display_width.hpp"

#include <algorithm>
#include <cwchar>
#include <locale.h>

#include "base/utf8.hpp"

namespace isorun {
namespace {

// wcwidth(3) only knows the locale's character set, and tests run in any locale.
class Utf8Locale {
 public:
  Utf8Locale()
      : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)),
        before_(locale_ == nullptr ? nullptr : ::uselocale(locale_)) {}
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;
  ~Utf8Locale() {
    if (locale_ == nullptr) return;
    ::uselocale(before_);
    ::freelocale(locale_);
  }

 private:
  locale_t locale_;
  locale_t before_;
};

wchar_t code_point(std::string_view character) {
  static constexpr unsigned first_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
  unsigned value = static_cast<unsigned char>(character[0]) & first_bits[character.size()];
  for (const char c : character.substr(1))
    value = value << 6 | (static_cast<unsigned char>(c) & 0x3fU);
  return static_cast<wchar_t>(value);
}

struct Cell {
  std::string_view character;
  std::size_t columns;
};

Cell first_cell(std::string_view text) {
  const std::size_t length = utf8_length(text);
  if (length == 0) return {text.substr(0, 1), 1};
  if (length == 1) return {text.substr(0, 1), 1};
  const std::string_view character = text.substr(0, length);
  const int columns = ::wcwidth(code_point(character));
  return {character, columns < 0 ? 1 : static_cast<std::size_t>(columns)};
}

std::size_t width_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const Cell cell = first_cell(text);
    columns += cell.columns;
    text.remove_prefix(cell.character.size());
  }
  return columns;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

constexpr std::string_view dots = "...";

}  // namespace

std::size_t display_width(std::string_view text) {
  if (is_ascii(text)) return text.size();
  const Utf8Locale locale;
  return width_of(text);
}

std::string fit_end(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  if (columns <= dots.size()) return std::string(columns, '.');
  const Utf8Locale locale;
  std::size_t left = width_of(text);
  while (left > columns - dots.size() || (!text.empty() && first_cell(text).columns == 0)) {
    const Cell cell = first_cell(text);
    left -= cell.columns;
    text.remove_prefix(cell.character.size());
  }
  return std::string(dots).append(text);
}

std::string fit_beginning(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  if (columns <= dots.size()) return std::string(columns, '.');
  const Utf8Locale locale;
  std::size_t bytes = 0;
  for (std::size_t room = columns - dots.size();;) {
    const Cell cell = first_cell(text.substr(bytes));
    if (cell.columns > room) break;
    room -= cell.columns;
    bytes += cell.character.size();
  }
  return std::string(text.substr(0, bytes)).append(dots);
}

}  // namespace isorun
