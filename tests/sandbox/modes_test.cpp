// What each mode shows, and where writes go.
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include "box.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

class Modes : public SandboxTest {
 protected:
  Modes() {
    tree_.write("file", "host\n");
    tree_.write("below/file", "host below\n");
  }

  [[nodiscard]] Layout as(Mode mode) const {
    return {.directories = {{.path = tree_.path(), .mode = mode}},
            .working_directory = tree_.path()};
  }

  Tree tree_;
};

constexpr const char* change_everything =
    "cat file; echo new > file; rm -r below; mkdir more; echo x > more/x; cat file; ls";

TEST_F(Modes, OverlayKeepsWritesFromTheHost) {
  const std::string before = tree_.fingerprint();
  EXPECT_EQ(sh(as(Mode::overlay), change_everything), "host\nnew\nfile\nmore\n");
  EXPECT_EQ(tree_.fingerprint(), before);
}

TEST_F(Modes, CopyKeepsWritesFromTheHost) {
  const std::string before = tree_.fingerprint();
  EXPECT_EQ(sh(as(Mode::copy), change_everything), "host\nnew\nfile\nmore\n");
  EXPECT_EQ(tree_.fingerprint(), before);
}

TEST_F(Modes, CopyCanRenameALowerDirectoryWhereAnOverlayCannot) {
  const std::string rename =
      "perl -e 'rename(\"below\", \"renamed\") ? print \"OK\" : print 0+$!'; ls";
  EXPECT_EQ(sh(as(Mode::copy), rename), "OKfile\nrenamed\n");
  EXPECT_EQ(sh(as(Mode::overlay), rename), std::to_string(EXDEV) + "below\nfile\n");
}

TEST_F(Modes, CopyKeepsModesTimesLinksAndPipes) {
  fs::create_symlink("below/file", tree_ / "link");
  ASSERT_EQ(::mkfifo((tree_ / "pipe").c_str(), 0640), 0);
  ASSERT_EQ(::chmod((tree_ / "below").c_str(), 01750), 0);
  ASSERT_EQ(::chmod((tree_ / "file").c_str(), 0604), 0);
  const timespec times[2] = {{1000000000, 0}, {1100000000, 123456789}};
  ASSERT_EQ(::utimensat(AT_FDCWD, (tree_ / "below").c_str(), times, 0), 0);
  ASSERT_EQ(::utimensat(AT_FDCWD, (tree_ / "file").c_str(), times, 0), 0);
  const std::string list = "stat -c '%n %F %a %y %N' below file link pipe";
  EXPECT_EQ(sh(as(Mode::copy), list), sh(as(Mode::share), list));
}

TEST_F(Modes, TmpfsIsPrivateAndEmpty) {
  const std::string before = tree_.fingerprint();
  ASSERT_EQ(::chmod(tree_.path().c_str(), 0751), 0);
  const Layout layout{.directories = {{.path = tree_.path(), .mode = Mode::tmpfs}},
                      .working_directory = "/"};
  EXPECT_EQ(sh(layout, "cd " + tree_.path() + "; ls -A; stat -c %a .; echo x > y; cat y"),
            "751\nx\n");
  ASSERT_EQ(::chmod(tree_.path().c_str(), 0700), 0);
  EXPECT_FALSE(tree_.exists("y"));
}

TEST_F(Modes, ReadOnlyRefusesWrites) {
  EXPECT_EQ(sh(as(Mode::read_only), "cat file; touch file; mkdir x; rm below/file; true"),
            "host\n"
            "touch: cannot touch 'file': Read-only file system\n"
            "mkdir: cannot create directory 'x': Read-only file system\n"
            "rm: cannot remove 'below/file': Read-only file system\n");
}

TEST_F(Modes, ReadOnlyHoldsWhereOnlyDeclaredDirectoriesAreIsolated) {
  Layout layout = as(Mode::read_only);
  layout.isolation = Isolation::declared;
  EXPECT_EQ(sh(layout, "cat file; mkdir x; true"),
            "host\nmkdir: cannot create directory 'x': Read-only file system\n");
}

