// Which bytes of a shard's log came on standard output, and which on standard error.
//
//   Interleaving interleaving(make_scratch);
//   interleaving.add(Stream::output, 6);             // "hello\n"
//   interleaving.add(Stream::error, 4);              // "no!\n"
//   interleaving.places({{OutputRange::whole()}})[0]  // bytes [0, 10) of the log, in runs of 6 and
//   4
//
// Memory does not grow with the output: where runs are many, they go to a file.
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

// Makes a file without a name, which is gone when it is closed.
using MakeScratch = std::function<Result<UniqueFd>()>;

// Where a unit's output is in the log, with what came on standard error meanwhile.
struct LogPlace {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  // How long its runs are by turns, the first of standard output and maybe 0. Empty where all is
  // standard output; where there are very many, only the first, shorter than the place.
  std::vector<std::uint64_t> runs{};
};

class Interleaving {
 public:
  explicit Interleaving(MakeScratch make_scratch) : make_scratch_(std::move(make_scratch)) {}

  // What the log was continued with. Errors: a scratch file that cannot be made or written.
  Result<void> add(Stream stream, std::uint64_t bytes);

  [[nodiscard]] std::uint64_t size(Stream stream) const { return sizes_[number(stream)]; }
  [[nodiscard]] std::uint64_t size() const { return sizes_[0] + sizes_[1]; }

  // One a range, in their order.
  [[nodiscard]] std::vector<LogPlace> places(std::span<const OutputRange> ranges) const;

  // A place between two runs; a copy is a bookmark.
  class Cursor {
   public:
    explicit Cursor(const Interleaving& all) : all_(&all) {}

    [[nodiscard]] bool is_at_end() const { return run_ >= all_->count(); }
    [[nodiscard]] Stream stream() const { return run_ % 2 == 0 ? Stream::output : Stream::error; }
    [[nodiscard]] std::uint64_t length();  // of the run that follows
    void next();                           // after it

    [[nodiscard]] std::uint64_t in_log() const { return offsets_[0] + offsets_[1]; }
    [[nodiscard]] std::uint64_t in(Stream stream) const { return offsets_[number(stream)]; }

   private:
    const Interleaving* all_;
    std::uint64_t run_ = 0;
    std::array<std::uint64_t, 2> offsets_{};  // how much of each stream comes before
    std::uint64_t read_from_ = 0;             // the number of the first run in `read_`
    std::vector<std::uint64_t> read_{};       // some that had gone to the file
  };

 private:
  static std::size_t number(Stream stream) { return static_cast<std::size_t>(stream); }
  [[nodiscard]] std::uint64_t count() const { return spilled_count_ + runs_.size(); }
  Result<void> spill();

  MakeScratch make_scratch_;
  UniqueFd spilled_;
  std::uint64_t spilled_count_ = 0;
  std::vector<std::uint64_t> runs_{};  // those that are not in the file
  std::array<std::uint64_t, 2> sizes_{};
};

}  // namespace isorun
