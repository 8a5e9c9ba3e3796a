// The rule `cost`: merges the shards' cost files.
//
// A cost file holds a cost document, or JSON Lines with one document per line. A document is an
// object with "session_id" (a string), any of the counters "total_api_calls", "total_input_tokens",
// "total_output_tokens", "total_cache_creation_tokens", "total_cache_read_tokens",
// "total_cost_usd", "total_duration_seconds" (numbers, not negative) and "api_calls", a list of
// objects with "cached" (true or false). Other members named "total_..." are counters too, unless
// they are lists or objects; all other members are ignored. A counter that only some documents have
// is summed over those, with a warning, or with `cost!` an error. A document that lists more calls
// than it counts is an error: its totals are too small. One that lists fewer is accepted with a
// warning, because the hit rate cannot include the others.
//
// The result, all sums exact:
//   "schema": 1
// "files", "shards": their numbers
// "sessions": the number of distinct session ids
// "total_...": the sum of each counter
//   "cached_calls": the listed calls with "cached": true; not there if no document lists any
//   "cache_hit_rate": cached calls / calls of the documents with both, rounded to 6 places; 0 if
//     there were no calls, and not there if no document has both
//   "per_shard": in order of the shards: "shard", "files", and the figures from "total_..." on
//   "per_session": in order of shards, paths and lines, one for each document: "session_id",
//     "shard", "file", and the figures from "total_..." on. The same session in two shards, or in
//     two files, is there twice.
// Names that are not UTF-8 are written as in escaped.hpp.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_cost(const Workplace& place);

}  // namespace isorun
