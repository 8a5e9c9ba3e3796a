// `isorun exec` is transparent.
#include <array>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <thread>
#include <unistd.h>

#include <sys/ioctl.h>
#include <sys/wait.h>

#include "host_state.hpp"
#include "program.hpp"
#include "tree.hpp"

namespace isorun {
namespace {

class Exec : public SandboxTest {};

std::string exec(const std::string& script, const Words& options = {}) {
  Words words = {"exec"};
  words.insert(words.end(), options.begin(), options.end());
  words.insert(words.end(), {"--", "/bin/sh", "-c", script});
  return isorun(words);
}

struct Pipe {
  UniqueFd reader;
  UniqueFd writer;
  Pipe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    reader.reset(ends[0]);
    writer.reset(ends[1]);
  }
};

std::string read_line(int fd) {
  std::string line;
  for (char letter = 0; ::read(fd, &letter, 1) == 1 && letter != '\n';) line.push_back(letter);
  return line;
}

// The host's here is a network namespace in which they differ from the kernel's defaults.
TEST_F(Exec, LowPortsAndPingsAreAllowedWhereTheHostAllowsThem) {
  const std::string script =
      "cd /proc/sys/net/ipv4 && echo 80 > ip_unprivileged_port_start && "
      "echo $(id -g) $(id -g) > ping_group_range && "
      "exec \"$@\" cat /proc/sys/net/ipv4/ip_unprivileged_port_start "
      "/proc/sys/net/ipv4/ping_group_range";
  const std::string group = is_root() ? std::to_string(::getegid()) : "0";
  for (const char* network : {"private", "fresh"}) {
    Words words = {"unshare", is_root() ? "-n" : "-Urn", "/bin/sh", "-c", script, "sh"};
    const Words program = isorun_words({"exec", "--net", network, "--"});
    words.insert(words.end(), program.begin(), program.end());
    EXPECT_EQ(on_host(words), "80\n" + group + "\t" + group + "\n");
  }
}

TEST_F(Exec, ExitCodes) {
  EXPECT_EQ(exec("exit 0"), "");
  EXPECT_EQ(exec("exit 1"), "[exited 1]");
  EXPECT_EQ(exec("exit 255"), "[exited 255]");
  EXPECT_EQ(exec("kill -KILL $$"), "[exited 137]");
  EXPECT_EQ(exec("kill -ABRT $$"), "[exited 134]");
  EXPECT_EQ(isorun({"exec", "--", "/etc/passwd"}),
            "isorun: executing /etc/passwd: Permission denied (EACCES)\n[exited 126]");
  EXPECT_EQ(
      isorun({"exec", "--", "isorun-test-absent"}),
      "isorun: executing isorun-test-absent: No such file or directory (ENOENT)\n[exited 127]");
  EXPECT_EQ(exec("sleep 100000", {"--timeout", "200ms"}), "[exited 124]");
  EXPECT_EQ(exec("true", {"--net", "moon"}).find("[exited 2]") != std::string::npos, true);
}

TEST_F(Exec, ATimeoutEndsWhatIgnoresItsSignals) {
  EXPECT_EQ(exec("trap '' TERM; (trap '' TERM; setsid sleep 100000) & kill -STOP $$; sleep 100000",
                 {"--timeout", "100ms"}),
            "[exited 124]");
}

TEST_F(Exec, OptionsEndAtTheCommand) {
  EXPECT_EQ(isorun({"exec", "/bin/echo", "--net", "-x", "--", "y"}), "--net -x -- y\n");
}

TEST_F(Exec, AHundredMegabytesPassThroughUnchanged) {
  const std::string generate =
      "perl -e 'for (1..100) { print pack(\"L\", $_ * 2654435761 % 4294967296)"
      " x 250_000 }'";
  const std::string whole = on_host({"/bin/sh", "-c", generate + " | sha256sum"});
  EXPECT_EQ(
      on_host({"/bin/sh", "-c", generate + " | '" ISORUN_PROGRAM "' exec -- cat | sha256sum"}),
      whole);
}

TEST_F(Exec, StandardErrorIsItsOwn) {
  const Output output;
  const Output error;
  Process process(isorun_words({"exec", "--", "/bin/sh", "-c", "echo out; echo err >&2"}),
                  {.output = output.fd(), .error = error.fd()});
  EXPECT_EQ(process.wait(), 0);
  EXPECT_EQ(output.text(), "out\n");
  EXPECT_EQ(error.text(), "err\n");
}

TEST_F(Exec, AClosedOutputIsSeenByTheWriterAtOnce) {
  Pipe pipe;
  Process process(isorun_words({"exec", "--", "/usr/bin/yes"}), {.output = pipe.writer.get()});
  pipe.writer.reset();
  EXPECT_EQ(read_line(pipe.reader.get()), "y");
  pipe.reader.reset();
  EXPECT_EQ(process.wait(), 128 + SIGPIPE);
}

TEST_F(Exec, AClosedInputIsSeenByTheWriterAtOnce) {
  Pipe input;
  Pipe output;
  Process process(
      isorun_words({"exec", "--", "/bin/sh", "-c", "exec <&-; echo closed; kill -STOP $$"}),
      {.input = input.reader.get(), .output = output.writer.get()});
  input.reader.reset();
  EXPECT_EQ(read_line(output.reader.get()), "closed");
  ::signal(SIGPIPE, SIG_IGN);
  EXPECT_TRUE(eventually([&input] { return ::write(input.writer.get(), "x", 1) == -1; }));
  ::signal(SIGPIPE, SIG_DFL);
  process.signal(SIGTERM);
  EXPECT_EQ(process.wait(), 128 + SIGTERM);
}

TEST_F(Exec, AClosedOutputIsTheReadersEndWhileTheCommandRunsOn) {
  Pipe output;
  Pipe error;
  Process process(
      isorun_words({"exec", "--", "/bin/sh", "-c", "exec >&-; echo closed >&2; kill -STOP $$"}),
      {.output = output.writer.get(), .error = error.writer.get()});
  output.writer.reset();
  EXPECT_EQ(read_line(error.reader.get()), "closed");
  EXPECT_EQ(read_line(output.reader.get()), "");
  process.signal(SIGTERM);
  EXPECT_EQ(process.wait(), 128 + SIGTERM);
}

constexpr const char* tell_signal =
    "$| = 1; $SIG{$_} = sub { print \"got $_[0]\\n\"; exit 7 } for qw(TERM INT HUP QUIT USR1 "
    "USR2); "
    "print \"ready\\n\"; sleep 1000 while 1";

TEST_F(Exec, SignalsAreForwarded) {
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2}) {
    SCOPED_TRACE(strsignal(number));
    Pipe output;
    Process process(isorun_words({"exec", "--", "/usr/bin/perl", "-e", tell_signal}),
                    {.output = output.writer.get()});
    ASSERT_EQ(read_line(output.reader.get()), "ready");
    process.signal(number);
    EXPECT_EQ(read_line(output.reader.get()), std::string("got ") + sigabbrev_np(number));
    EXPECT_EQ(process.wait(), 7);
  }
}

