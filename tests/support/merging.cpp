#include "merging.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace isorun {

SourceFile in_shard(std::size_t shard) {
  return {shard, fmt::format("{}", shard), fmt::format("/tmp/f{}", shard)};
}

Merging::Merging(std::string_view rule, const Manner& manner)
    : rule_(*find_rule(rule)),
      merge_(rule_.start({.directory = directory_.layer().root.get(),
                          .command = manner.command,
                          .is_strict = manner.is_strict,
                          .last_counts = manner.last_counts})) {}

std::string Merging::add(const SourceFile& file, std::string_view content) {
  const Result<void> added = add_within_limit(rule_, *merge_, file, content);
  return added ? "" : to_string(added.error());
}

std::string Merging::merge() {
  const int directory = directory_.layer().root.get();
  Output out(directory, "made");
  std::expected<Merged, Problem> merged = write_merged(*merge_, out);
  if (!merged) return to_string(merged.error());
  merged_ = *std::move(merged);
  const Result<void> placed = out.place(directory, "result");
  return placed ? "" : to_string(placed.error());
}

std::string Merging::text() {
  const std::string problem = merge();
  return problem.empty() ? read_file_at(path()) : problem;
}

std::vector<std::string> Merging::files() {
  std::string problem = merge();
  if (!problem.empty()) return {std::move(problem)};
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path())) {
    if (entry.is_directory()) continue;
    found.push_back(fmt::format("{}: {}", entry.path().lexically_relative(path()).string(),
                                read_file_at(entry.path())));
  }
  std::ranges::sort(found);
  return found;
}

std::string merge(std::string_view rule, const std::vector<std::string>& contents) {
  Merging merging(rule);
  for (std::size_t shard = 0; shard < contents.size(); ++shard) {
    EXPECT_EQ(merging.add(in_shard(shard), contents[shard]), "");
  }
  return merging.text();
}

}  // namespace isorun
