#include "run/worker.hpp"

#include <new>
#include <poll.h>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using testing::ElementsAre;

void wait_until_all_ended(Worker& worker) {
  while (worker.pending() > 0) {
    pollfd event{worker.event_fd(), POLLIN, 0};
    ASSERT_EQ(::poll(&event, 1, 60'000), 1);
    worker.release();
  }
}

TEST(Worker, DoesOneTaskAfterAnother) {
  Worker worker;
  std::vector<int> done;
  for (int i = 0; i < 100; ++i) worker.add([&done, i] { done.push_back(i); });
  wait_until_all_ended(worker);
  EXPECT_EQ(done.size(), 100U);
  EXPECT_TRUE(std::ranges::is_sorted(done));
}

TEST(Worker, LeavesWhatATaskNeedsToTheCallersThread) {
  std::vector<std::thread::id> threads;
  const auto tell = [&threads](void*) { threads.push_back(std::this_thread::get_id()); };
  Worker worker;
  worker.add([] {}, std::shared_ptr<void>(nullptr, tell));
  wait_until_all_ended(worker);
  worker.release();
  EXPECT_THAT(threads, ElementsAre(std::this_thread::get_id()));
}

TEST(Worker, InterruptsWhatItDoes) {
  Worker worker;
  int interrupted = 0;
  for (int i = 0; i < 2; ++i) {
    worker.add([&interrupted] {
      while (!is_interrupted()) std::this_thread::yield();
      ++interrupted;
    });
  }
  worker.interrupt();
  wait_until_all_ended(worker);
  EXPECT_EQ(interrupted, 2);
  EXPECT_FALSE(is_interrupted()) << "in another thread";
}

TEST(Worker, AnExceptionIsAnErrorAndTheNextTaskRuns) {
  Worker worker;
  bool is_done = false;
  worker.add([] { throw std::bad_alloc(); });
  worker.add([] { throw std::runtime_error("the second is not told"); });
  worker.add([&is_done] { is_done = true; });
  wait_until_all_ended(worker);
  ASSERT_TRUE(worker.error());
  EXPECT_EQ(to_string(*worker.error()),
            "reading what a shard left: Cannot allocate memory (ENOMEM)");
  EXPECT_TRUE(is_done);
}

TEST(Worker, EachTaskIsWorkOfItsOwn) {
  Worker worker;
  bool was_first = false;
  bool was_second = true;
  worker.interrupt();
  worker.add([&was_first] {
    static_cast<void>(is_interrupted());
    was_first = was_interrupted();
  });
  worker.add([&was_second] { was_second = was_interrupted(); });
  wait_until_all_ended(worker);
  EXPECT_TRUE(was_first);
  EXPECT_FALSE(was_second) << "it did not look, and is complete";
}

TEST(Worker, EndsItsTasksWithItself) {
  bool is_ended = false;
  {
    Worker worker;
    worker.add([&is_ended] {
      while (!is_interrupted()) std::this_thread::yield();
      is_ended = true;
    });
  }
  EXPECT_TRUE(is_ended);
}

}  // namespace
}  // namespace isorun
