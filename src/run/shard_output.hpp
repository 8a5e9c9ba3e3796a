// A shard's output: one pipe for standard output and one for standard error, which the loop moves
// to the shard's log as they fill. Tests have no descriptor of the log.
//
//   Result<std::unique_ptr<ShardOutput>> output = ShardOutput::open(std::move(log), make_scratch);
//   ... start the command with output->write_end(Stream::output) and write_end(Stream::error) ...
//   output->close_write_ends();
//   outputs.add(*output);                // whenever outputs.fd() is readable: outputs.pump()
//   ... once the command has ended ...
//   while (!output->settle()) {}
//
// A test that writes faster than the disk blocks on a full pipe.
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

// A file in memory for a command's output.
Result<UniqueFd> make_memory_file();

class ShardOutput {
 public:
  static constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

  struct Settings {
    // The order of what arrives at the same time on both pipes is unknown. A program that buffers
    // its standard output wrote to standard error first; but in a program with several tests, the
    // last test's errors must not go to the first test.
    Stream first = Stream::error;
    std::uint64_t most = no_limit;  // bytes beyond this are dropped
  };

  // `log` must be empty, and open for reading and writing.
  static Result<std::unique_ptr<ShardOutput>> open(UniqueFd log, MakeScratch make_scratch,
                                                   const Settings& settings);

  [[nodiscard]] int write_end(Stream stream) const { return pipe(stream).write_end.get(); }
  void close_write_ends();

  // Adds a text to the log, as if it were standard error.
  void add(std::string_view text);

  // Call after the command has ended: drains and closes the pipes, then prepares output() step by
  // step. Returns true when done.
  bool settle();

  [[nodiscard]] int log() const { return log_.get(); }
  [[nodiscard]] const Interleaving& interleaving() const { return interleaving_; }

  // Once settled: standard output alone, and all output in order of arrival.
  [[nodiscard]] std::string_view output() const;
  [[nodiscard]] std::string_view all() const { return all_.text(); }

  // Why part of the output is lost.
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  friend class ShardOutputs;

  struct Pipe {
    ShardOutput* owner = nullptr;
    UniqueFd read_end{};
    UniqueFd write_end{};
    bool is_ready = false;  // to be read
    bool has_grown = false;
  };

  // Copies standard output from the log.
  struct Extraction {
    UniqueFd file;
    Interleaving::Cursor cursor;
    std::uint64_t within = 0;  // bytes of the cursor's run already copied
    std::uint64_t written = 0;
  };

  ShardOutput(UniqueFd log, MakeScratch make_scratch, const Settings& settings);

  [[nodiscard]] Pipe& pipe(Stream stream) { return pipes_[static_cast<std::size_t>(stream)]; }
  [[nodiscard]] const Pipe& pipe(Stream stream) const {
    return pipes_[static_cast<std::size_t>(stream)];
  }

  [[nodiscard]] std::array<Stream, 2> in_turn() const;
  void move_ready();
  std::uint64_t move(Stream stream, std::uint64_t most);
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
  std::array<Pipe, 2> pipes_;  // by Stream
  bool is_settled_ = false;
  bool has_taken_rest_ = false;
  std::optional<Extraction> extraction_;
  Content all_;
  Content output_;  // empty unless both streams were used
  std::optional<Error> error_;
};

// The outputs of all running shards.
class ShardOutputs {
 public:
  static Result<ShardOutputs> open();

  // Readable when there is something to pump.
  [[nodiscard]] int fd() const { return epoll_.get(); }

  // Watches it until its end or destruction.
  Result<void> add(ShardOutput& output);

  // Moves some of each output's available data, without blocking on the pipes.
  void pump();

 private:
  UniqueFd epoll_;
};

}  // namespace isorun
