// The rule `exec:COMMAND`: the user's own merge. The command, words without quotes, gets the files
// as further arguments, in order of shards and paths, and its standard output is the result. It
// runs in a sandbox of its own: it can read what the user can, and what it writes is gone.
//
// `exec0:COMMAND` is for more files than a command line takes: their paths are on standard input,
// each ended by a zero byte. `show:COMMAND` is exec, and its result is in the summary as well.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_exec(const Workplace& place);
std::unique_ptr<Merge> start_exec0(const Workplace& place);
std::unique_ptr<Merge> start_show(const Workplace& place);

}  // namespace isorun
