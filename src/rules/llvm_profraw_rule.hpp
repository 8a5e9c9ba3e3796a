// The rule `llvm-profraw`: merges the shards' .profraw files into one indexed profile (.profdata)
// by llvm-profdata(1).
#pragma once

#include <memory>

namespace isorun {

class Merge;
struct Workplace;

std::unique_ptr<Merge> start_llvm_profraw(const Workplace& place);

}  // namespace isorun
