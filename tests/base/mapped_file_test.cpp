#include "base/mapped_file.hpp"

#include <unistd.h>

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <isorun/unique_fd.hpp>

namespace isorun {
namespace {

blkcnt_t blocks(int file) {
  struct stat status {};
  EXPECT_EQ(::fstat(file, &status), 0);
  return status.st_blocks;
}

TEST(MappedFile, HolesTakeNoMemory) {
  constexpr off_t size = 512 << 20;
  const UniqueFd file(::memfd_create("sparse", MFD_CLOEXEC));
  ASSERT_EQ(::pwrite(file.get(), "begin", 5, 100'000), 5);
  ASSERT_EQ(::pwrite(file.get(), "middle", 6, size / 2), 6);
  ASSERT_EQ(::ftruncate(file.get(), size), 0);
  const blkcnt_t before = blocks(file.get());
  const MappedFile map(file.get());
  const std::string_view text = map.text();
  ASSERT_EQ(text.size(), std::size_t{size});
  EXPECT_EQ(text.find_first_not_of('\0'), 100'000U);
  EXPECT_EQ(text.substr(100'000, 5), "begin");
  EXPECT_EQ(text.substr(size / 2, 6), "middle");
  EXPECT_EQ(text.find_first_not_of('\0', size / 2 + 6), std::string_view::npos);
  EXPECT_EQ(blocks(file.get()), before);
  const MappedFile part(file.get(), size / 2 - 1, 8);
  EXPECT_EQ(part.text(), std::string_view("\0middle\0", 8));
}

}  // namespace
}  // namespace isorun
