#include "run/results_directory.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/entries.hpp"
#include "base/tree_removal.hpp"
#include "collect/files.hpp"
#include "collect/output.hpp"
#include "collect/unmerged.hpp"
#include "report/run_json.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

// The mark by which a run's directory is known: it comes first, and stays.
constexpr const char* mark = "run.json";

// A log while it is copied. No log of a unit has this name: they all end in .log.
constexpr const char* unfinished_log = ".new";

// What is being removed.
constexpr const char* removed = ".removed";

// What else an earlier run left.
constexpr std::array results = {"logs",      "layers",      "collected", "costs.json",
                                "junit.xml", unmerged_name, ".control",  WorkDirectory::name};

std::string temporary_name(std::string_view name) {
  return fmt::format(".{}.new", name);
}

std::unexpected<Error> fail(Phase phase, std::string what, int code) {
  return std::unexpected(Error{phase, code, std::move(what)});
}

bool has_mark(const std::string& path) {
  std::ifstream file(fs::path(path) / mark, std::ios::binary);
  std::array<char, 200> beginning{};
  file.read(beginning.data(), beginning.size());
  return is_run_json({beginning.data(), static_cast<std::size_t>(file.gcount())});
}

// Nothing is in it, or what a run left that was killed before it had made its mark.
bool is_new(const std::string& path) {
  std::error_code error;
  return std::ranges::all_of(entries_of(path, error), [](const fs::directory_entry& entry) {
    return entry.path().filename() == temporary_name(mark);
  });
}

Result<void> remove_earlier_results(const std::string& path) {
  const std::string aside = fmt::format("{}/{}", path, removed);
  const auto remove_aside = [&] { return -raw::remove_tree(AT_FDCWD, aside.c_str()).error; };
  remove_aside();
  for (const char* name : results) {
    const std::string old = fmt::format("{}/{}", path, name);
    // Out of sight first: a directory is removed file by file.
    if (::rename(old.c_str(), aside.c_str()) != 0) {
      if (errno == ENOENT) continue;
      return fail(Phase::usage, "removing earlier results: " + old, errno);
    }
    if (const long error = remove_aside())
      return fail(Phase::usage, "removing earlier results: " + old, static_cast<int>(error));
  }
  return {};
}

bool copy_bytes(int source, int target, std::uint64_t begin, std::uint64_t end) {
  auto offset = static_cast<off_t>(begin);
  while (static_cast<std::uint64_t>(offset) < end) {
    const ssize_t copied =
        ::sendfile(target, source, &offset, end - static_cast<std::uint64_t>(offset));
    if (copied < 0) return false;
    if (copied == 0) break;
  }
  return true;
}

class BufferedFile {
 public:
  explicit BufferedFile(int fd) : fd_(fd) {}

  void add(std::string_view part) {
    buffer_ += part;
    if (buffer_.size() >= 1UL << 16) write();
  }

  // The errno of the first write that failed, or 0.
  int finish() {
    write();
    return code_;
  }

 private:
  void write() {
    std::string_view rest = buffer_;
    while (!rest.empty() && code_ == 0) {
      const ssize_t written = ::write(fd_, rest.data(), rest.size());
      if (written < 0)
        code_ = errno;
      else
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    buffer_.clear();
  }

  int fd_;
  std::string buffer_;
  int code_ = 0;
};

}  // namespace

// No log of a unit has this name: they all end in .log.
std::string shard_log_name(std::size_t shard) {
  return fmt::format("shard-{}.output", shard);
}

