#include "report/run_json.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/json.hpp"

namespace isorun {
namespace {

constexpr int schema = 1;

using std::chrono::nanoseconds;

// Members by the type of their values, so that the document below reads as a list.
class Document {
 public:
  void begin(const char* key = nullptr) {
    name(key);
    writer_.StartObject();
  }
  void end() { writer_.EndObject(); }

  template <class Items, class Write>
  void list(const char* key, const Items& items, Write write) {
    name(key);
    writer_.StartArray();
    for (const auto& item : items) write(item);
    writer_.EndArray();
  }
  void list(const char* key, const std::vector<std::string>& items) {
    list(key, items, [this](std::string_view item) { json::write_string(writer_, item); });
  }

  void text(const char* key, std::string_view value) {
    name(key);
    json::write_string(writer_, value);
  }
  void number(const char* key, std::uint64_t value) {
    name(key);
    writer_.Uint64(value);
  }
  void seconds(const char* key, nanoseconds value) {
    name(key);
    json::write_seconds(writer_, value);
  }
  void ratio(const char* key, double value) {
    name(key);
    const std::string text = fmt::format("{:.6f}", std::isfinite(value) ? value : 0.0);
    writer_.RawValue(text.data(), text.size(), rapidjson::kNumberType);
  }

  [[nodiscard]] std::string str() const {
    return std::string(buffer_.GetString(), buffer_.GetSize()) + "\n";
  }

 private:
  void name(const char* key) {
    if (key != nullptr) writer_.Key(key);
  }

  rapidjson::StringBuffer buffer_;
  json::Writer writer_{buffer_};
};

// Every reason, those that did not occur too: a reader need not ask whether a member is there.
void write_counts(Document& out, const RunRecord& run) {
  out.begin("counts");
  for (const Reason reason : all_reasons) {
    const auto count = std::ranges::count(run.units, reason, &UnitRecord::reason);
    out.number(name(reason).data(), static_cast<std::uint64_t>(count));
  }
  out.number("not-run", run.not_run.size());
  out.end();
}

void write_longest(Document& out, const UnitRecord& unit) {
  out.begin("longest");
  out.text("unit", unit.name);
  out.seconds("seconds", unit.duration);
  out.end();
}

// What a unit and an attempt at it have in common.
template <class Record>
void write_outcome(Document& out, const Record& record) {
  out.text("reason", name(record.reason));
  out.seconds("seconds", record.duration);
  out.number("shard", record.shard);
  out.number("slot", record.slot);
  out.text("detail", record.detail);
  out.text("log", record.log);
}

void write_attempt(Document& out, const AttemptRecord& attempt) {
  out.begin();
  write_outcome(out, attempt);
  out.end();
}

void write_unit(Document& out, const UnitRecord& unit) {
  out.begin();
  out.text("name", unit.name);
  out.text("suite", unit.suite);
  out.text("file", unit.file);
  write_outcome(out, unit);
  out.list("attempts", unit.attempts,
           [&out](const AttemptRecord& attempt) { write_attempt(out, attempt); });
  out.end();
}

void write_shard(Document& out, const ShardRecord& shard) {
  out.begin();
  out.number("index", shard.index);
  out.number("slot", shard.slot);
  out.list("units", shard.units);
  out.seconds("wall_seconds", shard.wall);
  out.seconds("user_seconds", shard.user);
  out.seconds("system_seconds", shard.system);
  out.number("peak_memory_bytes", shard.peak_memory_bytes);
  out.number("layer_bytes", shard.layer_bytes);
  out.number("layer_files", shard.layer_files);
  out.number("leftover_processes", shard.leftover_processes);
  out.text("layer", shard.layer);
  out.text("reason", shard.reason);
  out.end();
}

void write_collected(Document& out, const CollectedRecord& collected) {
  out.begin();
  out.list("patterns", collected.patterns);
  out.text("rule", collected.rule);
  out.text("output", collected.output);
  out.number("files", collected.files);
  out.end();
}

void write_collision(Document& out, const CollisionRecord& collision) {
  out.begin();
  out.text("path", collision.path);
  out.text("kind", collision.kind);
  out.list("shards", collision.shards, [&out](std::size_t shard) { out.number(nullptr, shard); });
  out.end();
}

std::vector<const ShardRecord*> in_order(const std::vector<ShardRecord>& shards) {
  std::vector<const ShardRecord*> result;
  result.reserve(shards.size());
  for (const ShardRecord& shard : shards) result.push_back(&shard);
  std::ranges::stable_sort(result, {}, &ShardRecord::index);
  return result;
}

}  // namespace

std::string run_json(const RunRecord& run) {
  const Figures numbers = figures(run);
  Document out;
  out.begin();
  out.number("schema", schema);
  out.text("isorun", run.version);
  out.list("command", run.command);
  out.number("slots", run.slots);
  out.text("framework", run.framework);
  if (run.shuffle_seed) out.number("shuffle_seed", *run.shuffle_seed);
  out.seconds("wall_seconds", run.wall);
  out.seconds("sum_seconds", numbers.sum);
  if (numbers.longest != nullptr) write_longest(out, *numbers.longest);
  out.seconds("bound_seconds", numbers.bound);
  out.ratio("speed_up", numbers.speed_up);
  write_counts(out, run);
  out.number("exit_code", static_cast<std::uint64_t>(run.exit_code));
  out.text("reason", run.reason);
  out.list("units", run.units, [&out](const UnitRecord& unit) { write_unit(out, unit); });
  out.list("not_run", run.not_run);
  out.list("shards", in_order(run.shards),
           [&out](const ShardRecord* shard) { write_shard(out, *shard); });
  out.list("collected", run.collected,
           [&out](const CollectedRecord& collected) { write_collected(out, collected); });
  out.list("collisions", run.collisions,
           [&out](const CollisionRecord& collision) { write_collision(out, collision); });
  out.number("paths_of_one_shard", run.paths_of_one_shard);
  out.list("problems", run.problems);
  out.list("warnings", run.warnings);
  out.end();
  return out.str();
}

bool is_run_json(std::string_view beginning) {
  return beginning.starts_with("{\n    \"schema\": ") &&
         beginning.find("\n    \"isorun\": ") != std::string_view::npos;
}

}  // namespace isorun
