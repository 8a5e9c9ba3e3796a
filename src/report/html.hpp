// report.html: the run as one page for a browser, which loads nothing else. What failed, a timeline
// of the slots, all units, and what became of the files. Logs are linked, next to the page.
#pragma once

#include "report/document.hpp"

namespace isorun {

// The page is complete without scripts, except for the timeline and the search. Everything that
// comes from a test is escaped. Takes about 100 bytes per unit.
void write_html(const RunRecord& run, const DocumentSource& source, const Sink& sink);

}  // namespace isorun
