#include "run/open_files.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

namespace isorun {

Result<void> check_open_files(std::size_t slots, std::size_t services) {
  rlimit limit{};
  const std::size_t per_slot = open_files_per_slot + services * open_files_per_service;
  const std::size_t needed = open_files_besides + slots * per_slot;
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed) return {};
  const std::size_t left =
      limit.rlim_cur > open_files_besides ? limit.rlim_cur - open_files_besides : 0;
  const std::size_t most = left / per_slot;
  Error error{Phase::host, 0,
              fmt::format("-j{} may need {} open files, but the hard limit is {}", slots, needed,
                          limit.rlim_cur),
              fmt::format("raise it (ulimit -Hn {})", needed)};
  if (most > 0) error.remedy += fmt::format(", or use -j{}", most);
  return std::unexpected(std::move(error));
}

}  // namespace isorun
