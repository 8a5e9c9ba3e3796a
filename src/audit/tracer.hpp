// Serves one unit's listener in a thread, until its processes have ended.
//
// This observes, and is no security boundary: each call goes on with what its memory then holds,
// which another thread may have changed after it was read here (seccomp_unotify(2)).
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "audit/cue.hpp"
#include "audit/journal.hpp"

namespace isorun {

// A cue, and how long a unit may be stopped for it.
struct Stop {
  Cue cue;
  std::chrono::milliseconds patience;
};

// Where a unit's processes name the source lines of their calls: see caller.hpp.
std::string lines_in(const std::string& directory);

class Tracer {
 public:
  // `directory`: the results directory of the unit, in which a framework may create a file before
  // its first test begins, and look for a line (lines_in()). Errors: Phase::run.
  static Result<Tracer> start(UniqueFd listener, const std::string& directory,
                              std::optional<Stop> stop = {});

  Tracer(Tracer&&) noexcept;
  Tracer& operator=(Tracer&&) = delete;
  ~Tracer();

  // Call when the unit's processes have ended.
  Journal finish();

  // The stop as it was left. Valid once finish() has returned.
  [[nodiscard]] const std::optional<Stop>& stop() const;

 private:
  struct State;
  explicit Tracer(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
  std::jthread thread_;  // ends first
};

}  // namespace isorun
