// What a shard changed in the host's files, as far as its layer shows.
//
//   find_changes(layer, own, [](const Change& change, const LayerEntry* entry) { ... });
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <sys/stat.h>

#include <isorun/error.hpp>
#include <isorun/layer.hpp>

#include "files/user_attributes.hpp"

namespace isorun {

struct FileState {
  mode_t mode = 0;  // including the type
  std::uint64_t uid = 0;
  std::uint64_t gid = 0;
  std::uint64_t size = 0;
  std::int64_t seconds = 0;  // mtime
  std::int64_t nanoseconds = 0;
  std::uint64_t inode = 0;
  UserAttributes attributes = {};

  friend bool operator==(const FileState&, const FileState&) = default;
};

// The state of a file by its name in an open directory. Unreadable attributes count as none.
FileState state_of(int directory, const char* name, const struct stat& status);

struct Change {
  enum class Kind {
    created,
    modified,
    deleted,
    type_changed,  // for example, a symbolic link replaced a file
    metadata,      // the same content with another mode, owner, time or attribute
  };
  std::string path;
  Kind kind = Kind::created;
  std::optional<FileState> before = {};  // on the host; none if the shard saw no file
  std::optional<FileState> after = {};   // none if the file was deleted
  std::string target = {};               // of a symbolic link, after the change
  std::string content = {};  // where a regular file's content is kept; see kept_layer.hpp
};

const char* name(Change::Kind kind);

// Calls `take` for each change, parents before children. Each entry below a deleted directory is a
// change of its own. `entry` is null for deletions and valid only during the call. Entries of the
// part `own` belong to isorun and are ignored. Stops at the first error. Errors: Phase::collect.
using TakeChange = std::function<Result<void>(Change change, const LayerEntry* entry)>;
Result<void> find_changes(const Layer& layer, std::string_view own, const TakeChange& take);

// Where a symbolic link leads. `path` names it in errors: Phase::collect.
Result<std::string> read_link(int directory, const char* name, std::string_view path);

// Opens the entry for reading even if its owner, the caller, has no read permission.
Result<UniqueFd> open_entry(const LayerEntry& entry);

}  // namespace isorun
