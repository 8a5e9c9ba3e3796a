// Changing ids answers as on the host. Run also as subids/Identity for a user with a range of ids
// in /etc/subuid.
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/stat.h>

#include "box.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

class Identity : public SandboxTest {};

bool has_subids() {
  return std::getenv("ISORUN_TEST_SUBIDS") != nullptr;
}

const Inside change_ids("change_ids", [] {
  const int file = ::open("/tmp/file", O_CREAT | O_RDWR, 0600);
  tell("chown to self", ::fchown(file, ::geteuid(), ::getegid()));
  tell("chown to 0", ::fchown(file, 0, 0));
  tell("chown to 1", ::fchown(file, 1, 1));
  tell("setgid 0", ::setgid(0));
  tell("setuid 0", ::setuid(0));
});

TEST_F(Identity, ChangesAnswer) {
  // With one id mapped, the kernel has no other to compare with: EINVAL, see isorun(1).
  const bool has_range = sh({}, "wc -l < /proc/self/uid_map") != "1\n";
  EXPECT_TRUE(has_range || !has_subids());
  const std::string other = is_root() ? "OK" : has_range ? "EPERM" : "EINVAL";
  EXPECT_EQ(run({}, change_ids.argv()),
            fmt::format("chown to self: OK\nchown to 0: {0}\nchown to 1: {0}\nsetgid 0: {0}\n"
                        "setuid 0: {0}\n",
                        other));
}

TEST_F(Identity, TheIdsAreTheCallers) {
  EXPECT_EQ(sh({}, "id -u; id -g"), fmt::format("{}\n{}\n", ::geteuid(), ::getegid()));
}

TEST_F(Identity, OwnFilesAreOwn) {
  Tree tree;
  tree.write("file", "x\n");
  EXPECT_EQ(sh({.working_directory = tree.path()},
               "stat -c '%u %g' . file; echo y > new; stat -c '%u %g' new"),
            fmt::format("{0} {1}\n{0} {1}\n{0} {1}\n", ::geteuid(), ::getegid()));
}

TEST_F(Identity, RootKeepsOwnersAndBecomesAnybody) {
  if (!is_root()) return;
  Tree tree;
  tree.write("file", "x\n");
  ASSERT_EQ(::chown((tree / "file").c_str(), 1234, 5678), 0);
  for (const Mode mode : {Mode::overlay, Mode::copy}) {
    EXPECT_EQ(sh({.directories = {{tree.path(), mode}}, .working_directory = tree.path()},
                 "stat -c '%u %g' file; echo y >> file; chown 77:88 file; stat -c '%u %g' file; "
                 "setpriv --reuid 1234 --regid 5678 --clear-groups id -u"),
              "1234 5678\n77 88\n1234\n");
  }
  // A command that changes its user still finds what everybody needs.
  EXPECT_EQ(sh({},
               "setpriv --reuid 1234 --regid 5678 --clear-groups sh -c 'echo x > /tmp/x && cat "
               "/tmp/x && : > /dev/null && test -r /etc/hosts && test -r /proc/self/maps'"),
            "x\n");
}

}  // namespace
}  // namespace isorun
