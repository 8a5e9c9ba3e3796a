#include "rules/copy_rule.hpp"

#include <cerrno>
#include <expected>
#include <fcntl.h>

#include <fmt/format.h>

#include "base/escaped.hpp"
#include "files/files.hpp"
#include "rules/spool.hpp"

namespace isorun {

namespace {

enum class Differences { keep, refuse };

std::string place_of(const SourceFile& file) {
  return file.path.substr(1);
}

class CopyMerge final : public Merge {
 public:
  CopyMerge(int directory, Differences differences)
      : files_(directory), differences_(differences) {}

  Result<void> add(const SourceFile& file, std::string_view content) override {
    return files_.add(file, content);
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    const auto copied =
        files_.each([&](const SourceFile& file, std::string_view content) -> Result<void> {
          return copy(out, file, content);
        });
    if (!copied) return std::unexpected(copied.error());
    Merged merged;
    if (!differing_.empty()) {
      merged.warnings.push_back(
          fmt::format("copied files that differ between shards: {}, such as {}; the copies "
                      "are NAME and NAME.shard-K",
                      differences_seen_, escaped(differing_)));
    }
    return merged;
  }

 private:
  Result<void> copy(Output& out, const SourceFile& file, std::string_view content) {
    const mode_t mode = 0666 | (file.mode & 0111);
    std::string path = place_of(file);
    Result<void> added = out.add(path, content, mode);
    if (added || added.error().code != EEXIST) return added;
    // An existing file can only come from another shard.
    if (holds(out, path, content)) return {};
    if (differences_ == Differences::refuse) {
      return std::unexpected(Error{Phase::collect, 0, "it differs from that of an earlier shard"});
    }
    if (differing_.empty()) differing_ = file.path;
    ++differences_seen_;
    for (const std::size_t shard : files_.shards()) {
      if (shard >= file.shard) break;
      if (holds(out, fmt::format("{}.shard-{}", path, shard), content)) return {};
    }
    return out.add(fmt::format("{}.shard-{}", path, file.shard), content, mode);
  }

  static bool holds(const Output& out, const std::string& path, std::string_view content) {
    const std::string whole = fmt::format("{}/{}", out.name(), path);
    const Result<Content> present = read_regular_file(out.directory(), whole.c_str());
    return present && present->text() == content;
  }

  Spool files_;
  Differences differences_;
  std::string differing_;  // the first path that differs
  std::size_t differences_seen_ = 0;
};

}  // namespace

std::unique_ptr<Merge> start_copy(const Workplace& place) {
  return std::make_unique<CopyMerge>(place.directory, Differences::keep);
}

std::unique_ptr<Merge> start_copy_or_fail(const Workplace& place) {
  return std::make_unique<CopyMerge>(place.directory, Differences::refuse);
}

}  // namespace isorun
