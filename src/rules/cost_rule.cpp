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

void write_number(json::Writer& out, std::string_view key, const Decimal& number) {
  json::write_key(out, key);
  write_number(out, number);
}

void write_figures(json::Writer& out, const CostFigures& figures) {
  for (std::size_t i = 0; i < cost_counters.size(); ++i) {
    if (const auto& counter = figures.counters.at(i))
      write_number(out, cost_counters.at(i), *counter);
  }
  for (const auto& [name, number] : figures.others) {
    if (is_interrupted()) break;
    write_number(out, name, number);
  }
  if (figures.cached_calls) write_number(out, "cached_calls", Decimal(*figures.cached_calls));
  if (const auto rate = figures.hit_rate()) write_number(out, "cache_hit_rate", *rate);
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
    json::Text written;
    json::Writer& json = written.out;
    json.SetIndent(' ', 2);
    json.StartObject();
    write_number(json, "schema", Decimal(1));
    write_number(json, "files", Decimal(totals.files));
    write_number(json, "shards", Decimal(shards_.size()));
    write_number(json, "sessions", Decimal(totals.sessions));
    write_figures(json, totals.all);
    write_shards(json);
    json.Key("per_session");
    json.StartArray();
    const auto listed = rows_.each([&](const SourceFile&, std::string_view text) -> Result<void> {
      const Result<JsonValue> row = parse_json(text);
      if (!row) return std::unexpected(row.error());
      write_value(json, *row);
      out.write(written.take());
      return {};
    });
    if (!listed) return std::unexpected(listed.error());
    json.EndArray();
    json.EndObject();
    out.write(written.take() + "\n");
    return Merged{summary(totals), warnings(totals)};
  }

 private:
  struct Totals {
    CostFigures all;
    std::size_t files = 0;
    std::size_t sessions = 0;
  };

  static std::string row(const Shard& shard, const SourceFile& file, const CostDocument& document) {
    json::Text written;
    json::Writer& json = written.out;
    json.StartObject();
    json::write_text(json, "session_id", document.session_id);
    json::write_text(json, "shard", shard.name);
    json::write_text(json, "file", escaped(file.path));
    write_figures(json, document.figures);
    json.EndObject();
    return written.take();
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

  void write_shards(json::Writer& json) const {
    json.Key("per_shard");
    json.StartArray();
    for (const auto& [number, shard] : shards_) {
      json.StartObject();
      json::write_text(json, "shard", shard.name);
      write_number(json, "files", Decimal(shard.files));
      write_figures(json, shard.figures);
      json.EndObject();
    }
    json.EndArray();
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
