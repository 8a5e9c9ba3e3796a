#include "base/entries.hpp"

#include <algorithm>

namespace isorun {

namespace fs = std::filesystem;

std::vector<fs::directory_entry> entries_of(const fs::path& directory, std::error_code& error) {
  std::vector<fs::directory_entry> entries;
  for (fs::directory_iterator next(directory, error); !error && next != fs::directory_iterator();
       next.increment(error))
    entries.push_back(*next);
  std::ranges::sort(entries);
  return entries;
}

}  // namespace isorun
