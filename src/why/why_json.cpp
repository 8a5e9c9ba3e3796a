#include "why/why_json.hpp"

#include "base/json.hpp"

namespace isorun {
namespace {

constexpr int schema = 1;

void write_text(json::Writer& out, const char* key, std::string_view text) {
  out.Key(key);
  json::write_string(out, text);
}

void write_texts(json::Writer& out, const char* key, const std::vector<std::string>& texts) {
  out.Key(key);
  out.StartArray();
  for (const std::string& text : texts) json::write_string(out, text);
  out.EndArray();
}

void write_runs(json::Writer& out, const std::vector<UnitFindings::Runs>& all) {
  out.Key("runs");
  out.StartArray();
  for (const UnitFindings::Runs& runs : all) {
    out.StartObject();
    write_text(out, "where", runs.where);
    out.Key("passed");
    out.Uint(runs.passed);
    out.Key("failed");
    out.Uint(runs.failed);
    out.EndObject();
  }
  out.EndArray();
}

void write_unit(json::Writer& out, const UnitFindings& unit) {
  out.StartObject();
  json::write_bytes(out, "name", unit.unit);
  write_text(out, "cause", name(unit.cause));
  write_text(out, "sentence", unit.cure.sentence);
  write_text(out, "option", unit.cure.option);
  out.Key("fixed");
  out.Bool(unit.cure.is_known());
  write_text(out, "detail", unit.detail);
  write_texts(out, "options", unit.options);
  write_texts(out, "before", unit.before);
  write_texts(out, "beside", unit.beside);
  write_runs(out, unit.runs);
  write_texts(out, "not_tried", unit.untried);
  out.EndObject();
}

}  // namespace

std::string why_json(const Findings& findings, const ConfigLines& lines) {
  rapidjson::StringBuffer buffer;
  json::Writer out(buffer);
  out.SetIndent(' ', 1);
  out.StartObject();
  out.Key("schema");
  out.Int(schema);
  write_texts(out, "changes", findings.changes);
  out.Key("units");
  out.StartArray();
  for (const UnitFindings& unit : findings.units) write_unit(out, unit);
  out.EndArray();
  out.Key("config");
  out.StartObject();
  json::write_bytes(out, "file", lines.file);
  write_text(out, "lines", lines.text);
  out.Key("written");
  out.Bool(lines.is_written);
  out.EndObject();
  out.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace isorun
