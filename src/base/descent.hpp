// Walks down a tree and up again, whatever its depth and the length of its paths. Keeps a fixed
// number of directories open, and allocates only with mmap(2), so that it works after clone too.
//
//   Levels levels;
//   Descent way(root, levels);
//   EntryReader reader(way);
//   for (;;) {
//     const char* name = reader.next();
//     if (name != nullptr && is_directory(way.directory(), name)) way.enter(name);
//     if (name == nullptr && (way.depth() == 0 || way.leave() != 0)) break;
//   }
#pragma once

#include <climits>
#include <cstddef>
#include <cstdint>

namespace isorun {

// A directory on the way down to the current one.
struct Level {
  int directory;            // -1 while the walk is far below
  std::uint64_t device;     // identifies a directory that was closed
  std::uint64_t inode;      //
  std::int64_t position;    // where to resume reading, if it has begun: see getdents(2), d_off
  bool has_begun;           //
  bool has_changed;         // for the caller: false on entering
  unsigned visits;          // likewise: 0
  char name[NAME_MAX + 1];  // in the parent directory
};

// Memory for the levels of one walk. All bits zero means empty. The next walk can reuse it, also
// after a process that used it was killed.
class Levels {
 public:
  Levels() = default;
  Levels(const Levels&) = delete;
  Levels& operator=(const Levels&) = delete;
  ~Levels();

  // False if there is not enough memory.
  bool reserve(std::size_t count);
  Level& operator[](std::size_t index) const { return reinterpret_cast<Level*>(block_ + 1)[index]; }

 private:
  struct Block {
    std::size_t bytes;  // including the levels, which follow
  };
  Block* block_ = nullptr;
};

class Descent {
 public:
  // `root` is an open directory, borrowed. Only one walk at a time may use the levels.
  Descent(int root, Levels& levels);
  Descent(const Descent&) = delete;
  Descent& operator=(const Descent&) = delete;
  ~Descent();

  [[nodiscard]] int directory() const { return level().directory; }
  [[nodiscard]] std::size_t depth() const { return depth_; }
  Level& level() { return level_at(depth_); }
  [[nodiscard]] const Level& level() const { return at(depth_); }
  [[nodiscard]] const Level& at(std::size_t depth) const {
    return depth == 0 ? root_ : levels_[depth - 1];
  }

  // Counts the moves.
  [[nodiscard]] std::uint64_t moves() const { return moves_; }

  // Enters a directory; follows no symlink. 0, or a negated errno: then nothing has changed.
  long enter(const char* name);

  // Returns to the parent: to the very directory it came from, or fails with ESTALE if the current
  // directory was moved. `finish` receives the descriptor of the directory it leaves.
  template <class Finish>
  long leave(Finish finish) {
    if (const long error = open_above()) return error;
    finish(directory());
    close_present();
    return 0;
  }
  long leave() {
    return leave([](int) {});
  }

 private:
  static constexpr std::size_t open_levels = 16;

  Level& level_at(std::size_t depth) { return depth == 0 ? root_ : levels_[depth - 1]; }
  long open_above();
  long close_far_above();
  void close_present();

  Level root_{};
  Levels& levels_;
  std::size_t depth_ = 0;
  std::uint64_t moves_ = 0;
};

// The names in the current directory of a walk. When the walk returns to a directory, reading
// resumes after the last name.
class EntryReader {
 public:
  explicit EntryReader(Descent& way) : way_(way) {}

  // Valid until the next call; null at the end, and on an error.
  const char* next();

  // A negated errno, or 0.
  [[nodiscard]] long error() const { return error_; }

 private:
  void go_on();

  // Refilled on each return, so a large one would be expensive for directories with many
  // subdirectories.
  static constexpr std::size_t buffer_size = 4096;

  Descent& way_;
  std::uint64_t moves_ = ~std::uint64_t{0};  // the walk's count when the buffer was filled
  long size_ = 0;
  long next_ = 0;
  long error_ = 0;
  alignas(std::uint64_t) char buffer_[buffer_size];
};

}  // namespace isorun
