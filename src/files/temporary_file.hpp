// An unnamed file, which disappears when it is closed, even by SIGKILL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "files/files.hpp"

namespace isorun {

class TemporaryFile {
 public:
  // Created in the file system of `directory`, which is borrowed, by the first write.
  explicit TemporaryFile(int directory) : directory_(directory) {}

  // Errors: Phase::collect.
  Result<void> append(std::string_view bytes);

  // Needs begin + size <= this->size(). Errors: Phase::collect.
  [[nodiscard]] Result<Content> read(std::uint64_t begin, std::size_t size) const;

  [[nodiscard]] std::uint64_t size() const { return size_; }

  // -1 while the file is empty.
  [[nodiscard]] int fd() const { return file_.get(); }

 private:
  int directory_;
  UniqueFd file_;
  std::uint64_t size_ = 0;
};

}  // namespace isorun
