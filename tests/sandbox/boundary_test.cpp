// What of the kernel a sandbox has for itself, and what of the host's it cannot reach: control
// groups, terminals, limits that count for each user.
#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/inotify.h>
#include <sys/syscall.h>

#include "box.hpp"

namespace isorun {
namespace {

class Boundary : public SandboxTest {};

std::uint64_t user_limit(const std::string& name) {
  std::uint64_t limit = 0;
  std::ifstream("/proc/sys/user/" + name) >> limit;
  return limit;
}

// Control groups --------------------------------------------------------------

TEST_F(Boundary, NoCgroupNamespaceCanBeMade) {
  EXPECT_EQ(sh({}, "unshare -UrC true 2>&1"),
            "unshare: unshare failed: No space left on device\n[exited 1]");
}

const Inside call_clone3("call_clone3", [] { tell("clone3", ::syscall(SYS_clone3, nullptr, 0)); });

TEST_F(Boundary, NoProcessCanBeMadeInAnotherGroup) {
  EXPECT_EQ(run({}, call_clone3.argv()), "clone3: ENOSYS\n");
}

TEST_F(Boundary, ControlGroupsAreReadOnly) {
  const std::string make_group =
      "awk '/ - cgroup/ { print $5 }' /proc/self/mountinfo | while read -r group; do "
      "mkdir \"$group/isorun-test\" 2>/dev/null && rmdir \"$group/isorun-test\" && echo $group; "
      "done; true";
  for (const Isolation isolation : {Isolation::everything, Isolation::declared})
    EXPECT_EQ(sh({.directories = {{"/tmp", Mode::tmpfs}}, .isolation = isolation}, make_group), "");
}

// Terminals -------------------------------------------------------------------

// A pseudo-terminal of the host.
class Terminal {
 public:
  Terminal() : master_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)) {
    ::grantpt(master_.get());
    ::unlockpt(master_.get());
    if (const char* name = ::ptsname(master_.get())) name_ = name;
    slave_.reset(::open(name_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
  }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] int fd() const { return slave_.get(); }
  [[nodiscard]] std::string text() const {
    std::string text(4096, '\0');
    text.resize(static_cast<std::size_t>(
        std::max<ssize_t>(0, ::read(master_.get(), text.data(), text.size()))));
    return text;
  }

 private:
  UniqueFd master_;
  UniqueFd slave_;
  std::string name_;
};

TEST_F(Boundary, TheHostsTerminalsAreNotThere) {
  const Terminal terminal;
  ASSERT_TRUE(terminal.name().starts_with("/dev/pts/")) << terminal.name();
  EXPECT_EQ(sh({}, "ls /dev/pts; script -qec tty /dev/null < /dev/null | tr -d '\\r'"),
            "ptmx\n/dev/pts/0\n");
}

TEST_F(Boundary, TheTerminalThatTheCommandGetsHasAName) {
  const Terminal terminal;
  Sandbox sandbox = open({.terminal = terminal.name()});
  const Output output;
  Result<Shard> shard = sandbox.start({.argv = {"/bin/sh", "-c", "tty; echo hello > /dev/console"},
                                       .environment = environment(),
                                       .input = terminal.fd(),
                                       .output = output.fd(),
                                       .error = output.fd()});
  ASSERT_TRUE(shard) << to_string(shard.error());
  EXPECT_EQ(to_text(shard->wait()), "");
  EXPECT_EQ(output.text(), "/dev/console\n");
  EXPECT_EQ(terminal.text(), "hello\r\n");
}

const Inside take_all_terminals("take_all_terminals", [] {
  int count = 0;
  while (::posix_openpt(O_RDWR | O_NOCTTY) >= 0) ++count;
  tell(fmt::format("{} terminals", count).c_str(), -1);
});

TEST_F(Boundary, ASandboxHasItsShareOfTerminals) {
  EXPECT_EQ(run({}, take_all_terminals.argv()), "256 terminals: ENOSPC\n");
}

// Limits ----------------------------------------------------------------------

TEST_F(Boundary, ARunLeavesTheHostAQuarterOfWhatCountsForEachUser) {
  for (const std::string name : {"max_inotify_instances", "max_inotify_watches",
                                 "max_fanotify_groups", "max_fanotify_marks"}) {
    const std::uint64_t limit = user_limit(name);
    EXPECT_EQ(sh({}, "cat /proc/sys/user/" + name), fmt::format("{}\n", limit - limit / 4));
  }
}

const Inside take_all_watchers("take_all_watchers", [] {
  int count = 0;
  while (::inotify_init() >= 0) ++count;
  std::cout << count << std::endl;
});

TEST_F(Boundary, WatchersOfTheHostAreLeft) {
  const std::uint64_t limit = user_limit("max_inotify_instances");
  EXPECT_LE(std::stoull(run({}, take_all_watchers.argv())), limit - limit / 4);
}

TEST_F(Boundary, UserNamespacesCanBeForbidden) {
  EXPECT_EQ(sh({.user_namespaces = false}, "unshare -U true 2>&1"),
            "unshare: unshare failed: No space left on device\n[exited 1]");
}

// Masks -----------------------------------------------------------------------

TEST_F(Boundary, WhatContainersMaskIsMaskedForRoot) {
  if (!is_root()) return;  // the modes of these files keep ordinary users out
  EXPECT_EQ(sh({},
               "for path in acpi asound interrupts kcore keys latency_stats sched_debug scsi "
               "timer_list timer_stats; do test -d /proc/$path && ls /proc/$path; "
               "test -f /proc/$path && cat /proc/$path; done; "
               "ls /sys/firmware; test ! -d /sys/devices/virtual/powercap || "
               "ls /sys/devices/virtual/powercap"),
            "");
}

}  // namespace
}  // namespace isorun
