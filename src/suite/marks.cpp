#include "suite/marks.hpp"

#include <algorithm>

namespace isorun {
namespace {

// pytest/isorun_reporting.py and unittest/isorun_unittest.py write them.
constexpr std::string_view opening = "\033_isorun ";
constexpr std::string_view closing = "\033\\";
constexpr std::size_t longest_name = 64;

struct Mark {
  std::string_view name;
  Marks::Place place;
};

std::optional<Mark> next_mark(std::string_view output, std::size_t from) {
  for (;;) {
    const std::size_t begin = output.find(opening, from);
    if (begin == std::string_view::npos) return std::nullopt;
    from = begin + opening.size();
    const std::string_view rest = output.substr(from, longest_name + closing.size());
    const std::size_t size = rest.find(closing);
    if (size == std::string_view::npos) continue;
    return Mark{rest.substr(0, size), {begin, from + size + closing.size()}};
  }
}

}  // namespace

Marks::Marks(std::string_view output) {
  std::optional<Mark> mark;
  for (std::size_t from = 0; (mark = next_mark(output, from)); from = mark->place.end)
    places_.emplace(mark->name, mark->place);
}

std::optional<Marks::Place> Marks::find(std::string_view name) const {
  const auto found = places_.find(name);
  return found == places_.end() ? std::nullopt : std::optional(found->second);
}

OutputRange Marks::between(std::string_view begin, std::string_view end) const {
  OutputRange range = OutputRange::whole();
  if (const auto place = find(begin)) range.begin = place->end;
  if (const auto place = find(end)) range.end = std::max<std::uint64_t>(range.begin, place->begin);
  return range;
}

std::string without_marks(std::string_view output) {
  std::string text;
  std::size_t from = 0;
  for (std::optional<Mark> mark; (mark = next_mark(output, from)); from = mark->place.end)
    text += output.substr(from, mark->place.begin - from);
  text += output.substr(from);
  return text;
}

}  // namespace isorun
