#include "run/state_files.hpp"

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <sys/stat.h>

#include <isorun/unique_fd.hpp>

#include "files/files.hpp"
#include "files/host_place.hpp"
#include "files/read_file.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

std::vector<UnitResult> results_of(const Suite& suite, const RunRecord& run) {
  std::unordered_map<std::string_view, std::size_t> index;
  for (std::size_t unit = 0; unit < suite.units().size(); ++unit)
    index.emplace(suite.units()[unit].name, unit);
  std::vector<UnitResult> results;
  for (const UnitRecord& unit : run.units) {
    const auto found = index.find(unit.name);
    if (found == index.end()) continue;
    results.push_back({.unit = found->second, .reason = unit.reason, .duration = unit.duration});
  }
  return results;
}

std::optional<std::string> content_of(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  Result<std::string> text = read_file(path);
  return text ? std::optional(*std::move(text)) : std::nullopt;
}

mode_t mode_of(const std::string& path) {
  constexpr mode_t usual = 0644;
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode : usual;
}

Result<void> write(const StateFile& file) {
  const UniqueFd made = memory_file(file.content);
  if (!made) return std::unexpected(Error{Phase::run, errno, "making " + file.path});
  // place_on_host() follows no symbolic link.
  std::error_code error;
  const fs::path whole = fs::absolute(file.path, error);
  const fs::path path = fs::weakly_canonical(whole, error);
  return place_on_host(made.get(), (error ? whole : path).string(), mode_of(file.path));
}

}  // namespace

void update_state_files(const Suite& suite, RunRecord& run) {
  const std::vector<UnitResult> results = results_of(suite, run);
  if (results.empty()) return;
  const LastRun last = {
      .results = results, .end = std::chrono::system_clock::now(), .file = content_of};
  for (const StateFile& file : suite.remember(last)) {
    if (const Result<void> written = write(file); !written)
      run.warnings.push_back(to_string(written.error()));
  }
}

}  // namespace isorun
