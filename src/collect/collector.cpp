#include "collect/collector.hpp"

#include <cerrno>
#include <expected>
#include <numeric>
#include <set>
#include <string>
#include <utility>

#include "base/interruption.hpp"
#include "files/files.hpp"

namespace isorun {

namespace {

// Counts a layer's files during the walk.
class Meter {
 public:
  void count(const LayerEntry& entry) {
    if (entry.deleted || S_ISDIR(entry.status.st_mode)) return;
    const bool linked = entry.status.st_nlink > 1;
    if (linked && !links_.emplace(entry.status.st_dev, entry.status.st_ino).second) return;
    ++use_.files;
    if (S_ISREG(entry.status.st_mode)) {
      use_.bytes += static_cast<std::uint64_t>(entry.status.st_size);
    }
  }
  [[nodiscard]] const LayerUse& use() const { return use_; }

 private:
  LayerUse use_;
  std::set<std::pair<dev_t, ino_t>> links_;
};

}  // namespace

Result<Collector> Collector::create(std::span<const CollectRequest> requests, std::string_view home,
                                    std::string_view working_directory,
                                    std::unique_ptr<Intake> intake) {
  Collector collector(std::move(intake));
  for (const CollectRequest& request : requests) {
    Result<Pattern> pattern = Pattern::create(request.pattern, home, working_directory);
    if (!pattern) return std::unexpected(pattern.error());
    collector.patterns_.push_back(*std::move(pattern));
  }
  return collector;
}

LayerUse Collector::take(const SourceFile& of, const Layer& layer, const Also& also) {
  Meter meter;
  SourceFile file = of;
  Result<void> walked = walk(layer, [&](const LayerEntry& entry) {
    if (is_interrupted()) return Walk::stop;
    meter.count(entry);
    bool is_taken = false;
    if (!entry.deleted && !S_ISDIR(entry.status.st_mode)) {
      file.path = entry.path;
      file.modified = entry.status.st_mtim;
      file.mode = entry.status.st_mode;
      is_taken = offer(file, entry);
    }
    also(entry, is_taken);
    return Walk::next;
  });
  if (is_interrupted())
    walked = std::unexpected(Error{Phase::collect, errno, "reading what the shard wrote"});
  if (!walked) {
    file.path.clear();
    std::vector<std::size_t> all(patterns_.size());
    std::iota(all.begin(), all.end(), 0);
    intake_->take(file, all, std::unexpected(walked.error()));
  }
  return meter.use();
}

bool Collector::offer(const SourceFile& file, const LayerEntry& entry) {
  std::vector<std::size_t> matching;
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    if (patterns_[i].matches(file.path)) matching.push_back(i);
  }
  if (matching.empty()) return false;
  const Result<Content> content = read_regular_file(entry.directory, entry.name);
  if (content)
    intake_->take(file, matching, content->text());
  else
    intake_->take(file, matching, std::unexpected(content.error()));
  return true;
}

}  // namespace isorun
