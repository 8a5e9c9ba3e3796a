#include "run/claims.hpp"

#include <algorithm>
#include <ctime>
#include <fcntl.h>
#include <ranges>
#include <string>

#include <fmt/format.h>
#include <sys/stat.h>

#include <isorun/unique_fd.hpp>

namespace isorun {
namespace {

using std::chrono::nanoseconds;

nanoseconds duration_of(const timespec& time) {
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

// How long ago a unit was claimed; nullopt: it was not.
std::optional<nanoseconds> age(int directory, std::size_t unit) {
  struct stat status {};
  if (::fstatat(directory, claim_name(unit).c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
    return std::nullopt;
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  // The clock may have been set.
  return std::max(duration_of(now) - duration_of(status.st_mtim), nanoseconds());
}

}  // namespace

std::string claim_name(std::size_t unit) {
  return fmt::format("claim-{}", unit);
}

std::optional<JobProgress> Claims::progress(std::size_t units, nanoseconds since_start) const {
  // The units that the shard has claimed are the first ones.
  const auto numbers = std::views::iota(std::size_t{0}, units);
  const auto is_claimed = [this](std::size_t unit) { return age(directory_, unit).has_value(); };
  const auto begun =
      static_cast<std::size_t>(std::ranges::partition_point(numbers, is_claimed) - numbers.begin());
  if (begun == 0) return std::nullopt;
  const nanoseconds since_first = age(directory_, 0).value_or(nanoseconds());
  return JobProgress{
      .begun = begun,
      .start_up = std::max(since_start - since_first, nanoseconds()),
      .since_first = since_first,
      .since_last = std::min(age(directory_, begun - 1).value_or(nanoseconds()), since_first)};
}

bool Claims::take(std::size_t unit) const {
  // A test may have put anything there, a symbolic link maybe: O_EXCL does not follow it.
  constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  return static_cast<bool>(UniqueFd(::openat(directory_, claim_name(unit).c_str(), flags, 0600)));
}

}  // namespace isorun
