// Memory that runs out at any moment: an error, never an exception, and nothing is left behind.
#include <cstdlib>
#include <new>
#include <unistd.h>

#include "box.hpp"
#include "host/facts.hpp"
#include "host_state.hpp"
#include "sandbox/layer_place.hpp"

namespace {

// The allocation that fails, counted from 1; 0: none.
std::size_t next_failure = 0;  // NOLINT: of this program alone

}  // namespace

void* operator new(std::size_t size) {
  if (next_failure > 0 && --next_failure == 0) throw std::bad_alloc();
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept {
  std::free(memory);  // NOLINT(clang-analyzer-*): memory is of the operator new above
}

void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

namespace isorun {
namespace {

class Memory : public SandboxTest {};

// Calls `body` with each of its allocations failing in turn, or each of a sample where they are
// many, until it gets through. Answers how often it failed.
template <class Body>
int fail_each_allocation(Body body) {
  int failures = 0;
  for (std::size_t nth = 1;; nth += 1 + nth / 50) {
    next_failure = nth;
    bool succeeded = false;
    EXPECT_NO_THROW(succeeded = body()) << "allocation " << nth;
    const bool has_failed = next_failure == 0;
    next_failure = 0;
    if (!has_failed) {
      EXPECT_TRUE(succeeded);
      return failures;
    }
    failures += succeeded ? 0 : 1;
  }
}

TEST_F(Memory, RunsOutWhileASandboxIsOpened) {
  const int descriptors = open_descriptors();
  const Layout layout{.working_directory = "/usr"};
  EXPECT_GT(fail_each_allocation([&layout] { return Sandbox::open(layout).has_value(); }), 10);
  EXPECT_EQ(descendants(::getpid()).size(), 0U);
  EXPECT_EQ(open_descriptors(), descriptors);
  EXPECT_GT(fail_each_allocation([&layout] { return explain(layout).has_value(); }), 10);
}

TEST_F(Memory, RunsOutWhileAPlaceForLayersIsFound) {
  Result<Facts> facts = read_facts();
  ASSERT_TRUE(facts);
  facts->tmpfs_has_attributes = false;
  const auto find = [&facts] {
    try {
      return find_layer_place({}, *facts).has_value();
    } catch (const std::bad_alloc&) {
      return false;
    }
  };
  EXPECT_GT(fail_each_allocation(find), 10);
  EXPECT_EQ(descendants(::getpid()).size(), 0U);
}

TEST_F(Memory, RunsOutWhileAShardIsStarted) {
  Sandbox sandbox = open({});
  const Command command{.argv = {"true"}, .environment = environment()};
  const int descriptors = open_descriptors();
  EXPECT_GT(fail_each_allocation([&] {
              Result<Shard> shard = sandbox.start(command);
              return shard && shard->wait().how == Ending::How::exited;
            }),
            3);
  EXPECT_EQ(open_descriptors(), descriptors);
}

TEST_F(Memory, RunsOutWhileAShardEnds) {
  Sandbox sandbox = open({.network = Network::host});
  const Command command{.argv = {"/isorun-test-absent"}, .environment = environment()};
  fail_each_allocation([&] {
    const std::size_t failure = std::exchange(next_failure, 0);
    Result<Shard> shard = sandbox.start(command);
    EXPECT_TRUE(shard);
    next_failure = failure;
    return shard->wait().how == Ending::How::exec_failed;
  });
}

TEST_F(Memory, RunsOutWhileALayerIsRead) {
  Sandbox sandbox = open({});
  Result<Shard> shard = sandbox.start(
      {.argv = {"sh", "-c", "mkdir -p /tmp/a/b; echo > /tmp/a/b/a-file-with-a-name-that-is-long"},
       .environment = environment()});
  ASSERT_TRUE(shard);
  shard->wait();
  const auto read = [&shard] {
    return walk(shard->layer(), [](const LayerEntry&) { return Walk::next; }).has_value();
  };
  EXPECT_GT(fail_each_allocation(read), 5);
}

}  // namespace
}  // namespace isorun
