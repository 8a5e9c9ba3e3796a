#include "base/entries.hpp"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <memory>
#include <string_view>

namespace isorun {

std::vector<std::filesystem::path> entries_of(const std::string& directory,
                                              std::error_code& error) {
  std::vector<std::filesystem::path> entries;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(directory.c_str()), ::closedir);
  while (stream) {
    errno = 0;
    const dirent* entry = ::readdir(stream.get());
    if (entry == nullptr) break;
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") entries.push_back(std::filesystem::path(directory) / name);
  }
  error.assign(errno, std::generic_category());  // of opendir(3) or readdir(3)
  std::ranges::sort(entries);
  return entries;
}

}  // namespace isorun
