#include "run/shard_output.hpp"

#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <signal.h>
#include <string>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

namespace isorun {
namespace {

Result<UniqueFd> make_file() {
  return UniqueFd(::memfd_create("test", MFD_CLOEXEC));
}

class ShardOutputTest : public testing::Test {
 protected:
  std::unique_ptr<ShardOutput> open(const ShardOutput::Settings& settings = {}) {
    return open_with(std::move(*make_file()), settings);
  }

  std::unique_ptr<ShardOutput> open_with(UniqueFd log, const ShardOutput::Settings& settings = {}) {
    auto output = ShardOutput::open(std::move(log), make_file, settings);
    EXPECT_TRUE(output.has_value());
    EXPECT_TRUE(outputs_.add(**output).has_value());
    return std::move(*output);
  }

  static void write(const ShardOutput& output, Stream stream, std::string_view text) {
    ASSERT_EQ(::write(output.write_end(stream), text.data(), text.size()),
              static_cast<ssize_t>(text.size()));
  }

  [[nodiscard]] bool is_readable() const {
    pollfd source = {outputs_.fd(), POLLIN, 0};
    return ::poll(&source, 1, 0) == 1;
  }

  void pump_all() {
    while (is_readable()) outputs_.pump();
  }

  static void settle(ShardOutput& output) {
    while (!output.settle()) {
    }
  }

