#include "base/interruption.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/sparse_copy.hpp"
#include "collect/collector.hpp"
#include "collect/merger.hpp"
#include "files/files.hpp"
#include "layers/kept_layer.hpp"
#include "rules/tool.hpp"
#include "temporary_layer.hpp"

namespace isorun {
namespace {

using testing::HasSubstr;

// Long operations check whether they should end.
class InterruptionTest : public testing::Test {
 protected:
  InterruptionTest() { interruption.request(); }

  Interruption interruption;
  const Interruptible work{interruption};
};

TEST_F(InterruptionTest, EndsCopies) {
  const UniqueFd source(::memfd_create("source", MFD_CLOEXEC));
  const UniqueFd target(::memfd_create("target", MFD_CLOEXEC));
  ASSERT_EQ(::write(source.get(), "data", 4), 4);
  EXPECT_EQ(raw::copy_sparse(source.get(), target.get(), 4, is_interrupted), -EINTR);
  EXPECT_FALSE(write_all(target.get(), "data"));
  EXPECT_EQ(errno, EINTR);
}

TEST_F(InterruptionTest, EndsTools) {
  const UniqueFd directory(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const Result<std::string> said =
      run_tool({{"sleep"}, "coreutils"}, {.arguments = {"600"}, .directory = directory.get()});
  ASSERT_FALSE(said);
  EXPECT_THAT(to_string(said.error()), HasSubstr("was killed by signal 9"));
}

TEST_F(InterruptionTest, EndsTheReadingOfALayerWhichIsAProblem) {
  TemporaryLayer results;
  TemporaryLayer written;
  write_file_at(written.add_part("/d") + "/n", "1");
  const std::vector<CollectRequest> requests = {{"/d/n", "sum", "total"}};
  Result<Collector> collector =
      Collector::create(requests, "", "/", std::move(*Merger::create(requests)));
  ASSERT_TRUE(collector->begin(results.layer().root.get()));
  collector->take({0, "0", ""}, written.layer());
  const Result<Collected> collected = collector->finish();
  ASSERT_TRUE(collected);
  ASSERT_EQ(collected->problems.size(), 1U);
  EXPECT_EQ(to_string(collected->problems.front()),
            "shard 0: reading what the shard wrote: Interrupted system call (EINTR)");
  EXPECT_TRUE(collected->files.empty());
}

TEST(WriteAll, KeepsHoles) {
  const UniqueFd target(::memfd_create("target", MFD_CLOEXEC));
  const std::string content = std::string(8 << 20, '\0') + "data" + std::string(8 << 20, '\0');
  ASSERT_TRUE(write_all(target.get(), content));
  struct stat status {};
  ASSERT_EQ(::fstat(target.get(), &status), 0);
  EXPECT_EQ(static_cast<std::size_t>(status.st_size), content.size());
  EXPECT_LE(status.st_blocks * 512, 4 << 20);
  const Result<Content> written = Content::read(target.get(), 0, content.size());
  ASSERT_TRUE(written);
  EXPECT_TRUE(written->text() == content);
}

}  // namespace
}  // namespace isorun
