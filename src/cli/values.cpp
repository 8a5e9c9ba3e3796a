#include "cli/values.hpp"

#include <charconv>

namespace isorun {
namespace {

template <class Number>
struct Split {
  Number number;
  std::string_view suffix;
};

template <class Number>
std::optional<Split<Number>> split_number(std::string_view text) {
  Number number{};
  const char* const text_end = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), text_end, number);
  if (error != std::errc()) return std::nullopt;
  return Split<Number>{number, {end, static_cast<std::size_t>(text_end - end)}};
}

}  // namespace

std::optional<unsigned> parse_count(std::string_view text, unsigned least, unsigned most) {
  const auto split = split_number<unsigned>(text);
  if (!split || !split->suffix.empty() || split->number < least || split->number > most)
    return std::nullopt;
  return split->number;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  static constexpr std::string_view suffixes = "KMGT";
  const auto split = split_number<std::uint64_t>(text);
  if (!split || split->number == 0) return std::nullopt;
  if (split->suffix.empty()) return split->number;
  const std::size_t power = suffixes.find(split->suffix[0]);
  if (split->suffix.size() != 1 || power == std::string_view::npos) return std::nullopt;
  const unsigned shift = 10 * (static_cast<unsigned>(power) + 1);
  if (split->number > (UINT64_MAX >> shift)) return std::nullopt;
  return split->number << shift;
}

}  // namespace isorun
