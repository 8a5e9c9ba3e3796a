// A file's content, without reading it into memory of our own.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

namespace isorun {

class MappedFile {
 public:
  MappedFile() = default;
  // Maps an open regular file; empty if that is impossible. The file must not shrink meanwhile.
  explicit MappedFile(int file);
  MappedFile(MappedFile&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] std::string_view text() const { return {static_cast<const char*>(data_), size_}; }

 private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace isorun