TEST_F(Modes, ShareWritesThrough) {
  EXPECT_EQ(sh(as(Mode::share), "echo shared > file; rm -r below; echo n > new"), "");
  EXPECT_EQ(tree_.read("file"), "shared\n");
  EXPECT_EQ(tree_.read("new"), "n\n");
  EXPECT_FALSE(tree_.exists("below"));
}

TEST_F(Modes, HideShowsNothingAndRefusesWrites) {
  const Layout layout{.directories = {{.path = tree_.path(), .mode = Mode::hide}},
                      .working_directory = "/"};
  EXPECT_EQ(sh(layout, "cd " + tree_.path() + " && ls -A; mkdir x"),
            "mkdir: cannot create directory 'x': Read-only file system\n[exited 1]");
}

TEST_F(Modes, AFileCanBeCopied) {
  const Layout layout{.directories = {{.path = tree_ / "file", .mode = Mode::copy}},
                      .isolation = Isolation::declared,
                      .working_directory = tree_.path()};
  ASSERT_EQ(::chmod((tree_ / "file").c_str(), 0640), 0);
  Sandbox sandbox = open(layout);
  const Output output;
  Result<Shard> shard =
      sandbox.start({.argv = {"/bin/sh", "-c", "stat -c %a file; echo more >> file; cat file"},
                     .environment = environment(),
                     .output = output.fd()});
  ASSERT_TRUE(shard);
  EXPECT_EQ(to_text(shard->wait()), "");
  EXPECT_EQ(output.text(), "640\nhost\nmore\n");
  EXPECT_EQ(tree_.read("file"), "host\n");
  std::string seen;
  ASSERT_TRUE(walk(shard->layer(), [&](const LayerEntry& entry) {
    seen += entry.path + " " + std::to_string(entry.status.st_size);
    return Walk::next;
  }));
  EXPECT_EQ(seen, tree_ / "file" + " 10");
}

TEST_F(Modes, FilesCanBeHiddenSharedAndReadOnly) {
  const auto file = [&](Mode mode) {
    return Layout{.directories = {{.path = tree_ / "file", .mode = mode}},
                  .working_directory = tree_.path()};
  };
  EXPECT_EQ(sh(file(Mode::hide), "cat file; echo beside > other; ls"), "below\nfile\nother\n");
  EXPECT_EQ(sh(file(Mode::read_only), "cat file; (: > file) 2>/dev/null || echo no"), "host\nno\n");
  EXPECT_EQ(sh(file(Mode::share), "echo through > file"), "");
  EXPECT_EQ(tree_.read("file"), "through\n");
  EXPECT_EQ(refusal(file(Mode::tmpfs)), "Mode::tmpfs " + tree_ / "file" + ": not a directory");
}

TEST_F(Modes, BindShowsAHostDirectoryElsewhere) {
  const Layout layout{.binds = {{.source = tree_ / "below", .target = "elsewhere/there"}},
                      .working_directory = tree_.path()};
  EXPECT_EQ(sh(layout, "cat elsewhere/there/file; echo bound > elsewhere/there/file"),
            "host below\n");
  EXPECT_EQ(tree_.read("below/file"), "bound\n");
  EXPECT_FALSE(tree_.exists("elsewhere"));
}

TEST_F(Modes, BindOfAFileReplacesAFile) {
  tree_.write("other", "other\n");
  const Layout layout{.binds = {{.source = tree_ / "other", .target = tree_ / "file"}},
                      .working_directory = tree_.path()};
  EXPECT_EQ(sh(layout, "cat file; echo changed > file"), "other\n");
  EXPECT_EQ(tree_.read("other"), "changed\n");
  EXPECT_EQ(tree_.read("file"), "host\n");
}

