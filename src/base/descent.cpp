#include "base/descent.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <utility>

#include <sys/mman.h>
#include <sys/stat.h>

#include "base/raw.hpp"

namespace isorun {
namespace {

using raw::call;

constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

constexpr int closed = -1;  // not AT_FDCWD, which is valid

struct Entry {  // struct linux_dirent64, see getdents64(2)
  std::uint64_t inode;
  std::int64_t offset;
  unsigned short size;
  unsigned char type;
  char name[1];
};

}  // namespace

Levels::~Levels() {
  if (block_ != nullptr) call(SYS_munmap, block_, block_->bytes);
}

bool Levels::reserve(std::size_t count) {
  constexpr std::size_t first_bytes = 64UL * 1024;  // untouched pages cost nothing
  const std::size_t wanted = sizeof(Block) + count * sizeof(Level);
  if (block_ != nullptr && wanted <= block_->bytes) return true;
  std::size_t bytes = block_ == nullptr ? first_bytes : block_->bytes;
  while (bytes < wanted) bytes *= 2;
  const long memory = call(SYS_mmap, nullptr, bytes, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory < 0 && memory > -4096) return false;
  // NOLINTNEXTLINE(performance-no-int-to-ptr): mmap(2) returns the address as a number
  Block* wider = reinterpret_cast<Block*>(memory);
  if (block_ != nullptr) std::memcpy(static_cast<void*>(wider), block_, block_->bytes);
  wider->bytes = bytes;
  // In this order: a SIGKILL in between must not leave a stale address.
  const Block* old = std::exchange(block_, wider);
  if (old != nullptr) call(SYS_munmap, old, old->bytes);
  return true;
}

Descent::Descent(int root, Levels& levels) : levels_(levels) {
  root_.directory = root;
}

Descent::~Descent() {
  for (; depth_ > 0; --depth_) {
    if (directory() != closed) call(SYS_close, directory());
  }
}

long Descent::enter(const char* name) {
  if (!levels_.reserve(depth_ + 1)) return -ENOMEM;
  const long opened = call(SYS_openat, directory(), name, directory_flags, 0);
  if (opened < 0) return opened;
  if (const long error = close_far_above()) {
    call(SYS_close, opened);
    return error;
  }
  Level& below = levels_[depth_];
  below = {};
  below.directory = static_cast<int>(opened);
  const std::size_t size = std::strlen(name);
  if (size < sizeof below.name) std::memcpy(below.name, name, size + 1);
  ++depth_;
  ++moves_;
  return 0;
}

// Makes room for one more descriptor.
long Descent::close_far_above() {
  if (depth_ < open_levels) return 0;
  Level& far = level_at(depth_ + 1 - open_levels);
  struct stat status {};
  if (const long error = call(SYS_newfstatat, far.directory, "", &status, AT_EMPTY_PATH))
    return error;
  far.device = status.st_dev;
  far.inode = status.st_ino;
  call(SYS_close, far.directory);
  far.directory = closed;
  return 0;
}

long Descent::open_above() {
  Level& above = level_at(depth_ - 1);
  if (above.directory != closed) return 0;
  const long opened = call(SYS_openat, directory(), "..", directory_flags, 0);
  if (opened < 0) return opened;
  struct stat status {};
  const long looked = call(SYS_newfstatat, opened, "", &status, AT_EMPTY_PATH);
  const bool is_same = status.st_dev == above.device && status.st_ino == above.inode;
  if (looked < 0 || !is_same) {
    call(SYS_close, opened);
    return looked < 0 ? looked : -ESTALE;
  }
  above.directory = static_cast<int>(opened);
  return 0;
}

void Descent::close_present() {
  call(SYS_close, directory());
  --depth_;
  ++moves_;
}

const char* EntryReader::next() {
  if (moves_ != way_.moves()) go_on();
  while (error_ == 0) {
    if (next_ >= size_) {
      size_ = call(SYS_getdents64, way_.directory(), buffer_, sizeof buffer_);
      next_ = 0;
      // ENOENT: the directory itself was removed.
      if (size_ < 0 && size_ != -ENOENT) error_ = size_;
      if (size_ <= 0) break;
    }
    const Entry& entry = *reinterpret_cast<const Entry*>(buffer_ + next_);
    next_ += entry.size;
    way_.level().position = entry.offset;
    if (std::strcmp(entry.name, ".") != 0 && std::strcmp(entry.name, "..") != 0) return entry.name;
  }
  size_ = 0;
  return nullptr;
}

void EntryReader::go_on() {
  moves_ = way_.moves();
  size_ = next_ = 0;
  error_ = 0;
  Level& level = way_.level();
  if (level.has_begun) {
    const long moved = call(SYS_lseek, level.directory, level.position, SEEK_SET);
    if (moved < 0) error_ = moved;
  }
  level.has_begun = true;
}

}  // namespace isorun
