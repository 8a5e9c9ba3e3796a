#include "sandbox/oom_score.hpp"

#include <cstring>
#include <fcntl.h>

#include "base/raw.hpp"
#include "sandbox/process_files.hpp"
#include "sandbox/steps.hpp"

namespace isorun {

using raw::call;

void OomScore::prepare() {
  if (stage_.plan->proc == Proc::host)
    outer_proc_ = static_cast<int>(open_path(outer_proc));  // the shard's own is read-only
}

// Until exec a command shares its memory with the stage, and that user cannot write the stage's
// /proc files. Pids in a new pid namespace count up, so the command's children have the following
// ones.
void OomScore::give(long program) const {
  Path score;
  score.number(static_cast<std::uint64_t>(stage_.oom_score));
  for (long pid = program;; ++pid) {
    const RawFd file(open_file(pid));
    if (file.error() != 0) return;
    call(SYS_write, file.get(), score.get(), std::strlen(score.get()));
  }
}

long OomScore::open_file(long pid) const {
  if (stage_.plan->proc == Proc::host) {
    const RawFd process(call(SYS_pidfd_open, pid, 0));
    if (process.error() != 0) return process.error();
    return open_in_proc(outer_proc_, process.get(), "oom_score_adj", O_WRONLY);
  }
  Path path;
  path.text("/proc/").number(static_cast<std::uint64_t>(pid)).text("/oom_score_adj");
  return call(SYS_openat, AT_FDCWD, path.get(), O_WRONLY | O_CLOEXEC, 0);
}

}  // namespace isorun
