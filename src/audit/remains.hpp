// What a unit left in its layer.
#pragma once

#include <string_view>

#include <isorun/error.hpp>
#include <isorun/layer.hpp>

#include "audit/journal.hpp"

namespace isorun {

// Completes the journal by what the layer shows, also of processes that were not traced. `own` is
// isorun's part of the layer. Errors: Phase::collect.
Result<void> add_remains(const Layer& layer, std::string_view own, Journal& journal);

}  // namespace isorun
