// What a program that embeds the library may do, or have done, without harm.
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

#include <sys/resource.h>
#include <sys/wait.h>

#include "box.hpp"
#include "conversation.hpp"
#include "host_state.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

class Door : public SandboxTest {};

using std::string_literals::operator""s;

// A child that may close and lower whatever it likes; its exit code.
int in_a_child(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Exits with 1N if descriptor N is not /dev/null, with 20 if there are more.
constexpr const char* check_descriptors =
    "for fd in 0 1 2; do [ \"$(readlink /proc/$$/fd/$fd)\" = /dev/null ] || exit 1$fd; done; "
    "[ ! -e /proc/$$/fd/3 ] || exit 20";

int with_closed_streams(const Command& command) {
  for (int fd = 0; fd < 3; ++fd) ::close(fd);
  Result<Sandbox> sandbox = Sandbox::open({});
  if (!sandbox) return 30;
  // The second finds what the first left behind, such as its layer's descriptor.
  Result<Shard> first = sandbox->start({.argv = {"/bin/true"}, .environment = environment()});
  if (!first || first->wait().how != Ending::How::exited) return 31;
  Result<Shard> shard = sandbox->start(command);
  if (!shard) return 32;
  return shard->wait().code;
}

TEST_F(Door, ClosedStandardStreamsAreNoDescriptorsOfTheLibrary) {
  Command command{.argv = {"/bin/sh", "-c", check_descriptors}, .environment = environment()};
  EXPECT_EQ(in_a_child([&command] { return with_closed_streams(command); }), 0);
  // Naming one that is closed is an error.
  for (int Command::*stream : {&Command::input, &Command::output, &Command::error}) {
    command.input = command.output = command.error = -1;
    for (int fd = 0; fd < 3; ++fd) {
      command.*stream = fd;
      EXPECT_EQ(in_a_child([&command] { return with_closed_streams(command); }), 32) << fd;
    }
  }
}

TEST_F(Door, ANulByteIsAnError) {
  Sandbox sandbox = open({});
  EXPECT_EQ(run(sandbox, {"/bin/echo", "a\0b"s}),
            "[start: an argument of the command contains a null byte]");
  const Result<Shard> shard = sandbox.start({.argv = {"/bin/true"}, .environment = {"A=1\0B=2"s}});
  ASSERT_FALSE(shard);
  EXPECT_EQ(shard.error().phase, Phase::usage);
  EXPECT_EQ(shard.error().what, "an environment variable contains a null byte");
  const std::string bad = "/tmp\0x"s;
  const std::string sentence = "a path contains a null byte";
  EXPECT_EQ(refusal({.directories = {{bad}}}), sentence);
  EXPECT_EQ(refusal({.binds = {{"/usr", bad}}}), sentence);
  EXPECT_EQ(refusal({.binds = {{bad, "/usr"}}}), sentence);
  EXPECT_EQ(refusal({.working_directory = bad}), sentence);
  EXPECT_EQ(refusal({.visible = {bad}}), sentence);
  EXPECT_EQ(refusal({.scratch = bad}), sentence);
  EXPECT_FALSE(explain({.scratch = bad}));
}

TEST_F(Door, SlotsHaveAnEnd) {
  Sandbox sandbox = open({});
  EXPECT_EQ(run(sandbox, {"/bin/echo", "last"}, Sandbox::max_slots - 1), "last\n");
  EXPECT_EQ(run(sandbox, {"/bin/true"}, Sandbox::max_slots),
            "[start: slot 1024: must be below 1024]");
  EXPECT_EQ(run(sandbox, {"/bin/echo", "next"}), "next\n");
}

class Limit {
 public:
  Limit(pid_t process, rlim_t files) : process_(process) {
    EXPECT_EQ(::prlimit(process_, RLIMIT_NOFILE, nullptr, &before_), 0);
    const rlimit lower{files, before_.rlim_max};
    EXPECT_EQ(::prlimit(process_, RLIMIT_NOFILE, &lower, nullptr), 0);
  }
  Limit(const Limit&) = delete;
  Limit& operator=(const Limit&) = delete;
  ~Limit() { ::prlimit(process_, RLIMIT_NOFILE, &before_, nullptr); }

 private:
  pid_t process_;
  rlimit before_{};
};

// The kernel drops a descriptor that there is no room for, and delivers the rest (MSG_CTRUNC).
TEST_F(Door, ALayerThatIsLostIsAProblem) {
  Sandbox sandbox = open({});
  Conversation shard(sandbox, {"/bin/sh", "-c", "echo x > /tmp/x; echo ready; read end"});
  EXPECT_EQ(shard.hear(), "ready");
  shard.say("");
  const Ending ending = [&shard] {
    const Limit limit(0, 3);
    return shard.shard().wait();
  }();
  EXPECT_EQ(to_text(ending),
            "[setup: receiving what the shard wrote: Too many open files (EMFILE); too many open "
            "files; raise the limit (ulimit -Hn) or run fewer shards at once]");
}

TEST_F(Door, StreamsThatAreLostOnTheWayAreAProblem) {
  Sandbox sandbox = open({});
  const pid_t stage = descendants(::getpid()).at(0);
  const std::string sentence =
      "[setup: passing descriptors to the command: Too many open files (EMFILE); too many open "
      "files; "
      "raise the limit (ulimit -Hn) or run fewer shards at once]";
  {
    const Limit limit(stage, 6);
    EXPECT_EQ(sh(sandbox, "echo never"), sentence);
  }
  EXPECT_EQ(sh(sandbox, "echo next"), "next\n");
}

void never_called(int /*signal*/) {
  ::abort();
}

// Bit N-1 is signal N.
unsigned long signal_mask(pid_t process, const std::string& name) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string word; status >> word;) {
    if (word == name + ":" && status >> word) return std::stoul(word, nullptr, 16);
  }
  return ~0UL;
}

