#include "report/screen.hpp"

#include <cerrno>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <unistd.h>

#include <gtest/gtest.h>
#include <sys/ioctl.h>

#include <isorun/unique_fd.hpp>

namespace isorun {
namespace {

struct Pipe {
  explicit Pipe(int flags) {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::pipe2(ends, flags), 0);
    reader.reset(ends[0]);
    writer.reset(ends[1]);
  }

  [[nodiscard]] std::size_t read_all() const {
    std::string bytes(1 << 20, '\0');
    const ssize_t count = ::read(reader.get(), bytes.data(), bytes.size());
    return count < 0 ? 0 : static_cast<std::size_t>(count);
  }

  UniqueFd reader;
  UniqueFd writer;
};

// A pipe holds 64 KiB.
TEST(Screen, DoesNotWaitForItsReader) {
  const Pipe pipe(O_NONBLOCK);
  Screen screen(pipe.writer.get());
  screen.write(std::string(100'000, 'x'));
  EXPECT_FALSE(screen.is_idle());
  EXPECT_EQ(pipe.read_all(), 65'536U);
  screen.write("y");
  EXPECT_TRUE(screen.is_idle());
  EXPECT_EQ(pipe.read_all(), 100'001U - 65'536U);
}

TEST(Screen, DoesNotWaitForOneThatIsFull) {
  const Pipe pipe(0);
  const std::string filling(65'536, 'x');
  ASSERT_EQ(::write(pipe.writer.get(), filling.data(), filling.size()), 65'536);
  Screen screen(pipe.writer.get());
  screen.write("y");
  EXPECT_FALSE(screen.is_idle());
}

// main() does the same; see prepare_process.
void block_sigpipe() {
  sigset_t sigpipe;
  ::sigemptyset(&sigpipe);
  ::sigaddset(&sigpipe, SIGPIPE);
  ASSERT_EQ(::pthread_sigmask(SIG_BLOCK, &sigpipe, nullptr), 0);
}

TEST(Screen, DoesWithoutAReaderThatHasGone) {
  block_sigpipe();
  Pipe pipe(0);
  pipe.reader.reset();
  Screen screen(pipe.writer.get());
  screen.write("nobody reads this");
  screen.drain();
  EXPECT_TRUE(screen.is_idle());
  EXPECT_FALSE(all_was_printed());
}

// It is never ready, and has no end either.
TEST(Screen, DoesWithoutADescriptorThatCannotBeWritten) {
  const Pipe pipe(0);
  Screen screen(pipe.reader.get());
  screen.write("nowhere to go");
  screen.drain();
  EXPECT_TRUE(screen.is_idle());
}

TEST(Screen, IsAsLargeAsItsTerminalIsNow) {
  const Pipe pipe(0);
  EXPECT_EQ(Screen(pipe.writer.get()).size().columns, 80U);
  int master = -1;
  int slave = -1;
  winsize size = {.ws_row = 10, .ws_col = 33, .ws_xpixel = 0, .ws_ypixel = 0};
  ASSERT_EQ(::openpty(&master, &slave, nullptr, nullptr, &size), 0);
  const UniqueFd master_fd(master);
  const UniqueFd slave_fd(slave);
  const Screen screen(slave);
  EXPECT_EQ(screen.size().columns, 33U);
  size.ws_row = 50;
  ASSERT_EQ(::ioctl(slave, TIOCSWINSZ, &size), 0);
  EXPECT_EQ(screen.size().rows, 50U);
}

}  // namespace
}  // namespace isorun
