// Traced commands: their calls wait for whoever has the listener.
#include <cerrno>
#include <optional>
#include <poll.h>
#include <utility>

#include <gtest/gtest.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "box.hpp"

namespace isorun {
namespace {

using TraceOfCommands = SandboxTest;

Trace wait_for_trace(Shard& shard) {
  for (;;) {
    pollfd source = {shard.event_fd(), POLLIN, 0};
    ::poll(&source, 1, -1);
    const std::optional<Ending> ending = shard.poll();
    if (std::optional<Trace> trace = shard.take_trace()) return std::move(*trace);
    if (ending) return {};
  }
}

// Lets all calls happen but those, which fail with EPERM.
Ending serve(Shard& shard, int listener, int refused) {
  for (;;) {
    pollfd sources[2] = {{listener, POLLIN, 0}, {shard.event_fd(), POLLIN, 0}};
    ::poll(sources, 2, -1);
    if ((sources[0].revents & POLLIN) != 0) {
      seccomp_notif call{};
      if (::ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) != 0) continue;
      seccomp_notif_resp response{};
      response.id = call.id;
      if (call.data.nr == refused)
        response.error = -EPERM;
      else
        response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
      ::ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
    } else if (const std::optional<Ending> ending = shard.poll()) {
      return *ending;
    }
  }
}

TEST_F(TraceOfCommands, WaitsForItsListener) {
  Sandbox sandbox = open({.traces = true});
  const Output output;
  Result<Shard> shard = sandbox.start({.argv = {"sh", "-c", "mkdir directory || echo refused"},
                                       .environment = environment(),
                                       .output = output.fd(),
                                       .error = output.fd(),
                                       .traced = true});
  ASSERT_TRUE(shard);
  const Trace trace = wait_for_trace(*shard);
  ASSERT_TRUE(trace.listener) << to_string(trace.error);
  EXPECT_FALSE(shard->take_trace());
  EXPECT_FALSE(shard->poll());
#ifdef SYS_mkdir
  const int make_directory = SYS_mkdir;
#else
  const int make_directory = SYS_mkdirat;
#endif
  EXPECT_EQ(to_text(serve(*shard, trace.listener.get(), make_directory)), "");
  EXPECT_TRUE(output.text().ends_with("refused\n")) << output.text();
}

TEST_F(TraceOfCommands, OthersRunUntraced) {
  Sandbox sandbox = open({.traces = true});
  EXPECT_EQ(run(sandbox, {"sh", "-c", "mkdir directory && echo made"}), "made\n");
}

TEST_F(TraceOfCommands, EndsWithItsShard) {
  Sandbox sandbox = open({.traces = true});
  Trace trace;
  {
    Result<Shard> shard =
        sandbox.start({.argv = {"sleep", "1000"}, .environment = environment(), .traced = true});
    ASSERT_TRUE(shard);
    trace = wait_for_trace(*shard);
    ASSERT_TRUE(trace.listener);
  }
  pollfd source = {trace.listener.get(), 0, 0};
  EXPECT_EQ(::poll(&source, 1, -1), 1);
  EXPECT_NE(source.revents & POLLHUP, 0);
}

TEST_F(TraceOfCommands, NeedsALayoutThatTraces) {
  Sandbox sandbox = open({});
  const Result<Shard> shard =
      sandbox.start({.argv = {"true"}, .environment = environment(), .traced = true});
  ASSERT_FALSE(shard);
  EXPECT_EQ(shard.error().phase, Phase::usage);
}

}  // namespace
}  // namespace isorun
