#include <isorun/check.hpp>
#include <isorun/sandbox.hpp>

#include "sandbox/without_exceptions.hpp"

namespace isorun {

// Executes "/", which the kernel refuses (EACCES) after everything else has worked.
Result<LaunchTimes> try_launch(const Layout& layout) {
  using Clock = std::chrono::steady_clock;
  return without_exceptions([&layout]() -> Result<LaunchTimes> {
    const Clock::time_point begin = Clock::now();
    Result<Sandbox> sandbox = Sandbox::open(layout);
    if (!sandbox) return std::unexpected(sandbox.error());
    const Clock::time_point opened = Clock::now();
    Result<Shard> shard = sandbox->start({.argv = {"/"}});
    if (!shard) return std::unexpected(shard.error());
    const Ending ending = shard->wait();
    const LaunchTimes times{.open = opened - begin, .shard = Clock::now() - opened};
    if (ending.how == Ending::How::setup_failed) return std::unexpected(ending.error);
    if (ending.how != Ending::How::exec_failed)
      return std::unexpected(Error{
          Phase::setup, 0, "the sandbox vanished: its first process was killed from outside"});
    return times;
  });
}

}  // namespace isorun
