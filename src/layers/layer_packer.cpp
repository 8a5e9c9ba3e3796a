#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <map>
#include <set>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/escaped.hpp"
#include "base/process.hpp"
#include "layers/changes.hpp"
#include "layers/layer_record.hpp"
#include "layers/packed_layer.hpp"

namespace isorun {
namespace {

std::unexpected<Error> fail(std::string_view doing, std::string_view path, int code = errno) {
  return std::unexpected(Error{Phase::collect, code, fmt::format("{} {}", doing, escaped(path))});
}

std::unexpected<Error> refuse(std::string_view path, std::string_view why) {
  return std::unexpected(Error{Phase::collect, 0, fmt::format("{} {}", escaped(path), why)});
}

// Among the marks of overlays, packs only the one of a directory that hides the host's. A nested
// overlay's own marks have one more `overlay.`. The kernel makes other attributes, or they need
// privilege.
bool is_packed(std::string_view name) {
  return is_user_attribute(name) || name == "user.overlay.opaque" ||
         name.starts_with("user.overlay.overlay.") || name.starts_with("system.posix_acl_") ||
         name == "security.capability";
}

// Whether this process could give a new file that owner.
bool can_give(const struct stat& status) {
  if (::geteuid() == 0) return true;
  if (status.st_uid != ::geteuid()) return false;
  if (status.st_gid == ::getegid()) return true;
  std::vector<gid_t> groups(static_cast<std::size_t>(std::max(0, ::getgroups(0, nullptr))));
  const int count = ::getgroups(static_cast<int>(groups.size()), groups.data());
  return std::find(groups.begin(), groups.begin() + std::max(0, count), status.st_gid) !=
         groups.begin() + std::max(0, count);
}

// Returns where the file has data: everywhere, if its file system lacks SEEK_DATA.
std::vector<Extent> extents_of(int file, off_t size) {
  std::vector<Extent> extents;
  for (off_t end = 0; end < size;) {
    const off_t data = ::lseek(file, end, SEEK_DATA);
    if (data < 0 && errno == ENXIO) break;
    const off_t begin = data < 0 ? end : data;
    const off_t hole = data < 0 ? size : ::lseek(file, begin, SEEK_HOLE);
    end = hole < 0 ? size : std::min(hole, size);
    if (begin < end)
      extents.push_back(
          {static_cast<std::uint64_t>(begin), static_cast<std::uint64_t>(end - begin)});
  }
  return extents;
}

class Packer {
 public:
  Packer(const Layer& layer, std::string_view own, const TakeBytes& take)
      : layer_(layer), own_(own), take_(take) {}

  Result<void> run() {
    Result<void> result;
    const Result<void> walked = walk(layer_, [&](const LayerEntry& entry) {
      if (entry.part->path == own_) return Walk::next;
      result = add(entry);
      return result ? Walk::next : Walk::stop;
    });
    for (const Result<void>& done : {walked, result, add_bare_parts()})
      if (!done) return done;
    return take_(fmt::format("{{\"entries\":{}}}\n", entries_));
  }

 private:
  Result<void> add(const LayerEntry& entry) {
    if (is_told_to_stop()) return fail("reading", entry.path, EINTR);
    if (part_ != entry.part) {
      if (const Result<void> added = add_part(*entry.part); !added) return added;
    }
    const std::string_view below = std::string_view(entry.path).substr(entry.part->path.size());
    const bool is_file = entry.part->kind == LayerPart::Kind::file;
    LayerRecord record{
        .depth = is_file ? 1 : static_cast<std::size_t>(std::ranges::count(below, '/')),
        .name = entry.name,
        .deleted = entry.deleted};
    // The root directory's path has no name to cut off.
    if (entry.part->path == "/") ++record.depth;
    return entry.deleted ? put(record) : add_present(entry, std::move(record));
  }

  Result<void> add_present(const LayerEntry& entry, LayerRecord record) {
    const Result<void> known = fill(record, entry.directory, entry.name, entry.status, entry.path);
    if (!known) return known;
    switch (entry.status.st_mode & S_IFMT) {
      case S_IFREG:
        return add_file(entry, std::move(record));
      case S_IFLNK: {
        Result<std::string> target = read_link(entry.directory, entry.name, entry.path);
        if (!target) return std::unexpected(target.error());
        record.target = *std::move(target);
        return put(record);
      }
      case S_IFDIR:
      case S_IFIFO:
      case S_IFSOCK:
        return put(record);
      default:
        return refuse(entry.path, "is a device");
    }
  }

