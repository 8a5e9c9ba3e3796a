#include "run/keyboard.hpp"

#include <fcntl.h>
#include <functional>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <unistd.h>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <isorun/unique_fd.hpp>

namespace isorun {
namespace {

constexpr tcflag_t raw_flags = ICANON | ECHO;

bool is_raw(int fd) {
  termios settings{};
  return ::tcgetattr(fd, &settings) == 0 && (settings.c_lflag & raw_flags) == 0 &&
         (settings.c_lflag & ISIG) != 0;
}

bool is_as_before(int fd) {
  termios settings{};
  return ::tcgetattr(fd, &settings) == 0 && (settings.c_lflag & raw_flags) == raw_flags;
}

bool has_input(int fd) {
  pollfd source = {fd, POLLIN, 0};
  return ::poll(&source, 1, 10'000) == 1;
}

// Runs `act` in a new session, in the foreground of a terminal that receives `keys`.
// What it returns names the step that went wrong, or is 0.
int in_a_terminal(const char* keys, const std::function<int()>& act) {
  int master = -1;
  const pid_t child = ::forkpty(&master, nullptr, nullptr, nullptr);
  if (child == 0) {
    ::alarm(60);
    ::_exit(act());
  }
  const UniqueFd typing(master);
  const std::string_view typed = keys;
  EXPECT_EQ(::write(master, typed.data(), typed.size()), static_cast<ssize_t>(typed.size()));
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST(Keyboard, TakesKeysOneByOne) {
  EXPECT_EQ(in_a_terminal("xt\nq",
                          [] {
                            Keyboard keyboard(STDIN_FILENO);
                            if (keyboard.fd() != STDIN_FILENO) return 1;
                            // 't', 'Enter', and nothing after them
                            for (int key = 0; key < 2;) {
                              if (!has_input(keyboard.fd())) return 2;
                              if (keyboard.next() == Key::snapshot) ++key;
                            }
                            return keyboard.next() ? 3 : 0;
                          }),
            0);
}

TEST(Keyboard, LeavesTheTerminalAsItWas) {
  EXPECT_EQ(in_a_terminal("",
                          [] {
                            {
                              Keyboard keyboard(STDIN_FILENO);
                              if (!is_raw(STDIN_FILENO)) return 1;
                              keyboard.suspend();
                              if (!is_as_before(STDIN_FILENO) || keyboard.fd() != -1) return 2;
                              keyboard.resume();
                              keyboard.resume();
                              if (!is_raw(STDIN_FILENO) || keyboard.fd() == -1) return 3;
                            }
                            return is_as_before(STDIN_FILENO) ? 0 : 4;
                          }),
            0);
}

// It would be stopped by SIGTTOU.
TEST(Keyboard, LeavesATerminalAloneInTheBackground) {
  EXPECT_EQ(in_a_terminal("t",
                          [] {
                            const pid_t child = ::fork();
                            if (child == 0) {
                              ::setpgid(0, 0);
                              Keyboard keyboard(STDIN_FILENO);
                              ::_exit(keyboard.fd() == -1 && !keyboard.next() ? 0 : 1);
                            }
                            int status = 0;
                            ::waitpid(child, &status, WUNTRACED);
                            if (WIFSTOPPED(status)) ::kill(child, SIGKILL);
                            return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
                          }),
            0);
}

TEST(Keyboard, NeedsATerminal) {
  int ends[2] = {-1, -1};
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const UniqueFd reader(ends[0]);
  const UniqueFd writer(ends[1]);
  ASSERT_EQ(::write(writer.get(), "t", 1), 1);
  Keyboard keyboard(reader.get());
  EXPECT_EQ(keyboard.fd(), -1);
  EXPECT_EQ(keyboard.next(), std::nullopt);
}

// Ready for ever, but for nothing.
TEST(Keyboard, DoesWithoutATerminalThatWasClosed) {
  int master = -1;
  int ready[2] = {-1, -1};
  ASSERT_EQ(::pipe2(ready, O_CLOEXEC), 0);
  const pid_t child = ::forkpty(&master, nullptr, nullptr, nullptr);
  if (child == 0) {
    ::signal(SIGHUP, SIG_IGN);
    ::alarm(60);
    Keyboard keyboard(STDIN_FILENO);
    if (::write(ready[1], "r", 1) != 1 || !has_input(keyboard.fd())) ::_exit(1);
    ::_exit(!keyboard.next() && keyboard.fd() == -1 ? 0 : 2);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  ::close(master);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  ::close(ready[0]);
  ::close(ready[1]);
}

}  // namespace
}  // namespace isorun
