// What a set-up wrote is there for later commands, which change it only for themselves.
#include <filesystem>

#include <gmock/gmock.h>

#include "box.hpp"
#include "host_state.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

class Setups : public SandboxTest {
 protected:
  Setups() {
    tree_.write("work/file", "host\n");
    tree_.write("work/gone", "host\n");
    tree_.write("work/dir/old", "host\n");
    tree_.write("copy/file", "host\n");
    tree_.directory("private");
    tree_.directory("disk");
  }

  [[nodiscard]] Layout layout() const {
    return {.directories = {{tree_ / "work", Mode::overlay},
                            {tree_ / "copy", Mode::copy},
                            {tree_ / "private", Mode::tmpfs}},
            .isolation = Isolation::declared,
            .working_directory = tree_.path()};
  }

  Tree tree_;
};

// What the script wrote to standard output and error, and its ending.
std::string start(Sandbox& sandbox, const std::string& script, const Command& like) {
  const Output output;
  Command command = like;
  command.argv = {"/bin/sh", "-c", script};
  command.environment = environment();
  command.output = output.fd();
  command.error = output.fd();
  Result<Shard> shard = sandbox.start(command);
  if (!shard) return to_string(shard.error());
  const std::string ending = to_text(shard->wait());
  return output.text() + ending;
}

std::string set_up(Sandbox& sandbox, unsigned number, const std::string& script,
                   const std::vector<unsigned>& below = {}) {
  return start(sandbox, script, {.setup = number, .setups = below});
}

std::string after(Sandbox& sandbox, const std::vector<unsigned>& setups,
                  const std::string& script) {
  return start(sandbox, script, {.setups = setups});
}

constexpr const char* write_everywhere =
    "echo 1 >> work/file; rm work/gone; rm -r work/dir; mkdir work/dir; echo 1 > work/dir/new;"
    "echo 1 >> copy/file; echo 1 > private/file; mkfifo private/fifo; chmod 700 work";

constexpr const char* show_everything =
    "cat work/file; ls work/gone 2>/dev/null; ls work/dir; cat copy/file private/file;"
    "ls private; stat -c %a work";

constexpr const char* everything = "host\n1\nnew\nhost\n1\n1\nfifo\nfile\n700\n";

TEST_F(Setups, AreSeenByLaterCommandsThatNameThem) {
  const std::string before = tree_.fingerprint();
  Sandbox sandbox = open(layout());
  ASSERT_EQ(set_up(sandbox, 0, write_everywhere), "");
  EXPECT_EQ(after(sandbox, {0}, show_everything), everything);
  EXPECT_EQ(after(sandbox, {}, "cat work/file; ls private work work/dir"),
            "host\nprivate:\n\nwork:\ndir\nfile\ngone\n\nwork/dir:\nold\n");
  EXPECT_EQ(tree_.fingerprint(), before);
}

TEST_F(Setups, AreSeenOnDisk) {
  Layout on_disk = layout();
  on_disk.scratch = tree_ / "disk";
  {
    Sandbox sandbox = open(on_disk);
    ASSERT_EQ(set_up(sandbox, 0, write_everywhere), "");
    EXPECT_EQ(after(sandbox, {0}, show_everything), everything);
    EXPECT_EQ(after(sandbox, {0}, show_everything), everything);
    ASSERT_TRUE(sandbox.close());
  }
  EXPECT_TRUE(std::filesystem::is_empty(tree_ / "disk"));
}

// If root's / is copy-on-write and layers lie on the disk, they lie below it.
TEST_F(Setups, AreSeenOnADiskThatIsCopyOnWrite) {
  Layout inside = layout();
  tree_.directory("work/disk");
  inside.scratch = tree_ / "work/disk";
  Sandbox sandbox = open(inside);
  ASSERT_EQ(set_up(sandbox, 0, "echo 1 > work/new; rm work/gone; rm -r work/dir; mkdir work/dir"),
            "");
  ASSERT_EQ(set_up(sandbox, 1, "echo 2 >> work/new; touch work/dir/2", {0}), "");
  const std::string all = "cd work; cat new file; rm new; echo 3 > file; ls . dir";
  for (int again = 0; again < 2; ++again)
    EXPECT_EQ(after(sandbox, {0, 1}, all), "1\n2\nhost\n.:\ndir\ndisk\nfile\n\ndir:\n2\n");
}

TEST_F(Setups, BelongToEachCommandAlone) {
  Sandbox sandbox = open(layout());
  ASSERT_EQ(set_up(sandbox, 0, write_everywhere), "");
  EXPECT_EQ(after(sandbox, {0},
                  "echo 2 >> work/file; rm -r work/dir; rm private/file; echo 2 >> copy/file;"
                  "mv private/fifo private/moved; cat work/file; ls private work"),
            "host\n1\n2\nprivate:\nmoved\n\nwork:\nfile\n");
  EXPECT_EQ(after(sandbox, {0}, show_everything), everything);
}

