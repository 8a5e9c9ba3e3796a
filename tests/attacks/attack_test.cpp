// Each attack, in a sandbox and in its twin; see attack.hpp.
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <sys/capability.h>

#include "tree.hpp"
#include "twins.hpp"

namespace isorun {
namespace {

struct Outcome {
  std::string verdict;
  std::string before;
  std::string after;

  [[nodiscard]] bool is_absent() const { return verdict == "absent"; }
  [[nodiscard]] bool has_succeeded() const { return verdict == "reached" || before != after; }
};

// Lines that only one of the texts has.
std::string difference(const std::string& before, const std::string& after) {
  std::string text;
  for (const auto& [sign, lines, others] :
       {std::tuple{"- ", &before, &after}, std::tuple{"+ ", &after, &before}}) {
    std::istringstream stream(*lines);
    for (std::string line; std::getline(stream, line);)
      if (others->find(line) == std::string::npos) text += sign + line + "\n";
  }
  return text;
}

std::ostream& operator<<(std::ostream& stream, const Outcome& outcome) {
  return stream << "the attacker: " << outcome.verdict << "; its victims:\n"
                << difference(outcome.before, outcome.after);
}

// Root of the host, with what a container's root lacks.
bool is_real_root() {
  std::uint64_t first = 0;
  std::uint64_t outside = 0;
  std::uint64_t count = 0;
  std::ifstream("/proc/self/uid_map") >> first >> outside >> count;
  std::ifstream status("/proc/self/status");
  std::uint64_t capabilities = 0;
  for (std::string word; status >> word;)
    if (word == "CapEff:") status >> std::hex >> capabilities;
  std::uint64_t wanted = 0;
  for (const int number : {CAP_SYS_ADMIN, CAP_SYS_MODULE, CAP_SYS_RAWIO, CAP_SYS_TIME, CAP_SYS_BOOT,
                           CAP_SYS_NICE, CAP_SYSLOG})
    wanted |= std::uint64_t{1} << number;
  return is_root() && count == 0xffffffff && (capabilities & wanted) == wanted;
}

class Attacks : public SandboxTest, public testing::WithParamInterface<Attack> {
 protected:
  static void SetUpTestSuite() {
    proven_ = 0;
    unproven_.clear();
    tree_ = std::make_unique<Tree>();
    tree_->directory("place/read-only");
    tree_->write("place/held", "");
    place_ = *tree_ / "place";
    // A careless caller's descriptors, which commands would inherit.
    file_.reset(::open((place_ + "/held").c_str(), O_RDWR | O_APPEND));
    directory_.reset(::open(place_.c_str(), O_RDONLY | O_DIRECTORY));
  }
  // Without a filter, enough attacks must have proved their guards; the others are named.
  static void TearDownTestSuite() {
    sandbox_.reset();
    tree_.reset();
    for (const std::string& line : unproven_) std::cout << line << '\n';
    std::cout << proven_ << " attacks succeeded in their twins, and failed in a sandbox\n";
    constexpr unsigned least = 100;
    const bool is_all = proven_ + unproven_.size() == all_attacks().size();
    EXPECT_TRUE(!is_all || proven_ >= least) << proven_;
  }

  Outcome attempt_inside() {
    if (!sandbox_) {
      const Layout layout{.directories = {{place_}, {place_ + "/read-only", Mode::read_only}},
                          .working_directory = place_};
      sandbox_ = std::make_unique<Sandbox>(open(layout));
    }
    Victims victims(place_);
    Outcome outcome{.verdict = {}, .before = victims.observe(), .after = {}};
    outcome.verdict = attack_inside(*sandbox_, GetParam(), victims);
    outcome.after = victims.observe();
    return outcome;
  }

  static void note_proven() { ++proven_; }

  // Here the attack proves nothing about its guard.
  static void note_unproven(const std::string& why) {
    unproven_.push_back(std::string(GetParam().name) + ": " + why);
  }
  static void skip(const std::string& why) {
    note_unproven(why);
    GTEST_SKIP() << why;
  }

  Outcome attempt_outside(Twin twin) {
    Victims victims(place_);
    Outcome outcome{.verdict = {}, .before = victims.observe(), .after = {}};
    outcome.verdict = attack_outside(GetParam(), victims, twin);
    outcome.after = victims.observe();
    return outcome;
  }

 private:
  static inline std::unique_ptr<Tree> tree_;
  static inline std::unique_ptr<Sandbox> sandbox_;
  static inline std::string place_;
  static inline UniqueFd file_;
  static inline UniqueFd directory_;
  static inline std::size_t proven_ = 0;
  static inline std::vector<std::string> unproven_;
};

// An attacker finds its attack by name.
TEST(AttackNames, AreUnique) {
  std::set<std::string> names;
  for (const Attack& attack : all_attacks())
    EXPECT_TRUE(names.insert(attack.name).second) << attack.name;
}

TEST_P(Attacks, FailBecauseOfTheirGuard) {
  // If it takes root of the host, root's run shows that the attack works, and this one that it
  // takes root.
  const bool has_twin = GetParam().twin != Twin::root || is_real_root();
  const Outcome twin = attempt_outside(has_twin ? GetParam().twin : Twin::host);
  if (!has_twin && twin.has_succeeded()) return skip("this host lets every user do that");
  const Outcome inside = attempt_inside();
  const bool is_verdict =
      inside.is_absent() || inside.verdict == "refused" || inside.verdict == "done";
  EXPECT_TRUE(is_verdict && !inside.has_succeeded())
      << "the guard, " << GetParam().guard << ", did not hold; " << inside;
  if (twin.is_absent()) return skip("this host has no such thing");
  if (!has_twin) return note_unproven("failed in a sandbox, but its twin takes root of the host");
  EXPECT_TRUE(twin.has_succeeded())
      << "not even without the guard, " << GetParam().guard << "; " << twin;
  note_proven();
}

const auto name_of = [](const testing::TestParamInfo<Attack>& info) { return info.param.name; };

INSTANTIATE_TEST_SUITE_P(Host, Attacks, testing::ValuesIn(all_attacks()), name_of);

}  // namespace
}  // namespace isorun
