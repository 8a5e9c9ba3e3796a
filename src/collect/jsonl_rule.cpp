#include "collect/jsonl_rule.hpp"

#include <expected>

#include "base/text.hpp"
#include "collect/json.hpp"
#include "collect/spool.hpp"

namespace isorun {

namespace {

class JsonlMerge final : public Merge {
 public:
  explicit JsonlMerge(int directory) : files_(directory) {}

  Result<void> add(const SourceFile& file, std::string_view content) override {
    std::string texts;
    std::size_t number = 0;
    for (const std::string_view line : lines(content)) {
      ++number;
      if (trim(line).empty()) continue;
      const Result<JsonValue> value = parse_json(line, number);
      if (!value) return std::unexpected(value.error());
      texts += trim(line);
      texts += '\n';
    }
    return files_.add(file, texts);
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

std::unique_ptr<Merge> start_jsonl(const Workplace& place) {
  return std::make_unique<JsonlMerge>(place.directory);
}

}  // namespace isorun
