// The rule `copy`: a directory with the files under their full paths. Files that are equal in all
// shards are stored once. Where shards differ, the first one keeps the name, and each other version
// is NAME.shard-K, for the first shard K that wrote it; with `copy:fail`, that is an error.
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_copy(const Workplace& place);
std::unique_ptr<Merge> start_copy_or_fail(const Workplace& place);

}  // namespace isorun
