#include "audit/points.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <tuple>

#include "audit/things.hpp"

namespace isorun {
namespace {

constexpr std::size_t most_points = 32;  // of one unit

// An act of a unit, and on what.
struct Step {
  std::string thing;
  Sign sign;
};

std::uint64_t when_of(const Step& step) {
  return step.sign.when;
}

// The traced acts of a unit on the things that `is_wanted` accepts, in order of time.
template <class IsWanted>
std::vector<Step> steps_of(const AuditedUnit& account, IsWanted is_wanted) {
  std::vector<Step> steps;
  for (const auto& [touched, use] : account.journal.uses) {
    const std::string thing = key_of(touched);
    if (!is_wanted(thing)) continue;
    for (const Sign& sign : use.signs)
      if (sign.when > 0) steps.push_back({thing, sign});
  }
  std::ranges::sort(steps, [](const Step& one, const Step& other) {
    return std::tuple(when_of(one), one.thing) < std::tuple(when_of(other), other.thing);
  });
  return steps;
}

bool is_any_of(Act act, std::initializer_list<Act> acts) {
  return std::ranges::find(acts, act) != acts.end();
}

bool changes(Act act) {
  return is_any_of(act, {Act::created, Act::claimed, Act::truncated, Act::wrote});
}

// Whether one may read what the other has half written. No unit can be stopped while it writes.
bool may_tear(const std::vector<Step>& one, const std::vector<Step>& other) {
  const auto reads = [](const Step& step) { return step.sign.act == Act::read; };
  const auto writes = [](const Step& step) { return changes(step.sign.act); };
  return (std::ranges::any_of(one, reads) && std::ranges::any_of(other, writes)) ||
         (std::ranges::any_of(one, writes) && std::ranges::any_of(other, reads));
}

class Points {
 public:
  // `own`: what the unit did to the thing itself. Returns whether all its points are known.
  bool add(const AuditedUnit& account, const std::string& thing, const std::vector<Step>& own) {
    if (own.empty()) return false;
    const std::uint64_t first = when_of(own.front());
    const std::uint64_t last = when_of(own.back());
    const auto is_part = [&](const std::string& touched) {
      return touched == thing || (is_path(thing) && touched.starts_with(thing + '/'));
    };
    for (const Step& step : steps_of(account, is_part)) {
      const bool is_own = step.thing == thing;
      const bool is_first = is_own && when_of(step) == first;
      if (when_of(step) < first || when_of(step) > last) continue;
      if (!is_first) add({step.thing, step.sign.act});
      const bool is_end = is_own && when_of(step) == last;
      if (is_own && stays(step.sign.act) && (is_end || changes(step.sign.act)))
        add({step.thing, step.sign.act, true});
    }
    return all_.size() <= most_points;
  }

  std::vector<Point> take() {
    all_.resize(std::min(all_.size(), most_points));
    return std::move(all_);
  }

 private:
  static bool stays(Act act) { return !is_any_of(act, {Act::removed, Act::wanted_gone}); }

  void add(const Point& point) {
    if (std::ranges::count(all_, point) == 0) all_.push_back(point);
  }

  std::vector<Point> all_{};
};

}  // namespace

PairQuestion question_about(std::span<const AuditedUnit> accounts, const Conflicts& conflicts,
                            const AccountPair& pair) {
  PairQuestion question;
  Points points[2];
  const std::size_t numbers[2] = {pair.first, pair.second};
  for (const Conflict& conflict : conflicts.all) {
    if (!has_pair(conflict, pair)) continue;
    std::vector<Step> steps[2];
    bool is_file = is_path(conflict.thing);
    for (std::size_t side = 0; side < 2; ++side) {
      const auto role = std::ranges::find(conflict.roles, numbers[side], &Role::account);
      const std::string thing =
          role->by_listing ? conflict.thing.substr(0, conflict.thing.rfind('/')) : conflict.thing;
      is_file = is_file && !role->by_listing;
      const AuditedUnit& account = accounts[numbers[side]];
      steps[side] = steps_of(account, [&](const std::string& touched) { return touched == thing; });
      const bool is_known = points[side].add(account, thing, steps[side]);
      question.has_all_points = question.has_all_points && is_known;
    }
    if (is_file && may_tear(steps[0], steps[1])) question.has_all_points = false;
  }
  for (std::size_t side = 0; side < 2; ++side) question.points[side] = points[side].take();
  return question;
}

}  // namespace isorun
