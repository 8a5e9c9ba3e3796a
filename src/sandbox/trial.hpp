// Tries a plan, step by step, in a process of its own, and does not stop at the first failure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <linux/filter.h>

#include <isorun/error.hpp>

#include "host/remedy.hpp"
#include "sandbox/filter.hpp"
#include "sandbox/plan.hpp"

namespace isorun {

struct TrialFailure {
  Facility facility = Facility::other;
  int code = 0;             // an errno
  std::string what;         // what was being done, and the kernel's own words
  std::string remedy = {};  // if it is known without looking at the host
};

struct Trial {
  std::vector<TrialFailure> failures;  // in the order of the steps
  std::set<Facility> untried;          // what needs something that failed
  bool has_granted_ids = false;        // newuidmap and newgidmap mapped a range

  [[nodiscard]] const TrialFailure* failure_of(Facility facility) const;
};

// Takes the steps of `plan` that set up a run and a shard, and confines a process as a command's.
// Nothing on the host changes. Errors: Phase::setup, if no process can be made.
Result<Trial> try_plan(const Plan& plan, const std::vector<sock_filter>& filter,
                       const Capabilities& capabilities);

}  // namespace isorun
