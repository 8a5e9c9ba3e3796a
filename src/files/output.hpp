// The result of a merge: a file or directory that appears among the results completely or not at
// all.
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

// The directory .collect in the results, where merges are written. It is removed by its destructor;
// if a run is killed, the next run removes it.
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
  // `name` must not exist in `directory`, which is borrowed. It is created by the first write.
  Output(int directory, std::string name) : directory_(directory), name_(std::move(name)) {}

  // The path for a tool that writes the result itself.
  [[nodiscard]] int directory() const { return directory_; }
  [[nodiscard]] const std::string& name() const { return name_; }

  // Appends to the file. place() reports errors.
  void write(std::string_view part);

  // Adds a file at `path` below the result, which becomes a directory. EEXIST if the file exists
  // already. Errors: Phase::collect.
  Result<void> add(const std::string& path, std::string_view content, mode_t mode = 0666);

  // Moves the result to `target` below `results`, replacing an older one. On error the older one
  // remains. Errors: Phase::collect.
  Result<void> place(int results, const std::string& target);

  // Opens the result for reading without placing it. Errors: Phase::collect.
  Result<UniqueFd> open_result();

  // Removes an older result at `target` instead. Errors: Phase::collect.
  Result<void> remove_older(int results, const std::string& target);

 private:
  void flush();
  void put(std::string_view part);

  int directory_;
  std::string name_;
  UniqueFd file_;
  std::string buffer_;
  bool is_written_ = false;  // written by us, possibly empty, not by a tool
  int code_ = 0;             // errno of the first failed write
};

}  // namespace isorun
