// Tries a plan step by step in a separate process, continuing past failures.
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
  std::string what;         // the operation, and the kernel's error message
  std::string remedy = {};  // if known without examining the host
};

struct Trial {
  std::vector<TrialFailure> failures;  // in order of the steps
  std::set<Facility> untried;          // what depends on something that failed
  bool has_granted_ids = false;        // newuidmap and newgidmap mapped a range

  [[nodiscard]] const TrialFailure* failure_of(Facility facility) const;
};

// Carries out the steps of `plan` that set up a run and a shard, and confines a process like a
// command. Changes nothing on the host. Errors, if no process can be created: Phase::setup.
Result<Trial> try_plan(const Plan& plan, const std::vector<sock_filter>& filter,
                       const Capabilities& capabilities);

}  // namespace isorun
