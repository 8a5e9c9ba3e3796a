// Plans in words.
#include <sched.h>

#include <gtest/gtest.h>

#include "sandbox/plan.hpp"

namespace isorun {
namespace {

TEST(Describe, Steps) {
  EXPECT_EQ(describe(Step{.verb = Verb::overlay, .source = "/srv", .tree = 3, .part = 1}),
            "mount #4: an overlay of /srv, written to part 1 of the layer");
  EXPECT_EQ(describe(Step{.verb = Verb::attach, .target = "/srv", .tree = 3}),
            "put mount #4 on /srv");
  EXPECT_EQ(describe(Step{.verb = Verb::make_directory, .target = "/a", .mode = 01777}),
            "make the directory /a, mode 1777");
  EXPECT_EQ(describe(Step{.verb = Verb::layer, .size = 4096}),
            "mount the layer, a tmpfs of 4096 bytes");
  EXPECT_EQ(describe(Step{.verb = Verb::layer, .source = "scratch/1"}),
            "mount the layer, a directory of its own in scratch/1");
}

TEST(Describe, EveryVerbHasAPhrase) {
  for (int verb = 0; verb <= static_cast<int>(Verb::network_setting); ++verb)
    EXPECT_NE(describe(Step{.verb = static_cast<Verb>(verb)}), "?") << verb;
}

TEST(Describe, NamesThatWouldUpsetATerminalOrAFormat) {
  EXPECT_EQ(describe(Step{.verb = Verb::attach, .target = "/a\n{}\x1b\xff", .tree = 0}),
            "put mount #1 on /a\\n{}\\e\\xff");
}

TEST(Describe, APlan) {
  Plan plan;
  plan.stage = {{.verb = Verb::new_user_namespace}};
  plan.shard = {{.verb = Verb::layer, .size = 4096}, {.verb = Verb::slot_network}};
  plan.namespaces = CLONE_NEWNS | CLONE_NEWPID;
  plan.parts = {{.path = "/srv", .directory = "0/upper"}};
  plan.working_directory = "/srv";
  EXPECT_EQ(
      describe(plan),
      "Once for the run:\n"
      "   1  enter a new user namespace, with its own mount namespace\n"
      "User and group ids: all that exist here, unchanged.\n"
      "For each shard, in new mount, pid namespaces:\n"
      "   1  mount the layer, a tmpfs of 4096 bytes\n"
      "   2  enter the slot's network namespace\n"
      "Then, in /srv: drop capabilities, set no_new_privs, install the system call filter, close "
      "all descriptors above 2, execute the command.\n"
      "What the command writes is collected from:\n"
      "      /srv\n");
}

}  // namespace
}  // namespace isorun
