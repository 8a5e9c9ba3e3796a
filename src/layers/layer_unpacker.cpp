#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include "base/descent.hpp"
#include "base/escaped.hpp"
#include "base/json.hpp"
#include "base/process.hpp"
#include "base/tree_removal.hpp"
#include "layers/layer_record.hpp"
#include "layers/packed_layer.hpp"

namespace isorun {
namespace {

// The records one after another, each with its content.
class Records {
 public:
  explicit Records(std::string_view packed) : rest_(packed) {}

  struct Next {
    LayerRecord record;
    std::string_view content;
  };

  // nullopt at the end, or at what pack_layer() did not write; is_complete() tells them apart.
  std::optional<Next> next() {
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    if (rest_.empty()) {
      const auto last = json::parse(line);
      is_complete_ = last && json::count_in(*last, "entries") == entries_;
      return std::nullopt;
    }
    std::optional<LayerRecord> record = parse_layer_line(line);
    if (!record) return std::nullopt;
    ++entries_;
    const std::uint64_t size = content_size(*record);
    if (size >= rest_.size()) return std::nullopt;
    const std::string_view content = rest_.substr(0, size);
    if (!record->data.empty()) rest_.remove_prefix(size + 1);
    return Next{*std::move(record), content};
  }

  [[nodiscard]] bool is_complete() const { return is_complete_; }

 private:
  std::string_view rest_;
  std::uint64_t entries_ = 0;
  bool is_complete_ = false;
};

const LayerPart* find_part(const Layer& layer, std::string_view path) {
  const auto found = std::ranges::lower_bound(layer.parts, path, std::less<>(), &LayerPart::path);
  return found != layer.parts.end() && found->path == path ? &*found : nullptr;
}

// Follows the paths of records, and finds those that lie elsewhere than when they were packed.
class Fit {
 public:
  explicit Fit(const Layer& layer) : layer_(layer) {}

  bool takes(const LayerRecord& record) {
    if (record.depth == 0) return begin(record);
    const bool is_below = part_ != nullptr && record.depth <= ends_.size();
    if (!is_below) return false;
    ends_.resize(record.depth);
    path_.resize(ends_.back());
    path_.append(1, '/').append(record.name);
    // Only directories have entries.
    if (S_ISDIR(record.mode) && !record.deleted) ends_.push_back(path_.size());
    if (part_->kind == LayerPart::Kind::file) return path_ == part_->path;
    return find_part(layer_, path_) == nullptr &&
           !std::ranges::binary_search(layer_.places, path_, std::less<>());
  }

 private:
  bool begin(const LayerRecord& record) {
    part_ = find_part(layer_, record.name);
    if (part_ == nullptr || part_->kind != record.kind || !S_ISDIR(record.mode)) return false;
    path_ = part_->path == "/" ? "" : part_->path;
    if (part_->kind == LayerPart::Kind::file) path_.resize(path_.rfind('/'));
    ends_ = {path_.size()};
    return true;
  }

  const Layer& layer_;
  const LayerPart* part_ = nullptr;
  std::string path_;
  std::vector<std::size_t> ends_;  // of the paths of the directories down to the current one
};

class Unpacker {
 public:
  explicit Unpacker(const Layer& layer) : layer_(layer) {}

  Result<void> run(Records records) {
    for (auto next = records.next(); next; next = records.next()) {
      if (is_told_to_stop()) return fail(EINTR);
      name_ = next->record.name;
      Result<void> done = next->record.depth == 0 ? begin(std::move(next->record)) : take(*next);
      if (!done) return done;
    }
    if (const Result<void> done = leave_to(0); !done) return done;
    const Leftover left = raw::remove_tree(layer_.root.get(), links);
    return left.error == 0 ? Result<void>() : fail(left.error);
  }

 private:
  static constexpr const char* links = "links";

  // Takes an errno, also a negated one.
  [[nodiscard]] std::unexpected<Error> fail(long code = errno) const {
    return std::unexpected(Error{Phase::collect, static_cast<int>(std::abs(code)),
                                 fmt::format("restoring {}", escaped(name_))});
  }

  Result<void> begin(LayerRecord record) {
    if (const Result<void> done = leave_to(0); !done) return done;
    const LayerPart* part = find_part(layer_, record.name);
    const std::string place = part->directory.substr(0, part->directory.find('/'));
    const UniqueFd old(::openat(layer_.root.get(), place.c_str(), directory_flags));
    if (!old) return fail();
    if (const Leftover left = raw::empty_directory(old.get(), levels_); left.error != 0)
      return fail(left.error);
    part_.reset(::openat(layer_.root.get(), place.c_str(), directory_flags));
    if (!part_) return fail();
    // A walk begins anew, so that it reads the directory from its beginning.
    way_.emplace(part_.get(), levels_);
    above_.push_back(std::move(record));
    return {};
  }

  // Leaves directories until `depth` of them are entered, that of the part among them. They get
  // their state when nothing more is made in them.
  Result<void> leave_to(std::size_t depth) {
    while (above_.size() > depth) {
      const LayerRecord record = std::move(above_.back());
      above_.pop_back();
      name_ = record.name;
      bool is_set = false;
      const auto finish = [&](int directory) { is_set = set_state(directory, record); };
      const long error = above_.empty() ? (finish(way_->directory()), 0) : way_->leave(finish);
      if (error != 0) return fail(error);
      if (!is_set) return fail();
    }
    return {};
  }