TEST_F(Setups, LieOnEachOther) {
  Sandbox sandbox = open(layout());
  ASSERT_EQ(set_up(sandbox, 0,
                   "echo 0 > work/a; echo 0 > work/b; echo 0 > private/a; "
                   "echo 0 > copy/a; rm work/gone"),
            "");
  ASSERT_EQ(set_up(sandbox, 1,
                   "cat work/a private/a copy/a; echo 1 > work/a; rm work/b; "
                   "echo 1 > private/b; echo 1 >> copy/a; echo 1 > work/gone",
                   {0}),
            "0\n0\n0\n");
  ASSERT_EQ(set_up(sandbox, 2, "echo 2 > work/c"), "");
  EXPECT_EQ(after(sandbox, {0, 1, 2}, "cd work; cat a c gone; ls; cat ../private/*; ls ../copy"),
            "1\n2\n1\na\nc\ndir\nfile\ngone\n0\n1\nfile\n");
  EXPECT_EQ(after(sandbox, {0}, "cd work; cat a b; ls; ls ../private"),
            "0\n0\na\nb\ndir\nfile\na\n");
  EXPECT_EQ(after(sandbox, {2}, "ls private work"), "private:\n\nwork:\nc\ndir\nfile\ngone\n");
}

TEST_F(Setups, AreMany) {
  Sandbox sandbox = open(layout());
  std::vector<unsigned> all;
  std::string names;
  for (unsigned number = 0; number < Sandbox::max_setups; ++number) {
    ASSERT_EQ(set_up(sandbox, number, "echo x >> work/file; : > work/s$(ls work | wc -l)", all),
              "");
    all.push_back(number);
  }
  EXPECT_EQ(after(sandbox, all, "grep -c x work/file; ls work | grep -c s"), "16\n16\n");
}

TEST_F(Setups, LeaveTheWholeRootToo) {
  Layout everything_isolated = layout();
  everything_isolated.isolation = Isolation::everything;
  Sandbox sandbox = open(everything_isolated);
  ASSERT_EQ(set_up(sandbox, 0, "echo 1 > /tmp/t; echo 1 > /dev/shm/s; echo 1 > work/w"), "");
  EXPECT_EQ(after(sandbox, {0}, "cat /tmp/t /dev/shm/s work/w; stat -c %a /tmp"),
            "1\n1\n1\n1777\n");
}

// The memory of a full layer is freed at once, but not of this one.
TEST_F(Setups, MayBeLarge) {
  if (!layers_lie_in_memory()) GTEST_SKIP() << "only layers in memory have a size";
  Layout small = layout();
  small.scratch_bytes = 1UL << 20;
  Sandbox sandbox = open(small);
  ASSERT_EQ(set_up(sandbox, 0, "head -c 600000 /dev/zero > work/big"), "");
  EXPECT_EQ(after(sandbox, {0}, "stat -c %s work/big"), "600000\n");
}

TEST_F(Setups, LeaveTheResultsDirectoryEmpty) {
  Layout with_results = layout();
  with_results.results_directory = true;
  Sandbox sandbox = open(with_results);
  ASSERT_EQ(set_up(sandbox, 0, "echo 1 > " + sandbox.results_directory() + "/file"), "");
  EXPECT_EQ(after(sandbox, {0}, "ls " + sandbox.results_directory()), "");
}

TEST_F(Setups, DeletedByACommandAreDeletionsInItsLayer) {
  Sandbox sandbox = open(layout());
  ASSERT_EQ(set_up(sandbox, 0, "echo 1 > private/file; echo 1 > work/new"), "");
  Result<Shard> shard = sandbox.start({.argv = {"/bin/sh", "-c", "rm private/file work/new"},
                                       .environment = environment(),
                                       .setups = {0}});
  ASSERT_TRUE(shard);
  ASSERT_EQ(to_text(shard->wait()), "");
  std::string deleted;
  ASSERT_TRUE(walk(shard->layer(), [&](const LayerEntry& entry) {
    if (entry.deleted) deleted += entry.path.substr(tree_.path().size()) + '\n';
    return Walk::next;
  }));
  EXPECT_EQ(deleted, "/private/file\n/work/new\n");
}

TEST_F(Setups, MustHaveBeenStarted) {
  Sandbox sandbox = open(layout());
  EXPECT_EQ(after(sandbox, {3}, ":"), "set-up 3 was not started");
  EXPECT_EQ(after(sandbox, {16}, ":"), "set-up 16 was not started");
  EXPECT_EQ(set_up(sandbox, 16, ":"), "set-up 16: must be below 16");
  EXPECT_EQ(set_up(sandbox, 0, ":"), "");
  EXPECT_EQ(set_up(sandbox, 0, ":"), "set-up 0 was started before");
}

}  // namespace
}  // namespace isorun
