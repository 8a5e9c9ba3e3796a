#include "base/mapped_file.hpp"

#include <unistd.h>

#include <sys/mman.h>
#include <sys/stat.h>

namespace isorun {

namespace {

std::size_t size_of(int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  return static_cast<std::size_t>(status.st_size);
}

}  // namespace

MappedFile::MappedFile(int file) : MappedFile(file, 0, size_of(file)) {}

MappedFile::MappedFile(int file, std::uint64_t begin, std::size_t size) {
  if (size == 0) return;
  const std::size_t skipped = begin % static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  void* data = ::mmap(nullptr, skipped + size, PROT_READ, MAP_PRIVATE, file,
                      static_cast<off_t>(begin - skipped));
  if (data == MAP_FAILED) return;
  data_ = data;
  size_ = skipped + size;
  skipped_ = skipped;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

}  // namespace isorun
