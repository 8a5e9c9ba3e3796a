// The steps of a plan as it is made.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sandbox/plan.hpp"

namespace isorun {

// The number of the mount that the step takes, which is the step's own.
inline int add_tree(std::vector<Step>& steps, Step step) {
  step.tree = static_cast<int>(steps.size());
  steps.push_back(std::move(step));
  return steps.back().tree;
}

class StepList {
 public:
  void add(Step step) { steps_.push_back(std::move(step)); }

  // Takes a mount and attaches it. `may_vanish`: whether its source may have been removed by then.
  void add_mount(Verb verb, const std::string& source, const std::string& target,
                 bool may_vanish = false) {
    const int tree = add_tree(steps_, {.verb = verb, .source = source, .may_vanish = may_vanish});
    add({.verb = Verb::attach, .target = target, .tree = tree});
  }

  [[nodiscard]] std::vector<Step> take() { return std::exchange(steps_, {}); }

 private:
  std::vector<Step> steps_;
};

}  // namespace isorun
