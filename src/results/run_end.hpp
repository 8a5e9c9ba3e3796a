// How a run ended.
#pragma once

namespace isorun {

enum class RunEnd {
  complete,
  interrupted,
  late,          // --deadline
  setup_failed,  // a set-up of the user's
};

}  // namespace isorun
