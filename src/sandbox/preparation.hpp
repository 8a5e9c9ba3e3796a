// Turns the caller's layout into the plan for this host.
#pragma once

#include <string>

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

#include "host/facts.hpp"
#include "sandbox/plan.hpp"

namespace isorun {

// The kernel reads a text up to its null byte: the rest would be lost, or become a separate text.
bool has_nul(const std::string& text);

// Errors: Phase::usage.
Result<void> check_layout(const Layout& layout);

// The layout with a place for its layers on this kernel. Errors: as find_layer_place().
Result<Layout> with_layer_place(const Layout& layout, const Facts& facts);

// Errors: as with_layer_place() and make_plan().
Result<Plan> plan_for(const Layout& layout, const Facts& facts);

}  // namespace isorun
