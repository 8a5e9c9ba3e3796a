#include "run/written_files.hpp"

#include <fcntl.h>

#include <isorun/unique_fd.hpp>

#include "base/mapped_file.hpp"
#include "base/working_directory.hpp"
#include "collect/pattern.hpp"

namespace isorun {

std::vector<std::string> written_files(const Layer& layer, std::string_view pattern) {
  std::vector<std::string> contents;
  const Result<Pattern> wanted =
      Pattern::create(pattern, home_in_environment(), working_directory());
  if (!wanted || !layer.root) return contents;
  const Result<void> walked = walk(layer, [&](const LayerEntry& entry) {
    if (!S_ISREG(entry.status.st_mode) || !wanted->matches(entry.path)) return Walk::next;
    const UniqueFd file(::openat(entry.directory, entry.name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (file) contents.emplace_back(MappedFile(file.get()).text());
    return Walk::next;
  });
  if (!walked) contents.clear();
  return contents;
}

}  // namespace isorun
