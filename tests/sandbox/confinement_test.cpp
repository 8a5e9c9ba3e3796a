// What a command is and may do: ids, capabilities, filter, descriptors, devices, pid 1.
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <sched.h>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "box.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

class Confinement : public SandboxTest {};

std::string status_of(const char* names) {
  return std::string("grep -E '^(") + names + "):' /proc/self/status | tr '\\t' ' '";
}

TEST_F(Confinement, TheIdsAreTheCallers) {
  EXPECT_EQ(sh({}, "id -u; id -ru; id -g; id -rg"),
            fmt::format("{0}\n{0}\n{1}\n{1}\n", ::geteuid(), ::getegid()));
}

TEST_F(Confinement, CapabilitiesNewPrivilegesAndFilter) {
  // Docker's set, as its documentation lists it, for root; nothing for everybody else.
  const std::string kept = is_root() ? "00000000a80425fb" : "0000000000000000";
  EXPECT_EQ(sh({}, status_of("CapInh|CapPrm|CapEff|CapBnd|CapAmb|NoNewPrivs|Seccomp")),
            fmt::format("CapInh: 0000000000000000\nCapPrm: {0}\nCapEff: {0}\nCapBnd: {0}\n"
                        "CapAmb: 0000000000000000\nNoNewPrivs: 1\nSeccomp: 2\n",
                        kept));
}

const Inside forbidden_calls("forbidden_calls", [] {
  const char letter = 'x';
  constexpr unsigned long sticky = 0x5412;  // TIOCSTI
  tell("TIOCSTI", ::syscall(SYS_ioctl, 0, sticky, &letter));
  tell("TIOCSTI with high bits", ::syscall(SYS_ioctl, 0, sticky | 1UL << 32, &letter));
  tell("TIOCSTI with all high bits", ::syscall(SYS_ioctl, 0, sticky | 0xffffffffUL << 32, &letter));
  tell("TIOCLINUX", ::syscall(SYS_ioctl, 0, 0x541cUL, &letter));
  tell("keyctl", ::syscall(SYS_keyctl, 0, -3, 0));
  tell("add_key", ::syscall(SYS_add_key, "user", "isorun", "x", 1, -3));
  tell("request_key", ::syscall(SYS_request_key, "user", "isorun", nullptr, 0));
});

TEST_F(Confinement, TheFilterAnswers) {
  EXPECT_EQ(run({}, forbidden_calls.argv()),
            "TIOCSTI: EPERM\nTIOCSTI with high bits: EPERM\nTIOCSTI with all high bits: EPERM\n"
            "TIOCLINUX: EPERM\nkeyctl: ENOSYS\nadd_key: ENOSYS\nrequest_key: ENOSYS\n");
}

TEST_F(Confinement, OtherIoctlsPass) {
  EXPECT_EQ(sh({}, "test -t 0 || echo no terminal"), "no terminal\n");
}

const Inside open_descriptors("open_descriptors", [] {
  DIR* directory = ::opendir("/proc/self/fd");
  while (const dirent* entry = ::readdir(directory)) {
    const std::string name = entry->d_name;
    if (name != "." && name != ".." && name != std::to_string(::dirfd(directory)))
      std::cout << name << '\n';
  }
  ::closedir(directory);
});

TEST_F(Confinement, OnlyTheThreeDescriptorsArePassed) {
  const UniqueFd inheritable(::open("/dev/null", O_RDONLY));
  const UniqueFd high(::fcntl(inheritable.get(), F_DUPFD, 700));
  EXPECT_EQ(run({}, open_descriptors.argv()), "0\n1\n2\n");
}

TEST_F(Confinement, StandardInputIsNothingUnlessGiven) {
  EXPECT_EQ(sh({}, "readlink /proc/self/fd/0; cat"), "/dev/null\n");
}

TEST_F(Confinement, EveryCommandStartsWithTheCallersUmask) {
  const mode_t before = ::umask(027);
  Sandbox sandbox = open({.directories = {{"/isorun-test-absent/a/b"}}});
  ::umask(before);
  EXPECT_EQ(sh(sandbox, "umask; umask 0; cd /tmp"), "0027\n");
  EXPECT_EQ(
      sh(sandbox, "umask; stat -c %a /isorun-test-absent /isorun-test-absent/a /etc/hosts /tmp"),
      "0027\n755\n755\n644\n1777\n");
}

TEST_F(Confinement, EveryCommandStartsInTheWorkingDirectory) {
  Tree tree;
  Sandbox sandbox = open({.working_directory = tree.path()});
  EXPECT_EQ(sh(sandbox, "pwd -P; cd /"), tree.path() + "\n");
  EXPECT_EQ(sh(sandbox, "pwd -P"), tree.path() + "\n");
}

TEST_F(Confinement, NoSignalIsBlockedOrIgnored) {
  EXPECT_EQ(sh({}, status_of("SigBlk|SigIgn")),
            "SigBlk: 0000000000000000\nSigIgn: 0000000000000000\n");
}

