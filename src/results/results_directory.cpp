#include "results/results_directory.hpp"

#include <algorithm>
#include <cerrno>
#include <expected>
#include <fcntl.h>
#include <ranges>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#include "base/interruption.hpp"
#include "collect/results_names.hpp"
#include "files/files.hpp"
#include "report/log_name.hpp"
#include "results/earlier_results.hpp"

namespace isorun {
namespace {

constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

// Does not follow symlinks: the directory may come from a checkout.
constexpr int new_file = O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;

// The name of a log while it is copied. Units' logs all end in .log.
constexpr const char* unfinished_log = ".new";

// The name of a file that is unlinked at once.
constexpr const char* scratch = ".scratch";

bool copy_bytes(int source, int target, std::uint64_t begin, std::uint64_t end) {
  constexpr std::uint64_t piece = 16UL << 20;
  auto offset = static_cast<off_t>(begin);
  while (static_cast<std::uint64_t>(offset) < end) {
    if (static_cast<std::uint64_t>(offset) > begin && is_interrupted()) return false;
    const std::uint64_t left = end - static_cast<std::uint64_t>(offset);
    const ssize_t copied = ::sendfile(target, source, &offset, std::min(left, piece));
    if (copied < 0) return false;
    if (copied == 0) break;
  }
  return true;
}

class BufferedFile {
 public:
  explicit BufferedFile(int fd) : fd_(fd) {}

  void add(std::string_view part) {
    constexpr std::size_t most = 1UL << 16;
    if (part.size() >= most) {
      write();
      write(part);
      return;
    }
    buffer_ += part;
    if (buffer_.size() >= most) write();
  }

  // The errno of the first failed write, or 0.
  int finish() {
    write();
    return code_;
  }

 private:
  void write() {
    write(buffer_);
    buffer_.clear();
  }

  void write(std::string_view part) {
    if (code_ == 0 && !write_all(fd_, part)) code_ = errno;
  }

