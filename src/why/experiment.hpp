// What a unit is tried in, and what was seen.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/sandbox.hpp>

#include "suite/result.hpp"

namespace isorun {

// How units run before another one.
enum class Before {
  in_process,  // in the same shard, as the framework runs several: mostly in one process
  in_sandbox,  // in the same sandbox, each in a process of its own: only files can matter
};

// Another unit in the same sandbox, in a process of its own.
struct Companion {
  enum class Course {
    before,     // it has ended when the unit starts
    meanwhile,  // both start at the same time
    inside,     // it runs while the unit is stopped by its tracer
    around,     // the unit runs while the companion is stopped by its tracer
  };

  std::size_t unit = 0;
  Course course = Course::before;

  friend bool operator==(const Companion&, const Companion&) = default;
};

// Units are indices into the suite's list, variations into the list of those that may be tried.
struct Circumstances {
  std::vector<std::size_t> variations{};  // empty: the sandbox of the run
  std::vector<std::size_t> before{};      // units that run first, in order
  Before how = Before::in_process;
  std::vector<std::size_t> beside{};  // units that run in the other slots meanwhile
  std::optional<Companion> companion{};

  friend bool operator==(const Circumstances&, const Circumstances&) = default;
};

struct Observation {
  Reason reason = Reason::passed;
  std::string detail{};  // one line; empty when passed
  std::chrono::nanoseconds duration{};
  std::string output{};  // the last part
};

// Takes over a traced command. Errors: those that end the trial.
using TraceReader = std::function<Result<void>(Trace)>;

// Runs one unit, whenever it is asked to.
class Laboratory {
 public:
  Laboratory() = default;
  Laboratory(const Laboratory&) = delete;
  Laboratory& operator=(const Laboratory&) = delete;
  virtual ~Laboratory() = default;

  // Errors: Phase::run with EINTR after a signal, with ETIME if there is no time left; others if
  // the host does not permit these circumstances.
  virtual Result<Observation> observe(const Circumstances& circumstances) = 0;
};

}  // namespace isorun
