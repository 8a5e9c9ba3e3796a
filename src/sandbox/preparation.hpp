// From a layout that somebody passed to the plan for it on this host.
#pragma once

#include <string>

#include <isorun/error.hpp>
#include <isorun/layout.hpp>

#include "host/facts.hpp"
#include "sandbox/plan.hpp"

namespace isorun {

// A null byte ends a text for the kernel: what comes after would be lost, or become a text of its
// own.
bool has_nul(const std::string& text);

// Errors: Phase::usage.
Result<void> check_layout(const Layout& layout);

// The layout with its layers where this kernel can have them. Errors: as find_layer_place().
Result<Layout> with_layer_place(const Layout& layout, const Facts& facts);

// Errors: as with_layer_place() and make_plan().
Result<Plan> plan_for(const Layout& layout, const Facts& facts);

}  // namespace isorun