TEST_F(Exec, ASignalEndsACommandThatDoesNotCatchIt) {
  Pipe output;
  Process process(isorun_words({"exec", "--", "/bin/sh", "-c", "echo ready; kill -STOP $$"}),
                  {.output = output.writer.get()});
  ASSERT_EQ(read_line(output.reader.get()), "ready");
  process.signal(SIGTERM);
  EXPECT_EQ(process.wait(), 128 + SIGTERM);
}

// The terminal ----------------------------------------------------------------

class Terminal {
 public:
  explicit Terminal(Words argv) : master_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    EXPECT_EQ(::grantpt(master_.get()), 0);
    EXPECT_EQ(::unlockpt(master_.get()), 0);
    const std::string name = ::ptsname(master_.get());
    std::vector<char*> words;
    for (std::string& word : argv) words.push_back(word.data());
    words.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ != 0) return;
    ::setsid();
    const int slave = ::open(name.c_str(), O_RDWR);  // becomes the controlling terminal
    for (int fd = 0; fd < 3; ++fd) ::dup2(slave, fd);
    ::execv(words[0], words.data());
    ::_exit(1);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal() {
    if (pid_ > 0) ::kill(pid_, SIGKILL);
    wait();
  }

  // Everything up to and including `text`.
  std::string read_until(const std::string& text) {
    std::string all;
    for (char letter = 0; !all.ends_with(text);) {
      if (::read(master_.get(), &letter, 1) != 1) return all + "[end]";
      all.push_back(letter);
    }
    return all;
  }
  void type(const std::string& text) {
    EXPECT_EQ(::write(master_.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  [[nodiscard]] pid_t pid() const { return pid_; }
  int wait() {
    int status = 0;
    if (pid_ > 0) ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  UniqueFd master_;
  pid_t pid_ = -1;
};

TEST_F(Exec, TheTerminalIsTheCallers) {
  Terminal terminal(
      isorun_words({"exec", "--", "/bin/sh", "-c",
                    "test -t 0 && test -t 1 && stty size < /dev/tty; tty; read x; echo \"<$x>\""}));
  const std::string name = terminal.read_until("/dev/console\r\n");
  EXPECT_EQ(name.find("[end]"), std::string::npos) << name;
  terminal.type("typed\n");
  EXPECT_NE(terminal.read_until("<typed>").find("<typed>"), std::string::npos);
  EXPECT_EQ(terminal.wait(), 0);
}

constexpr const char* count_interrupts =
    "$| = 1; $SIG{INT} = sub { ++$n; print \"INT\\n\" }; "
    "$SIG{USR1} = sub { print \"count $n\\n\"; exit 5 }; print \"ready\\n\"; sleep 1000 while 1";

TEST_F(Exec, AKeyboardInterruptIsDeliveredOnce) {
  Terminal terminal(isorun_words({"exec", "--", "/usr/bin/perl", "-e", count_interrupts}));
  terminal.read_until("ready");
  // Isorun gets its interrupt when the command has had it: two that wait together would be one.
  ::kill(terminal.pid(), SIGSTOP);
  ASSERT_EQ(::waitpid(terminal.pid(), nullptr, WUNTRACED), terminal.pid());
  terminal.type("\x03");
  terminal.read_until("INT");
  ::kill(terminal.pid(), SIGUSR1);  // is passed on after the interrupt
  ::kill(terminal.pid(), SIGCONT);
  EXPECT_NE(terminal.read_until("count 1\r").find("count 1\r"), std::string::npos);
  EXPECT_EQ(terminal.wait(), 5);
}

TEST_F(Exec, AKeyboardInterruptEndsACommandThatDoesNotCatchIt) {
  Terminal terminal(isorun_words({"exec", "--", "/bin/sh", "-c", "echo ready; exec sleep 100000"}));
  terminal.read_until("ready");
  terminal.type("\x03");
  EXPECT_EQ(terminal.wait(), 128 + SIGINT);
}

// Words of the command --------------------------------------------------------

TEST_F(Exec, WhatTheCommandNamesBelowTmpStaysVisible) {
  for (const std::string top : {"/tmp", "/var/tmp"}) {
    std::string directory = top + "/isorun-test-XXXXXX";
    ASSERT_NE(::mkdtemp(directory.data()), nullptr);
    std::filesystem::create_directory(directory + "/bin");
    std::filesystem::copy_file("/bin/sh", directory + "/bin/sh");
    const std::string file = directory + ".txt";
    ASSERT_EQ(
        on_host({"/bin/sh", "-c", "echo content > " + directory + "/argument; echo top > " + file}),
        "");
    EXPECT_EQ(isorun({"exec", "--", directory + "/bin/sh", "-c", "echo ran"}), "ran\n");
    EXPECT_EQ(isorun({"exec", "--", "/bin/cat", directory + "/argument", file}), "content\ntop\n");
    EXPECT_EQ(on_host({"/bin/sh", "-c",
                       "cd " + directory +
                           " && HOME=/ '" ISORUN_PROGRAM "' exec -- sh -c 'pwd; cat argument; "
                           "echo changed > argument; ls -A ..' && cat argument"}),
              directory + "\ncontent\n" + std::filesystem::path(directory).filename().string() +
                  "\ncontent\n");
    std::filesystem::remove_all(directory);
    std::filesystem::remove(file);
  }
}

}  // namespace
}  // namespace isorun
