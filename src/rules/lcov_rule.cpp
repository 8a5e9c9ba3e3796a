#include "rules/lcov_rule.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <expected>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "rules/tool.hpp"
#include "rules/unpack.hpp"

namespace isorun {

namespace {

constexpr Tool lcov = {{"lcov"}, "lcov"};
constexpr std::size_t files_at_once = 200;

Result<void> check(std::string_view tracefile) {
  const auto refuse = [](const char* why) {
    return std::unexpected(Error{Phase::collect, 0, why});
  };
  if (tracefile.empty()) return refuse("it is empty");
  if (!trim(tracefile).ends_with("end_of_record")) {
    return refuse("it does not end with end_of_record; the file seems to be truncated");
  }
  return {};
}

class LcovMerge final : public CheckedMerge {
 public:
  explicit LcovMerge(int directory) : CheckedMerge(directory, check) {}

  std::expected<Merged, Problem> merge(Output& out) override {
    Output layout(out.directory(), out.name() + "-files");
    std::vector<std::string> group;
    Result<void> added;
    const auto unpacked = unpack(spool(), layout, [&](std::string path) -> Result<void> {
      group.push_back(std::move(path));
      if (group.size() == files_at_once && added) added = add_up(out, group);
      return {};
    });
    if (!unpacked) return std::unexpected(unpacked.error());
    if (!group.empty() && added) added = add_up(out, group);
    if (!added) return std::unexpected(Problem{added.error()});
    return Merged();
  }

 private:
  // Merges the current group into the result.
  Result<void> add_up(const Output& out, std::vector<std::string>& group) {
    const std::string sum = out.name() + "-sum";
    // lcov 1 and 2 name this setting differently.
    std::vector<std::string> words = {
        "--quiet",       "--rc", "lcov_branch_coverage=1", "--rc", "branch_coverage=1",
        "--output-file", sum};
    if (has_sum_) words.insert(words.end(), {"--add-tracefile", out.name()});
    for (const std::string& path : group) words.insert(words.end(), {"--add-tracefile", path});
    group.clear();
    has_sum_ = true;
    const Result<std::string> said =
        run_tool(lcov, {.arguments = std::move(words), .directory = out.directory()});
    if (!said) return std::unexpected(said.error());
    if (::renameat(out.directory(), sum.c_str(), out.directory(), out.name().c_str()) == 0) {
      return {};
    }
    return std::unexpected(Error{Phase::collect, errno, "renaming what lcov made"});
  }

  bool has_sum_ = false;  // an earlier group was merged
};

}  // namespace

std::unique_ptr<Merge> start_lcov(const Workplace& place) {
  return std::make_unique<LcovMerge>(place.directory);
}

}  // namespace isorun
