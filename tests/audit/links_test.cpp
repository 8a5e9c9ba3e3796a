#include "audit/links.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using testing::ElementsAre;
namespace fs = std::filesystem;

std::vector<std::string> resolved(Journal journal, Links& links) {
  links.resolve(journal);
  std::vector<std::string> things;
  for (const auto& [thing, use] : journal.uses) things.push_back(thing);
  std::ranges::sort(things);
  return things;
}

Journal touching(const std::vector<std::string>& things) {
  Journal journal;
  for (const std::string& thing : things) journal.uses[thing].add({.act = Act::read});
  return journal;
}

TEST(Links, OfTheHost) {
  std::string name = fs::canonical(testing::TempDir()) / "links-XXXXXX";
  ASSERT_NE(::mkdtemp(name.data()), nullptr);
  const fs::path root = name;
  fs::create_directories(root / "a/b");
  fs::create_directory_symlink("a/b", root / "relative");
  fs::create_directory_symlink(root / "relative", root / "absolute");
  fs::create_directory_symlink("loop", root / "loop");
  Links links;
  for (int i = 0; i < 2; ++i)
    EXPECT_THAT(
        resolved(touching({name + "/absolute/x", name + "/relative/y", name + "/relative",
                           name + "/none/z"}),
                 links),
        ElementsAre(name + "/a/b/x", name + "/a/b/y", name + "/none/z", name + "/relative"));
  EXPECT_EQ(resolved(touching({name + "/loop/x"}), links).size(), 1U);
  fs::remove_all(root);
}

TEST(Links, OfTheUnit) {
  Journal journal = touching({"/no/such/link/x", "/no/such/real/x", "/", "/x", "tcp:1.2.3.4:5"});
  journal.links["/no/such/link"] = "../such/./real";
  Links links;
  EXPECT_THAT(resolved(journal, links), ElementsAre("/", "/no/such/real/x", "/x", "tcp:1.2.3.4:5"));
}

TEST(Links, JoinWhatWasDoneUnderTwoNames) {
  Journal journal = touching({"/no/such/link/x"});
  journal.links["/no/such/link"] = "/real";
  journal.uses["/real/x"].add({.act = Act::created});
  journal.uses["/real/x"].remains = Remains{.kind = Remains::Kind::content, .content = 1};
  Links links;
  links.resolve(journal);
  const Usage& use = journal.uses.at("/real/x");
  EXPECT_NE(use.find(Act::read), nullptr);
  EXPECT_NE(use.find(Act::created), nullptr);
  EXPECT_TRUE(use.remains);
}

}  // namespace
}  // namespace isorun
