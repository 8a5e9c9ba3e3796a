// The rule `jsonl`: the lines of all JSON Lines files (.jsonl, .ndjson), unchanged, in order of
// shards and paths. Each must be valid JSON; empty lines are dropped.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_jsonl(const Workplace& place);

}  // namespace isorun
