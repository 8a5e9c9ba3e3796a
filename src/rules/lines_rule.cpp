#include "rules/lines_rule.hpp"

#include <expected>

#include "files/temporary_file.hpp"
#include "rules/rules.hpp"
#include "rules/tool.hpp"

namespace isorun {

namespace {

constexpr Tool sort = {{"sort"}, "coreutils"};

class LinesMerge final : public Merge {
 public:
  explicit LinesMerge(int directory) : lines_(directory) {}

  Result<void> add(const SourceFile& /*file*/, std::string_view content) override {
    const Result<void> added = lines_.append(content);
    if (!added || content.empty() || content.ends_with('\n')) return added;
    return lines_.append("\n");
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    const Result<std::string> sorted =
        run_tool(sort, {.arguments = {"--unique", "--buffer-size=8M", "--parallel=1",
                                      "--temporary-directory=.", "--output=" + out.name()},
                        .directory = out.directory(),
                        .input = lines_.fd()});
    if (!sorted) return std::unexpected(Problem{sorted.error()});
    return Merged();
  }

 private:
  TemporaryFile lines_;
};

}  // namespace

std::unique_ptr<Merge> start_lines(const Workplace& place) {
  return std::make_unique<LinesMerge>(place.directory);
}

}  // namespace isorun
