// Plans as data.
#include "sandbox/planner.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sched.h>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <isorun/unique_fd.hpp>

#include "sandbox/steps.hpp"

namespace isorun {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::Not;

// An ordinary user's plan of one directory, nothing else isolated, without network: /etc/hosts is
// the machine's.
class Plans : public testing::Test {
 protected:
  Plans() {
    std::string pattern =
        std::filesystem::canonical(testing::TempDir()).string() + "/isorun-XXXXXX";
    place_ = ::mkdtemp(pattern.data());
    layout_.working_directory = place_;
    layout_.isolation = Isolation::declared;
    layout_.network = Network::host;
  }
  ~Plans() override { std::filesystem::remove_all(place_); }

  Plan plan() {
    Result<Plan> plan = make_plan(layout_, facts_);
    EXPECT_TRUE(plan) << to_string(plan.error());
    return plan ? std::move(*plan) : Plan{};
  }

  static std::vector<Verb> verbs(const std::vector<Step>& steps) {
    std::vector<Verb> result(steps.size());
    std::ranges::transform(steps, result.begin(), &Step::verb);
    return result;
  }

  static Step limit(const std::string& name, std::uint64_t most) {
    return {.verb = Verb::limit, .target = "/proc/sys/user/" + name, .size = most};
  }

