// A way down a tree and up again, however deep and however long its paths. It keeps a fixed number
// of directories open, and allocates by mmap(2) only: it serves between clone and exec as well.
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

// A directory on the way down to the present one.
struct Level {
  int directory;            // -1 while the way is far below
  std::uint64_t device;     // of a directory that was closed, to know it again
  std::uint64_t inode;      //
  std::int64_t position;    // where reading it goes on, if it has begun: see getdents(2), d_off
  bool has_begun;           //
  bool has_changed;         // for whoever walks: false on entering
  unsigned visits;          // likewise: 0
  char name[NAME_MAX + 1];  // in the directory above
};

// Memory for the levels of one way. All bits zero is an empty one. It can be used again by the next
// way, and outlives one that ended by SIGKILL.
class Levels {
 public:
  Levels() = default;
  Levels(const Levels&) = delete;
  Levels& operator=(const Levels&) = delete;
  ~Levels();

  // False where there is no memory for so many.
  bool reserve(std::size_t count);
  Level& operator[](std::size_t index) const { return reinterpret_cast<Level*>(block_ + 1)[index]; }

 private:
  struct Block {
    std::size_t bytes;  // with those of the levels, which follow
  };
  Block* block_ = nullptr;
};

class Descent {
 public:
  // `root` is an open directory, borrowed. One way at a time has the levels.
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

  // Into a directory; no symlink is followed. 0, or a negated errno: then nothing has changed.
  long enter(const char* name);

  // Back to the directory above: the very one it came from, or the error is ESTALE, for then
  // somebody moved the present directory. `finish` gets the descriptor of the directory left.
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

// The names in the directory that a way has come to. Where the way comes back to a directory, its
// reading goes on behind the last name.
class EntryReader {
 public:
  explicit EntryReader(Descent& way) : way_(way) {}

  // Valid until the next call; null at the end, and on an error.
  const char* next();

  // A negated errno, or 0.
  [[nodiscard]] long error() const { return error_; }

 private:
  void go_on();

  // Read again on each way back, so that a large one would cost directories of many directories
  // dearly.
  static constexpr std::size_t buffer_size = 4096;

  Descent& way_;
  std::uint64_t moves_ = ~std::uint64_t{0};  // of the way when the buffer was filled
  long size_ = 0;
  long next_ = 0;
  long error_ = 0;
  alignas(std::uint64_t) char buffer_[buffer_size];
};

}  // namespace isorun
