// What set-ups left, kept across runs: a file for each in the user's cache directory.
//
//   isorun setup 1
//   {"id":"9f0c...","isorun":"0.1.0","name":"database","command":"./create-database",...}
//   the packed layer (layers/packed_layer.hpp)
//
// A file appears under its name only when it is complete, and never changes afterwards: runs need
// no lock to use it, and it may be removed at any moment. Its time of modification is that of its
// last use.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/layer.hpp>
#include <isorun/unique_fd.hpp>

#include "base/mapped_file.hpp"

namespace isorun {

struct CachedSetup {
  std::string key = {};        // what the set-up depends on, as digits: the file's name
  std::string id = {};         // tells the layer from others of the same key
  std::string version = {};    // isorun's
  std::string name = {};       // the set-up's
  std::string command = {};    //
  std::string directory = {};  // the working directory
  std::vector<std::string> variables = {};  // NAME=VALUE, that the set-up left
  std::uint64_t bytes = 0;
  timespec last_use{};
};

// An entry in use: it stays readable even if its file is removed.
class CachedLayer {
 public:
  CachedLayer(CachedSetup setup, MappedFile file, std::size_t begin)
      : setup_(std::move(setup)), file_(std::move(file)), begin_(begin) {}

  [[nodiscard]] const CachedSetup& setup() const { return setup_; }
  [[nodiscard]] std::string_view packed() const { return file_.text().substr(begin_); }

 private:
  CachedSetup setup_;
  MappedFile file_;
  std::size_t begin_;  // of the packed layer
};

class SetupCache {
 public:
  // `limit`: in bytes, of all entries together.
  SetupCache(std::string directory, std::uint64_t limit)
      : directory_(std::move(directory)), limit_(limit) {}

  // Returns the directory below cache_directory(); empty if there is none.
  static std::string standard_directory();

  // The entry, unless there is none that `layer` could be filled from. It counts as used now.
  [[nodiscard]] std::optional<CachedLayer> find(const std::string& key, const Layer& layer) const;

  // Adds an entry, or replaces one, and removes those least recently used beyond the limit. `own`
  // is a part to leave out. Returns the entry's new id. Errors: Phase::run if it cannot be written,
  // or is larger than the limit; those of pack_layer().
  Result<std::string> add(CachedSetup setup, const Layer& layer, std::string_view own) const;

  // All entries, the last used first. Errors: Phase::run.
  [[nodiscard]] Result<std::vector<CachedSetup>> list() const;

  // Removes an entry, or nothing if there is none. Errors: Phase::run.
  [[nodiscard]] Result<void> remove(const std::string& key) const;

  // Removes all entries, also those that no isorun of this version can read. Errors: Phase::run.
  [[nodiscard]] Result<void> clear() const;

  [[nodiscard]] const std::string& directory() const { return directory_; }

 private:
  [[nodiscard]] Result<UniqueFd> open() const;
  [[nodiscard]] Result<UniqueFd> make() const;
  [[nodiscard]] Result<void> remove_entry(int directory, const std::string& key) const;
  // Removes what runs that were killed have begun to write.
  void sweep() const;
  void evict(int directory, const std::string& newest) const;

  std::string directory_;
  std::uint64_t limit_;
};

}  // namespace isorun
