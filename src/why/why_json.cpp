#include "why/why_json.hpp"

#include "base/json.hpp"

namespace isorun {
namespace {

constexpr int schema = 1;

void write_runs(json::Writer& out, const std::vector<UnitFindings::Runs>& all) {
  out.Key("runs");
  out.StartArray();
  for (const UnitFindings::Runs& runs : all) {
    out.StartObject();
    json::write_text(out, "where", runs.where);
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
  json::write_text(out, "cause", name(unit.cause));
  json::write_text(out, "sentence", unit.cure.sentence);
  json::write_text(out, "option", unit.cure.option);
  out.Key("fixed");
  out.Bool(unit.cure.is_known());
  json::write_text(out, "detail", unit.detail);
  json::write_texts(out, "options", unit.options);
  json::write_texts(out, "before", unit.before);
  json::write_texts(out, "beside", unit.beside);
  write_runs(out, unit.runs);
  json::write_texts(out, "not_tried", unit.untried);
  out.EndObject();
}

}  // namespace

std::string why_json(const Findings& findings, const ConfigLines& lines) {
  json::Text written;
  json::Writer& out = written.out;
  out.SetIndent(' ', 1);
  out.StartObject();
  out.Key("schema");
  out.Int(schema);
  json::write_texts(out, "changes", findings.changes);
  out.Key("units");
  out.StartArray();
  for (const UnitFindings& unit : findings.units) write_unit(out, unit);
  out.EndArray();
  out.Key("config");
  out.StartObject();
  json::write_bytes(out, "file", lines.file);
  json::write_text(out, "lines", lines.text);
  out.Key("written");
  out.Bool(lines.is_written);
  out.EndObject();
  out.EndObject();
  return written.take() + "\n";
}

}  // namespace isorun
