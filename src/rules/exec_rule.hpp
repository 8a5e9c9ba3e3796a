// The rule `exec:COMMAND`: the user's own merge. The command, split at blanks, gets the files as
// further arguments, in order of shards and paths; its standard output is the result. It runs in
// its own sandbox: it can read what the user can, and its writes are discarded.
//
// `exec0:COMMAND` is for more files than fit on a command line: it reads their paths from standard
// input, each ending with a zero byte. `show:COMMAND` is exec with its result in the summary.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_exec(const Workplace& place);
std::unique_ptr<Merge> start_exec0(const Workplace& place);
std::unique_ptr<Merge> start_show(const Workplace& place);

}  // namespace isorun
