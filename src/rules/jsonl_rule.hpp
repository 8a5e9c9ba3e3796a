// The rule `jsonl`: the lines of all JSON Lines files (.jsonl, .ndjson), in order of shards and
// paths, as they were written. Each must be a JSON text; empty lines are left out.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_jsonl(const Workplace& place);

}  // namespace isorun
