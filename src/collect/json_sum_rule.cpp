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
    files_.push_back(file);
    return each_json(content, [&](JsonValue value) { return add(file.shard, std::move(value)); });
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    std::optional<JsonSum> whole;
    for (const auto& [number, sum] : shards_) {
      if (!whole) {
        whole = sum;
      } else if (const auto added = whole->add(sum); !added) {
        return std::unexpected(Problem{explain(added.error()), files_[added.error().right]});
      }
    }
    JsonWriter json;
    if (whole) json.value(whole->value());
    out.write(json.text());
    return Merged{
        {fmt::format("JSON summed from files: {}, shards: {}", files_.size(), shards_.size())}, {}};
  }

 private:
  Result<void> add(std::size_t shard, JsonValue value) {
    JsonSum sum(std::move(value), files_.size() - 1);
    const auto present = shards_.find(shard);
    if (present == shards_.end()) {
      shards_.emplace(shard, std::move(sum));
    } else if (const auto added = present->second.add(std::move(sum)); !added) {
      return std::unexpected(explain(added.error()));
    }
    return {};
  }

  [[nodiscard]] Error explain(const JsonMismatch& mismatch) const {
    return {Phase::collect, 0,
            fmt::format("{} is {}, but {} in {}", mismatch.location, mismatch.right_kind,
                        mismatch.left_kind, to_string(files_[mismatch.left]))};
  }

  std::vector<SourceFile> files_;
  std::map<std::size_t, JsonSum> shards_;
};

}  // namespace

std::unique_ptr<Merge> start_json_sum(const Workplace& /*place*/) {
  return std::make_unique<JsonSumMerge>();
}

}  // namespace isorun
