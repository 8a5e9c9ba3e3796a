// Small text helpers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace isorun {

// The pieces between separators, including empty ones; an empty text is one empty piece.
std::vector<std::string_view> split(std::string_view text, char separator);

// The lines of a text without their ends ("\n" or "\r\n"); the last line needs none. Lines are
// found one by one, since a log may be larger than memory. Once the work is interrupted, a long
// text ends early: see was_interrupted().
class Lines {
 public:
  // Bytes between two checks for interruption.
  static constexpr std::size_t interval = std::size_t{1} << 20;

  class Iterator {
   public:
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;  // the end
    explicit Iterator(std::string_view text) : rest_(text), is_end_(text.empty()) { ++*this; }

    std::string_view operator*() const { return line_; }
    Iterator& operator++();
    Iterator operator++(int);
    bool operator==(const Iterator& other) const {
      return is_end_ == other.is_end_ && (is_end_ || line_.data() == other.line_.data());
    }

   private:
    std::string_view line_{};
    std::string_view rest_{};
    std::size_t until_look_ = interval;
    bool is_end_ = true;
  };

  explicit Lines(std::string_view text) : text_(text) {}
  [[nodiscard]] Iterator begin() const { return Iterator(text_); }
  [[nodiscard]] static Iterator end() { return {}; }

 private:
  std::string_view text_;
};

inline Lines lines(std::string_view text) {
  return Lines(text);
}
Lines lines(std::string&& text) = delete;  // the temporary would be destroyed before its lines

// The place of a line in a text, its end included.
struct LinePlace {
  std::size_t begin = 0;
  std::size_t end = 0;
};
LinePlace place_of(std::string_view line, std::string_view text);

// Calls take(line, place) for each line of the text.
template <typename Take>
void for_each_line(std::string_view text, Take take) {
  for (const std::string_view line : lines(text)) take(line, place_of(line, text));
}

std::string_view trim(std::string_view text);

}  // namespace isorun
