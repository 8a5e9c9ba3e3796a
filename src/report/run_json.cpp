#include "report/run_json.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "report/run_fields.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

constexpr std::size_t part_size = 1UL << 16;

class Writer {
 public:
  explicit Writer(const Sink& sink) : sink_(sink) {}

  void begin(const char* key = nullptr) {
    name(key);
    writer_.StartObject();
  }
  void end() { writer_.EndObject(); }

  void text(const char* key, std::string_view value) {
    name(key);
    json::write_string(writer_, value);
  }
  void some_text(const char* key, std::string_view value) {
    if (!value.empty()) text(key, value);
  }
  template <class Number>
  void number(const char* key, Number value) {
    name(key);
    writer_.Uint64(static_cast<std::uint64_t>(value));
  }
  void seconds(const char* key, nanoseconds value) {
    name(key);
    json::write_seconds(writer_, value);
  }
  void some_seconds(const char* key, nanoseconds value) {
    if (value.count() != 0) seconds(key, value);
  }
  void reason(const char* key, Reason value) { text(key, isorun::name(value)); }
  void texts(const char* key, const std::vector<std::string>& values) {
    list(key, values, [this](std::string_view value) { json::write_string(writer_, value); });
  }
  void some_texts(const char* key, const std::vector<std::string>& values) {
    if (!values.empty()) texts(key, values);
  }
  void numbers(const char* key, const std::vector<std::size_t>& values) {
    list(key, values, [this](std::size_t value) { writer_.Uint64(value); });
  }
  void some_numbers(const char* key, const std::vector<std::uint64_t>& values) {
    if (!values.empty()) numbers(key, values);
  }
  template <class Record, class Fields>
  void records(const char* key, const std::vector<Record>& records, Fields fields) {
    list(key, records, [this, &fields](const Record& record) {
      begin();
      fields(record);
      end();
      if (written_.size() >= part_size) flush();
    });
  }
  template <class Record, class Fields>
  void some_records(const char* key, const std::vector<Record>& some, Fields fields) {
    if (!some.empty()) records(key, some, fields);
  }
  void optional_number(const char* key, const std::optional<std::uint64_t>& value) {
    if (value) number(key, *value);
  }
  template <class Record, class Fields>
  void optional_record(const char* key, const std::optional<Record>& record, Fields fields) {
    if (!record) return;
    begin(key);
    fields(*record);
    end();
  }

  void figures(const RunRecord& run) {
    const Figures numbers = isorun::figures(run);
    seconds("sum_seconds", numbers.sum);
    if (numbers.longest != nullptr) {
      begin("longest");
      text("unit", numbers.longest->name);
      seconds("seconds", numbers.longest->duration);
      end();
    }
    seconds("bound_seconds", numbers.bound);
    ratio("speed_up", numbers.speed_up);
    counts(run);
  }

  void finish() {
    flush();
    sink_("\n");
  }

 private:
  void flush() { sink_(written_.take()); }
  void name(const char* key) {
    if (key != nullptr) writer_.Key(key);
  }
  template <class Items, class Write>
  void list(const char* key, const Items& items, Write write) {
    name(key);
    writer_.StartArray();
    for (const auto& item : items) write(item);
    writer_.EndArray();
  }
  void ratio(const char* key, double value) {
    name(key);
    const std::string text = fmt::format("{:.6f}", std::isfinite(value) ? value : 0.0);
    writer_.RawValue(text.data(), text.size(), rapidjson::kNumberType);
  }
  // Lists every reason, including those with a count of 0, so that readers need not test for
  // members.
  void counts(const RunRecord& run) {
    begin("counts");
    for (const Reason reason : all_reasons)
      number(isorun::name(reason).data(),
             std::ranges::count(run.units, reason, &UnitRecord::reason));
    number("not-run", run.not_run.size());
    end();
  }

  const Sink& sink_;
  json::Text written_;
  json::Writer& writer_ = written_.out;
};

}  // namespace

void write_run_json(const RunRecord& run, const Sink& sink) {
  Writer out(sink);
  out.begin();
  out.number("schema", run_schema);
  run_fields(out, run);
  out.end();
  out.finish();
}

std::string run_json(const RunRecord& run) {
  std::string text;
  write_run_json(run, [&text](std::string_view part) { text += part; });
  return text;
}

bool is_run_json(std::string_view beginning) {
  return beginning.starts_with("{\n    \"schema\": ") &&
         beginning.find("\n    \"isorun\": ") != std::string_view::npos;
}

}  // namespace isorun
