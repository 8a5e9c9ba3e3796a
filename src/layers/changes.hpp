// What a shard did to the host's files, as far as its layer can tell.
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
  mode_t mode = 0;  // with the type
  std::uint64_t uid = 0;
  std::uint64_t gid = 0;
  std::uint64_t size = 0;
  std::int64_t seconds = 0;  // of the last modification
  std::int64_t nanoseconds = 0;
  std::uint64_t inode = 0;
  UserAttributes attributes = {};

  friend bool operator==(const FileState&, const FileState&) = default;
};

// Of a file by its name in an open directory. Attributes that may not be read are none.
FileState state_of(int directory, const char* name, const struct stat& status);

struct Change {
  enum class Kind {
    created,
    modified,
    deleted,
    type_changed,  // such as a symbolic link in a file's place
    metadata,      // the same content with another mode, owner, time or attribute
  };
  std::string path;
  Kind kind = Kind::created;
  std::optional<FileState> before = {};  // the host's; none where the shard saw no file
  std::optional<FileState> after = {};   // none where it was deleted
  std::string target = {};               // of a symbolic link, after
  std::string content = {};              // where a regular file is kept; see kept_layer.hpp
};

const char* name(Change::Kind kind);

// Calls `take` for each change: parents before their children. Everything below a deleted directory
// is a change of its own. `entry`, null for deletions, is valid during the call only. What lies in
// the part `own` is isorun's. The first error ends it. Errors: Phase::collect.
using TakeChange = std::function<Result<void>(Change change, const LayerEntry* entry)>;
Result<void> find_changes(const Layer& layer, std::string_view own, const TakeChange& take);

// The file opened for reading, though its owner, the caller, may not read it.
Result<UniqueFd> open_entry(const LayerEntry& entry);

}  // namespace isorun
