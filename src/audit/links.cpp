#include "audit/links.hpp"

#include <climits>
#include <string_view>
#include <unistd.h>
#include <utility>

#include "audit/things.hpp"
#include "audit/tracee.hpp"

namespace isorun {
namespace {

constexpr int most_links = 40;  // as the kernel (path_resolution(7))

void add(Usage& to, Usage&& from) {
  for (const Sign& sign : from.signs) to.add(sign);
  if (from.remains) to.remains = from.remains;
}

}  // namespace

const std::optional<std::string>& Links::target_on_host(const std::string& path) {
  const auto [known, is_new] = host_.try_emplace(path);
  char target[PATH_MAX];
  const ssize_t size = is_new ? ::readlink(path.c_str(), target, sizeof target) : -1;
  if (size > 0) known->second.emplace(target, static_cast<std::size_t>(size));
  return known->second;
}

std::string Links::directory_without_links(const std::string& path, const Journal& journal) {
  std::string rest = path + '/';
  std::string done;
  int links = 0;
  while (rest.size() > 1) {
    const std::size_t end = rest.find('/', 1);
    std::string next = done + rest.substr(0, end);
    rest.erase(0, end);
    const auto own = journal.links.find(next);
    const std::optional<std::string> target =
        own != journal.links.end() ? std::optional(own->second) : target_on_host(next);
    if (!target || ++links > most_links) {
      done = std::move(next);
      continue;
    }
    const bool is_absolute = target->starts_with('/');
    rest = without_dots((is_absolute ? *target : done + '/' + *target) + rest) + '/';
    done.clear();
  }
  return done;
}

void Links::resolve(Journal& journal) {
  std::map<std::string, std::string> directories;  // those of this journal
  std::unordered_map<std::string, Usage> resolved;
  for (auto& [thing, use] : journal.uses) {
    if (!is_path(thing) || thing == "/") {
      add(resolved[thing], std::move(use));
      continue;
    }
    const std::size_t slash = thing.rfind('/');
    const auto [known, is_new] = directories.try_emplace(thing.substr(0, slash));
    if (is_new) known->second = directory_without_links(known->first, journal);
    add(resolved[known->second + thing.substr(slash)], std::move(use));
  }
  journal.uses = std::move(resolved);
}

}  // namespace isorun
