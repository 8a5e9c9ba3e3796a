// What this host allows a sandbox, found by trying it.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

namespace isorun {

// What was found about one thing that sandboxes need.
struct Finding {
  enum class Verdict {
    works,
    loss,     // works, but not all of it
    fails,    // sandboxes of this layout cannot be made
    untried,  // needs something that fails
  };
  std::string name = {};  // "user namespace", "/proc", ...; the names never change
  Verdict verdict = Verdict::works;
  std::string what = {};    // what works, what is lost, or why it fails
  std::string remedy = {};  // the cause; and what helps, unless HostCheck::line says it
};

struct ShownDirectory {
  std::string path;
  std::string how;  // "copy-on-write", "private copy", "private, empty", "read-only", "shared", ...
};

struct HostCheck {
  Finding::Verdict verdict = Finding::Verdict::works;  // the worst finding's, but never `untried`
  std::vector<Finding> findings = {};
  std::string line = {};  // the one line that changes all that is in the way; empty: none is known
  std::vector<ShownDirectory> directories = {};  // sorted by path, and unlike what is above them;
                                                 // empty where sandboxes cannot be made
};

// Tries every step that a sandbox of `layout` needs, whatever fails, then starts one. Changes
// nothing on the host. Errors: Phase::usage for an invalid layout.
Result<HostCheck> check_host(const Layout& layout);

struct LaunchTimes {
  std::chrono::nanoseconds open{};   // once for a run
  std::chrono::nanoseconds shard{};  // for each shard, up to the exec of the command
};

// Starts one sandbox of `layout`, which executes nothing. Errors: as Sandbox::open and
// Sandbox::start, and Ending::error.
Result<LaunchTimes> try_launch(const Layout& layout);

}  // namespace isorun
