// How a run ended.
#pragma once

namespace isorun {

enum class RunEnd { complete, interrupted, late /* --deadline */ };

}  // namespace isorun