  Result<void> add_file(const LayerEntry& entry, LayerRecord record) {
    if (entry.status.st_nlink > 1) {
      const auto [place, is_new] =
          links_.try_emplace({entry.status.st_dev, entry.status.st_ino}, links_.size() + 1);
      record.link = place->second;
      record.is_again = !is_new;
      if (!is_new) return put(record);
    }
    const Result<UniqueFd> file = open_entry(entry);
    if (!file) return std::unexpected(file.error());
    record.size = static_cast<std::uint64_t>(entry.status.st_size);
    record.data = extents_of(file->get(), entry.status.st_size);
    if (const Result<void> added = put(record); !added) return added;
    for (const Extent& extent : record.data)
      if (const Result<void> added = add_bytes(file->get(), extent, entry.path); !added)
        return added;
    return record.data.empty() ? Result<void>() : take_("\n");
  }

  Result<void> add_bytes(int file, const Extent& extent, std::string_view path) {
    for (std::uint64_t done = 0; done < extent.size;) {
      if (is_told_to_stop()) return fail("reading", path, EINTR);
      const std::size_t wanted = std::min<std::uint64_t>(buffer_.size(), extent.size - done);
      const ssize_t got =
          ::pread(file, buffer_.data(), wanted, static_cast<off_t>(extent.begin + done));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return fail("reading", path, got < 0 ? errno : EIO);
      const auto size = static_cast<std::size_t>(got);
      if (const Result<void> taken = take_({buffer_.data(), size}); !taken) return taken;
      done += size;
    }
    return {};
  }

  Result<void> add_part(const LayerPart& part) {
    part_ = &part;
    packed_.insert(&part);
    LayerRecord record{.name = part.path, .kind = part.kind};
    const std::string place = part.directory.substr(0, part.directory.find('/'));
    struct stat status {};
    if (::fstatat(layer_.root.get(), place.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
      return fail("reading the layer of", part.path);
    if (const Result<void> known =
            fill(record, layer_.root.get(), place.c_str(), status, part.path);
        !known)
      return known;
    return put(record);
  }

  // Parts of which only their directory may have changed.
  Result<void> add_bare_parts() {
    for (const LayerPart& part : layer_.parts) {
      if (part.path == own_ || packed_.contains(&part) || part.kind == LayerPart::Kind::file)
        continue;
      struct stat now {};
      struct stat host {};
      const bool is_known = ::fstatat(layer_.root.get(), part.directory.c_str(), &now, 0) == 0 &&
                            ::stat(part.path.c_str(), &host) == 0;
      const bool is_changed = is_known && (now.st_mode != host.st_mode ||
                                           now.st_uid != host.st_uid || now.st_gid != host.st_gid);
      // An empty copy is one whose content was deleted.
      if (!is_changed && part.kind != LayerPart::Kind::copy) continue;
      if (const Result<void> added = add_part(part); !added) return added;
    }
    return {};
  }

  Result<void> fill(LayerRecord& record, int directory, const char* name, const struct stat& status,
                    std::string_view path) {
    if (!can_give(status))
      return refuse(path, fmt::format("belongs to {}:{}, whom isorun cannot give it again",
                                      status.st_uid, status.st_gid));
    const auto found = attributes_for_owner(directory, name, status, is_packed);
    if (!found) return fail("reading the attributes of", path, found.error());
    record.attributes = *found;
    record.mode = status.st_mode;
    record.uid = status.st_uid;
    record.gid = status.st_gid;
    record.modified = status.st_mtim;
    return {};
  }

  Result<void> put(const LayerRecord& record) {
    ++entries_;
    return take_(layer_line(record));
  }

  const Layer& layer_;
  const std::string_view own_;
  const TakeBytes& take_;
  const LayerPart* part_ = nullptr;
  std::set<const LayerPart*> packed_;
  std::map<std::pair<dev_t, ino_t>, std::uint64_t> links_;
  std::uint64_t entries_ = 0;
  std::vector<char> buffer_ = std::vector<char>(1UL << 20);
};

}  // namespace

Result<void> pack_layer(const Layer& layer, std::string_view own, const TakeBytes& take) {
  return Packer(layer, own, take).run();
}

}  // namespace isorun
