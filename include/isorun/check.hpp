// What this host allows a sandbox, found by trying.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

namespace isorun {

// The finding about one thing that sandboxes need.
struct Finding {
  enum class Verdict {
    works,
    loss,     // works, with a limitation
    fails,    // sandboxes of this layout cannot be set up
    untried,  // depends on something that fails
  };
  std::string name = {};  // "user namespace", "/proc", ...; stable
  Verdict verdict = Verdict::works;
  std::string what = {};    // what works, what is limited, or why it fails
  std::string remedy = {};  // the cause; and what helps, unless HostCheck::line says it
};

struct ShownDirectory {
  std::string path;
  std::string how;  // "copy-on-write", "private copy", "private, empty", "read-only", "shared", ...
};

struct HostCheck {
  Finding::Verdict verdict = Finding::Verdict::works;  // the worst of the findings, never `untried`
  std::vector<Finding> findings = {};
  std::string line = {};  // one line that removes all obstacles; empty if none is known
  // sorted by path, omitting those treated like their parents; empty if sandboxes cannot be set up
  std::vector<ShownDirectory> directories = {};
};

// Tries every step that a sandbox of `layout` needs, continuing past failures, then starts one.
// Changes nothing on the host. Errors, for an invalid layout: Phase::usage.
Result<HostCheck> check_host(const Layout& layout);

struct LaunchTimes {
  std::chrono::nanoseconds open{};   // once per run
  std::chrono::nanoseconds shard{};  // per shard, up to the exec of the command
};

// Starts one sandbox of `layout` that executes nothing. Errors: as Sandbox::open and
// Sandbox::start, and Ending::error.
Result<LaunchTimes> try_launch(const Layout& layout);

}  // namespace isorun
