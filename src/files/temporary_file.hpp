// A file without a name: it is gone when it closes, even if that is by SIGKILL.
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
  // It is made in the file system of `directory`, which is borrowed, once something is written.
  explicit TemporaryFile(int directory) : directory_(directory) {}

  // Errors: Phase::collect.
  Result<void> append(std::string_view bytes);

  // Needs begin + size <= this->size(). Errors: Phase::collect.
  [[nodiscard]] Result<Content> read(std::uint64_t begin, std::size_t size) const;

  [[nodiscard]] std::uint64_t size() const { return size_; }

  // -1 while nothing is in it.
  [[nodiscard]] int fd() const { return file_.get(); }

 private:
  int directory_;
  UniqueFd file_;
  std::uint64_t size_ = 0;
};

}  // namespace isorun