TEST_F(Door, NoHandlerOfTheCallerIsLeftInAnyProcessOfTheSandbox) {
  struct sigaction before[3] = {};
  const int signals[3] = {SIGUSR1, SIGTERM, SIGRTMAX};
  struct sigaction handler {};
  handler.sa_handler = never_called;
  for (int i = 0; i < 3; ++i) ASSERT_EQ(::sigaction(signals[i], &handler, &before[i]), 0);
  ::signal(SIGUSR2, SIG_IGN);
  {
    Sandbox sandbox = open({});
    Conversation shard(sandbox, {"/bin/cat"});  // without signal handlers
    shard.say("ready");
    EXPECT_EQ(shard.hear(), "ready");
    for (const pid_t process : descendants(::getpid())) {
      SCOPED_TRACE(process);
      EXPECT_EQ(signal_mask(process, "SigCgt"), 0U);
      EXPECT_EQ(signal_mask(process, "SigIgn") >> (SIGUSR2 - 1) & 1, 1U);
    }
    shard.hang_up();
    EXPECT_EQ(shard.end(), "");
  }
  for (int i = 0; i < 3; ++i) ::sigaction(signals[i], &before[i], nullptr);
  ::signal(SIGUSR2, SIG_DFL);
}

TEST_F(Door, TwoSandboxesShareAScratchDirectory) {
  Tree tree;
  tree.directory("scratch");
  const Layout layout{.working_directory = tree.path(), .scratch = "scratch"};
  Sandbox first = open(layout);
  Sandbox second = open(layout);
  Conversation one(first, {"/bin/sh", "-c", "echo 1 > file; echo ready; read end; cat file"});
  EXPECT_EQ(one.hear(), "ready");
  Conversation two(second, {"/bin/sh", "-c", "echo 2 > file; echo ready; read end; cat file"});
  EXPECT_EQ(two.hear(), "ready");
  one.say("");
  EXPECT_EQ(one.end(), "1\n");
  two.say("");
  EXPECT_EQ(two.end(), "2\n");
}

}  // namespace
}  // namespace isorun
