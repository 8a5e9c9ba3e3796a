#include "collect/cost_rule.hpp"

#include <expected>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "collect/cost_file.hpp"
#include "collect/json.hpp"
#include "collect/readable.hpp"
#include "collect/rules.hpp"

namespace isorun {

namespace {

struct Session {
  std::string id;
  std::string path;
  CostFigures figures;
};

struct Shard {
  std::string name;
  std::vector<Session> sessions;
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
  Result<void> add(const SourceFile& file, std::string_view content) override {
    Result<CostFile> cost = parse_cost_file(content);
    if (!cost) return std::unexpected(cost.error());
    Shard& shard = shards_[file.shard];
    shard.name = readable(file.shard_name);
    shard.sessions.push_back(
        {std::move(cost->session_id), readable(file.path), std::move(cost->figures)});
    return {};
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
    write_shards(json, totals);
    write_sessions(json);
    json.end_object();
    out.write(json.text());
    return Merged{summary(totals), warnings(totals)};
  }

 private:
  struct Totals {
    CostFigures all;
    std::vector<CostFigures> shards;  // in the order of shards_
    std::size_t files = 0;
    std::size_t sessions = 0;
  };

  [[nodiscard]] Totals sum() const {
    Totals totals;
    std::set<std::string_view> sessions;
    for (const auto& [number, shard] : shards_) {
      CostFigures& figures = totals.shards.emplace_back();
      for (const Session& session : shard.sessions) {
        figures += session.figures;
        sessions.insert(session.id);
      }
      totals.files += shard.sessions.size();
      totals.all += figures;
    }
    totals.sessions = sessions.size();
    return totals;
  }

  void write_shards(JsonWriter& out, const Totals& totals) const {
    out.key("per_shard").begin_array();
    auto figures = totals.shards.begin();
    for (const auto& [number, shard] : shards_) {
      out.begin_object();
      out.key("shard").string(shard.name);
      out.key("files").number(Decimal(shard.sessions.size()));
      write_figures(out, *figures++);
      out.end_object();
    }
    out.end_array();
  }

  void write_sessions(JsonWriter& out) const {
    out.key("per_session").begin_array();
    for (const auto& [number, shard] : shards_) {
      for (const Session& session : shard.sessions) {
        out.begin_object();
        out.key("session_id").string(session.id);
        out.key("shard").string(shard.name);
        out.key("file").string(session.path);
        write_figures(out, session.figures);
        out.end_object();
      }
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
};

}  // namespace

std::unique_ptr<Merge> start_cost(const Workplace& /*place*/) {
  return std::make_unique<CostMerge>();
}

}  // namespace isorun