// Pid 1 -----------------------------------------------------------------------

const Inside touch_pid_1("touch_pid_1", [] {
  char buffer[4096];
  tell("ptrace", ::ptrace(PTRACE_ATTACH, 1, nullptr, nullptr));
  tell("seize", ::ptrace(PTRACE_SEIZE, 1, nullptr, nullptr));
  for (const char* link : {"cwd", "root", "exe", "fd/3", "ns/mnt"})
    tell(link, ::readlink(fmt::format("/proc/1/{}", link).c_str(), buffer, sizeof buffer));
  for (const char* file : {"mem", "environ", "maps"})
    tell(file, ::open(fmt::format("/proc/1/{}", file).c_str(), O_RDONLY));
  iovec local{buffer, 1};
  iovec remote{buffer, 1};
  tell("process_vm_readv", ::process_vm_readv(1, &local, 1, &remote, 1, 0));
});

TEST_F(Confinement, Pid1IsClosed) {
  const std::string text = run({}, touch_pid_1.argv());
  EXPECT_EQ(text.find("OK"), std::string::npos) << text;
  EXPECT_NE(text.find("process_vm_readv: EPERM"), std::string::npos) << text;
}

TEST_F(Confinement, Pid1CannotBeKilledFromInside) {
  EXPECT_EQ(
      sh({}, "for s in KILL TERM STOP INT HUP SEGV CHLD CONT; do kill -$s 1; done; echo alive"),
      "alive\n");
}

TEST_F(Confinement, KillingAllKillsTheCommandOnly) {
  EXPECT_EQ(sh({}, "kill -9 -1 2>&-; echo alive"),
            "alive\n");  // kill(2) spares the caller and pid 1
}

// Kernel interfaces -----------------------------------------------------------

TEST_F(Confinement, KernelSwitchesAreReadOnly) {
  const std::string text =
      sh({}, "echo x > /proc/sys/kernel/hostname; echo x > /proc/sysrq-trigger");
  const std::string why = is_root() ? "Read-only file system" : "Permission denied";
  EXPECT_EQ(text.find("/bin/sh: 1: cannot create /proc/sys/kernel/hostname: " + why), 0U) << text;
}

TEST_F(Confinement, NoBlockDeviceCanBeReachedOrMade) {
  EXPECT_EQ(sh({}, "find /dev -type b -readable -o -type b -writable"), "");
  const std::string text = sh({}, "mknod /tmp/disk b 7 0 2>&1");
  EXPECT_NE(text.find("Operation not permitted"), std::string::npos) << text;
}

TEST_F(Confinement, UsualDevicesWork) {
  EXPECT_EQ(sh({},
               "echo x > /dev/null; head -c3 /dev/zero | wc -c; head -c3 /dev/urandom | wc -c; "
               "echo fd | cat /dev/fd/0; ls /dev/shm"),
            "3\n3\nfd\n");
}

TEST_F(Confinement, PseudoTerminalsWork) {
  EXPECT_EQ(sh({}, "script -qec 'test -t 0 && echo terminal' /dev/null < /dev/null | tr -d '\\r'"),
            "terminal\n");
}

TEST_F(Confinement, HostMountsCannotBeMadeWritable) {
  EXPECT_EQ(sh({},
               "mount -o remount,rw / 2>/dev/null || echo refused; "
               "umount /proc 2>/dev/null || echo refused"),
            "refused\nrefused\n");
}

TEST_F(Confinement, UserNamespacesOfItsOwnWork) {
  EXPECT_EQ(sh({}, "unshare -Ur true && unshare -Urmpinuf sh -c 'mount -t tmpfs x /tmp; echo $$'"),
            "1\n");
}

// Root's /proc is partly read-only, and what is masked may not be had afresh (mount_too_revealing
// in fs/namespace.c).
TEST_F(Confinement, ANewProcCanBeMountedByOrdinaryUsersOnly) {
  EXPECT_EQ(sh({}, "unshare -Urmpf --mount-proc sh -c 'echo $$' 2>&- || echo refused"),
            is_root() ? "refused\n" : "1\n");
}

// The command is all-powerful in its own user namespace, but not over the sandbox.
TEST_F(Confinement, UserNamespacesOfItsOwnDoNotOpenTheHost) {
  Tree tree;
  tree.write("file", "host\n");
  const Layout layout{.directories = {{tree.path(), Mode::read_only}},
                      .working_directory = tree.path()};
  EXPECT_EQ(sh(layout,
               "unshare -Urm sh -c 'mount -o remount,rw,bind . ; umount .; echo x > file' "
               "2>/dev/null; cat file"),
            "host\n");
  EXPECT_EQ(tree.read("file"), "host\n");
  EXPECT_EQ(tree.exists("x"), false);
}

}  // namespace
}  // namespace isorun
