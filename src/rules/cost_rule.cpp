#include "rules/cost_rule.hpp"

#include <algorithm>
#include <cstdint>
#include <expected>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/escaped.hpp"
#include "base/hash.hpp"
#include "base/interruption.hpp"
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
    if (const auto& counter = figures.counters.at(i)) out.key(cost_counters.at(i)).number(*counter);
  }
  for (const auto& [name, number] : figures.others) {
    if (is_interrupted()) break;
    out.key(name).number(number);
  }
  if (figures.cached_calls) out.key("cached_calls").number(Decimal(*figures.cached_calls));
  if (const auto rate = figures.hit_rate()) out.key("cache_hit_rate").number(*rate);
}

// "total_cost_usd (2 of 7)": a counter that only some documents lack.
std::string missing_figures(const CostFigures& figures) {
  std::string text;
  for (std::size_t i = 0; i < figures.missing.size(); ++i) {
    const std::uint64_t missing = figures.missing.at(i);
    if (missing == 0 || missing == figures.documents) continue;
    const std::string_view name = i < cost_counters.size() ? cost_counters.at(i) : "api_calls";
    text +=
        fmt::format("{}{} ({} of {})", text.empty() ? "" : ", ", name, missing, figures.documents);
  }
  return text;
}

std::string percent(const Decimal& part, const Decimal& whole) {
  if (whole == Decimal()) return "0 %";
  Decimal hundredfold;
  for (int i = 0; i < 100; ++i) hundredfold += part;
  return to_string(Decimal::quotient(hundredfold, whole, 1)) + " %";
}

class CostMerge final : public Merge {
 public:
  explicit CostMerge(const Workplace& place)
      : rows_(place.directory), is_strict_(place.is_strict) {}

  Result<void> add(const SourceFile& file, std::string_view content) override {
    Shard& shard = shards_[file.shard];
    shard.name = escaped(file.shard_name);
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
    if (const std::string missing = missing_figures(totals.all); is_strict_ && !missing.empty())
      return std::unexpected(Problem{{Phase::collect, 0, "some cost files lack " + missing}});
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
    json.key("file").string(escaped(file.path));
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
    std::vector<std::string> lines;
    for (std::string line : {cost_line(totals.all), tokens_line(totals.all)})
      if (!line.empty()) lines.push_back(std::move(line));
    lines.push_back(fmt::format("counted from files: {}, sessions: {}, shards: {}", totals.files,
                                totals.sessions, shards_.size()));
    return lines;
  }

  // "cost $0.3: 6 calls, 3 cached (hit rate 50 %)", with the known figures.
  static std::string cost_line(const CostFigures& all) {
    const auto& cost = all.counter("total_cost_usd");
    const auto& calls = all.counter("total_api_calls");
    std::vector<std::string> parts;
    if (calls) parts.push_back(to_string(*calls) + " calls");
    if (all.cached_calls)
      parts.push_back(fmt::format("{} cached", to_string(Decimal(*all.cached_calls))));
    std::string line = fmt::format("{}", fmt::join(parts, ", "));
    if (all.rated > 0)
      line +=
          fmt::format(" (hit rate {})", percent(Decimal(all.rated_cached_calls), all.rated_calls));
    if (!cost) return line;
    return fmt::format("cost ${}{}{}", to_string(*cost), line.empty() ? "" : ": ", line);
  }

  static std::string tokens_line(const CostFigures& all) {
    constexpr std::pair<std::string_view, std::string_view> kinds[] = {
        {"total_input_tokens", "in"},
        {"total_output_tokens", "out"},
        {"total_cache_creation_tokens", "written to the cache"},
        {"total_cache_read_tokens", "read from it"}};
    std::vector<std::string> parts;
    for (const auto& [name, what] : kinds)
      if (const auto& count = all.counter(name))
        parts.push_back(fmt::format("{} {}", to_string(*count), what));
    return parts.empty() ? "" : fmt::format("tokens: {}", fmt::join(parts, ", "));
  }

  static std::vector<std::string> warnings(const Totals& totals) {
    std::vector<std::string> warnings;
    if (totals.all.short_lists > 0) {
      warnings.push_back(
          fmt::format("cost files that list fewer calls than they count: {}; the hit rate counts "
                      "unlisted calls as not cached",
                      totals.all.short_lists));
    }
    if (const std::string missing = missing_figures(totals.all); !missing.empty())
      warnings.push_back(
          fmt::format("some cost files lack {}; the sums are of the others", missing));
    return warnings;
  }

  std::map<std::size_t, Shard> shards_;
  Spool rows_;  // "per_session"
  // hashes of the ids: the only memory that grows with the files
  std::vector<std::uint64_t> sessions_;
  bool is_strict_;
};

}  // namespace

std::unique_ptr<Merge> start_cost(const Workplace& place) {
  return std::make_unique<CostMerge>(place);
}

}  // namespace isorun
