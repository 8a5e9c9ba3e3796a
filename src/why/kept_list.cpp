#include "why/kept_list.hpp"

#include <cerrno>
#include <filesystem>

#include <fmt/format.h>

#include "files/files.hpp"

namespace isorun {

Result<UniqueFd> keep_list(Options& options, const std::vector<std::string>& units) {
  std::error_code error;
  if (options.list.empty() || std::filesystem::is_regular_file(options.list, error))
    return UniqueFd();
  std::string lines;
  for (const std::string& unit : units) lines += unit + '\n';
  UniqueFd file = memory_file(lines);
  if (!file) return std::unexpected(Error{Phase::run, errno, "writing the list of units"});
  options.list = fmt::format("/proc/self/fd/{}", file.get());
  return file;
}

}  // namespace isorun
