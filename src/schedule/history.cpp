#include "schedule/history.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/utf8.hpp"

namespace isorun {
namespace {

constexpr int schema = 1;

bool tells_duration(Reason reason) {
  return reason != Reason::skipped && reason != Reason::setup_failed &&
         reason != Reason::exec_failed;
}

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::run, 0, std::move(what)});
}

// Four months: sums of nine hundred such units do not overflow, and no unit takes longer.
constexpr double longest_seconds = 1e7;

}  // namespace

void History::record(std::string_view unit, Reason reason, std::chrono::nanoseconds duration) {
  // Names in the file are UTF-8, and lookups must find them again.
  const std::string name = to_utf8(unit);
  const auto found = entries_.find(name);
  if (!tells_duration(reason)) {
    if (found != entries_.end()) found->second.reason = reason;
    return;
  }
  entries_.insert_or_assign(name, Entry{duration, reason});
}

std::optional<History::Entry> History::find(std::string_view unit) const {
  const auto found = entries_.find(to_utf8(unit));
  if (found == entries_.end()) return std::nullopt;
  return found->second;
}

Result<History> History::parse(std::string_view text) {
  const auto document = json::parse(text);
  if (!document) return refuse("the history is truncated or not JSON");
  const auto version = json::number_in(*document, "schema");
  if (!version) return refuse("the history has no schema number");
  if (*version != schema) {
    return refuse(
        fmt::format("the history has schema {}, this isorun reads schema {}", *version, schema));
  }
  const json::Value* units = json::object_in(*document, "units");
  if (units == nullptr) return refuse("the history has no units");
  History history;
  for (const auto& [name, entry] : units->GetObject()) {
    const std::string_view unit(name.GetString(), name.GetStringLength());
    const auto seconds = json::number_in(entry, "seconds");
    const auto reason = reason_named(json::string_in(entry, "reason").value_or(""));
    if (!seconds || !(*seconds >= 0 && *seconds < longest_seconds) || !reason)
      return refuse(fmt::format("the history's entry for {} is invalid", printable(unit)));
    history.entries_.insert_or_assign(
        to_utf8(unit), Entry{std::chrono::nanoseconds(std::llround(*seconds * 1e9)), *reason});
  }
  return history;
}

std::string to_json(const History& history) {
  json::Text written;
  json::Writer& writer = written.out;
  writer.StartObject();
  writer.Key("schema");
  writer.Int(schema);
  writer.Key("units");
  writer.StartObject();
  for (const auto& [unit, entry] : history.entries()) {
    json::write_string(writer, unit);
    writer.StartObject();
    writer.Key("seconds");
    json::write_seconds(writer, entry.duration);
    writer.Key("reason");
    json::write_string(writer, name(entry.reason));
    writer.EndObject();
  }
  writer.EndObject();
  writer.EndObject();
  return written.take() + "\n";
}

}  // namespace isorun
