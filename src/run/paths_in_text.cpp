#include "run/paths_in_text.hpp"

namespace isorun {
namespace {

constexpr std::string_view path_ends = " \t\r\n'\"`()[]{}<>,;:=|";

// The path that starts at `place`.
std::string_view path_at(std::string_view text, std::size_t place) {
  std::string_view path = text.substr(place, text.find_first_of(path_ends, place) - place);
  while (path.size() > 1 && (path.ends_with('.') || path.ends_with('/'))) path.remove_suffix(1);
  return path;
}

}  // namespace

std::vector<std::string_view> paths_in(std::string_view text) {
  std::vector<std::string_view> paths;
  for (std::size_t place = text.find('/'); place != std::string_view::npos;
       place = text.find('/', place + 1)) {
    if (place > 0 && !path_ends.contains(text[place - 1])) continue;
    const std::string_view path = path_at(text, place);
    if (path.size() > 1) paths.push_back(path);
    place += path.size();
  }
  return paths;
}

}  // namespace isorun
