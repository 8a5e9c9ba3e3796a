// Reports that a command's words request, whatever runs them: for commands whose framework isorun
// does not ask.
#pragma once

#include <vector>

#include "suite/suite.hpp"

namespace isorun {

// Returns the reports that the command's words name, with the rules that merge those of many
// shards.
// `{}` in a name stands for any text. A word with blanks is read as code. A report that does not
// exist is no error, since the word may mean something else to this program.
std::vector<Report> named_reports(const UserCommand& command);

// The same for a command that one shard runs: its last attempt's, as they are. `reports` are those
// that its framework knows of, which reads the words itself.
std::vector<Report> own_reports(const UserCommand& command, std::vector<Report> reports = {});

}  // namespace isorun
