// The results directory: isorun-out/ and what a run leaves in it.
//
//   auto directory = ResultsDirectory::claim("isorun-out");   // it is this run's from now on
//   directory->begin(unfinished(run));                        // an earlier run's results go
//   directory->write("run.json", run_json(run));
//   directory->check_place();
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "results/results_lock.hpp"

namespace isorun {

// The log of a shard while it runs, and of one that went wrong as a whole.
std::string shard_log_name(std::size_t shard);

class ResultsDirectory {
 public:
  // Made with the directories above it where it does not exist, and locked; what it holds stays.
  // One that was made goes with this object, unless the run begins. Errors: Phase::usage, if
  // another run uses it, or if it holds something else: nothing that isorun did not write is ever
  // removed.
  static Result<ResultsDirectory> claim(const std::string& path);

  // Empties it of an earlier run's results. `run_json` is what run.json says until the run has
  // ended. Errors: Phase::usage; those of the functions below: Phase::report.
  Result<void> begin(std::string_view run_json);

  // One of an earlier run, with its results, to write its reports again. Errors: Phase::usage.
  static Result<ResultsDirectory> reopen(const std::string& path);

  ResultsDirectory(ResultsDirectory&&) noexcept = default;
  ResultsDirectory& operator=(ResultsDirectory&&) = delete;
  ~ResultsDirectory();

  // As it was named.
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] int fd() const { return root_.get(); }

  // Whether it still has its name: a directory that was moved or removed takes files, and nobody
  // finds them.
  [[nodiscard]] Result<void> check_place() const;

  // A new file for output below logs/, open for reading and writing.
  Result<UniqueFd> create_log(const std::string& name);

  // One without a name, on the same disk: it is gone when it is closed.
  Result<UniqueFd> create_scratch();

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
  explicit ResultsDirectory(std::string path) : path_(std::move(path)) {}

  Result<void> open_or_make();
  Result<void> make_first(const std::string& name, UniqueFd& opened);
  void tell_others() const;
  [[nodiscard]] std::unexpected<Error> fail(std::string_view verb, std::string_view name,
                                            int code) const;
  [[nodiscard]] std::unexpected<Error> refuse(std::string what, int code) const;

  std::string path_;
  std::vector<std::string> made_;  // by claim(), the outermost first; empty once the run has begun
  UniqueFd root_;
  ResultsLock lock_;
  UniqueFd logs_;
  UniqueFd layers_;
};

}  // namespace isorun
