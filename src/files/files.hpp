// Copies files from a layer into the results directory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "base/mapped_file.hpp"

namespace isorun {

// The content of a file or of a part of it. Small content is read; large content is mapped, so that
// it uses no memory of our own. A mapped file must not shrink meanwhile.
class Content {
 public:
  // Errors: Phase::collect.
  static Result<Content> read(int file, std::uint64_t begin, std::size_t size);

  [[nodiscard]] std::string_view text() const { return mapped_ ? mapped_->text() : read_; }

 private:
  std::string read_;
  std::optional<MappedFile> mapped_;
};

// The content of a regular file. Anything else at that path is an error; it is never followed,
// opened or waited for. Errors: Phase::collect.
Result<Content> read_regular_file(int directory, const char* name);

// Gives a regular file a second name. Returns false and sets errno where that is impossible, such
// as on another file system: then the caller copies.
bool link_regular_file(int from, const char* name, int to, const char* new_name);

// Writes all bytes. On failure returns false and sets errno.
bool write_all(int file, std::string_view content);

// A file in memory that holds `content`, open at its beginning. On failure returns an invalid
// descriptor and sets errno.
UniqueFd memory_file(std::string_view content);

// Opens the parent directory of `path` below `directory`, creating missing directories. Does not
// follow symbolic links. Errors: Phase::collect.
Result<UniqueFd> make_parent(int directory, std::string_view path);

// Removes the file or directory tree `path`, if it exists. Errors: Phase::collect.
Result<void> remove_tree(int directory, const std::string& path);

}  // namespace isorun
