#include "run/sources.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include <isorun/unique_fd.hpp>

namespace isorun {
namespace {

using testing::ElementsAre;

// If a turn does not end, the test fails by its time limit.
class SourcesTest : public testing::Test {
 protected:
  Sources::Handle note(const std::string& name) {
    return [this, name] { handled_.push_back(name); };
  }

  UniqueFd silent_{::eventfd(0, EFD_CLOEXEC)};
  UniqueFd ready_{::eventfd(1, EFD_CLOEXEC)};
  std::vector<std::string> handled_;
  Sources sources_;
};

TEST_F(SourcesTest, OneThatIsReadyHasAllHandledInOrder) {
  sources_.add(silent_.get(), note("first"));
  sources_.add(ready_.get(), note("second"));
  sources_.add([](Wakeups& wakeups) { wakeups.add(Deadline()); }, note("third"));
  sources_.turn();
  EXPECT_THAT(handled_, ElementsAre("first", "second", "third"));
}

TEST_F(SourcesTest, EachTurnAsksAgainWhatWakesASource) {
  int descriptor = ready_.get();
  Deadline deadline;
  sources_.add(
      [&](Wakeups& wakeups) {
        wakeups.add_input(descriptor);
        wakeups.add(deadline);
      },
      note("it"));
  sources_.turn();
  eventfd_t count = 0;
  ASSERT_EQ(::eventfd_read(ready_.get(), &count), 0);
  descriptor = silent_.get();
  deadline = Deadline::at({});
  sources_.turn();
  EXPECT_THAT(handled_, ElementsAre("it", "it"));
}

}  // namespace
}  // namespace isorun
