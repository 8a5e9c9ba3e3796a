// What takes the place of files whose owners do not exist in the sandbox.
#include "sandbox/stand_ins.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <sys/xattr.h>

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// An overlay whose files all have an owner that the sandbox lacks.
class StandInsOf : public testing::Test {
 protected:
  StandInsOf() {
    std::string pattern =
        std::filesystem::canonical(testing::TempDir()).string() + "/isorun-XXXXXX";
    place_ = ::mkdtemp(pattern.data());
    for (const char* name : {"plain", "noted"}) std::ofstream(place_ + "/" + name) << "host\n";
    ::setxattr((place_ + "/noted").c_str(), "user.note", "kept", 4, 0);
    layout_.working_directory = place_;
  }
  ~StandInsOf() override { std::filesystem::remove_all(place_); }

  // The paths of those that lack the host's attributes.
  std::vector<std::string> stripped() const {
    std::vector<std::string> paths;
    const StandIns found = find_stand_ins(layout_, facts_, {{.path = place_, .source = place_}});
    for (const StandIn& entry : found.overlays.at(place_)) {
      if (entry.lacks_attributes) paths.push_back(entry.path);
    }
    return paths;
  }

  std::string place_;
  Layout layout_;
  Facts facts_{.uid = ::geteuid(),
               .gid = ::getegid(),
               .ids = {.source = Ids::Source::own,
                       .users = own_id(::geteuid() + 1),
                       .groups = own_id(::getegid() + 1)}};
};

TEST_F(StandInsOf, ForeignFilesLoseNoAttributesUnlessTheTmpfsKeepsNone) {
  if (::getxattr((place_ + "/noted").c_str(), "user.note", nullptr, 0) != 4) {
    ASSERT_EQ(std::getenv("ISORUN_MUST_WORK"), nullptr) << "no user attributes in $TMPDIR";
    GTEST_SKIP() << "no user attributes in $TMPDIR";
  }
  EXPECT_THAT(stripped(), IsEmpty());
  facts_.tmpfs_has_attributes = false;
  EXPECT_THAT(stripped(), ElementsAre(place_ + "/noted"));
}

}  // namespace
}  // namespace isorun
