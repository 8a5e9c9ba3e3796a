// Judges a command by its ending, for any framework.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "suite/suite.hpp"

namespace isorun {

struct Verdict {
  Reason reason = Reason::passed;
  std::string detail;  // "exit code 3", "SIGSEGV"; empty when passed
};

// nullopt if it was interrupted: then it neither passed nor failed.
std::optional<Verdict> judge(const Evidence& evidence);

// The content of a file that the command left, if the command passed.
std::optional<std::string> file_if_passed(const Evidence& evidence, std::string_view name);

// "SIGSEGV"; "signal 40" if it has no name.
std::string signal_name(int number);

// The suite's results of a shard: none of its units ran if a service was not ready.
ShardResults results_of(const Suite& suite, std::span<const std::size_t> units,
                        const Evidence& evidence);

// The results of a shard with one unit, judged by its command's ending alone.
ShardResults judge_single(std::size_t unit, const Evidence& evidence);

}  // namespace isorun
