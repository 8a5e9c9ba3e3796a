#include "results/owners.hpp"

#include <unordered_set>
#include <utility>
#include <vector>

namespace isorun {
namespace {

// Orders results; those that the queue was not told of come last.
std::pair<bool, std::uint64_t> order(const UnitRecord& unit) {
  return {!unit.ended, unit.ended.value_or(0)};
}

class Owning {
 public:
  Owning(std::span<const SavedRun> runs, const UnitList& list) : runs_(runs) {
    for (const std::string& unit : list) owners_.emplace(unit, Owner{.place = owners_.size()});
  }

  Owners find() {
    each(&RunRecord::units,
         [](const UnitRecord& one, const UnitRecord& other) { return order(one) < order(other); });
    for (const auto& [unit, record] : counted_) has_last_word_.insert(unit);
    each(&RunRecord::handed_on, [this](const UnitRecord& one, const UnitRecord& other) {
      return !has_last_word_.contains(one.name) && count_attempts(one) > count_attempts(other);
    });
    // What the queue never heard of did not precede other attempts, if there is another choice.
    for (const bool is_lost : {false, true})
      for (std::size_t number = 0; number < runs_.size(); ++number)
        if (runs_[number].record.queue && runs_[number].record.queue->lost.empty() != is_lost)
          add_earlier(number);
    std::erase_if(owners_, [this](const auto& owner) { return !counted_.contains(owner.first); });
    return std::move(owners_);
  }

 private:
  void each(std::vector<UnitRecord> RunRecord::*units, const auto& is_before) {
    for (std::size_t number = 0; number < runs_.size(); ++number) {
      for (const UnitRecord& unit : runs_[number].record.*units) {
        const auto [found, is_new] = counted_.try_emplace(unit.name, &unit);
        if (!is_new && !is_before(unit, *found->second)) continue;
        found->second = &unit;
        owners_.at(unit.name).run = number;
      }
    }
  }

  void add_earlier(std::size_t number) {
    for (const UnitRecord& unit : runs_[number].record.handed_on) {
      Owner& owner = owners_.at(unit.name);
      const UnitRecord& last = *counted_.at(unit.name);
      if (owner.run == number) continue;
      for (std::size_t place = 0; place < unit.attempts.size(); ++place) {
        const std::size_t attempt = number_of_attempt(unit, place);
        if (attempt < count_attempts(last) && !has_attempt(last, attempt))
          owner.earlier.try_emplace(attempt, number);
      }
    }
  }

  static bool has_attempt(const UnitRecord& unit, std::size_t attempt) {
    for (std::size_t place = 0; place < unit.attempts.size(); ++place)
      if (number_of_attempt(unit, place) == attempt) return true;
    return false;
  }

  const std::span<const SavedRun> runs_;
  Owners owners_;
  std::unordered_map<std::string_view, const UnitRecord*> counted_;
  std::unordered_set<std::string_view> has_last_word_;
};

}  // namespace

Owners find_owners(std::span<const SavedRun> runs, const UnitList& list) {
  return Owning(runs, list).find();
}

bool is_earlier(const Owner& owner, std::size_t attempt, std::size_t run) {
  const auto found = owner.earlier.find(attempt);
  return found != owner.earlier.end() && found->second == run;
}

}  // namespace isorun
