#include "layers/kept_out.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include "layers/caches.hpp"
#include "layers/host_copy.hpp"

namespace isorun {

namespace {

bool is_below(std::string_view path, std::string_view directory) {
  if (directory == "/") return path.size() > 1;
  return path.size() > directory.size() + 1 && path.starts_with(directory) &&
         path[directory.size()] == '/';
}

}  // namespace

void KeptOut::add(const LayerEntry& entry) {
  if (entry.deleted || S_ISDIR(entry.status.st_mode) || entry.part->path == own_) return;
  if (directory_.empty() || !is_below(entry.path, directory_)) return;
  const LayerPart& part = *entry.part;
  if (part.kind == LayerPart::Kind::whole && is_below(part.path, directory_)) return;
  const auto begins = [&entry](const std::string& piece) { return entry.path.starts_with(piece); };
  if (std::ranges::any_of(pieces_, begins)) return;
  std::string path = entry.path.substr(directory_ == "/" ? 1 : directory_.size() + 1);
  if (is_in_tool_cache(path) || is_as_on_host(entry, host_)) return;
  paths_.add(entry.path);
  first_paths_.insert(std::move(path));
  if (first_paths_.size() > most_names) first_paths_.erase(std::prev(first_paths_.end()));
}

}  // namespace isorun
