// trace.json: the timeline in Chrome's trace format, for Perfetto (https://ui.perfetto.dev).
// Source: "Trace Event Format", complete events.
#pragma once

#include "report/document.hpp"

namespace isorun {

// One thread per slot; times in microseconds after the start of the run. Always valid JSON.
void write_trace(const RunRecord& run, const DocumentSource& source, const Sink& sink);

}  // namespace isorun
