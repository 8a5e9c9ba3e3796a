// The host is the same afterwards, whatever a command does to what it sees.
#include <cstdlib>
#include <filesystem>

#include "conversation.hpp"
#include "program.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

class Destruction : public SandboxTest {
 protected:
  Destruction() {
    tree_.write("data/sessions/session-1/content", "1\n");
    tree_.write("data/sessions/session-2/content", "2\n");
    tree_.write("src/main.cpp", "int main() {}\n");
    tree_.write("closed/file", "x\n");
    std::filesystem::create_symlink("../data", tree_ / "src/link");
    std::filesystem::permissions(tree_ / "src/main.cpp", std::filesystem::perms(0444));
    std::filesystem::permissions(tree_ / "closed", std::filesystem::perms(0555));
  }

  Tree tree_;
};

// Root is root over the whole machine: if the sandbox leaked, this would hurt the tests' own tree
// first, and nothing else.
TEST_F(Destruction, OfTheWorkingDirectory) {
  const std::string before = tree_.fingerprint();
  EXPECT_EQ(
      sh({.working_directory = tree_.path()},
         "chmod -R u+w . && rm -rf data src closed && ls -A && echo x > new && mkdir -p data && "
         "chmod 777 . && touch -d 2001-01-01 ."),
      "");
  EXPECT_EQ(tree_.fingerprint(), before);
}

// Runs only as the user that as_ordinary_user makes up, who owns nothing, and only after a smaller
// loss did not reach the host.
TEST_F(Destruction, OfEverythingThatAnOrdinaryUserReaches) {
  if (std::getenv("ISORUN_TEST_USER") == nullptr) return;
  const std::string before = tree_.fingerprint();
  const Layout layout{.working_directory = tree_.path()};
  ASSERT_EQ(sh(layout, "rm -rf data && ls"), "closed\nsrc\n");
  ASSERT_EQ(tree_.fingerprint(), before);
  EXPECT_EQ(sh(layout,
               "rm -rf \"$HOME\"/* /tmp/* /var/tmp/* /dev/shm/* /etc/* /home/* /srv/* /opt/* "
               "2>/dev/null; ls"),
            "closed\n");
  EXPECT_EQ(tree_.fingerprint(), before);
}

TEST_F(Destruction, ByMovingTruncatingAndMapping) {
  const std::string before = tree_.fingerprint();
  EXPECT_EQ(sh({.working_directory = tree_.path()},
               "chmod 644 src/main.cpp && : > src/main.cpp && mv src/main.cpp data/moved && "
               "ln data/sessions/session-1/content hard && echo more >> hard && "
               "dd if=/dev/zero of=data/sessions/session-2/content bs=1 count=1 conv=notrunc "
               "status=none && "
               "touch -d 2001-01-01 data && chmod 700 data && cat hard"),
            "1\nmore\n");
  EXPECT_EQ(tree_.fingerprint(), before);
}

TEST_F(Destruction, OfACopyOrATmpfs) {
  const std::string before = tree_.fingerprint();
  for (const Mode mode : {Mode::copy, Mode::tmpfs, Mode::overlay, Mode::read_only, Mode::hide}) {
    const Layout layout{.directories = {{tree_.path(), mode}}, .working_directory = "/"};
    sh(layout, "cd " + tree_.path() + " && chmod -R u+w .; rm -rf ./*; echo x > x; touch .");
    EXPECT_EQ(tree_.fingerprint(), before);
  }
}

// SEED.md's timeline, one step after the other --------------------------------

// A worker carries out orders and reports the results.
constexpr const char* worker =
    "while read step; do case $step in create*) mkdir ${step#create } && echo created;; "
    "cleanup) rm -rf session-*; echo cleaned;; "
    "read*) test -d ${step#read } && echo found || echo not found;; esac; done";

struct Race {
  std::string first;
  std::string second;
  friend bool operator==(const Race&, const Race&) = default;
};

Race race(Sandbox& sandbox) {
  Conversation w0(sandbox, {"/bin/sh", "-c", worker}, 0);
  Conversation w1(sandbox, {"/bin/sh", "-c", worker}, 1);
  const auto tell = [](Conversation& w, const std::string& step) {
    w.say(step);
    return w.hear();
  };
  EXPECT_EQ(tell(w0, "create session-abc123"), "created");
  EXPECT_EQ(tell(w1, "create session-def456"), "created");
  EXPECT_EQ(tell(w0, "read session-abc123"), "found");
  EXPECT_EQ(tell(w1, "cleanup"), "cleaned");
  EXPECT_EQ(tell(w1, "create session-next"), "created");
  const std::string first = tell(w0, "read session-abc123");
  EXPECT_EQ(tell(w0, "cleanup"), "cleaned");
  return {first, tell(w1, "read session-next")};
}

TEST_F(Destruction, TheRaceIsLostTogetherAndWonApart) {
  const std::string sessions = tree_ / "data/sessions";
  Sandbox apart = open({.working_directory = sessions});
  EXPECT_EQ(race(apart), (Race{"found", "found"}));
  Sandbox together =
      open({.directories = {{sessions, Mode::share}}, .working_directory = sessions});
  EXPECT_EQ(race(together), (Race{"not found", "not found"}));
}

}  // namespace
}  // namespace isorun
