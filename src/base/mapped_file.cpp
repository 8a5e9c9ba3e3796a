#include "base/mapped_file.hpp"

#include <algorithm>
#include <cerrno>
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

// Reading a hole through a mapping of a tmpfs allocates memory (mm/shmem.c, shmem_fault); the
// anonymous pages mapped over holes here all share the kernel's zero page.
void* map(int file, off_t begin, std::size_t size) {
  const off_t end = begin + static_cast<off_t>(size);
  const off_t hole = ::lseek(file, begin, SEEK_HOLE);
  if (hole < 0 || hole >= end) return ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, begin);
  void* whole =
      ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (whole == MAP_FAILED) return whole;
  const off_t page = ::sysconf(_SC_PAGESIZE);
  for (off_t at = ::lseek(file, begin, SEEK_DATA); at >= 0 && at < end;
       at = ::lseek(file, at, SEEK_DATA)) {
    const off_t first = at / page * page;
    at = std::min(::lseek(file, at, SEEK_HOLE), end);
    char* place = static_cast<char*>(whole) + (first - begin);
    if (::mmap(place, static_cast<std::size_t>(at - first), PROT_READ, MAP_PRIVATE | MAP_FIXED,
               file, first) != MAP_FAILED)
      continue;
    const int code = errno;
    ::munmap(whole, size);
    errno = code;
    return MAP_FAILED;
  }
  return whole;
}

}  // namespace

MappedFile::MappedFile(int file) : MappedFile(file, 0, size_of(file)) {}

MappedFile::MappedFile(int file, std::uint64_t begin, std::size_t size) {
  if (size == 0) return;
  const std::size_t skipped = begin % static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  void* data = map(file, static_cast<off_t>(begin - skipped), skipped + size);
  if (data == MAP_FAILED) return;
  data_ = data;
  size_ = skipped + size;
  skipped_ = skipped;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

}  // namespace isorun
