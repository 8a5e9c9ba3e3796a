#include "base/temporary_directory.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <sys/wait.h>
namespace isorun {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class Temporary : public testing::Test {
 protected:
  Temporary() { ::mkdtemp(parent_.data()); }
  ~Temporary() override { std::filesystem::remove_all(parent_); }

  [[nodiscard]] Result<TemporaryDirectory> make(const char* prefix) const {
    return TemporaryDirectory::make(parent_, prefix,
                                    [](const Error& error) { ADD_FAILURE() << to_string(error); });
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(parent_))
      found.push_back(entry.path().filename());
    return found;
  }

  std::string parent_ = testing::TempDir() + "isorun-XXXXXX";
};

TEST_F(Temporary, IsRemovedWithItsContent) {
  {
    const Result<TemporaryDirectory> directory = make("isorun.test.");
    ASSERT_TRUE(directory);
    std::filesystem::create_directories(directory->path() + "/sub/below");
    EXPECT_EQ(directory->path(), parent_ + '/' + names().at(0));
  }
  EXPECT_THAT(names(), IsEmpty());
}

TEST_F(Temporary, OfADeadProcessIsRemovedByTheNext) {
  const Result<TemporaryDirectory> own = make("isorun.test.");
  const pid_t child = ::fork();
  if (child == 0) {
    const Result<TemporaryDirectory> of_child = make("isorun.test.");
    std::ofstream(of_child->path() + "/file") << "x";
    ::raise(SIGKILL);
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  ASSERT_THAT(names(), SizeIs(2));
  const Result<TemporaryDirectory> other = make("isorun.else.");
  EXPECT_THAT(names(), SizeIs(3)) << "another prefix is none of its business";
  const Result<TemporaryDirectory> next = make("isorun.test.");
  EXPECT_THAT(names(), SizeIs(3));
  EXPECT_TRUE(std::filesystem::exists(own->path()));
}

TEST_F(Temporary, NeedsAPlace) {
  std::filesystem::remove(parent_);
  const Result<TemporaryDirectory> made = make("isorun.test.");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ENOENT);
}

}  // namespace
}  // namespace isorun
