// Programs that run one test per process and report it as text: the ending decides, and the
// program's summary proves that the test ran to its end.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "suite/suite.hpp"

namespace isorun {

// The program's summary of its one test.
enum class Summary {
  absent,
  passed,
  skipped,
  nothing_ran,
};

class SingleTestSuite : public Suite {
 public:
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }
  [[nodiscard]] ShardResults results(std::span<const std::size_t> shard,
                                     const Evidence& evidence) const override;

 protected:
  struct Reader {
    Summary (*summary)(std::string_view output);
    // One line, more informative than the exit code; may be empty.
    std::string (*failure)(std::string_view log);
  };

  // `may_be_silent`: the user's options may have removed the summary.
  SingleTestSuite(std::vector<Unit> units, Reader reader, bool may_be_silent)
      : units_(std::move(units)), reader_(reader), may_be_silent_(may_be_silent) {}

 private:
  std::vector<Unit> units_;
  Reader reader_;
  bool may_be_silent_;
};

}  // namespace isorun
