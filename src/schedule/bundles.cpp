#include "schedule/bundles.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace isorun {
namespace {

class Bundling {
 public:
  explicit Bundling(std::size_t slots) : slots_(slots) {}

  void add(const Task& task) {
    const std::size_t position = result_.of_task.size();
    const std::size_t number = bundle_of(task);
    result_.of_task.push_back(number);
    Bundle& bundle = result_.bundles[number];
    bundle.tasks.push_back(position);
    bundle.is_alone = bundle.is_alone || task.is_alone;
    bundle.program = task.needs.program;
    bundle.demand.setups |= task.needs.setups;
    bundle.demand.services |= task.needs.services;
    if (slots_ > 1) add_needs(bundle.demand, task.needs);
  }

  Bundles finish() {
    for (Bundle& bundle : result_.bundles) {
      std::vector<std::size_t>& locks = bundle.demand.locks;
      std::ranges::sort(locks);
      const auto [begin, end] = std::ranges::unique(locks);
      locks.erase(begin, end);
    }
    result_.locks = locks_.size();
    return std::move(result_);
  }

 private:
  std::size_t bundle_of(const Task& task) {
    const std::size_t fresh = result_.bundles.size();
    const std::size_t number = task.needs.bundle.empty()
                                   ? fresh
                                   : names_.try_emplace(task.needs.bundle, fresh).first->second;
    if (number == fresh) result_.bundles.emplace_back();
    return number;
  }

  void add_needs(Demand& demand, const Needs& needs) {
    for (const std::string& lock : needs.locks)
      demand.locks.push_back(locks_.try_emplace(lock, locks_.size()).first->second);
    demand.is_serial = demand.is_serial || needs.serial;
    demand.slots =
        std::clamp<std::size_t>(needs.slots, demand.slots, std::max(slots_, demand.slots));
    if (demand.is_serial) demand.slots = slots_;
  }

  std::size_t slots_;
  Bundles result_;
  std::unordered_map<std::string_view, std::size_t> names_;
  std::unordered_map<std::string_view, std::size_t> locks_;
};

}  // namespace

Bundles make_bundles(std::span<const Task> tasks, std::size_t slots) {
  Bundling bundling(slots);
  for (const Task& task : tasks) bundling.add(task);
  return bundling.finish();
}

}  // namespace isorun
