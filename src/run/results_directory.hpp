// The results directory: isorun-out/ and what a run leaves in it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

namespace isorun {

// The log of a shard while it runs, and of one that went wrong as a whole.
std::string shard_log_name(std::size_t shard);

class ResultsDirectory {
 public:
  // Made if it does not exist; emptied of an earlier run's results if it does. `run_json` is what
  // run.json says until the run has ended. Errors: Phase::usage, if the directory holds something
  // else: nothing that isorun did not write is ever deleted.
  static Result<ResultsDirectory> open(const std::string& path, std::string_view run_json);

  // As it was opened.
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] int fd() const { return root_.get(); }

  // One of an earlier run, with its results, to write its reports again. Errors: Phase::usage.
  static Result<ResultsDirectory> reopen(const std::string& path);

  // Whether nothing more can be written: what a shard writes to its log is lost then, and a program
  // that does not look does not tell.
  [[nodiscard]] bool is_full() const;

  // A new file for output below logs/, open for appending and reading.
  Result<UniqueFd> create_log(const std::string& name);

  // Bytes [begin, end) of an open log as a log of its own.
  Result<void> copy_log(int source, std::uint64_t begin, std::uint64_t end,
                        const std::string& name);

  // Gives a log another name.
  Result<void> rename_log(const std::string& from, const std::string& to);

  void remove_log(const std::string& name);

  // A new directory below layers/, as a whole or not at all. `fill` gets its descriptor.
  Result<void> add_layer(const std::string& name, const std::function<Result<void>(int)>& fill);

  // Replaces a file as a whole.
  Result<void> write(const std::string& name, std::string_view content);

  // Likewise, with what `produce` gives to the function that it is called with, part by part.
  using Sink = std::function<void(std::string_view part)>;
  Result<void> write(const std::string& name, const std::function<void(const Sink&)>& produce);

 private:
  std::string path_;
  UniqueFd root_;
  UniqueFd logs_;
};

}  // namespace isorun
