#include "rules/jsonl_rule.hpp"

#include <iterator>

#include <fmt/format.h>

#include "base/text.hpp"
#include "rules/spool.hpp"
#include "values/json.hpp"

namespace isorun {

namespace {

// Files are stored in pieces of this size plus at most one line: a file may be larger than memory.
constexpr std::size_t piece = std::size_t{1} << 20;

class JsonlMerge final : public SpooledMerge {
 public:
  using SpooledMerge::SpooledMerge;

  Result<void> add(const SourceFile& file, std::string_view content) override {
    std::string texts;
    std::size_t number = 0;
    for (const std::string_view line : lines(content)) {
      ++number;
      if (trim(line).empty()) continue;
      if (line.size() > largest_document) {
        return std::unexpected(Error{
            Phase::collect, 0,
            fmt::format("line {}: it is larger than {} MiB", number, largest_document >> 20)});
      }
      const Result<JsonValue> value = parse_json(line, number);
      if (!value) return std::unexpected(value.error());
      texts += trim(line);
      texts += '\n';
      if (texts.size() < piece) continue;
      if (auto kept = SpooledMerge::add(file, texts); !kept) return kept;
      texts.clear();
    }
    return SpooledMerge::add(file, texts);
  }
};

}  // namespace

std::unique_ptr<Merge> start_jsonl(const Workplace& place) {
  return std::make_unique<JsonlMerge>(place.directory);
}

}  // namespace isorun