  ShardOutputs outputs_ = std::move(*ShardOutputs::open());
};

TEST_F(ShardOutputTest, KeepsTheStreamsApartAndInTheirOrder) {
  const auto output = open();
  for (const auto& [stream, text] :
       {std::pair{Stream::output, "1..2\n"}, std::pair{Stream::error, "ok 7\n"},
        std::pair{Stream::output, "ok 1\n"}}) {
    write(*output, stream, text);
    pump_all();
  }
  write(*output, Stream::error, "the end\n");
  output->close_write_ends();
  settle(*output);
  EXPECT_EQ(output->output(), "1..2\nok 1\n");
  EXPECT_EQ(output->all(), "1..2\nok 7\nok 1\nthe end\n");
  EXPECT_FALSE(output->error());
}

TEST_F(ShardOutputTest, OneStreamAloneIsTheLog) {
  for (const Stream stream : {Stream::output, Stream::error}) {
    const auto output = open();
    write(*output, stream, "text");
    output->close_write_ends();
    settle(*output);
    EXPECT_EQ(output->all(), "text");
    EXPECT_EQ(output->output(), stream == Stream::output ? "text" : "");
  }
}

TEST_F(ShardOutputTest, WhatIsThereAtOnceComesInTheOrderThatWasAskedFor) {
  for (const Stream first : {Stream::output, Stream::error}) {
    const auto output = open({.first = first});
    write(*output, Stream::output, "o");
    write(*output, Stream::error, "e");
    pump_all();
    write(*output, Stream::error, "e");
    write(*output, Stream::output, "o");
    settle(*output);
    EXPECT_EQ(output->all(), first == Stream::output ? "oeoe" : "eoeo");
    EXPECT_EQ(output->output(), "oo");
  }
}

TEST_F(ShardOutputTest, MuchOfBothIsTakenApartInSteps) {
  const auto output = open();
  const std::string line(10'000, 'o');
  constexpr int rounds = 500;
  for (int i = 0; i < rounds; ++i) {
    write(*output, Stream::output, line);
    write(*output, Stream::error, "e");
    pump_all();
  }
  output->close_write_ends();
  EXPECT_FALSE(output->settle());
  settle(*output);
  EXPECT_EQ(output->output().size(), rounds * line.size());
  EXPECT_EQ(output->output().find('e'), std::string_view::npos);
  EXPECT_EQ(output->all().size(), rounds * (line.size() + 1));
}

// No test can reach the log through its descriptors.
TEST_F(ShardOutputTest, GivesTheCommandPipes) {
  const auto output = open();
  for (const Stream stream : {Stream::output, Stream::error}) {
    struct stat status {};
    ASSERT_EQ(::fstat(output->write_end(stream), &status), 0);
    EXPECT_TRUE(S_ISFIFO(status.st_mode));
    EXPECT_EQ(::fcntl(output->write_end(stream), F_GETFL) & (O_NONBLOCK | O_ACCMODE), O_WRONLY);
  }
}

TEST_F(ShardOutputTest, DoesNotWaitForWhoKeepsAPipe) {
  const auto output = open();
  const UniqueFd background(::dup(output->write_end(Stream::output)));
  output->close_write_ends();
  ASSERT_EQ(::write(background.get(), "still here", 10), 10);
  settle(*output);
  EXPECT_EQ(output->output(), "still here");
  EXPECT_FALSE(is_readable());
}

TEST_F(ShardOutputTest, WhoeverIsGoneIsReadToTheEndAndNoMore) {
  const auto output = open();
  write(*output, Stream::output, "bye");
  output->close_write_ends();
  pump_all();
  EXPECT_FALSE(is_readable());
  settle(*output);
  EXPECT_EQ(output->output(), "bye");
}

// Memory stays as it is where the disk is slow: the writer waits.
TEST_F(ShardOutputTest, AWriterWaitsForItsReader) {
  const auto output = open();
  const int end = output->write_end(Stream::output);
  ::fcntl(end, F_SETFL, O_WRONLY | O_NONBLOCK);
  const std::string block(4096, 'x');
  std::size_t written = 0;
  while (::write(end, block.data(), block.size()) > 0) written += block.size();
  EXPECT_LE(written, 1UL << 20);
  pump_all();
  EXPECT_GT(::write(end, block.data(), block.size()), 0);
}

// The memory of this process alone, without mapped files.
std::size_t memory_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("RssAnon:")) return std::stoul(line.substr(8));
  return 0;
}

TEST_F(ShardOutputTest, MemoryStaysFlatHoweverMuchIsWrittenByTurns) {
  const auto output = open();
  const std::string line(100, 'x');
  constexpr int rounds = 150'000;
  const auto write_some = [&](int count) {
    for (int i = 0; i < count; ++i) {
      write(*output, Stream::output, line);
      outputs_.pump();
      write(*output, Stream::error, line);
      outputs_.pump();
    }
  };
  write_some(rounds / 2);
  const std::size_t before = memory_kib();
  write_some(rounds / 2);
  EXPECT_LT(memory_kib(), before + 1024);
  output->close_write_ends();
  settle(*output);
  EXPECT_EQ(output->output().size(), rounds * line.size());
}

// The file system of /dev/full cannot be spliced to, and never has room.
TEST_F(ShardOutputTest, AFullDiskIsToldAndDoesNotStopTheTest) {
  const auto output = open_with(UniqueFd(::open("/dev/full", O_RDWR | O_CLOEXEC)));
  const std::string block(60'000, 'x');
  for (int i = 0; i < 10; ++i) {
    write(*output, Stream::output, block);
    pump_all();
  }
  write(*output, Stream::output, block);
  output->close_write_ends();
  settle(*output);
  ASSERT_TRUE(output->error());
  EXPECT_EQ(output->error()->code, ENOSPC);
  EXPECT_EQ(output->output(), "");
}

TEST_F(ShardOutputTest, WhatALimitCutsOffIsTold) {
  const auto output = open({.most = 10});
  write(*output, Stream::output, "0123456789abcdef");
  output->close_write_ends();
  settle(*output);
  ASSERT_TRUE(output->error());
  EXPECT_EQ(output->error()->code, EFBIG);
  EXPECT_EQ(output->output(), "0123456789");
}

// `ulimit -f`: SIGXFSZ is ignored at main.
TEST_F(ShardOutputTest, ALimitOfTheUsersIsTold) {
  const auto output = open();
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{5, 5};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    write(*output, Stream::output, "0123456789");
    output->close_write_ends();
    settle(*output);
    const bool is_told = output->error() && output->error()->code == EFBIG;
    ::_exit(is_told && output->output() == "01234" ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

// Many that never stop writing must not keep the loop from its signals.
TEST_F(ShardOutputTest, TakesAPartInOneTurn) {
  std::vector<std::unique_ptr<ShardOutput>> all;
  for (int i = 0; i < 100; ++i) {
    all.push_back(open());
    write(*all.back(), Stream::output, "x");
  }
  outputs_.pump();
  EXPECT_TRUE(is_readable());
  pump_all();
  for (const auto& output : all) {
    settle(*output);
    EXPECT_EQ(output->output(), "x");
  }
}

}  // namespace
}  // namespace isorun
