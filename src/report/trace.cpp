#include "report/trace.hpp"

#include <fmt/format.h>

#include "base/json.hpp"
#include "report/timeline.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

// Writes one event a line, so that the document need not fit in memory.
class Events {
 public:
  explicit Events(const Sink& sink) : sink_(sink) { sink_("{\"traceEvents\": [\n"); }

  // The members that all events have; `members` adds the others.
  template <class Members>
  void add(std::string_view phase, std::size_t thread, std::string_view name, Members members) {
    json::Line written;
    json::LineWriter& out = written.out;
    out.StartObject();
    text(out, "ph", phase);
    out.Key("pid");
    out.Uint64(1);
    out.Key("tid");
    out.Uint64(thread);
    text(out, "name", name);
    members(out);
    out.EndObject();
    sink_(is_first_ ? "" : ",\n");
    is_first_ = false;
    sink_(written.take());
  }

  void end() { sink_("\n]}\n"); }

  static void text(json::LineWriter& out, const char* key, std::string_view value) {
    const std::string safe = to_utf8(value);
    out.Key(key);
    out.String(safe.data(), static_cast<rapidjson::SizeType>(safe.size()));
  }

  static void microseconds(json::LineWriter& out, const char* key, nanoseconds value) {
    out.Key(key);
    out.Int64(std::chrono::round<std::chrono::microseconds>(value).count());
  }

 private:
  const Sink& sink_;
  bool is_first_ = true;
};

void add_names(const RunRecord& run, Events& events) {
  const auto named = [&events](std::string_view kind, std::size_t thread, std::string_view what) {
    events.add("M", thread, kind, [what](json::LineWriter& out) {
      out.Key("args");
      out.StartObject();
      Events::text(out, "name", what);
      out.EndObject();
    });
  };
  named("process_name", 0, "isorun");
  for (std::size_t slot = 0; slot < run.slots; ++slot)
    named("thread_name", slot, fmt::format("slot {}", slot));
}

void add_span(const RunRecord& run, const Span& span, Events& events) {
  const bool is_start_up = span.unit == Span::start_up;
  const std::string_view what =
      is_start_up ? std::string_view("start-up") : run.units[span.unit].name;
  events.add("X", span.slot, what, [&](json::LineWriter& out) {
    Events::text(out, "cat", is_start_up ? "start-up" : name(span.reason));
    Events::microseconds(out, "ts", span.begin);
    Events::microseconds(out, "dur", span.duration);
    out.Key("args");
    out.StartObject();
    out.Key("shard");
    out.Uint64(span.shard);
    if (!is_start_up) {
      out.Key("attempt");
      out.Uint64(span.attempt);
      Events::text(out, "detail", run.units[span.unit].detail);
    }
    out.EndObject();
  });
}

}  // namespace

void write_trace(const RunRecord& run, const DocumentSource& /*source*/, const Sink& sink) {
  Events events(sink);
  add_names(run, events);
  for (const Span& span : timeline(run)) add_span(run, span, events);
  events.end();
}

}  // namespace isorun
