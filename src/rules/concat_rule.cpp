#include "rules/concat_rule.hpp"

#include <expected>

#include "base/text.hpp"
#include "rules/spool.hpp"

namespace isorun {

namespace {

class ConcatMerge final : public Merge {
 public:
  explicit ConcatMerge(int directory) : files_(directory) {}

  Result<void> add(const SourceFile& file, std::string_view content) override {
    return files_.add(file, content);
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    const auto written = files_.write_to(out);
    if (!written) return std::unexpected(written.error());
    return Merged();
  }

 private:
  Spool files_;
};

}  // namespace

std::unique_ptr<Merge> start_concat(const Workplace& place) {
  return std::make_unique<ConcatMerge>(place.directory);
}

}  // namespace isorun
