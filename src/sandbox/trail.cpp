#include "sandbox/trail.hpp"

#include <filesystem>

namespace isorun {

namespace fs = std::filesystem;

std::vector<std::string> trail(const std::string& path) {
  constexpr std::size_t most_links = 40;  // path_resolution(7)
  std::vector<std::string> places;
  std::error_code error;
  fs::path done = "/";
  fs::path rest = fs::absolute(path, error).relative_path();
  while (!rest.empty()) {
    const fs::path part = *rest.begin();
    fs::path after;
    for (auto next = std::next(rest.begin()); next != rest.end(); ++next) after /= *next;
    rest = after;
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      done = done.parent_path();
      continue;
    }
    const fs::path here = done / part;
    const fs::file_status status = fs::symlink_status(here, error);
    if (!fs::exists(status)) return {};
    if (!fs::is_symlink(status)) {
      done = here;
      continue;
    }
    places.push_back(here.string());
    const fs::path target = fs::read_symlink(here, error);
    if (error || places.size() > most_links) return {};
    if (target.is_absolute()) done = "/";
    rest = rest.empty() ? target.relative_path() : target.relative_path() / rest;
  }
  places.push_back(done.string());
  return places;
}

}  // namespace isorun
