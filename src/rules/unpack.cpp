#include "rules/unpack.hpp"

#include <fmt/format.h>

namespace isorun {

std::expected<void, Problem> unpack(const Spool& files, Output& layout,
                                    const std::function<Result<void>(std::string path)>& visit) {
  return files.each([&](const SourceFile& file, std::string_view content) -> Result<void> {
    const std::string path = fmt::format("shard-{}{}", file.shard, file.path);
    const Result<void> added = layout.add(path, content, file.mode | 0600);
    return added ? visit(fmt::format("{}/{}", layout.name(), path)) : added;
  });
}

}  // namespace isorun
