#include "audit/tracee.hpp"

#include <algorithm>
#include <fcntl.h>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <isorun/unique_fd.hpp>

namespace isorun {
namespace {

// The tests' own thread.
Tracee self() {
  return Tracee(::gettid());
}

std::uint64_t address_of(const void* place) {
  return reinterpret_cast<std::uint64_t>(place);
}

TEST(Tracee, PathsWithoutDots) {
  EXPECT_EQ(without_dots("/a/./b//../c/"), "/a/c");
  EXPECT_EQ(without_dots("/.."), "/");
  EXPECT_EQ(without_dots("/a/../../b"), "/b");
  EXPECT_EQ(without_dots("/...//."), "/...");
}

TEST(Tracee, ReadsTextUpToTheEndOfItsMapping) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* const mapped =
      ::mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(mapped, MAP_FAILED);
  char* const text = static_cast<char*>(mapped) + page - 5;
  std::copy_n("/tmp", 5, text);
  ASSERT_EQ(::munmap(static_cast<char*>(mapped) + page, page), 0);
  EXPECT_EQ(self().text_at(address_of(text)), "/tmp");
  text[4] = 'x';
  EXPECT_EQ(self().text_at(address_of(text)), std::nullopt);
  ::munmap(mapped, page);
  EXPECT_EQ(self().text_at(address_of(text)), std::nullopt);
}

TEST(Tracee, ReadsTextAcrossPages) {
  const std::string text = "/" + std::string(4000, 'a') + "/" + std::string(90, 'b');
  for (std::size_t shift = 0; shift < 200; shift += 50) {
    const std::string shifted = std::string(shift, ' ') + text;
    EXPECT_EQ(self().text_at(address_of(shifted.c_str() + shift)), text);
  }
}

TEST(Tracee, RelativePaths) {
  char here[4096];
  ASSERT_NE(::getcwd(here, sizeof here), nullptr);
  EXPECT_EQ(self().path_at(AT_FDCWD, address_of("a/../b")), std::string(here) + "/b");
  const UniqueFd directory(::open("/usr", O_PATH | O_DIRECTORY | O_CLOEXEC));
  EXPECT_EQ(self().path_at(directory.get(), address_of("bin")), "/usr/bin");
  EXPECT_EQ(self().path_at(directory.get(), address_of("/etc")), "/etc");
  EXPECT_EQ(self().path_at(directory.get(), address_of("")), std::nullopt);
  EXPECT_EQ(self().path_at(-77, address_of("a")), std::nullopt);
}

TEST(Tracee, SeesFilesAndSockets) {
  EXPECT_TRUE(S_ISDIR(self().mode_of("/usr")));
  EXPECT_EQ(self().mode_of("/no/such/file"), 0U);
  const UniqueFd udp(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const UniqueFd tcp(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  EXPECT_EQ(self().socket_type(udp.get()), SOCK_DGRAM);
  EXPECT_EQ(self().socket_type(tcp.get()), SOCK_STREAM);
  EXPECT_EQ(self().socket_type(-1), 0);
}

}  // namespace
}  // namespace isorun