  int fd_;
  std::string buffer_;
  int code_ = 0;
};

// Each parent directory of `path`, then `path`.
std::vector<std::string> prefixes(const std::string& path) {
  std::vector<std::string> all;
  for (std::size_t end = path.find('/', 1); end < path.size(); end = path.find('/', end + 1))
    all.push_back(path.substr(0, end));
  all.push_back(path);
  return all;
}

void write_once(int directory, const char* name, std::string_view content) {
  const UniqueFd file(::openat(directory, name, O_WRONLY | new_file, 0666));
  if (file) static_cast<void>(write_all(file.get(), content));
}

}  // namespace

// Units' logs all end in .log, so this name is free.
std::string shard_log_name(std::size_t shard) {
  return fmt::format("shard-{}.output", shard);
}

std::string service_log_name(std::size_t shard, std::string_view service) {
  return fmt::format("shard-{}.{}.output", shard, escaped_name(service));
}

std::unexpected<Error> ResultsDirectory::refuse(std::string what, int code) const {
  return std::unexpected(
      Error{Phase::usage, code, fmt::format("--out {}: {}", path_, std::move(what))});
}

// If the directory is gone, that is the reason.
std::unexpected<Error> ResultsDirectory::fail(std::string_view verb, std::string_view name,
                                              int code) const {
  if (Result<void> placed = check_place(); !placed) return std::unexpected(placed.error());
  return std::unexpected(Error{Phase::report, code, fmt::format("{} {}/{}", verb, path_, name)});
}

Result<ResultsDirectory> ResultsDirectory::claim(const std::string& path) {
  ResultsDirectory directory(path);
  if (Result<void> made = directory.open_or_make(); !made) return std::unexpected(made.error());
  if (!may_hold_results(directory.fd())) {
    return std::unexpected(
        Error{Phase::usage, 0,
              fmt::format("{} contains more than an earlier run's results; choose another "
                          "directory with --out",
                          path)});
  }
  Result<ResultsLock> lock =
      ResultsLock::to_write(directory.fd(), path, "choose another directory with --out");
  if (!lock && lock.error().code != 0)
    return directory.refuse(lock.error().what, lock.error().code);
  if (!lock) return std::unexpected(lock.error());
  directory.lock_ = *std::move(lock);
  return directory;
}

Result<void> ResultsDirectory::open_or_make() {
  root_.reset(::open(path_.c_str(), directory_flags));
  if (root_) return {};
  if (errno != ENOENT) return refuse("opening the directory", errno);
  for (const std::string& above : prefixes(path_)) {
    if (::mkdir(above.c_str(), 0777) == 0)
      made_.push_back(above);
    else if (errno != EEXIST)
      return refuse(fmt::format("making the directory {}", above), errno);
  }
  root_.reset(::open(path_.c_str(), directory_flags));
  return root_ ? Result<void>() : refuse("opening the directory", errno);
}

ResultsDirectory::~ResultsDirectory() {
  if (made_.empty()) return;
  ::unlinkat(fd(), ResultsLock::name, 0);
  for (const std::string& path : made_ | std::views::reverse) ::rmdir(path.c_str());
}

Result<void> ResultsDirectory::begin(std::string_view run_json) {
  made_.clear();
  const auto as_usage = [](Error error) {
    error.phase = Phase::usage;
    return std::unexpected(std::move(error));
  };
  if (Result<void> marked = write("run.json", run_json); !marked)
    return refuse(marked.error().what, marked.error().code);
  if (Result<void> removed = remove_earlier_results(fd()); !removed)
    return refuse(removed.error().what, removed.error().code);
  tell_others();
  if (Result<void> made = make_first("logs", logs_); !made) return as_usage(made.error());
  return {};
}

// Keeps the directory out of version control and backups. The run continues if these files cannot
// be written.
void ResultsDirectory::tell_others() const {
  write_once(fd(), ".gitignore", "*\n");
  write_once(fd(), "CACHEDIR.TAG",
             "Signature: 8a477f597d28d172789f06886806bc55\n"
             "# Results of isorun; see https://bford.info/cachedir/\n");
}

// Any earlier file of that name was removed when the run began.
Result<void> ResultsDirectory::make_first(const std::string& name, UniqueFd& opened) {
  if (opened) return {};
  if (::mkdirat(fd(), name.c_str(), 0777) == 0)
    opened.reset(::openat(fd(), name.c_str(), directory_flags | O_NOFOLLOW));
  return opened ? Result<void>() : fail("making", name, errno);
}

Result<ResultsDirectory> ResultsDirectory::reopen(const std::string& path) {
  ResultsDirectory directory(path);
  directory.root_.reset(::open(path.c_str(), directory_flags));
  if (!directory.root_) {
    return std::unexpected(
        Error{Phase::usage, errno, fmt::format("opening the results directory {}", path)});
  }
  Result<ResultsLock> lock = ResultsLock::to_write(directory.fd(), path, "wait until it ends");
  if (!lock) return std::unexpected(lock.error());
  directory.lock_ = *std::move(lock);
  return directory;
}

Result<void> ResultsDirectory::check_place() const {
  struct stat held {};
  struct stat named {};
  if (::fstat(fd(), &held) != 0) return {};
  const bool is_named = ::stat(path_.c_str(), &named) == 0;
  if (!is_named && errno != ENOENT && errno != ENOTDIR) return {};
  if (is_named && held.st_dev == named.st_dev && held.st_ino == named.st_ino) return {};
  return std::unexpected(
      Error{Phase::report, 0,
            fmt::format("{} was removed or moved during the run, and the results with it", path_)});
}

Result<void> ResultsDirectory::add_layer(const std::string& name,
                                         const std::function<Result<void>(int)>& fill) {
  if (Result<void> made = make_first("layers", layers_); !made) return made;
  const std::string temporary = temporary_name(name);
  const auto fail_to_make = [&] { return fail("making", "layers/" + name, errno); };
  if (::mkdirat(layers_.get(), temporary.c_str(), 0777) != 0) return fail_to_make();
  const UniqueFd layer(::openat(layers_.get(), temporary.c_str(), directory_flags | O_NOFOLLOW));
  if (!layer) return fail_to_make();
  Result<void> done = fill(layer.get());
  if (done && ::renameat(layers_.get(), temporary.c_str(), layers_.get(), name.c_str()) != 0)
    done = fail_to_make();
  if (!done) static_cast<void>(remove_tree(layers_.get(), temporary));
  return done;
}

Result<UniqueFd> ResultsDirectory::create_log(const std::string& name) {
  UniqueFd log(::openat(logs_.get(), name.c_str(), O_RDWR | new_file, 0644));
  if (!log) return fail("making", "logs/" + name, errno);
  return log;
}

UniqueFd ResultsDirectory::open_log(const std::string& name) const {
  return UniqueFd(::openat(logs_.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
}

// Some file systems lack O_TMPFILE.
Result<UniqueFd> ResultsDirectory::create_scratch() {
  UniqueFd file(::openat(logs_.get(), scratch, O_RDWR | new_file, 0600));
  if (!file) return fail("making", fmt::format("logs/{}", scratch), errno);
  ::unlinkat(logs_.get(), scratch, 0);
  return file;
}

Result<void> ResultsDirectory::copy_log(int source, std::span<const Bytes> parts,
                                        const std::string& name) {
  const UniqueFd target(::openat(logs_.get(), unfinished_log, O_WRONLY | new_file, 0644));
  if (!target) return fail("making", "logs/" + name, errno);
  for (const auto& [begin, end] : parts) {
    if (copy_bytes(source, target.get(), begin, end)) continue;
    const int code = errno;
    remove_log(unfinished_log);
    return fail("writing", "logs/" + name, code);
  }
  return rename_log(unfinished_log, name);
}

bool ResultsDirectory::link_log(int directory, const std::string& log, const std::string& name) {
  return link_regular_file(directory, log.c_str(), logs_.get(), name.c_str());
}

Result<void> ResultsDirectory::rename_log(const std::string& from, const std::string& to) {
  if (::renameat(logs_.get(), from.c_str(), logs_.get(), to.c_str()) == 0) return {};
  return fail("renaming", "logs/" + from, errno);
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
  static_cast<void>(remove_tree(fd(), temporary));
  const UniqueFd file(::openat(fd(), temporary.c_str(), O_WRONLY | new_file, 0644));
  if (!file) return fail("making", name, errno);
  BufferedFile buffered(file.get());
  produce([&buffered](std::string_view part) { buffered.add(part); });
  int code = buffered.finish();
  if (code == 0 && ::renameat(fd(), temporary.c_str(), fd(), name.c_str()) != 0) code = errno;
  if (code == 0) return {};
  ::unlinkat(fd(), temporary.c_str(), 0);
  return fail("writing", name, code);
}

}  // namespace isorun
