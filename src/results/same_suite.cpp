#include "results/same_suite.hpp"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/utf8.hpp"

namespace isorun {

Result<void> check_same(std::span<const SavedRun> runs, std::span<const Common> more) {
  std::vector<Common> all = {{[](const RunRecord& run) {
                                return printable(fmt::format("{}", fmt::join(run.command, " ")));
                              },
                              "{0} ran \"{1}\", but {2} ran \"{3}\""},
                             {[](const RunRecord& run) { return run.framework; },
                              "{0} ran a {1} suite, but {2} a {3} suite"}};
  all.insert(all.end(), more.begin(), more.end());
  for (const SavedRun& run : runs) {
    for (const Common& common : all) {
      const std::string expected = common.text(runs.front().record);
      const std::string found = common.text(run.record);
      if (found != expected)
        return std::unexpected(Error{Phase::usage, 0,
                                     fmt::format(fmt::runtime(common.sentence), runs.front().path,
                                                 expected, run.path, found)});
    }
  }
  return {};
}

}  // namespace isorun
