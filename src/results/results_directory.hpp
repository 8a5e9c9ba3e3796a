// The results directory, isorun-out/, and what a run writes there.
//
//   auto directory = ResultsDirectory::claim("isorun-out");   // it is this run's from now on
//   directory->begin(unfinished(run));                        // an earlier run's results go
//   directory->write("run.json", run_json(run));
//   directory->check_place();
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "results/results_lock.hpp"

namespace isorun {

// The log of a running shard, and of a shard that failed as a whole.
std::string shard_log_name(std::size_t shard);

// The log of a service in the sandbox of a shard.
std::string service_log_name(std::size_t shard, std::string_view service);

class ResultsDirectory {
 public:
  // Creates the directory and its parents if missing, and locks it; keeps its content. The
  // destructor removes directories that it created, unless the run begins. Errors: Phase::usage, if
  // another run uses it or if it contains anything else: isorun never removes what it did not
  // write.
  static Result<ResultsDirectory> claim(const std::string& path);

  // Removes the results of an earlier run. `run_json` is the content of run.json until the run
  // ends. Errors: Phase::usage; those of the functions below: Phase::report.
  Result<void> begin(std::string_view run_json);

  // Opens the directory of an earlier run to write its reports again. Errors: Phase::usage.
  static Result<ResultsDirectory> reopen(const std::string& path);

  ResultsDirectory(ResultsDirectory&&) noexcept = default;
  ResultsDirectory& operator=(ResultsDirectory&&) = delete;
  ~ResultsDirectory();

  // The path as the user wrote it.
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] int fd() const { return root_.get(); }

  // Whether it still has its name: files in a directory that was moved or removed would be lost.
  [[nodiscard]] Result<void> check_place() const;

  // Creates an output file below logs/, open for reading and writing.
  Result<UniqueFd> create_log(const std::string& name);

  // Opens a log for reading; invalid if that fails.
  [[nodiscard]] UniqueFd open_log(const std::string& name) const;

  // Creates an unnamed file on the same disk; it disappears when closed.
  Result<UniqueFd> create_scratch();

  struct Bytes {  // [begin, end) of a file
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
  };

  // Stores these parts of an open log, in order, as a separate log.
  Result<void> copy_log(int source, std::span<const Bytes> parts, const std::string& name);

  // Links a log of other results, whose `directory` is open. Returns false if it must be copied.
  bool link_log(int directory, const std::string& log, const std::string& name);

  // Renames a log.
  Result<void> rename_log(const std::string& from, const std::string& to);

  void remove_log(const std::string& name);

  // Creates a directory below layers/ completely or not at all. `fill` gets its descriptor.
  Result<void> add_layer(const std::string& name, const std::function<Result<void>(int)>& fill);

  // Replaces a file atomically.
  Result<void> write(const std::string& name, std::string_view content);

  // The same, with the parts that `produce` passes to its argument.
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
  std::vector<std::string> made_;  // by claim(), outermost first; empty once the run has begun
  UniqueFd root_;
  ResultsLock lock_;
  UniqueFd logs_;
  UniqueFd layers_;
};

}  // namespace isorun