  Result<void> take(const Records::Next& next) {
    const LayerRecord& record = next.record;
    if (const Result<void> done = leave_to(record.depth); !done) return done;
    const int directory = way_->directory();
    const char* name = record.name.c_str();
    name_ = record.name;
    if (record.deleted)
      return ::mknodat(directory, name, S_IFCHR, makedev(0, 0)) == 0 ? Result<void>() : fail();
    switch (record.mode & S_IFMT) {
      case S_IFREG:
        return make_file(directory, name, next);
      case S_IFDIR:
        if (::mkdirat(directory, name, 0700) != 0) return fail();
        if (const long error = way_->enter(name)) return fail(error);
        above_.push_back(record);
        return {};
      case S_IFLNK:
        if (::symlinkat(record.target.c_str(), directory, name) != 0) return fail();
        return finish(directory, name, record);
      default:
        if (::mknodat(directory, name, (record.mode & S_IFMT) | 0600, 0) != 0) return fail();
        return finish(directory, name, record);
    }
  }

  Result<void> make_file(int directory, const char* name, const Records::Next& next) {
    const LayerRecord& record = next.record;
    const std::string link = fmt::format("{}/{}", links, record.link);
    if (record.is_again)
      return ::linkat(layer_.root.get(), link.c_str(), directory, name, 0) == 0 ? Result<void>()
                                                                                : fail();
    const UniqueFd file(
        ::openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file || !write_extents(file.get(), next) || !set_state(file.get(), record)) return fail();
    if (record.link == 0) return {};
    if (::mkdirat(layer_.root.get(), links, 0700) != 0 && errno != EEXIST) return fail();
    if (::linkat(directory, name, layer_.root.get(), link.c_str(), 0) != 0) return fail();
    return {};
  }

  static bool write_extents(int file, const Records::Next& next) {
    constexpr std::size_t most = 4UL << 20;  // between two looks for signals
    std::string_view content = next.content;
    for (const Extent& extent : next.record.data) {
      for (std::uint64_t done = 0; done < extent.size;) {
        if (is_told_to_stop()) {
          errno = EINTR;
          return false;
        }
        const std::size_t size = std::min<std::uint64_t>(most, extent.size - done);
        const ssize_t put =
            ::pwrite(file, content.data(), size, static_cast<off_t>(extent.begin + done));
        if (put < 0 && errno != EINTR) return false;
        if (put < 0) continue;
        content.remove_prefix(static_cast<std::size_t>(put));
        done += static_cast<std::uint64_t>(put);
      }
    }
    return ::ftruncate(file, static_cast<off_t>(next.record.size)) == 0;
  }

  // Sets the state of an open file or directory. The owner comes before the mode, because chown(2)
  // clears set-user-ID bits and capabilities. A directory may exist already, with isorun's own
  // attributes.
  static bool set_state(int file, const LayerRecord& record) {
    struct stat now {};
    if (::fstat(file, &now) != 0) return false;
    const bool has_owner = now.st_uid == record.uid && now.st_gid == record.gid;
    if (!has_owner && ::fchown(file, record.uid, record.gid) != 0) return false;
    for (const auto& [name, value] : record.attributes)
      if (::fsetxattr(file, name.c_str(), value.data(), value.size(), 0) != 0) return false;
    if (::fchmod(file, record.mode & 07777) != 0) return false;
    const timespec times[] = {record.modified, record.modified};
    return ::futimens(file, times) == 0;
  }

  // The state of what cannot be opened.
  Result<void> finish(int directory, const char* name, const LayerRecord& record) {
    struct stat now {};
    if (::fstatat(directory, name, &now, AT_SYMLINK_NOFOLLOW) != 0) return fail();
    const bool has_owner = now.st_uid == record.uid && now.st_gid == record.gid;
    if (!has_owner && ::fchownat(directory, name, record.uid, record.gid, AT_SYMLINK_NOFOLLOW) != 0)
      return fail();
    if (!S_ISLNK(record.mode) && ::fchmodat(directory, name, record.mode & 07777, 0) != 0)
      return fail();
    const timespec times[] = {record.modified, record.modified};
    if (::utimensat(directory, name, times, AT_SYMLINK_NOFOLLOW) != 0) return fail();
    return {};
  }

  static constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

  const Layer& layer_;
  Levels levels_;
  UniqueFd part_;
  std::optional<Descent> way_;
  std::vector<LayerRecord> above_;  // of the directories down to the current one
  std::string name_;                // of the current entry, for errors
};

}  // namespace

bool fits(std::string_view packed, const Layer& layer) {
  Records records(packed);
  Fit fit(layer);
  for (auto next = records.next(); next; next = records.next())
    if (!fit.takes(next->record)) return false;
  return records.is_complete();
}

Result<void> unpack_layer(std::string_view packed, const Layer& layer) {
  return Unpacker(layer).run(Records(packed));
}

}  // namespace isorun
