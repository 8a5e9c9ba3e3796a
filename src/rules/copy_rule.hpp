// The rule `copy`: the files as they are, in a directory, below it by their whole path. What is the
// same in all shards is there once. Where shards differ the first has the name, and another content
// is NAME.shard-K, for the first shard K that wrote it; with `copy:fail` that is an error.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_copy(const Workplace& place);
std::unique_ptr<Merge> start_copy_or_fail(const Workplace& place);

}  // namespace isorun
