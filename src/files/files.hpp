// Files out of a layer and into the results directory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "base/mapped_file.hpp"

namespace isorun {

// The content of a file, or of a part of it: read if it is small, else mapped, so that it takes no
// memory of our own. A large file must not shrink meanwhile.
class Content {
 public:
  // Errors: Phase::collect.
  static Result<Content> read(int file, std::uint64_t begin, std::size_t size);

  [[nodiscard]] std::string_view text() const { return mapped_ ? mapped_->text() : read_; }

 private:
  std::string read_;
  std::optional<MappedFile> mapped_;
};

// The content of a regular file. Whatever else has that name is an error, and never followed,
// waited for or set off. Errors: Phase::collect.
Result<Content> read_regular_file(int directory, const char* name);

// Writes all of it; false, with errno, where that fails.
bool write_all(int file, std::string_view content);

// The directory that `path` lies in, below `directory`: opened, and made with those above it where
// they are missing. No symbolic link is followed. Errors: Phase::collect.
Result<UniqueFd> make_parent(int directory, std::string_view path);

// Takes the file or directory `path` away, if it is there. Errors: Phase::collect.
Result<void> remove_tree(int directory, const std::string& path);

}  // namespace isorun
