// What one shard says: a pipe for its standard output and one for its standard error, which the
// loop moves to the shard's log as they fill. No test has a descriptor of the log.
//
//   Result<std::unique_ptr<ShardOutput>> output = ShardOutput::open(std::move(log), make_scratch);
//   ... start the command with output->write_end(Stream::output) and write_end(Stream::error) ...
//   output->close_write_ends();
//   outputs.add(*output);                // whenever outputs.fd() is readable: outputs.pump()
//   ... once the command has ended ...
//   while (!output->settle()) {}
//
// A test that writes faster than the disk takes it waits at a full pipe.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "files/files.hpp"
#include "run/interleaving.hpp"

namespace isorun {

class ShardOutput {
 public:
  static constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

  struct Settings {
    // Of what is there at once on both: nobody knows which came first. A program that buffers its
    // standard output said the other first; one that runs several tests must not say of the first
    // what was said of the last.
    Stream first = Stream::error;
    std::uint64_t most = no_limit;  // of more bytes the rest is lost
  };

  // `log` is empty and open for reading and writing.
  static Result<std::unique_ptr<ShardOutput>> open(UniqueFd log, MakeScratch make_scratch,
                                                   const Settings& settings);

  [[nodiscard]] int write_end(Stream stream) const { return end(write_ends_, stream); }
  [[nodiscard]] int read_end(Stream stream) const { return end(read_ends_, stream); }
  void close_write_ends();

  // Moves some of what is there, without blocking on the pipes.
  void pump();

  // After the end of the command: takes what it left in the pipes, closes them, and prepares
  // output() in steps. Whether that is done.
  bool settle();

  [[nodiscard]] int log() const { return log_.get(); }
  [[nodiscard]] const Interleaving& interleaving() const { return interleaving_; }

  // Once settled: what came on standard output, and all that came, in the order of arrival.
  [[nodiscard]] std::string_view output() const;
  [[nodiscard]] std::string_view all() const { return all_.text(); }

  // Why a part of it is lost.
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  using Ends = std::array<UniqueFd, 2>;  // by Stream

  // Copies what came on standard output out of the log.
  struct Extraction {
    UniqueFd file;
    Interleaving::Cursor cursor;
    std::uint64_t within = 0;  // how much of the cursor's run is done
    std::uint64_t written = 0;
  };

  ShardOutput(UniqueFd log, MakeScratch make_scratch, const Settings& settings);

  static int end(const Ends& ends, Stream stream) {
    return ends[static_cast<std::size_t>(stream)].get();
  }

  [[nodiscard]] std::array<Stream, 2> in_turn() const;
  std::uint64_t move(Stream stream, std::uint64_t most);
  void grow(Stream stream);
  std::int64_t move_to_log(int pipe, std::uint64_t most);
  std::int64_t discard(int pipe, std::uint64_t most);
  void take_rest(Stream stream);
  void begin_extraction();
  bool extract();
  void load(int file, std::uint64_t size, Content& content);
  void fail(Error error);

  UniqueFd log_;
  MakeScratch make_scratch_;
  Settings settings_;
  Interleaving interleaving_;
  Ends read_ends_;
  Ends write_ends_;
  std::array<bool, 2> has_grown_{};  // by Stream
  bool is_settled_ = false;
  bool has_taken_rest_ = false;
  std::optional<Extraction> extraction_;
  Content all_;
  Content output_;  // empty unless both streams were written to
  std::optional<Error> error_;
};

// Those of all running shards.
class ShardOutputs {
 public:
  static Result<ShardOutputs> open();

  // Readable when there is something to pump.
  [[nodiscard]] int fd() const { return epoll_.get(); }

  // Until it has come to its end, or is destroyed.
  Result<void> add(ShardOutput& output);

  // Moves what is there: of each a part, and of very many some.
  void pump();

 private:
  UniqueFd epoll_;
};

}  // namespace isorun
