// What a merge makes: a file or a directory that takes its place among the results as a whole, or
// not at all.
//
//   WorkDirectory work = WorkDirectory::create(results).value();
//   Output out(work.fd(), "result-0");
//   out.write("...");
//   out.place(results, "collected/log.txt");
#pragma once

#include <string>
#include <string_view>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

namespace isorun {

// The directory .collect among the results, in which they are made. It goes with its owner; what a
// run that was killed has left goes with the next one.
class WorkDirectory {
 public:
  static constexpr const char* name = ".collect";

  // `results` is borrowed. Errors: Phase::collect.
  static Result<WorkDirectory> create(int results);
  WorkDirectory(WorkDirectory&&) = default;
  WorkDirectory& operator=(WorkDirectory&&) = default;
  ~WorkDirectory();

  [[nodiscard]] int fd() const { return fd_.get(); }

 private:
  WorkDirectory(int results, UniqueFd fd) : results_(results), fd_(std::move(fd)) {}

  int results_;
  UniqueFd fd_;
};

class Output {
 public:
  // Nothing has that name in `directory`, which is borrowed, and nothing will unless it is made.
  Output(int directory, std::string name) : directory_(directory), name_(std::move(name)) {}

  // Where a tool may put the result, instead of it being written here.
  [[nodiscard]] int directory() const { return directory_; }
  [[nodiscard]] const std::string& name() const { return name_; }

  // Adds to the file. Errors come with place().
  void write(std::string_view part);

  // Puts a file, with the directories above it, into the result, which is a directory then.
  // EEXIST if the file is there already. Errors: Phase::collect.
  Result<void> add(const std::string& path, std::string_view content, mode_t mode = 0666);

  // Moves the result to `target` below `results`, also where an older one is. Errors:
  // Phase::collect; the older one stays then.
  Result<void> place(int results, const std::string& target);

  // Opens the result for reading; it stays where it is. Errors: Phase::collect.
  Result<UniqueFd> open_result();

  // Takes an older one away instead, as a whole. Errors: Phase::collect.
  Result<void> remove_older(int results, const std::string& target);

 private:
  void flush();
  void put(std::string_view part);

  int directory_;
  std::string name_;
  UniqueFd file_;
  std::string buffer_;
  bool is_written_ = false;  // here, if only with nothing, and not by a tool
  int code_ = 0;             // of the first write that failed
};

}  // namespace isorun
