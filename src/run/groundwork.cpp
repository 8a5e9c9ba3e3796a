#include "run/groundwork.hpp"

#include <cerrno>

#include "run/setups.hpp"

namespace isorun {

Result<std::vector<Groundwork>> lay_groundwork(Prepared& prepared, Signals& signals,
                                               const Selection& selection, const Options& options) {
  const TerminalSettings settings{.detail = Detail::quiet};
  Setups setups({.sandbox = prepared.sandbox,
                 .signals = signals,
                 .directory = nullptr,
                 .selection = selection,
                 .settings = settings,
                 .collector = nullptr},
                options);
  if (const Result<void> possible = setups.check(); !possible)
    return std::unexpected(possible.error());
  if (const std::optional<Result<RunEnd>> end = setups.set_up({})) {
    if (!*end) return std::unexpected(end->error());
    const bool is_interrupted = **end == RunEnd::interrupted;
    return std::unexpected(
        Error{Phase::run, is_interrupted ? EINTR : 0,
              is_interrupted ? "running the set-ups" : "a set-up of the suite failed"});
  }
  std::vector<Groundwork> all;
  all.reserve(selection.setups.size());
  for (const std::uint32_t needs : selection.setups) all.push_back(setups.groundwork(needs));
  return all;
}

}  // namespace isorun
