// The rule `json-sum`: merges JSON files of any shape into one of the same shape.
//
//   numbers   summed, exactly
//   arrays    joined, in order of shards and paths
//   objects   merged key by key; a key that only some of them have is kept
//   strings, true, false, null   kept if all are equal; if not, an array of the different ones, in
//             order of their first appearance
//
// A number in one file and an array in another, or a string and a number, is an error that names
// both files.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_json_sum(const Workplace& place);

}  // namespace isorun