  std::string place_;
  Layout layout_;
  Facts facts_{.uid = 1000, .gid = 1000};
};

TEST_F(Plans, AShardOfOneOverlay) {
  layout_.directories = {{place_}};
  const Plan made = plan();
  EXPECT_EQ(made.shard,
            (std::vector<Step>{{.verb = Verb::layer},
                               {.verb = Verb::overlay, .source = place_, .tree = 1, .part = 0},
                               {.verb = Verb::proc, .tree = 2},
                               {.verb = Verb::attach, .target = place_, .tree = 1},
                               {.verb = Verb::attach, .target = "/proc", .tree = 2}}));
  EXPECT_EQ(made.namespaces,
            std::uint64_t{CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS});
  ASSERT_EQ(made.parts.size(), 1U);
  EXPECT_EQ(made.parts[0].path, place_);
  EXPECT_EQ(made.parts[0].directory, "0");
  EXPECT_EQ(made.parts[0].kind, LayerPart::Kind::overlay);
  EXPECT_EQ(made.working_directory, place_);
  EXPECT_FALSE(made.keep_owners);
}

// A whiteout between the host's directory and the layer, made once for all shards.
TEST_F(Plans, WhatIsAbsentFromAnOverlay) {
  const std::string out = place_ + "/a/out";
  std::filesystem::create_directories(out);
  layout_.directories = {{place_}};
  layout_.absent = {"a/out"};
  const Plan made = plan();
  EXPECT_THAT(
      made.stage,
      Contains(Step{.verb = Verb::middle, .source = place_, .target = "middle/0", .part = 0}));
  ASSERT_EQ(made.middles.size(), 1U);
  ASSERT_EQ(made.middles[0].size(), 2U);
  EXPECT_EQ(made.middles[0][0].path, place_ + "/a");
  EXPECT_EQ(made.middles[0][1], (StandIn{.path = out, .mode = S_IFCHR}));
  EXPECT_THAT(
      made.shard,
      Contains(Step{
          .verb = Verb::overlay, .source = place_, .target = "middle/0", .tree = 1, .part = 0}));
  EXPECT_THAT(made.absent, ElementsAre(out));
}

// The made-up user owns none of it.
TEST_F(Plans, WhatIsForeignHasAStandInBetween) {
  facts_.ids = {.source = Ids::Source::own, .users = own_id(1000), .groups = own_id(1000)};
  layout_.directories = {{place_}, {place_ + "/d/private", Mode::tmpfs}};
  std::filesystem::create_directories(place_ + "/d/private/below");
  std::ofstream(place_ + "/d/file") << "x";
  std::filesystem::create_symlink("file", place_ + "/d/link");
  std::ofstream(place_ + "/large") << "";
  std::filesystem::resize_file(place_ + "/large", (256U << 20) + 1);
  const Plan made = plan();
  ASSERT_TRUE(made.stand_ins);
  std::vector<std::string> paths;
  for (const StandIn& stand_in : *made.stand_ins) {
    paths.push_back(stand_in.path.substr(place_.size()));
    EXPECT_EQ(stand_in.uid, 1000U);
    EXPECT_EQ(stand_in.gid, 1000U);
  }
  EXPECT_THAT(paths, ElementsAre("/d", "/d/file", "/d/link"));
  EXPECT_THAT(made.losses,
              ElementsAre(testing::Field(&Loss::what,
                                         testing::HasSubstr("Mode::copy " + place_ + "/large"))));
}

TEST_F(Plans, WhereNothingIsForeignNothingIsBetween) {
  facts_.ids = {
      .source = Ids::Source::own, .users = own_id(::geteuid()), .groups = own_id(::getegid())};
  layout_.directories = {{place_}};
  std::filesystem::create_directories(place_ + "/d");
  const Plan made = plan();
  EXPECT_FALSE(made.stand_ins);
  EXPECT_THAT(verbs(made.stage), Not(Contains(Verb::middle)));
}

TEST_F(Plans, WhatIsAbsentFromACopy) {
  const std::string out = place_ + "/out";
  std::filesystem::create_directories(out);
  layout_.directories = {{place_, Mode::copy}};
  layout_.absent = {out};
  EXPECT_THAT(
      plan().shard,
      Contains(Step{.verb = Verb::copy, .source = place_, .target = out, .tree = 1, .part = 0}));
}

TEST_F(Plans, WhatIsAbsentIsEmptyInTheHostsOwnDirectory) {
  const std::string out = place_ + "/out";
  std::filesystem::create_directories(out);
  layout_.directories = {{place_, Mode::share}};
  layout_.absent = {out};
  EXPECT_THAT(plan().shard, Contains(Step{.verb = Verb::attach, .target = out, .tree = 2}));
}

TEST_F(Plans, WhatIsNamedOrHoldsTheWorkingDirectoryIsSeen) {
  const std::string out = place_ + "/out";
  std::filesystem::create_directories(out);
  layout_.directories = {{place_}, {out + "/named"}};
  layout_.absent = {out, place_};
  EXPECT_THAT(plan().absent, ElementsAre());
}

TEST_F(Plans, ModesBecomeVerbs) {
  for (const auto& [mode, step] : {
           std::pair{Mode::copy, Step{.verb = Verb::copy, .source = place_, .tree = 1, .part = 0}},
           std::pair{
               Mode::tmpfs,
               Step{.verb = Verb::whole, .source = place_, .tree = 1, .part = 0, .mode = 0755}},
           std::pair{Mode::hide, Step{.verb = Verb::bind, .source = "empty/directory", .tree = 1}},
           std::pair{Mode::share, Step{.verb = Verb::bind, .source = "shown/0", .tree = 1}},
       }) {
    layout_.directories = {{place_, mode}};
    const Plan made = plan();
    EXPECT_EQ(made.shard.at(1), step) << describe(made.shard[1]);
  }
}

TEST_F(Plans, TheSameHostGivesTheSamePlan) {
  layout_.isolation = Isolation::everything;
  layout_.directories = {{"/isorun-test-absent/a"}};
  const Plan one = plan();
  const Plan two = plan();
  EXPECT_EQ(one.stage, two.stage);
  EXPECT_EQ(one.shard, two.shard);
}

TEST_F(Plans, AnOrdinaryUserEntersAUserNamespaceFirst) {
  EXPECT_EQ(plan().stage.at(0), (Step{.verb = Verb::new_user_namespace}));
  EXPECT_EQ(plan().stage.at(1), (Step{.verb = Verb::privatize, .target = "/"}));
}

TEST_F(Plans, RootClonesMountsBeforeTheUserNamespaceLocksThem) {
  facts_ = {.uid = 0, .gid = 0, .may_clone_mounts = true};
  facts_.mounts = {{"/", "ext4"}, {place_ + "/below", "tmpfs"}};
  layout_.directories = {{place_}};
  const Plan made = plan();
  EXPECT_TRUE(made.keep_owners);
  const std::vector<Verb> all = verbs(made.stage);
  EXPECT_EQ(all.at(0), Verb::new_mount_namespace);
  const auto clone = std::ranges::find(all, Verb::clone_mount);
  const auto enter = std::ranges::find(all, Verb::new_user_namespace);
  EXPECT_LT(clone, enter);
  EXPECT_NE(enter, all.end());
  for (const char* path : {"/proc/sys", "/proc/sysrq-trigger"})
    EXPECT_THAT(made.shard, Contains(Step{.verb = Verb::protect, .target = path}));
}

TEST_F(Plans, OrdinaryUsersProcNeedsNoProtection) {
  EXPECT_THAT(verbs(plan().shard), Not(Contains(Verb::protect)));
}

TEST_F(Plans, WhatWasFoundMayVanishWhatWasNamedMayNot) {
  std::filesystem::create_directories(place_ + "/found");
  std::filesystem::create_directories(place_ + "/named");
  facts_.mounts = {{"/", "ext4"}, {place_ + "/below", "tmpfs"}};
  layout_.directories = {{place_}, {place_ + "/named"}};
  std::vector<std::string> vanishing;
  for (const Step& step : plan().shard)
    if (step.may_vanish) vanishing.push_back(step.source);
  EXPECT_THAT(vanishing, ElementsAre(place_ + "/found"));
}

TEST_F(Plans, AnOverlayOfADirectoryThatHasVanishedIsAnEmptyPart) {
  Scene scene;
  const UniqueFd layer(::open(place_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  scene.layer = layer.get();
  Step step{.verb = Verb::overlay, .source = place_ + "/gone", .tree = 0, .part = 7};
  EXPECT_EQ(carry_out(step, scene), -ENOENT);
  step.may_vanish = true;
  EXPECT_EQ(carry_out(step, scene), 0);
  EXPECT_TRUE(std::filesystem::is_empty(place_ + "/7"));
}

TEST_F(Plans, TmpdirIsMadeInAPrivateTmpOnly) {
  facts_.temporary = place_ + "/mine";
  const Step makes{.verb = Verb::make_directory, .target = facts_.temporary, .mode = 0700};
  layout_.directories = {{place_, Mode::tmpfs}};
  const Plan made = plan();
  EXPECT_EQ(made.shard.back(), makes) << "on top of the mount: " << describe(made.shard.back());
  layout_.directories = {{place_}};
  EXPECT_THAT(plan().shard, Not(Contains(makes)));
}

TEST_F(Plans, TheRunIsLimitedBeforeTheHostsProcBecomesReadOnly) {
  facts_.user_limits = {{"max_inotify_instances", 128}, {"max_net_namespaces", 128}};
  layout_.isolation = Isolation::everything;
  layout_.user_namespaces = false;
  const Plan made = plan();
  std::vector<Step> limits;
  std::ranges::copy_if(made.stage, std::back_inserter(limits),
                       [](const Step& step) { return step.verb == Verb::limit; });
  EXPECT_THAT(limits,
              ElementsAre(limit("max_cgroup_namespaces", 0), limit("max_user_namespaces", 0),
                          limit("max_inotify_instances", 96)));
  EXPECT_LT(std::ranges::find(made.stage, limits.back()),
            std::ranges::find(made.stage, Step{.verb = Verb::read_only, .target = "/"}));
}

TEST_F(Plans, TheCallersProcIsReadOnlyAndWhatItsSettingsCannotForbidTheFilterRefuses) {
  facts_.user_limits = {{"max_inotify_watches", 4000}};
  facts_.network_settings = {{"/proc/sys/net/ipv4/ip_unprivileged_port_start", "0"}};
  facts_.proc_sys_is_read_only = true;
  layout_.proc = Proc::host;
  layout_.network = Network::fresh;
  layout_.user_namespaces = false;
  const Plan made = plan();
  EXPECT_EQ(std::ranges::count(made.stage, Verb::limit, &Step::verb), 0);
  EXPECT_EQ(made.refused_namespaces, std::uint64_t{CLONE_NEWCGROUP | CLONE_NEWUSER});
  EXPECT_THAT(verbs(made.shard), Not(Contains(Verb::proc)));
  EXPECT_THAT(verbs(made.shard), Not(Contains(Verb::network_setting)));
  EXPECT_THAT(made.shard, Contains(Step{.verb = Verb::protect, .target = "/proc"}));
  EXPECT_THAT(made.losses,
              ElementsAre(Field(&Loss::facility, Facility::proc),
                          AllOf(Field(&Loss::facility, Facility::network),
                                Field(&Loss::what, testing::HasSubstr("Network::host")))));

  facts_.proc_sys_is_read_only = false;
  EXPECT_THAT(plan().stage, Contains(limit("max_cgroup_namespaces", 0)));
  EXPECT_THAT(verbs(plan().shard), Contains(Verb::network_setting));
  EXPECT_TRUE(plan().losses.empty());
}

TEST_F(Plans, HostsTerminalsAreCoveredAndReplaced) {
  facts_.mounts = {{"/dev/pts", "devpts"}, {"/srv/root/dev/pts", "devpts"}};
  const Plan made = plan();
  for (const char* point : {"/dev/pts", "/srv/root/dev/pts"})
    EXPECT_THAT(made.stage,
                Contains(AllOf(Field(&Step::verb, Verb::attach), Field(&Step::target, point))));
  EXPECT_THAT(verbs(made.shard), Contains(Verb::devpts));
}

TEST_F(Plans, ControlGroupsAreReadOnlyEvenWhereOnlyDeclaredDirectoriesAreIsolated) {
  facts_.mounts = {{"/sys/fs/cgroup", "cgroup2"}};
  EXPECT_THAT(plan().stage, Contains(Step{.verb = Verb::read_only, .target = "/sys/fs/cgroup"}));
}

TEST_F(Plans, NetworksBecomeStepsAndNamespaces) {
  const auto with = [this](Network network) {
    layout_.network = network;
    return plan();
  };
  EXPECT_THAT(with(Network::slot).shard, Contains(Step{.verb = Verb::slot_network}));
  EXPECT_EQ(with(Network::slot).namespaces & CLONE_NEWNET, 0U);
  EXPECT_THAT(with(Network::fresh).shard, Contains(Step{.verb = Verb::loopback_up}));
  EXPECT_NE(with(Network::fresh).namespaces & CLONE_NEWNET, 0U);
  EXPECT_NE(with(Network::none).namespaces & CLONE_NEWNET, 0U);
  EXPECT_THAT(verbs(with(Network::none).shard), Not(Contains(Verb::loopback_up)));
  EXPECT_EQ(with(Network::host).namespaces & CLONE_NEWNET, 0U);
}

TEST_F(Plans, PrivateNetworksHaveTheHostsSettings) {
  facts_.network_settings = {{"/proc/sys/net/x", "1"}};
  const Step set = {.verb = Verb::network_setting, .source = "1", .target = "/proc/sys/net/x"};
  for (const Network network : {Network::slot, Network::fresh}) {
    layout_.network = network;
    const std::vector<Step> steps = plan().shard;
    const auto found = std::ranges::find(steps, set);
    ASSERT_NE(found, steps.end());
    EXPECT_EQ(std::ranges::find(found, steps.end(), Verb::slot_network, &Step::verb), steps.end());
  }
  for (const Network network : {Network::none, Network::host}) {
    layout_.network = network;
    EXPECT_THAT(plan().shard, Not(Contains(set)));
  }
}

TEST_F(Plans, ResultsNeedAPlace) {
  layout_.results_directory = true;
  const Result<Plan> none = make_plan(layout_, facts_);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().phase, Phase::usage);
  layout_.directories = {{place_}};
  EXPECT_EQ(plan().results, place_ + "/.isorun");
}

TEST_F(Plans, MountsArePutInPlaceByTheStepsThatMakeThemHoweverMany) {
  for (int i = 0; i < 5000; ++i)
    layout_.directories.push_back({fmt::format("d{}", i), Mode::tmpfs});
  layout_.directories.push_back({place_});
  const Plan made = plan();
  const auto puts = [](const Step& step) { return step.verb == Verb::attach; };
  EXPECT_EQ(std::ranges::count_if(made.shard, puts), 5002);
  for (const Step& step : made.shard) {
    if (!puts(step)) continue;
    const Step& maker = made.shard.at(static_cast<std::size_t>(step.tree));
    EXPECT_EQ(maker.tree, step.tree);
  }
}

TEST_F(Plans, WhatIsShownAsItIsLiesInTheWorkshopBeforeAnythingCoversIt) {
  facts_.mounts = {{"/", "ext4"}, {place_ + "/below", "vfat"}};
  std::filesystem::create_directory(place_ + "/below");
  layout_.directories = {{place_}};
  const Plan made = plan();
  const auto bind = std::ranges::find(made.stage, place_ + "/below", &Step::source);
  ASSERT_NE(bind, made.stage.end());
  EXPECT_EQ(bind->verb, Verb::bind);
  EXPECT_EQ(std::next(bind)->target, "shown/0");
  EXPECT_THAT(made.shard,
              Contains(AllOf(Field(&Step::verb, Verb::bind), Field(&Step::source, "shown/0"))));
}

TEST_F(Plans, WhereNoOverlayCanLieTheSandboxIsReadOnlyAndThePlanSaysSo) {
  namespace fs = std::filesystem;
  const fs::path here = fs::current_path();  // not below a private /tmp
  const std::string stick = here.string() + "/stick";
  const std::string work = here.string() + "/work";
  fs::create_directories(stick);
  fs::create_directories(work);
  layout_.isolation = Isolation::everything;
  layout_.working_directory = work;
  facts_.mounts = {{"/", "ext4"}, {stick, "vfat"}};
  const auto overlays = [](const Plan& made) {
    std::vector<std::string> sources;
    for (const Step& step : made.shard)
      if (step.verb == Verb::overlay) sources.push_back(step.source);
    return sources;
  };
  EXPECT_THAT(plan().losses, ElementsAre(Field(&Loss::what, AllOf(testing::StartsWith(stick),
                                                                  testing::HasSubstr("vfat")))));
  EXPECT_THAT(overlays(plan()), Not(Contains(stick)));
  layout_.directories = {{stick, Mode::copy}};
  EXPECT_TRUE(plan().losses.empty());
  layout_.directories = {{stick}};
  EXPECT_THAT(overlays(plan()), Contains(stick));
  layout_.directories = {};
  layout_.working_directory = stick;
  EXPECT_THAT(overlays(plan()), Contains(stick));
  fs::remove(stick);
  fs::remove(work);
}

TEST_F(Plans, AScratchLimitIsTheLayers) {
  layout_.scratch_bytes = 4096;
  EXPECT_EQ(plan().shard.at(0), (Step{.verb = Verb::layer, .size = 4096}));
}

TEST_F(Plans, LayersShareHalfOfTheMemory) {
  facts_.memory_bytes = 1 << 20;
  EXPECT_EQ(plan().shard.at(0).size, 1U << 19);
  layout_.slots = 4;
  EXPECT_EQ(plan().shard.at(0).size, 1U << 17);
}

TEST_F(Plans, AWorkingDirectoryThatDoesNotExistIsRefused) {
  layout_.working_directory = place_ + "/nothing";
  const Result<Plan> made = make_plan(layout_, facts_);
  ASSERT_FALSE(made);
  EXPECT_EQ(to_string(made.error()),
            "working directory " + place_ + "/nothing: No such file or directory (ENOENT)");
}

}  // namespace
}  // namespace isorun
