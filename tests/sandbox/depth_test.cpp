// Trees that are deeper than descriptors, paths and stacks reach.
#include <fcntl.h>
#include <filesystem>
#include <iostream>
#include <unistd.h>

#include <sys/stat.h>

#include "base/descent.hpp"
#include "box.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

constexpr int deep = 5000;

// Makes as many directories, one in the other, below the working directory, and a file in the last.
void make_deep() {
  for (int i = 0; i < deep; ++i) {
    if (::mkdir("d", 0755) != 0 || ::chdir("d") != 0) return tell("going down", -1);
  }
  const UniqueFd file(::open("bottom", O_WRONLY | O_CREAT | O_CLOEXEC, 0640));
  if (::write(file.get(), "deep", 4) != 4) tell("writing", -1);
}

void read_deep() {
  int depth = 0;
  for (; ::chdir("d") == 0; ++depth) {
    struct stat status {};
    ::stat(".", &status);
    if ((status.st_mode & 07777) != 0755 || status.st_mtim.tv_sec != 1000) ++depth;
  }
  char text[5] = {};
  const UniqueFd file(::open("bottom", O_RDONLY | O_CLOEXEC));
  if (::read(file.get(), text, 4) != 4) tell("reading", -1);
  std::cout << depth << " " << text << std::endl;
}

const Inside maker("make deep", make_deep);
const Inside reader("read deep", read_deep);

class Depth : public SandboxTest {
 protected:
  // Does what make_deep() does, but on the host; directories have the time 1000.
  void make_on_host() const {
    const UniqueFd top(::open(tree_.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    Levels levels;
    Descent way(top.get(), levels);
    for (int i = 0; i < deep; ++i) {
      ASSERT_EQ(::mkdirat(way.directory(), "d", 0755), 0);
      ASSERT_EQ(way.enter("d"), 0);
    }
    const UniqueFd file(::openat(way.directory(), "bottom", O_WRONLY | O_CREAT | O_CLOEXEC, 0640));
    ASSERT_EQ(::write(file.get(), "deep", 4), 4);
    const timespec times[2] = {{1000, 0}, {1000, 0}};
    while (way.depth() > 0) {
      ASSERT_EQ(::futimens(way.directory(), times), 0);
      ASSERT_EQ(way.leave(), 0);
    }
  }

  [[nodiscard]] Layout copy() const {
    return {.directories = {{".", Mode::copy}},
            .isolation = Isolation::declared,
            .working_directory = tree_.path()};
  }

  [[nodiscard]] Layout on_disk() const {
    tree_.directory("scratch");
    tree_.directory("data");
    return {.directories = {{"."}},
            .isolation = Isolation::declared,
            .working_directory = tree_ / "data",
            .scratch = tree_ / "scratch"};
  }

  Tree tree_;
};

TEST_F(Depth, Copies) {
  make_on_host();
  EXPECT_EQ(run(copy(), reader.argv()), "5000 deep\n");
}

TEST_F(Depth, ScratchDirectoriesAreRemoved) {
  Sandbox sandbox = open(on_disk());
  EXPECT_EQ(run(sandbox, maker.argv()), "");
  const Result<void> closed = sandbox.close();
  EXPECT_TRUE(closed) << to_string(closed.error());
  EXPECT_TRUE(fs::is_empty(tree_ / "scratch"));
}

TEST_F(Depth, LayersAreReadToTheBottom) {
  Sandbox sandbox = open(on_disk());
  Result<Shard> shard = sandbox.start({.argv = maker.argv(), .environment = environment()});
  ASSERT_TRUE(shard);
  EXPECT_EQ(to_text(shard->wait()), "");
  int entries = 0;
  std::size_t longest = 0;
  const Result<void> walked = walk(shard->layer(), [&](const LayerEntry& entry) {
    ++entries;
    longest = std::max(longest, entry.path.size());
    return Walk::next;
  });
  EXPECT_TRUE(walked) << to_string(walked.error());
  EXPECT_EQ(entries, deep + 1);
  EXPECT_EQ(longest, (tree_ / "data").size() + 2 * deep + std::string("/bottom").size());
}

TEST_F(Depth, WhatStaysOnAScratchDiskIsReported) {
  Sandbox sandbox = open(on_disk());
  EXPECT_EQ(sh(sandbox, "echo x > file"), "");
  for (const auto& entry : fs::directory_iterator(tree_ / "scratch"))
    fs::rename(entry.path(), tree_ / "moved away");
  const Result<void> closed = sandbox.close();
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, ENOENT);
  EXPECT_TRUE(closed.error().what.starts_with("removing " + (tree_ / "scratch/isorun.scratch.")))
      << closed.error().what;
  EXPECT_TRUE(fs::is_empty(tree_ / "moved away"));
}

TEST_F(Depth, ASandboxWithShardsDoesNotClose) {
  Sandbox sandbox = open(on_disk());
  Result<Shard> shard = sandbox.start({.argv = {"/bin/sleep", "1000"}});
  ASSERT_TRUE(shard);
  EXPECT_FALSE(sandbox.close());
}

TEST_F(Depth, CopiesKeepLinksAndHoles) {
  tree_.write("a", "one\n");
  tree_.directory("below");
  ASSERT_EQ(::link((tree_ / "a").c_str(), (tree_ / "below/b").c_str()), 0);
  ASSERT_EQ(::link((tree_ / "a").c_str(), (tree_ / "c").c_str()), 0);
  tree_.write("sparse", "begin");
  fs::resize_file(tree_ / "sparse", std::uintmax_t{10} << 30);
  EXPECT_EQ(sh(copy(),
               "echo two >> below/b; cat a c; stat -c %h a below/b c sparse; "
               "stat -c %s sparse; test $(stat -c %b sparse) -lt 100; ls"),
            "one\ntwo\none\ntwo\n3\n3\n3\n1\n10737418240\na\nbelow\nc\nsparse\n");
  EXPECT_EQ(tree_.read("a"), "one\n");
}

TEST_F(Depth, CopiesLinkOnlyWhatIsLinkedWithinThem) {
  tree_.write("a", "one\n");
  tree_.directory("t");
  ASSERT_EQ(::link((tree_ / "a").c_str(), (tree_ / "t/a").c_str()), 0);
  Layout layout = copy();
  layout.directories = {{"t", Mode::copy}};
  EXPECT_EQ(sh(layout, "stat -c %h t/a; echo two > t/a; cat a"), "1\none\n");
}

}  // namespace
}  // namespace isorun
