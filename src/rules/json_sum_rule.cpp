#include "rules/json_sum_rule.hpp"

#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "rules/json_sum.hpp"
#include "rules/rules.hpp"
#include "values/json.hpp"

namespace isorun {

namespace {

class JsonSumMerge final : public Merge {
 public:
  Result<void> add(const SourceFile& file, std::string_view content) override {
    ++files_;
    const auto origin = std::make_shared<const SourceFile>(file);
    return each_json(content, [&](JsonValue value) { return add(origin, std::move(value)); });
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    std::optional<JsonSum> whole;
    for (auto& [number, sum] : shards_) {
      if (!whole) {
        whole = std::move(sum);
      } else if (const auto added = whole->add(std::move(sum)); !added) {
        return std::unexpected(Problem{explain(added.error()), *added.error().right});
      }
    }
    if (whole) {
      json::Text written;
      written.out.SetIndent(' ', 2);
      write_value(written.out, whole->take());
      out.write(written.take() + "\n");
    }
    return Merged{{fmt::format("JSON summed from files: {}, shards: {}", files_, shards_.size())},
                  {}};
  }

 private:
  Result<void> add(const JsonOrigin& file, JsonValue value) {
    JsonSum sum(std::move(value), file);
    const auto present = shards_.find(file->shard);
    if (present == shards_.end()) {
      shards_.emplace(file->shard, std::move(sum));
    } else if (const auto added = present->second.add(std::move(sum)); !added) {
      return std::unexpected(explain(added.error()));
    }
    return {};
  }

  static Error explain(const JsonMismatch& mismatch) {
    return {Phase::collect, 0,
            fmt::format("{} is {}, but {} in {}", mismatch.location, mismatch.right_kind,
                        mismatch.left_kind, to_string(*mismatch.left))};
  }

  std::size_t files_ = 0;
  std::map<std::size_t, JsonSum> shards_;
};

}  // namespace

std::unique_ptr<Merge> start_json_sum(const Workplace& /*place*/) {
  return std::make_unique<JsonSumMerge>();
}

}  // namespace isorun
