#include "rules/cost_rule.hpp"

#include <algorithm>
#include <cstdint>
#include <expected>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/hash.hpp"
#include "base/readable.hpp"
#include "rules/cost_file.hpp"
#include "rules/spool.hpp"
#include "values/json.hpp"

namespace isorun {

namespace {

struct Shard {
  std::string name;
  std::size_t files = 0;
  CostFigures figures;
};

void write_figures(JsonWriter& out, const CostFigures& figures) {
  for (std::size_t i = 0; i < cost_counters.size(); ++i) {
    out.key(cost_counters.at(i)).number(figures.counters.at(i));
  }
  for (const auto& [name, number] : figures.others) out.key(name).number(number);
  out.key("cached_calls").number(Decimal(figures.cached_calls));
  out.key("cache_hit_rate").number(figures.hit_rate());
}

std::string percent(const Decimal& part, const Decimal& whole) {
  if (whole == Decimal()) return "0 %";
  Decimal hundredfold;
  for (int i = 0; i < 100; ++i) hundredfold += part;
  return to_string(Decimal::quotient(hundredfold, whole, 1)) + " %";
}

class CostMerge final : public Merge {
 public:
  explicit CostMerge(int directory) : rows_(directory) {}

  Result<void> add(const SourceFile& file, std::string_view content) override {
    Shard& shard = shards_[file.shard];
    shard.name = readable(file.shard_name);
    ++shard.files;
    return each_json(content, [&](const JsonValue& json) -> Result<void> {
      const Result<CostDocument> document = read_cost_document(json);
      if (!document) return std::unexpected(document.error());
      shard.figures += document->figures;
      sessions_.push_back(hash(document->session_id));
      return rows_.add(file, row(shard, file, *document));
    });
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    const Totals totals = sum();
    JsonWriter json;
    json.begin_object();
    json.key("schema").number(Decimal(1));
    json.key("files").number(Decimal(totals.files));
    json.key("shards").number(Decimal(shards_.size()));
    json.key("sessions").number(Decimal(totals.sessions));
    write_figures(json, totals.all);
    write_shards(json);
    json.key("per_session").begin_array();
    const auto written = rows_.each([&](const SourceFile&, std::string_view text) -> Result<void> {
      const Result<JsonValue> row = parse_json(text);
      if (!row) return std::unexpected(row.error());
      json.value(*row);
      out.write(json.take());
      return {};
    });
    if (!written) return std::unexpected(written.error());
    json.end_array();
    json.end_object();
    out.write(json.take());
    return Merged{summary(totals), warnings(totals)};
  }

 private:
  struct Totals {
    CostFigures all;
    std::size_t files = 0;
    std::size_t sessions = 0;
  };

  static std::string row(const Shard& shard, const SourceFile& file, const CostDocument& document) {
    JsonWriter json;
    json.begin_object();
    json.key("session_id").string(document.session_id);
    json.key("shard").string(shard.name);
    json.key("file").string(readable(file.path));
    write_figures(json, document.figures);
    json.end_object();
    return json.take();
  }

  [[nodiscard]] Totals sum() {
    Totals totals;
    for (const auto& [number, shard] : shards_) {
      totals.all += shard.figures;
      totals.files += shard.files;
    }
    std::ranges::sort(sessions_);
    const auto doubles = std::ranges::unique(sessions_);
    totals.sessions = sessions_.size() - doubles.size();
    return totals;
  }

  void write_shards(JsonWriter& out) const {
    out.key("per_shard").begin_array();
    for (const auto& [number, shard] : shards_) {
      out.begin_object();
      out.key("shard").string(shard.name);
      out.key("files").number(Decimal(shard.files));
      write_figures(out, shard.figures);
      out.end_object();
    }
    out.end_array();
  }

  [[nodiscard]] std::vector<std::string> summary(const Totals& totals) const {
    const auto text = [&](std::string_view name) { return to_string(totals.all.counter(name)); };
    const Decimal cached(totals.all.cached_calls);
    return {
        fmt::format("cost ${}: {} calls, {} cached (hit rate {})", text("total_cost_usd"),
                    text("total_api_calls"), to_string(cached),
                    percent(cached, totals.all.counter("total_api_calls"))),
        fmt::format("tokens: {} in, {} out, {} written to the cache, {} read from it",
                    text("total_input_tokens"), text("total_output_tokens"),
                    text("total_cache_creation_tokens"), text("total_cache_read_tokens")),
        fmt::format("counted from files: {}, sessions: {}, shards: {}", totals.files,
                    totals.sessions, shards_.size()),
    };
  }

  static std::vector<std::string> warnings(const Totals& totals) {
    if (totals.all.short_lists == 0) return {};
    return {
        fmt::format("cost files that list fewer calls than they count: {}; the hit rate takes "
                    "the calls that are not listed for not cached",
                    totals.all.short_lists)};
  }

  std::map<std::size_t, Shard> shards_;
  Spool rows_;                           // of "per_session"
  std::vector<std::uint64_t> sessions_;  // hashes of their ids: all in memory that grows with files
};

}  // namespace

std::unique_ptr<Merge> start_cost(const Workplace& place) {
  return std::make_unique<CostMerge>(place.directory);
}

}  // namespace isorun
