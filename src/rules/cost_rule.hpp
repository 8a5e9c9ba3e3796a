// The rule `cost`: the cost files of all shards become one.
//
// A cost file holds a cost document, or JSON Lines: one document a line. That is an object with
// "session_id" (a string), any of the counters "total_api_calls", "total_input_tokens",
// "total_output_tokens", "total_cache_creation_tokens", "total_cache_read_tokens",
// "total_cost_usd", "total_duration_seconds" (numbers, none negative) and "api_calls", a list of
// objects with "cached" (true or false). What else begins with "total_" is a counter too, unless it
// is a list or an object; the rest is not looked at. What only some documents have is summed over
// those, with a warning, or with `cost!` an error. A file that lists more calls than it counts is
// wrong: its totals are too small. One that lists fewer is taken, with a warning, since the hit
// rate cannot know of the others.
//
// The result, all sums exact:
//   "schema": 1
//   "files", "shards": how many there were
//   "sessions": how many different session ids
//   "total_...": each counter that a document has, summed
//   "cached_calls": the listed calls with "cached": true; not there if no document lists any
//   "cache_hit_rate": cached calls / calls of the documents with both, rounded to 6 places; 0 if
//     there were no calls, and not there if no document has both
//   "per_shard": in order of the shards: "shard", "files", and the figures from "total_..." on
//   "per_session": in order of shards, paths and lines, one for each document: "session_id",
//     "shard", "file", and the figures from "total_..." on. The same session in two shards, or in
//     two files, is there twice.
// Names that are not UTF-8 are written as readable.hpp does.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_cost(const Workplace& place);

}  // namespace isorun
