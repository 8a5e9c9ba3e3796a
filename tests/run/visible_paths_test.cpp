#include "run/visible_paths.hpp"

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <isorun/unique_fd.hpp>

namespace isorun {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

TEST(VisiblePaths, OfWords) {
  EXPECT_THAT(visible_paths({"./suite", "--data=/a/b", "-I/c", "X=/d:/e:f", "/g:/h"}, {}, "/"),
              ElementsAre("./suite", "--data=/a/b", "/a/b", "-I/c", "/c", "X=/d:/e:f", "/d", "/e",
                          "/g:/h", "/g", "/h"));
}

TEST(VisiblePaths, OfVariables) {
  EXPECT_THAT(
      visible_paths({}, {"PATH=/a:b:/c:", "GNUPGHOME=/d", "TMPDIR=/e", "OLDPWD=/f", "X"}, "/"),
      ElementsAre("/a", "/c", "/d"));
}

class OfProjects : public testing::Test {
 protected:
  OfProjects() {
    std::string pattern = testing::TempDir() + "/visible-XXXXXX";
    place_ = ::mkdtemp(pattern.data());
  }
  ~OfProjects() override { fs::remove_all(place_); }

  void write(const std::string& name, const std::string& content) const {
    fs::create_directories((place_ / name).parent_path());
    std::ofstream(place_ / name) << content;
  }

  fs::path place_;
};

TEST_F(OfProjects, CMakesSourceDirectory) {
  write("build/CMakeCache.txt", "A:B=C\nCMAKE_HOME_DIRECTORY:INTERNAL=/the/source\nX:Y=Z\n");
  EXPECT_THAT(visible_paths({"ctest"}, {}, place_ / "build"), Contains("/the/source"));
  EXPECT_THAT(visible_paths({"ctest", "--test-dir", "build"}, {}, place_), Contains("/the/source"));
  EXPECT_THAT(visible_paths({"ctest"}, {}, place_), Not(Contains("/the/source")));
}

TEST_F(OfProjects, AGitWorktreesRepository) {
  write("tree/.git", "gitdir: ../main/.git/worktrees/tree\n");
  fs::create_directories(place_ / "tree/sub");
  EXPECT_THAT(visible_paths({"true"}, {}, place_ / "tree/sub"),
              Contains((place_ / "tree/../main/.git/worktrees/tree").string()));
}

TEST_F(OfProjects, NotSockets) {
  const std::string path = place_ / "agent";
  const UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_THAT(visible_paths({path}, {"SSH_AUTH_SOCK=" + path}, "/"), ElementsAre());
}

}  // namespace
}  // namespace isorun
