// The steps of a plan as it is made.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sandbox/plan.hpp"

namespace isorun {

class StepList {
 public:
  void add(Step step) { steps_.push_back(std::move(step)); }

  // Takes a mount and attaches it. `may_vanish`: whether its source may have been removed by then.
  void add_mount(Verb verb, const std::string& source, const std::string& target,
                 bool may_vanish = false) {
    const int number = static_cast<int>(steps_.size());
    add({.verb = verb, .source = source, .tree = number, .may_vanish = may_vanish});
    add({.verb = Verb::attach, .target = target, .tree = number});
  }

  [[nodiscard]] std::vector<Step> take() { return std::exchange(steps_, {}); }

 private:
  std::vector<Step> steps_;
};

}  // namespace isorun
