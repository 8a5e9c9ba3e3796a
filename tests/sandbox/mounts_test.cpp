// Directories with mounts below them, and on other overlays. The mounts are made in a mount
// namespace of the test's own.
#include "program.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

class Mounts : public SandboxTest {
 protected:
  Mounts() {
    tree_.write("t/file", "host\n");
    tree_.write("t/sub/file", "host\n");
    tree_.write("t/sub/below/file", "host\n");
    tree_.directory("t/sub/mnt");
    tree_.directory("t/other");
  }

  // Runs a script of the shell where it may mount; $isorun is the program.
  [[nodiscard]] std::string script(const std::string& text) const {
    const std::string whole = "isorun='" ISORUN_PROGRAM "'; cd " + tree_.path() + "; " + text;
    if (is_root()) return on_host({"unshare", "-m", "/bin/sh", "-ec", whole});
    return on_host({"unshare", "-Um", "--map-user=" + std::to_string(::getuid()),
                    "--map-group=" + std::to_string(::getgid()), "--keep-caps", "/bin/sh", "-ec",
                    whole});
  }

  Tree tree_;
};

constexpr const char* mount_below =
    "mount -t tmpfs x t/sub/mnt; echo mounted > t/sub/mnt/file; mkdir t/sub/mnt/d; "
    "mount --bind t/other t/sub/below; echo bound > t/other/file; ";
constexpr const char* show = "cat t/file t/sub/file t/sub/mnt/file t/sub/below/file; ";
constexpr const char* shown = "host\nhost\nmounted\nbound\n";
constexpr const char* change =
    "for d in t t/sub t/sub/mnt t/sub/below; do echo new > $d/file; touch $d/more; done; "
    "cat t/file t/sub/file t/sub/mnt/file t/sub/below/more t/sub/below/file; ls t/sub/mnt; ";
constexpr const char* changed = "new\nnew\nnew\nnew\nd\nfile\nmore\n";

TEST_F(Mounts, OverlayAboveMounts) {
  EXPECT_EQ(script(std::string(mount_below) + "\"$isorun\" exec --overlay t -- /bin/sh -ec '" +
                   show + change + "'; " + show + "ls t t/sub/mnt"),
            std::string(shown) + changed + shown + "t:\nfile\nother\nsub\n\nt/sub/mnt:\nd\nfile\n");
}

TEST_F(Mounts, OverlayByDefaultAboveMounts) {
  EXPECT_EQ(script(std::string(mount_below) + "\"$isorun\" exec -- /bin/sh -ec '" + show + change +
                   "'; " + show),
            std::string(shown) + changed + shown);
}

TEST_F(Mounts, CopyReadsThroughMounts) {
  EXPECT_EQ(script(std::string(mount_below) + "\"$isorun\" exec --copy t -- /bin/sh -ec '" + show +
                   change + "'; " + show),
            std::string(shown) + changed + shown);
}

TEST_F(Mounts, ShareWritesThroughMounts) {
  EXPECT_EQ(script(std::string(mount_below) + "\"$isorun\" exec --share t -- /bin/sh -ec '" + show +
                   "echo through > t/sub/mnt/file'; cat t/sub/mnt/file"),
            std::string(shown) + "through\n");
}

TEST_F(Mounts, ReadOnlyCoversMounts) {
  EXPECT_EQ(
      script(std::string(mount_below) + "\"$isorun\" exec --read-only t -- /bin/sh -c '" + show +
             "for d in t t/sub t/sub/mnt t/sub/below; do touch $d/file 2>&- && echo $d; done; :'"),
      shown);
}

TEST_F(Mounts, HideCoversMounts) {
  EXPECT_EQ(
      script(std::string(mount_below) +
             "\"$isorun\" exec --hide t -- /bin/sh -c 'ls -A t'; \"$isorun\" exec --tmpfs t -- "
             "/bin/sh -c 'ls -A t; echo x > t/x'; ls t"),
      "file\nother\nsub\n");
}

TEST_F(Mounts, AReadOnlyMountBelowStaysReadOnly) {
  EXPECT_EQ(
      script(std::string(mount_below) +
             "mount -o remount,ro,bind t/sub/mnt; \"$isorun\" exec --overlay t -- /bin/sh -c '" +
             show + "touch t/sub/mnt/file 2>&- || echo refused; echo new > t/file; cat t/file'"),
      std::string(shown) + "refused\nnew\n");
}

TEST_F(Mounts, ABoundFileBelow) {
  EXPECT_EQ(script("echo bound > one; mount --bind one t/sub/file; \"$isorun\" exec --overlay t -- "
                   "/bin/sh -ec 'cat t/sub/file; echo new > t/file; cat t/file'; cat t/file"),
            "bound\nnew\nhost\n");
}

TEST_F(Mounts, NamesWithBlanksAndBackslashes) {
  EXPECT_EQ(
      script(
          "d='t/sub/a b\\c\n,:d'; mkdir \"$d\"; mount -t tmpfs x \"$d\"; echo m > \"$d/file\"; "
          "\"$isorun\" exec --overlay t -- /bin/sh -ec 'cat t/sub/a*/file; echo n > \"$1/file\"; "
          "cat \"$1/file\"' sh \"$d\"; cat \"$d/file\""),
      "m\nn\nm\n");
}