TEST_F(Modes, ADirectoryThatDoesNotExistIsMadeInTheSandboxOnly) {
  const std::string before = tree_.fingerprint();
  for (const Mode mode : {Mode::overlay, Mode::copy, Mode::tmpfs, Mode::hide}) {
    const Layout layout{.directories = {{.path = "absent/a b/c", .mode = mode}},
                        .working_directory = tree_.path()};
    EXPECT_EQ(sh(layout, "cd 'absent/a b/c' && pwd"), tree_ / "absent/a b/c\n");
    EXPECT_EQ(tree_.fingerprint(), before);
  }
}

// Most machines lack a directory such as /workspace.
TEST_F(Modes, ATopLevelDirectoryThatDoesNotExistIsMadeInTheSandboxOnly) {
  const std::string absent = "/isorun-test-absent";
  ASSERT_FALSE(fs::exists(absent));
  for (const Mode mode : {Mode::overlay, Mode::copy, Mode::tmpfs}) {
    const Layout layout{.directories = {{.path = absent + "/a/b", .mode = mode}}};
    EXPECT_EQ(sh(layout,
                 "echo x > /isorun-test-absent/a/b/c; find /isorun-test-absent; "
                 "ls -d /etc/passwd /bin/sh /proc/self"),
              "/isorun-test-absent\n/isorun-test-absent/a\n/isorun-test-absent/a/b\n"
              "/isorun-test-absent/a/b/c\n/bin/sh\n/etc/passwd\n/proc/self\n");
    EXPECT_FALSE(fs::exists(absent));
  }
}

TEST_F(Modes, TwoMissingDirectoriesBesideEachOther) {
  const Layout layout{.directories = {{.path = "/isorun-test-absent/a"},
                                      {.path = "/isorun-test-absent/b", .mode = Mode::tmpfs},
                                      {.path = "/isorun-test-absent/b/c"},
                                      {.path = "/usr/isorun-test-absent"}}};
  EXPECT_EQ(sh(layout,
               "cd /isorun-test-absent; touch a/1 b/2 b/c/3; find . | sort; "
               "touch /usr/isorun-test-absent/4 && test -x /usr/bin/env && ls -d /usr/lib"),
            ".\n./a\n./a/1\n./b\n./b/2\n./b/c\n./b/c/3\n/usr/lib\n");
}

TEST_F(Modes, EverythingElseIsReadOnlyOrPrivate) {
  const std::string before = tree_.fingerprint();
  const Layout layout{.working_directory = tree_.path()};
  EXPECT_EQ(sh(layout, "echo x > file; echo x > /tmp/isorun-test-file; rm -r below; cat file"),
            "x\n");
  EXPECT_EQ(tree_.fingerprint(), before);
  EXPECT_FALSE(fs::exists("/tmp/isorun-test-file"));
}

// What somebody else owns between /tmp and the working directory cannot be part of an ordinary
// user's overlay: below it, copy-up would fail with EOVERFLOW. A closed directory stands in for it.
TEST_F(Modes, BelowTmpAnOverlayStartsAtWhatTheCallerCanWrite) {
  std::string top = "/tmp/isorun-test-XXXXXX";
  ASSERT_NE(::mkdtemp(top.data()), nullptr);
  fs::create_directory(top + "/own");
  fs::permissions(top, fs::perms(0555));
  EXPECT_EQ(
      sh({.working_directory = top + "/own"},
         "echo x > file && cat file; touch ../new 2>&1 | grep -o 'Read-only file system' || :"),
      is_root() ? "x\n" : "x\nRead-only file system\n");
  EXPECT_TRUE(fs::is_empty(top + "/own"));
  fs::permissions(top, fs::perms(0755));
  fs::remove_all(top);
}

TEST_F(Modes, DeclaredIsolationLeavesTheRestAlone) {
  Layout layout = as(Mode::overlay);
  layout.directories[0].path = tree_ / "below";
  layout.isolation = Isolation::declared;
  EXPECT_EQ(sh(layout, "echo private > below/file; echo through > file"), "");
  EXPECT_EQ(tree_.read("file"), "through\n");
  EXPECT_EQ(tree_.read("below/file"), "host below\n");
}

}  // namespace
}  // namespace isorun
