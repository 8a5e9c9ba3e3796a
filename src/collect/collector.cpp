#include "collect/collector.hpp"

#include <cerrno>
#include <expected>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

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
  for (std::size_t i = 0; i < requests.size(); ++i) {
    Result<Pattern> pattern =
        Pattern::create(path_pattern(requests[i].pattern), home, working_directory);
    if (!pattern) return std::unexpected(pattern.error());
    AllWanted& wanted = is_of_setups(requests[i]) ? collector.of_setups_ : collector.of_shards_;
    wanted.push_back({i, *std::move(pattern)});
  }
  return collector;
}

LayerUse Collector::take(const SourceFile& of, const Layer& layer, const Also& also) {
  return take(of, layer, of_shards_, also);
}

void Collector::take_setup(std::size_t number, const Layer& layer) {
  constexpr std::size_t after_all_shards = std::size_t{1} << 31;
  if (of_setups_.empty()) return;
  const SourceFile of{.shard = after_all_shards + number,
                      .shard_name = fmt::format("setup {}", number + 1),
                      .path = ""};
  take(of, layer, of_setups_, [](const LayerEntry&, bool) {});
}

LayerUse Collector::take(const SourceFile& of, const Layer& layer, const AllWanted& wanted,
                         const Also& also) {
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
      is_taken = offer(file, entry, wanted);
    }
    also(entry, is_taken);
    return Walk::next;
  });
  if (is_interrupted())
    walked = std::unexpected(Error{Phase::collect, errno, "reading what the shard wrote"});
  if (!walked) {
    file.path.clear();
    std::vector<std::size_t> all;
    for (const Wanted& each : wanted) all.push_back(each.request);
    intake_->take(file, all, std::unexpected(walked.error()));
  }
  return meter.use();
}

bool Collector::offer(const SourceFile& file, const LayerEntry& entry, const AllWanted& wanted) {
  std::vector<std::size_t> matching;
  for (const Wanted& each : wanted) {
    if (each.pattern.matches(file.path)) matching.push_back(each.request);
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
