// The run in Markdown, for a pull request or the job summary of GitHub Actions.
#pragma once

#include "report/document.hpp"

namespace isorun {

// Writes what summary() says, and a table of the units that did not pass. The text stays far below
// GitHub's limit of one megabyte.
void write_markdown(const RunRecord& run, const DocumentSource& source, const Sink& sink);

}  // namespace isorun
