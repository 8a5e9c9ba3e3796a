#include "collect/json_sum_rule.hpp"

#include <expected>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "collect/json.hpp"
#include "collect/json_sum.hpp"
#include "collect/rules.hpp"

namespace isorun {

namespace {

class JsonSumMerge final : public Merge {
 public:
  Result<void> add(const SourceFile& file, std::string_view content) override {
    Result<JsonValue> json = parse_json(content);
    if (!json) return std::unexpected(json.error());
    files_.push_back(file);
    JsonSum sum(*std::move(json), files_.size() - 1);
    const auto present = shards_.find(file.shard);
    if (present == shards_.end()) {
      shards_.emplace(file.shard, std::move(sum));
    } else if (const auto added = present->second.add(std::move(sum)); !added) {
      return std::unexpected(explain(added.error()));
    }
    return {};
  }

  [[nodiscard]] std::expected<Merged, Problem> merged() const override {
    std::optional<JsonSum> whole;
    for (const auto& [number, sum] : shards_) {
      if (!whole) {
        whole = sum;
      } else if (const auto added = whole->add(sum); !added) {
        return std::unexpected(Problem{explain(added.error()), files_[added.error().right]});
      }
    }
    JsonWriter out;
    if (whole) out.value(whole->value());
    return Merged{
        out.text(),
        {fmt::format("JSON summed from files: {}, shards: {}", files_.size(), shards_.size())},
        {}};
  }

 private:
  [[nodiscard]] Error explain(const JsonMismatch& mismatch) const {
    return {Phase::collect, 0,
            fmt::format("{} is {}, but {} in {}", mismatch.location, mismatch.right_kind,
                        mismatch.left_kind, to_string(files_[mismatch.left]))};
  }

  std::vector<SourceFile> files_;
  std::map<std::size_t, JsonSum> shards_;
};

}  // namespace

std::unique_ptr<Merge> start_json_sum() {
  return std::make_unique<JsonSumMerge>();
}

}  // namespace isorun
