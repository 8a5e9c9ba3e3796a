// How a run came to its end.
#pragma once

namespace isorun {

enum class RunEnd { complete, interrupted, late /* --deadline */ };

}  // namespace isorun
