#include "results/history_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/file.h>

#include <isorun/unique_fd.hpp>

#include "base/hash.hpp"
#include "base/working_directory.hpp"
#include "files/read_file.hpp"
#include "results/cache_directory.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

Result<History> read_history(const std::string& path) {
  const Result<std::string> text = read_file(path);
  if (!text && text.error().code == ENOENT) return History{};
  if (!text) return std::unexpected(text.error());
  return History::parse(*text);
}

// Locks the directory: a lock file would remain.
UniqueFd lock(const fs::path& directory) {
  UniqueFd file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  while (file && ::flock(file.get(), LOCK_EX) != 0 && errno == EINTR) continue;
  return file;
}

Result<void> replace(const std::string& path, std::string_view content) {
  const std::string temporary = fmt::format("{}.{}", path, ::getpid());
  std::error_code error;
  {
    std::ofstream file(temporary, std::ios::binary);
    file << content;
    if (!file.flush()) {
      const int code = errno;
      fs::remove(temporary, error);
      return std::unexpected(Error{Phase::run, code, fmt::format("writing the history {}", path)});
    }
  }
  fs::rename(temporary, path, error);
  if (!error) return {};
  return std::unexpected(
      Error{Phase::run, error.value(), fmt::format("renaming the history {}", path)});
}

}  // namespace

std::string history_path(const std::string& wanted, const std::string& program) {
  if (!wanted.empty()) return wanted;
  const std::string cache = cache_directory();
  if (cache.empty()) return "";
  const std::string place = working_directory();
  return fmt::format("{}/{}.{:016x}.json", cache, fs::path(program).filename().string(),
                     hash(place + '\0' + program));
}

bool can_be_made(const std::string& path) {
  std::error_code error;
  fs::path directory = fs::absolute(path, error).parent_path();
  while (!fs::exists(directory, error) && directory.has_relative_path())
    directory = directory.parent_path();
  return ::access(directory.c_str(), W_OK | X_OK) == 0;
}

LoadedHistory load_history(const std::string& path) {
  Result<History> history = read_history(path);
  if (history) return {.history = std::move(*history)};
  std::string warning =
      fmt::format("ignoring durations of earlier runs: {}: {}", path, to_string(history.error()));
  std::error_code error;
  const std::string aside = path + ".unusable";
  fs::rename(path, aside, error);
  if (!error) warning += fmt::format("; renamed to {}", aside);
  return {.warning = std::move(warning)};
}

Result<void> add_to_history(const std::string& path, const std::vector<UnitRecord>& units) {
  std::error_code error;
  const fs::path directory = fs::absolute(path, error).parent_path();
  fs::create_directories(directory, error);
  const UniqueFd locked = lock(directory);
  // An unusable file was renamed when the run began, or this replaces it.
  History history = read_history(path).value_or(History{});
  for (const UnitRecord& unit : units) history.record(unit.name, unit.reason, unit.duration);
  return replace(path, to_json(history));
}

}  // namespace isorun
