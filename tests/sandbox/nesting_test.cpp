// Directories within each other, behind symlinks, given twice, with awkward names.
#include <filesystem>

#include "box.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

struct Expected {
  const char* name;
  Mode mode;
  bool shows_host;
  bool takes_writes;
  bool reaches_host;
};

constexpr Expected modes[] = {{"overlay", Mode::overlay, true, true, false},
                              {"copy", Mode::copy, true, true, false},
                              {"tmpfs", Mode::tmpfs, false, true, false},
                              {"read_only", Mode::read_only, true, false, false},
                              {"share", Mode::share, true, true, true},
                              {"hide", Mode::hide, false, false, false}};

class Nesting : public SandboxTest {};

// Says what the directory does inside: whether it shows the host's file, takes a file, and lets it
// through.
std::string expected(const Expected& mode) {
  return std::string(mode.shows_host ? "host" : "") + (mode.takes_writes ? " writable" : " closed");
}

std::string look(const std::string& directory) {
  return "cd '" + directory + "'; cat file 2>/dev/null | tr -d '\\n'; " +
         "if (echo new > new) 2>/dev/null; then echo ' writable'; else echo ' closed'; fi; ";
}

TEST_F(Nesting, EachModeInEachOther) {
  for (const Expected& outer : modes) {
    for (const Expected& inner : modes) {
      SCOPED_TRACE(std::string(inner.name) + " in " + outer.name);
      Tree tree;
      tree.write("outer/file", "host\n");
      tree.write("outer/x/inner/file", "host\n");
      const Layout layout{
          .directories = {{tree / "outer/x/inner", inner.mode}, {tree / "outer", outer.mode}},
          .working_directory = "/"};
      if (outer.mode == Mode::hide) {
        EXPECT_EQ(refusal(layout),
                  tree / "outer/x/inner" + " lies below " + tree / "outer" + ", which is hidden");
        continue;
      }
      EXPECT_EQ(sh(layout, look(tree / "outer") + look(tree / "outer/x/inner")),
                expected(outer) + "\n" + expected(inner) + "\n");
      EXPECT_EQ(tree.exists("outer/new"), outer.reaches_host);
      EXPECT_EQ(tree.exists("outer/x/inner/new"), inner.reaches_host);
    }
  }
}

TEST_F(Nesting, ThreeDeep) {
  Tree tree;
  tree.write("a/b/c/file", "host\n");
  const Layout layout{.directories = {{tree / "a", Mode::tmpfs},
                                      {tree / "a/b", Mode::overlay},
                                      {tree / "a/b/c", Mode::copy}},
                      .working_directory = "/"};
  EXPECT_EQ(sh(layout, "cd " + tree / "a" + "; touch 1 b/2 b/c/3; find . | sort"),
            ".\n./1\n./b\n./b/2\n./b/c\n./b/c/3\n./b/c/file\n");
}

TEST_F(Nesting, ADirectoryGivenTwiceInTheSameWayIsGivenOnce) {
  Tree tree;
  tree.write("d/file", "host\n");
  fs::create_symlink("d", tree / "link");
  const Layout layout{.directories = {{"d"}, {"link"}, {"./d/"}, {tree / "d/../d"}},
                      .working_directory = tree.path()};
  EXPECT_EQ(sh(layout, "echo x > link/file; cat d/file"), "x\n");
  EXPECT_EQ(tree.read("d/file"), "host\n");
}

TEST_F(Nesting, ADirectoryGivenInTwoWaysIsRefused) {
  Tree tree;
  tree.directory("d");
  fs::create_symlink("d", tree / "link");
  const Layout layout{.directories = {{"d"}, {"link", Mode::tmpfs}},
                      .working_directory = tree.path()};
  EXPECT_EQ(refusal(layout),
            "Mode::tmpfs " + tree / "d" + ": another setting already names this directory");
}

TEST_F(Nesting, AnAbsentDirectoryBehindASymlink) {
  Tree tree;
  tree.directory("real");
  fs::create_symlink("real", tree / "link");
  const Layout layout{.directories = {{"link/absent", Mode::tmpfs}},
                      .working_directory = tree.path()};
  EXPECT_EQ(sh(layout, "touch link/absent/x && ls real/absent"), "x\n");
  EXPECT_FALSE(tree.exists("real/absent"));
}

TEST_F(Nesting, ADanglingSymlinkIsRefused) {
  Tree tree;
  fs::create_symlink("nowhere", tree / "link");
  for (const std::string name : {"link", "link/below"}) {
    const Layout layout{.directories = {{name, Mode::tmpfs}}, .working_directory = tree.path()};
    EXPECT_EQ(refusal(layout), tree / "link" + " is a dangling symbolic link");
  }
}

TEST_F(Nesting, AwkwardNames) {
  for (const std::string name :
       {"with space", "comma,colon:", "back\\slash", "new\nline", "quote'\"$`*?", "\xff\xfe bytes",
        "-rf", "tab\tbell\a", "\\040", "a=b", "..."}) {
    SCOPED_TRACE(name);
    Tree tree;
    tree.write(name + "/file", "host\n");
    tree.write(name + "/below " + name + "/file", "below\n");
    const std::string before = tree.fingerprint();
    for (const Mode mode : {Mode::overlay, Mode::copy, Mode::read_only, Mode::share}) {
      const Layout layout{.directories = {{tree / name, mode}}, .working_directory = tree / name};
      EXPECT_EQ(sh(layout, "cat file ./below*/file"), "host\nbelow\n");
    }
    const Layout overlay{.directories = {{tree / name}}, .working_directory = tree / name};
    EXPECT_EQ(sh(overlay, "echo x > file && rm -r ./below* && echo y > y"), "");
    const Layout absent{.directories = {{tree / (name + "/absent " + name)}}};
    EXPECT_EQ(sh(absent, "true"), "");
    EXPECT_EQ(tree.fingerprint(), before);
  }
}

TEST_F(Nesting, ALongPath) {
  Tree tree;
  std::string deep = "d";
  for (int i = 0; i < 14; ++i) deep += "/" + std::string(200, 'x');
  tree.write(deep + "/file", "host\n");
  const Layout layout{.directories = {{tree / deep}}, .working_directory = tree / deep};
  EXPECT_EQ(sh(layout, "echo x > file; cat file"), "x\n");
  EXPECT_EQ(tree.read(deep + "/file"), "host\n");
}

}  // namespace
}  // namespace isorun