TEST_F(Mounts, ManyMountsBelow) {
  EXPECT_EQ(
      script("for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do mkdir t/sub/$i; "
             "mount -t tmpfs x t/sub/$i; echo $i > t/sub/$i/n; done; "
             "\"$isorun\" exec --overlay t -- /bin/sh -ec 'cat t/sub/20/n; for d in t/sub/*/; do "
             "echo x > $d/n; done; cat t/sub/20/n'; cat t/sub/20/n"),
      "20\nx\n20\n");
}

TEST_F(Mounts, TheWorkingDirectoryOnAMountBelow) {
  EXPECT_EQ(script(std::string(mount_below) + "cd t/sub/mnt/d; \"$isorun\" exec -- /bin/sh -ec "
                                              "'cat ../file; echo x > y; cat y'; ls"),
            "mounted\nx\n");
}

// Isorun in isorun ------------------------------------------------------------

TEST_F(Mounts, OnAnotherOverlay) {
  if (is_root()) {
    // See Confinement.ANewProcCanBeMountedByOrdinaryUsersOnly.
    const std::string text = isorun({"exec", "--", ISORUN_PROGRAM, "exec", "--", "/bin/true"});
    EXPECT_NE(text.find("[exited 125]"), std::string::npos) << text;
    EXPECT_NE(text.find("run the outer isorun as another user"), std::string::npos) << text;
    return;
  }
  EXPECT_EQ(
      script(
          "\"$isorun\" exec -- /bin/sh -ec 'echo outer > t/file; \"$0\" exec -- /bin/sh -ec "
          "\"cat t/file; echo inner > t/file; cat t/file\"; cat t/file' \"$isorun\"; cat t/file"),
      "outer\ninner\nouter\nhost\n");
}

TEST_F(Mounts, OverlayOfAnOverlayMount) {
  EXPECT_EQ(script("mkdir up; mount -t tmpfs x up; mkdir up/u up/w; mount -t overlay x -o "
                   "lowerdir=t,upperdir=up/u,workdir=up/w t; echo over > t/file; "
                   "\"$isorun\" exec -- /bin/sh -ec 'cat t/file; echo inner > t/file; cat t/file'; "
                   "cat t/file"),
            "over\ninner\nover\n");
}

// mount(8) makes all mounts of a table in one process.
constexpr const char* mount_many =
    "for i in $(seq 600); do mkdir many.$i; echo \"x $PWD/many.$i tmpfs size=4k,mode=777 0 0\"; "
    "done "
    "> table; mount -a -T table; ";

TEST_F(Mounts, AnyNumberOfThem) {
  EXPECT_EQ(script(std::string(mount_many) +
                   "\"$isorun\" exec -- /bin/sh -ec 'echo new > many.600/file; cat many.600/file'; "
                   "ulimit -n 64; \"$isorun\" exec -- true; ls many.600"),
            "new\n");
}

constexpr const char* cannot_hold =
    "isorun: --scratch m/s: its file system cannot hold the layers of overlays\n2\n";

// A ramfs lacks the attributes that a tmpfs lacked before Linux 6.6.
TEST_F(Mounts, LayersOnARamfsAreRefused) {
  EXPECT_EQ(script("mkdir m; mount -t ramfs x m; mkdir m/s; "
                   "\"$isorun\" exec --scratch m/s -- true 2>&1 | cut -d';' -f1; "
                   "\"$isorun\" exec --scratch m/s -- true 2>/dev/null || echo $?; ls m/s"),
            cannot_hold);
}

TEST_F(Mounts, LayersOnAnOverlayAreRefused) {
  EXPECT_EQ(script("mkdir layer m; mount -t tmpfs x layer; mkdir layer/u layer/w; mount -t overlay "
                   "-o lowerdir=t,upperdir=layer/u,workdir=layer/w,userxattr x m; mkdir m/s; "
                   "\"$isorun\" exec --scratch m/s -- true 2>&1 | cut -d';' -f1; "
                   "\"$isorun\" exec --scratch m/s -- true 2>/dev/null || echo $?; ls m/s"),
            cannot_hold);
}

// Root makes the mounts; each is locked for the ordinary user who runs isorun, and an overlay of
// its own.
class MountsForRoot : public Mounts {};

TEST_F(MountsForRoot, AnyNumberOfThemForAnOrdinaryUser) {
  if (!is_root()) GTEST_SKIP() << "needs root";
  EXPECT_EQ(
      script(std::string(mount_many) +
             "chmod 777 .; ulimit -n 64; "
             "setpriv --reuid 54321 --regid 54321 --clear-groups env HOME=/ \"$isorun\" exec -- "
             "/bin/sh -ec 'echo new > many.600/file; cat many.600/file'; ls many.600"),
      "new\n");
}

}  // namespace
}  // namespace isorun
