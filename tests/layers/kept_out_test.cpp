#include "layers/kept_out.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

const LayerPart overlay{"/w", "0", LayerPart::Kind::overlay};
const LayerPart scratch{"/w/tmp", "1", LayerPart::Kind::whole};
const LayerPart own{"/w/.isorun", "2", LayerPart::Kind::whole};

LayerEntry entry(const std::string& path, const LayerPart& part = overlay, mode_t mode = S_IFREG) {
  LayerEntry entry;
  entry.part = &part;
  entry.path = path;
  entry.status.st_mode = mode;
  return entry;
}

TEST(KeptOut, CountsFilesBelowTheWorkingDirectoryOnce) {
  KeptOut kept_out("/w/.isorun", "/w");
  kept_out.add(entry("/w/report.xml"));
  kept_out.add(entry("/w/report.xml"));
  kept_out.add(entry("/w/golden", overlay, S_IFDIR));
  kept_out.add(entry("/w/golden/a.txt"));
  kept_out.add(entry("/w/link", overlay, S_IFLNK));
  kept_out.add(entry("/wide/b"));
  kept_out.add(entry("/w"));
  kept_out.add(entry("/w/.isorun/results", own));
  kept_out.add(entry("/w/tmp/x", scratch));
  LayerEntry deleted = entry("/w/gone");
  deleted.deleted = true;
  kept_out.add(deleted);
  EXPECT_EQ(kept_out.files(), 3U);
  EXPECT_THAT(kept_out.first_paths(), ElementsAre("golden/a.txt", "link", "report.xml"));
}

TEST(KeptOut, LeavesOutThePiecesOfWhatWasCollected) {
  KeptOut kept_out("/o", "/w", {"/w/.coverage."});
  kept_out.add(entry("/w/.coverage.host.1.2"));
  kept_out.add(entry("/w/sub/.coverage.host.1.2"));
  EXPECT_THAT(kept_out.first_paths(), ElementsAre("sub/.coverage.host.1.2"));
}

TEST(KeptOut, ATmpfsAroundTheWorkingDirectoryIsNoScratch) {
  const LayerPart around{"/w", "0", LayerPart::Kind::whole};
  KeptOut kept_out("/o", "/w/project");
  kept_out.add(entry("/w/project/a", around));
  kept_out.add(entry("/w/b", around));
  EXPECT_THAT(kept_out.first_paths(), ElementsAre("a"));
}

TEST(KeptOut, LeavesOutWhatIsAsOnTheHost) {
  KeptOut kept_out("/o", "/");
  LayerEntry same = entry("/bin/sh");
  ASSERT_EQ(::lstat("/etc/passwd", &same.status), 0);
  same.path = "/etc/passwd";
  kept_out.add(same);
  EXPECT_EQ(kept_out.files(), 0U);
  same.status.st_size += 1;
  kept_out.add(same);
  EXPECT_EQ(kept_out.files(), 1U);
}

TEST(KeptOut, NamesTheFirstInOrderAndCountsAll) {
  KeptOut kept_out("/o", "/w");
  for (int i = 999; i >= 100; --i) kept_out.add(entry("/w/" + std::to_string(i)));
  EXPECT_EQ(kept_out.files(), 900U);
  EXPECT_THAT(kept_out.first_paths(), SizeIs(KeptOut::most_names));
  EXPECT_EQ(*kept_out.first_paths().begin(), "100");
  EXPECT_EQ(*kept_out.first_paths().rbegin(), "199");
}

}  // namespace
}  // namespace isorun
