// A file's content, mapped instead of read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace isorun {

class MappedFile {
 public:
  MappedFile() = default;
  // Maps an open regular file, or part of it; empty, with errno, on failure. The file
  // must not shrink meanwhile.
  explicit MappedFile(int file);
  MappedFile(int file, std::uint64_t begin, std::size_t size);
  MappedFile(MappedFile&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        skipped_(other.skipped_) {}
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(skipped_, other.skipped_);
    return *this;
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] std::string_view text() const {
    return std::string_view(static_cast<const char*>(data_), size_).substr(skipped_);
  }

 private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t skipped_ = 0;  // before the part, because mappings start at page boundaries
};

}  // namespace isorun
