#include "collect/unpack.hpp"

#include <fmt/format.h>

namespace isorun {

std::expected<std::vector<std::string>, Problem> unpack(const Spool& files, Output& layout) {
  std::vector<std::string> paths;
  const auto read =
      files.each([&](const SourceFile& file, std::string_view content) -> Result<void> {
        const std::string path = fmt::format("shard-{}{}", file.shard, file.path);
        paths.push_back(fmt::format("{}/{}", layout.name(), path));
        return layout.add(path, content, file.mode | 0600);
      });
  if (!read) return std::unexpected(read.error());
  return paths;
}

}  // namespace isorun
