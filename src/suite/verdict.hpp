// What a command's ending says about it, whatever the framework.
#pragma once

#include <optional>
#include <string>

#include "suite/suite.hpp"

namespace isorun {

struct Verdict {
  Reason reason = Reason::passed;
  std::string detail;  // "exit code 3", "SIGSEGV"; empty when passed
};

// nullopt where it was interrupted: an interrupted command neither passed nor failed.
std::optional<Verdict> judge(const Evidence& evidence);

// "SIGSEGV"; "signal 40" where it has no name.
std::string signal_name(int number);

// The results of a suite whose shards hold one unit, judged by its command's ending alone.
ShardResults judge_single(std::size_t unit, const Evidence& evidence);

}  // namespace isorun