Result<ResultsDirectory> ResultsDirectory::open(const std::string& path,
                                                std::string_view run_json) {
  std::error_code error;
  fs::create_directories(path, error);
  ResultsDirectory directory;
  directory.path_ = path;
  directory.root_.reset(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.root_)
    return fail(Phase::usage, fmt::format("making the results directory {}", path), errno);
  if (!has_mark(path) && !is_new(path)) {
    return fail(Phase::usage,
                fmt::format("{} holds other things than an earlier run's results; name another "
                            "directory with --out",
                            path),
                0);
  }
  Result<void> done = directory.write(mark, run_json);
  if (done) done = remove_earlier_results(path);
  if (!done) return fail(Phase::usage, done.error().what, done.error().code);
  ::mkdirat(directory.fd(), "logs", 0777);
  directory.logs_.reset(::openat(directory.fd(), "logs", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.logs_) return fail(Phase::usage, fmt::format("making {}/logs", path), errno);
  return directory;
}

Result<ResultsDirectory> ResultsDirectory::reopen(const std::string& path) {
  ResultsDirectory directory;
  directory.path_ = path;
  directory.root_.reset(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.root_)
    return fail(Phase::usage, fmt::format("opening the results directory {}", path), errno);
  return directory;
}

Result<void> ResultsDirectory::add_layer(const std::string& name,
                                         const std::function<Result<void>(int)>& fill) {
  const std::string path = "layers/" + name;
  const std::string temporary = "layers/" + temporary_name(name);
  ::mkdirat(fd(), "layers", 0777);
  ::mkdirat(fd(), temporary.c_str(), 0777);
  const auto fail_to_make = [&] {
    return fail(Phase::run, fmt::format("making {}/{}", path_, path), errno);
  };
  UniqueFd layer(
      ::openat(fd(), temporary.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!layer) return fail_to_make();
  Result<void> done = fill(layer.get());
  if (done && ::renameat(fd(), temporary.c_str(), fd(), path.c_str()) != 0) done = fail_to_make();
  if (!done) static_cast<void>(remove_tree(fd(), temporary));
  return done;
}

bool ResultsDirectory::is_full() const {
  struct statvfs status {};
  if (::fstatvfs(fd(), &status) != 0 || status.f_blocks == 0) return false;
  return (::geteuid() == 0 ? status.f_bfree : status.f_bavail) == 0;
}

Result<UniqueFd> ResultsDirectory::create_log(const std::string& name) {
  constexpr int flags = O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC;
  UniqueFd log(::openat(logs_.get(), name.c_str(), flags, 0644));
  if (!log) return fail(Phase::run, fmt::format("making {}/logs/{}", path_, name), errno);
  return log;
}

Result<void> ResultsDirectory::copy_log(int source, std::uint64_t begin, std::uint64_t end,
                                        const std::string& name) {
  const UniqueFd target(
      ::openat(logs_.get(), unfinished_log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!target) return fail(Phase::run, fmt::format("making {}/logs/{}", path_, name), errno);
  if (!copy_bytes(source, target.get(), begin, end)) {
    const int code = errno;
    remove_log(unfinished_log);
    return fail(Phase::run, fmt::format("writing {}/logs/{}", path_, name), code);
  }
  return rename_log(unfinished_log, name);
}

Result<void> ResultsDirectory::rename_log(const std::string& from, const std::string& to) {
  if (::renameat(logs_.get(), from.c_str(), logs_.get(), to.c_str()) == 0) return {};
  return fail(Phase::run, fmt::format("renaming {}/logs/{}", path_, from), errno);
}

void ResultsDirectory::remove_log(const std::string& name) {
  ::unlinkat(logs_.get(), name.c_str(), 0);
}

Result<void> ResultsDirectory::write(const std::string& name, std::string_view content) {
  return write(name, [content](const Sink& sink) { sink(content); });
}

Result<void> ResultsDirectory::write(const std::string& name,
                                     const std::function<void(const Sink&)>& produce) {
  const std::string temporary = temporary_name(name);
  const UniqueFd file(
      ::openat(fd(), temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!file) return fail(Phase::report, fmt::format("making {}/{}", path_, name), errno);
  BufferedFile buffered(file.get());
  produce([&buffered](std::string_view part) { buffered.add(part); });
  int code = buffered.finish();
  if (code == 0 && ::renameat(fd(), temporary.c_str(), fd(), name.c_str()) != 0) code = errno;
  if (code == 0) return {};
  ::unlinkat(fd(), temporary.c_str(), 0);
  return fail(Phase::report, fmt::format("writing {}/{}", path_, name), code);
}

}  // namespace isorun
