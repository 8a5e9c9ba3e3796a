#include "audit/conflicts.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "audit/survey.hpp"

namespace isorun {
namespace {

constexpr Remains gone{.kind = Remains::Kind::nothing, .content = 0};
constexpr Remains made{.kind = Remains::Kind::directory, .content = 0};
constexpr Remains content(std::uint64_t what) {
  return {.kind = Remains::Kind::content, .content = what};
}

// A unit that touches things.
struct Toucher {
  AuditedUnit unit{};

  Toucher& touch(const std::string& thing, std::initializer_list<Act> acts,
                 std::optional<Remains> remains = {}) {
    Usage& use = unit.journal.uses[thing];
    for (const Act act : acts) use.add({.act = act});
    use.remains = remains;
    return *this;
  }
  Toucher& act_at(const std::string& line, const std::string& thing, Act act,
                  std::optional<Remains> remains = {}) {
    const std::uint32_t number = unit.journal.add_line(line);
    unit.journal.uses[thing].add({.act = act, .is_directory = true, .line = number});
    unit.journal.uses[thing].remains = remains;
    return *this;
  }
  Toucher& remove_directory(const std::string& path) {
    unit.journal.uses[path].add({.act = Act::removed, .is_directory = true});
    return *this;
  }
};

Toucher one() {
  return {};
}

// "THING: 0-1 0-2", a line for each conflict.
std::string conflicts(std::initializer_list<Toucher> touchers) {
  std::vector<AuditedUnit> units;
  for (const Toucher& toucher : touchers) units.push_back(toucher.unit);
  std::string text;
  for (const Conflict& conflict :
       find_conflicts(units, {.own = "/run/own", .shared = {"/shared"}}).all) {
    text += conflict.thing + ":";
    for (const auto& [a, b] : conflict.pairs)
      text += fmt::format(" {}-{}", conflict.roles[a].account, conflict.roles[b].account);
    text += '\n';
  }
  return text;
}

// The lines of the only conflict's roles.
std::vector<std::string> lines_in_conflict(std::initializer_list<Toucher> touchers) {
  std::vector<AuditedUnit> units;
  for (const Toucher& toucher : touchers) units.push_back(toucher.unit);
  const Conflicts found = find_conflicts(units, {.own = "/run/own"});
  EXPECT_EQ(found.all.size(), 1U);
  std::vector<std::string> lines;
  for (const Conflict& conflict : found.all)
    for (const Role& role : conflict.roles) lines.push_back(role.line);
  return lines;
}

TEST(Conflicts, ChangesOfOneFile) {
  EXPECT_EQ(conflicts({one().touch("/d/f", {Act::created}, content(1)),
                       one().touch("/d/f", {Act::created}, content(2)),
                       one().touch("/d/f", {Act::read})}),
            "/d/f: 0-1 0-2 1-2\n");
  EXPECT_EQ(conflicts({one().touch("/d/f", {Act::wrote}, content(1)),
                       one().touch("/d/f", {Act::looked})}),
            "/d/f: 0-1\n");
  EXPECT_EQ(conflicts({one().touch("/d/f", {Act::removed}, gone),
                       one().touch("/d/f", {Act::wanted_gone})}),
            "/d/f: 0-1\n");
}

TEST(Conflicts, ReadingWhatNobodyChangesIsNone) {
  EXPECT_EQ(conflicts({one().touch("/d/f", {Act::read}), one().touch("/d/f", {Act::read})}), "");
  EXPECT_EQ(
      conflicts({one().touch("/d/f", {Act::wanted_gone}), one().touch("/d/f", {Act::looked})}), "");
  // Opened for writing, but as it was.
  EXPECT_EQ(conflicts({one().touch("/d/f", {Act::wrote}), one().touch("/d/f", {Act::read})}), "");
}

TEST(Conflicts, ANameThatOneUnitUsesIsNone) {
  EXPECT_EQ(conflicts({one().touch("/tmp/a", {Act::created, Act::removed}),
                       one().touch("/tmp/b", {Act::created, Act::removed})}),
            "");
}

TEST(Conflicts, FilesWithTheSameContentAreNone) {
  EXPECT_EQ(conflicts({one().touch("/d/f", {Act::looked, Act::created}, content(1)),
                       one().touch("/d/f", {Act::looked, Act::created}, content(1))}),
            "");
  EXPECT_EQ(
      conflicts({one().touch("/d", {Act::created}, made), one().touch("/d", {Act::created}, made)}),
      "");
  // Between removing and creating it, it is missing.
  EXPECT_EQ(conflicts({one().touch("/d/f", {Act::removed, Act::created}, content(1)),
                       one().touch("/d/f", {Act::created}, content(1))}),
            "/d/f: 0-1\n");
}

TEST(Conflicts, ADirectoryIsListedWhileEntriesComeAndGo) {
  EXPECT_EQ(conflicts({one().touch("/d", {Act::listed}),
                       one().touch("/d/f", {Act::created, Act::removed}),
                       one().touch("/d/g/h", {Act::created}, content(1))}),
            "/d/f: 0-1\n");
  EXPECT_EQ(
      conflicts({one().touch("/d", {Act::listed}), one().touch("/d/f", {Act::wrote}, content(1))}),
      "");
  // Both find it.
  EXPECT_EQ(conflicts({one().touch("/d", {Act::listed}).touch("/d/f", {Act::created}, content(1)),
                       one().touch("/d/f", {Act::created}, content(1))}),
            "");
}

TEST(Conflicts, ARemovedDirectoryTakesWhatIsInIt) {
  EXPECT_EQ(conflicts({one().remove_directory("/d"), one().touch("/d/e/f", {Act::read}),
                       one().touch("/d2", {Act::read})}),
            "/d: 0-1\n");
}

TEST(Conflicts, ALockIsNone) {
  EXPECT_EQ(conflicts({one().touch("/d/.lock", {Act::claimed, Act::removed}),
                       one().touch("/d/.lock", {Act::claimed, Act::removed}),
                       one().touch("/d", {Act::listed})}),
            "");
  EXPECT_EQ(conflicts({one().touch("/d/.lock", {Act::claimed, Act::removed}),
                       one().touch("/d/.lock", {Act::claimed, Act::looked, Act::removed})}),
            "/d/.lock: 0-1\n");
}

TEST(Conflicts, WhatIsChangedUnderALockIsNone) {
  EXPECT_EQ(conflicts({one().touch("/d/f", {Act::wrote, Act::locked}, content(1)),
                       one().touch("/d/f", {Act::wrote, Act::locked}, content(2))}),
            "");
  EXPECT_EQ(conflicts({one().touch("/d/f", {Act::truncated, Act::locked}, content(1)),
                       one().touch("/d/f", {Act::wrote, Act::locked}, content(2))}),
            "/d/f: 0-1\n");
  EXPECT_EQ(conflicts({one().touch("/d/f", {Act::wrote, Act::locked}, content(1)),
                       one().touch("/d/f", {Act::read})}),
            "/d/f: 0-1\n");
}

TEST(Conflicts, WhatWasNotMadeIsNone) {
  EXPECT_EQ(conflicts({one().touch("/d/f", {Act::created}), one().touch("/d/f", {Act::created})}),
            "");
  EXPECT_EQ(conflicts({one().touch("/shared/f", {Act::created}),
                       one().touch("/shared/f", {Act::created})}),
            "/shared/f: 0-1\n");
}

TEST(Conflicts, PortsOfAnyAddress) {
  EXPECT_EQ(conflicts({one().touch("tcp:127.0.0.1:80", {Act::bound, Act::connected}),
                       one().touch("tcp:0.0.0.0:80", {Act::bound}),
                       one().touch("udp:127.0.0.1:80", {Act::bound}),
                       one().touch("tcp:[::1]:80", {Act::connected})}),
            "tcp:80: 0-1 0-3 1-3\n");
  EXPECT_EQ(conflicts({one().touch("tcp:10.0.0.1:80", {Act::connected}),
                       one().touch("tcp:10.0.0.1:80", {Act::connected})}),
            "");
}

TEST(Conflicts, NamesThatProcessesShare) {
  EXPECT_EQ(
      conflicts({one().touch("shm:0x2a", {Act::created}), one().touch("shm:0x2a", {Act::read}),
                 one().touch("unix:@name", {Act::bound}),
                 one().touch("unix:@name", {Act::connected}),
                 one().touch("/dev/shm/sem.x", {Act::created, Act::removed}),
                 one().touch("/dev/shm/sem.x", {Act::read})}),
      "/dev/shm/sem.x: 4-5\nshm:0x2a: 0-1\nunix:@name: 2-3\n");
}

TEST(Conflicts, WhatIsOfNoConcern) {
  for (const char* thing : {"/proc/1/oom_score_adj", "/dev/null", "/run/own/result.json",
                            "/src/__pycache__/a.pyc", "/tmp/pytest-of-root/pytest-0", "limit"})
    EXPECT_EQ(conflicts({one().touch(thing, {Act::created}, content(1)),
                         one().touch(thing, {Act::created}, content(2))}),
              "")
        << thing;
}

TEST(Conflicts, ARoleHasTheLineOfItsAct) {
  using Lines = std::vector<std::string>;
  const Toucher creates = one()
                              .act_at("a.py:1", "/d/f", Act::looked)
                              .act_at("a.py:2", "/d/f", Act::created, content(1))
                              .act_at("a.py:3", "/d/f", Act::read, content(1));
  EXPECT_EQ(lines_in_conflict({creates, one().act_at("b.py:7", "/d/f", Act::read)}),
            (Lines{"a.py:2", "b.py:7"}));
  EXPECT_EQ(lines_in_conflict({creates, one().touch("/d/f", {Act::read})}), (Lines{"a.py:2", ""}));
  EXPECT_EQ(lines_in_conflict({creates, one().act_at("b.py:7", "/d", Act::listed)}),
            (Lines{"a.py:2", "b.py:7"}));
  EXPECT_EQ(lines_in_conflict(
                {one().act_at("a.py:4", "/d", Act::removed), one().touch("/d/f", {Act::read})}),
            (Lines{"a.py:4", ""}));
}

TEST(Conflicts, MarksUnitsThatHaveAny) {
  const std::vector<AuditedUnit> units = {one().touch("/f", {Act::created}, content(1)).unit,
                                          one().unit,
                                          one().touch("/f", {Act::created}, content(2)).unit};
  EXPECT_EQ(find_conflicts(units, {.own = "/own"}).has_any, (std::vector<bool>{true, false, true}));
}

}  // namespace
}  // namespace isorun
