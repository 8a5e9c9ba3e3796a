#include "collect/concat_rule.hpp"

#include <expected>

#include "base/text.hpp"
#include "collect/spool.hpp"

namespace isorun {

namespace {

class ConcatMerge final : public Merge {
 public:
  explicit ConcatMerge(int directory) : files_(directory) {}

  Result<void> add(const SourceFile& file, std::string_view content) override {
    return files_.add(file, content);
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    const auto read = files_.each([&](const SourceFile&, std::string_view content) -> Result<void> {
      out.write(content);
      return {};
    });
    if (!read) return std::unexpected(read.error());
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
