#include "collect/rules.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "collect/cost_rule.hpp"
#include "collect/json_sum_rule.hpp"
#include "collect/readable.hpp"

namespace isorun {

namespace {

constexpr std::array table = {
    Rule{"cost", "cost files: counters summed, rates recomputed, a figure for each test and shard",
         "costs.json", start_cost},
    Rule{"json-sum", "any JSON: numbers summed, arrays joined, objects merged", "", start_json_sum},
};

}  // namespace

std::span<const Rule> rules() {
  return table;
}

const Rule* find_rule(std::string_view name) {
  const auto found = std::ranges::find(table, name, &Rule::name);
  return found == table.end() ? nullptr : &*found;
}

std::string to_string(const SourceFile& file) {
  if (file.path.empty()) return fmt::format("shard {}", readable(file.shard_name));
  return fmt::format("{} of shard {}", readable(file.path), readable(file.shard_name));
}

std::string to_string(const Problem& problem) {
  return fmt::format("{}: {}", to_string(problem.file), to_string(problem.error));
}

}  // namespace isorun
