// What a command wrote can be read when it is gone.
#include <atomic>
#include <fcntl.h>
#include <map>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>

#include "box.hpp"
#include "host_state.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

class Layers : public SandboxTest {
 protected:
  Layers() {
    tree_.write("overlay/file", "host\n");
    tree_.write("overlay/gone", "host\n");
    tree_.write("copy/file", "host\n");
    tree_.directory("tmpfs");
  }

  [[nodiscard]] Layout layout() const {
    return {
        .directories = {{"overlay", Mode::overlay}, {"copy", Mode::copy}, {"tmpfs", Mode::tmpfs}},
        .isolation = Isolation::declared,
        .working_directory = tree_.path()};
  }

  Tree tree_;
};

Shard ended(Sandbox& sandbox, const std::string& script) {
  Result<Shard> shard =
      sandbox.start({.argv = {"/bin/sh", "-c", script}, .environment = environment()});
  if (!shard) throw std::runtime_error(to_string(shard.error()));
  EXPECT_EQ(to_text(shard->wait()), "");
  return std::move(*shard);
}

// "deleted", or the content of a file, of all that is not a directory, below `directory`.
std::map<std::string, std::string> files(const Shard& shard, const std::string& directory) {
  std::map<std::string, std::string> found;
  const Result<void> walked = walk(shard.layer(), [&](const LayerEntry& entry) {
    if (!entry.path.starts_with(directory) || S_ISDIR(entry.status.st_mode)) return Walk::next;
    char content[100];
    const UniqueFd file(::openat(entry.directory, entry.name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    const ssize_t size = entry.deleted ? 0 : ::read(file.get(), content, sizeof content);
    found[entry.path.substr(directory.size())] =
        entry.deleted ? "deleted" : std::string(content, static_cast<std::size_t>(size));
    return Walk::next;
  });
  EXPECT_TRUE(walked) << to_string(walked.error());
  return found;
}

using Files = std::map<std::string, std::string>;

constexpr const char* write_everywhere =
    "echo a > overlay/file; rm overlay/gone; mkdir overlay/new; echo b > overlay/new/file; "
    "echo c > tmpfs/file; echo d > copy/file; chmod 0 overlay/new";

TEST_F(Layers, ShowWhatTheCommandWrote) {
  Sandbox sandbox = open(layout());
  const Shard shard = ended(sandbox, write_everywhere);
  EXPECT_EQ(files(shard, tree_.path()), (Files{{"/copy/file", "d\n"},
                                               {"/overlay/file", "a\n"},
                                               {"/overlay/gone", "deleted"},
                                               {"/overlay/new/file", "b\n"},
                                               {"/tmpfs/file", "c\n"}}));
}

TEST_F(Layers, AreEmptyForEachShardAndOutliveTheSandbox) {
  std::optional<Shard> first;
  std::optional<Shard> second;
  {
    Sandbox sandbox = open(layout());
    first = ended(sandbox, "echo 1 > overlay/first");
    second = ended(sandbox, "test ! -e overlay/first && echo 2 > overlay/second");
  }
  EXPECT_EQ(files(*first, tree_ / "overlay"), (Files{{"/first", "1\n"}}));
  EXPECT_EQ(files(*second, tree_ / "overlay"), (Files{{"/second", "2\n"}}));
}

TEST_F(Layers, OnDiskShowTheSame) {
  tree_.directory("scratch");
  Layout on_disk = layout();
  on_disk.scratch = tree_ / "scratch";
  Sandbox sandbox = open(on_disk);
  const Shard shard = ended(sandbox, "echo x > overlay/file; echo y > tmpfs/new");
  EXPECT_EQ(files(shard, tree_ / "overlay"), (Files{{"/file", "x\n"}}));
  EXPECT_EQ(files(shard, tree_ / "tmpfs"), (Files{{"/new", "y\n"}}));
}

TEST_F(Layers, HoldTheResultsDirectory) {
  Layout with_results = layout();
  with_results.results_directory = true;
  with_results.isolation = Isolation::everything;
  Sandbox sandbox = open(with_results);
  const std::string directory = sandbox.results_directory();
  const Shard shard = ended(sandbox, "ls -A " + directory + "; echo r > " + directory + "/result");
  EXPECT_EQ(files(shard, directory), (Files{{"/result", "r\n"}}));
}

TEST_F(Layers, AreLimited) {
  Layout limited = layout();
  limited.scratch_bytes = 1 << 20;
  if (!layers_lie_in_memory()) {
    EXPECT_THAT(refusal(limited), testing::HasSubstr("needs layers in memory"));
    return;
  }
  Sandbox sandbox = open(limited);
  const std::string fill = "head -c 2000000 /dev/zero > ";
  for (const std::string place : {"overlay/big", "tmpfs/big", "copy/big"}) {
    const std::string text = sh(sandbox, fill + place);
    EXPECT_NE(text.find("No space left on device"), std::string::npos) << place << ": " << text;
  }
  EXPECT_EQ(sh(sandbox, "head -c 500000 /dev/zero > overlay/half"), "");
}

TEST_F(Layers, CannotBeNamedByTheCommand) {
  Sandbox sandbox = open(layout());
  const std::string text = sh(sandbox,
                              "echo secret > tmpfs/needle; find / -maxdepth 3 -name needle 2>&-; "
                              "find / -maxdepth 1 -name layer; cat /proc/self/mountinfo");
  EXPECT_EQ(text.find("needle"), std::string::npos) << text;
  EXPECT_EQ(text.find("\n/layer"), std::string::npos) << text;
}

// The library -----------------------------------------------------------------

TEST_F(Layers, OfThreadsWithASandboxEach) {
  std::vector<std::thread> threads;
  std::vector<std::string> texts(4);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    threads.emplace_back([&, i] {
      Sandbox sandbox = open(layout());
      for (int round = 0; round < 5; ++round) {
        texts[i] += sh(sandbox, "cat overlay/file; echo " + std::to_string(i) +
                                    " > overlay/file; cat overlay/file");
      }
    });
  }
  // Busy neighbours: what they hold locked at the time of a clone stays locked in the child.
  std::atomic<bool> done = false;
  std::thread neighbour([&done] {
    while (!done) std::string(100'000, 'x').append(Words(100, "y").front());
  });
  for (std::thread& thread : threads) thread.join();
  done = true;
  neighbour.join();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::string expected;
    for (int round = 0; round < 5; ++round) expected += "host\n" + std::to_string(i) + "\n";
    EXPECT_EQ(texts[i], expected);
  }
}

TEST_F(Layers, OfTwoSandboxesAtOnce) {
  Sandbox first = open(layout());
  Layout other = layout();
  other.directories[0].mode = Mode::hide;
  Sandbox second = open(other);
  EXPECT_EQ(sh(first, "ls overlay"), "file\ngone\n");
  EXPECT_EQ(sh(second, "ls overlay"), "");
  EXPECT_EQ(sh(first, "ls overlay"), "file\ngone\n");
}

}  // namespace
}  // namespace isorun
