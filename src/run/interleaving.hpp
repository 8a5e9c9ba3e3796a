// Records which bytes of a shard's log came on standard output and which on standard error.
//
//   Interleaving interleaving(make_scratch);
//   interleaving.add(Stream::output, 6);             // "hello\n"
//   interleaving.add(Stream::error, 4);              // "no!\n"
//   interleaving.places({{OutputRange::whole()}})[0]  // bytes [0, 10) of the log, in runs of 6 and
//   4
//
// Memory does not grow with the output: many runs move to a file.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "suite/result.hpp"

namespace isorun {

enum class Stream : std::uint8_t { output, error };

// Creates an unnamed file that disappears when closed.
using MakeScratch = std::function<Result<UniqueFd>()>;

// The part of the log with a unit's output, including standard error from the same period.
struct LogPlace {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  // Lengths of alternating runs, starting with standard output (possibly 0). Empty if all is
  // standard output. If there are very many, only the first are listed, and their sum is less than
  // the place's length.
  std::vector<std::uint64_t> runs{};
};

class Interleaving {
 public:
  explicit Interleaving(MakeScratch make_scratch) : make_scratch_(std::move(make_scratch)) {}

  // Appends to the record. Errors: the scratch file cannot be created or written.
  Result<void> add(Stream stream, std::uint64_t bytes);

  [[nodiscard]] std::uint64_t size(Stream stream) const { return sizes_[number(stream)]; }
  [[nodiscard]] std::uint64_t size() const { return sizes_[0] + sizes_[1]; }

  // One place per range, in order.
  [[nodiscard]] std::vector<LogPlace> places(std::span<const OutputRange> ranges) const;

  // A position between two runs; copies serve as bookmarks.
  class Cursor {
   public:
    explicit Cursor(const Interleaving& all) : all_(&all) {}

    [[nodiscard]] bool is_at_end() const { return run_ >= all_->count(); }
    [[nodiscard]] Stream stream() const { return run_ % 2 == 0 ? Stream::output : Stream::error; }
    [[nodiscard]] std::uint64_t length();  // of the next run
    void next();                           // skips the run

    [[nodiscard]] std::uint64_t in_log() const { return offsets_[0] + offsets_[1]; }
    [[nodiscard]] std::uint64_t in(Stream stream) const { return offsets_[number(stream)]; }

   private:
    const Interleaving* all_;
    std::uint64_t run_ = 0;
    std::array<std::uint64_t, 2> offsets_{};  // bytes of each stream before this position
    std::uint64_t read_from_ = 0;             // index of the first run in `read_`
    std::vector<std::uint64_t> read_{};       // runs read back from the file
  };

 private:
  static std::size_t number(Stream stream) { return static_cast<std::size_t>(stream); }
  [[nodiscard]] std::uint64_t count() const { return spilled_count_ + runs_.size(); }
  Result<void> spill();

  MakeScratch make_scratch_;
  UniqueFd spilled_;
  std::uint64_t spilled_count_ = 0;
  std::vector<std::uint64_t> runs_{};  // runs not yet in the file
  std::array<std::uint64_t, 2> sizes_{};
};

}  // namespace isorun
