#include "run/history_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <fmt/format.h>

#include "run/read_file.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

std::string cache_directory() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/')
    return cache;
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return std::string(home) + "/.cache";
  return "";
}

// The FNV-1a hash (public domain): two programs of one name are told apart by their directories.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return value;
}

}  // namespace

std::string history_path(const std::string& wanted, const std::string& program) {
  if (!wanted.empty()) return wanted;
  const std::string cache = cache_directory();
  if (cache.empty()) return "";
  std::error_code error;
  const fs::path path = fs::weakly_canonical(program, error);
  return fmt::format("{}/isorun/{}.{:016x}.json", cache, path.filename().string(),
                     hash(path.string()));
}

Result<History> load_history(const std::string& path) {
  const Result<std::string> text = read_file(path);
  if (!text && text.error().code == ENOENT) return History{};
  if (!text) return std::unexpected(text.error());
  return History::parse(*text);
}

Result<void> save_history(const std::string& path, const History& history) {
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  const std::string temporary = fmt::format("{}.{}", path, ::getpid());
  {
    std::ofstream file(temporary, std::ios::binary);
    file << to_json(history);
    if (!file.flush())
      return std::unexpected(Error{Phase::run, errno, fmt::format("writing the history {}", path)});
  }
  fs::rename(temporary, path, error);
  if (error)
    return std::unexpected(
        Error{Phase::run, error.value(), fmt::format("renaming the history {}", path)});
  return {};
}

}  // namespace isorun
