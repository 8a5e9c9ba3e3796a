#include "audit/hazards.hpp"
#include "audit/tables.hpp"
#include "base/json.hpp"

namespace isorun {
namespace {

constexpr int schema = 1;

void write_file(json::Writer& out, const Audited& audited, const FileReadiness& file) {
  out.StartObject();
  json::write_bytes(out, "name", file.name);
  json::write_text(out, "readiness", name(file.readiness));
  out.Key("tests");
  out.Uint64(file.accounts.size());
  out.Key("obstacles");
  out.StartArray();
  for (const Obstacle& obstacle : file.obstacles) {
    out.StartObject();
    json::write_text(out, "what", obstacle.what);
    json::write_text(out, "advice", obstacle.advice);
    const std::string verdict = obstacle.pair ? audited.verdict_on(*obstacle.pair) : "";
    if (!verdict.empty()) json::write_text(out, "verdict", verdict);
    out.EndObject();
  }
  out.EndArray();
  out.EndObject();
}

void write_unit(json::Writer& out, const Audited& audited, std::size_t account) {
  const Unit& unit = audited.unit_of(account);
  const AuditedUnit& record = audited.accounts[account];
  out.StartObject();
  json::write_bytes(out, "name", unit.name);
  json::write_bytes(out, "suite", unit.suite);
  json::write_bytes(out, "file", unit.file);
  json::write_text(out, "reason", name(record.reason));
  out.Key("seconds");
  json::write_seconds(out, record.duration);
  out.Key("traced");
  out.Bool(!record.untraced);
  out.Key("conflicts");
  out.Bool(audited.conflicts.has_any[account]);
  out.Key("hazards");
  out.StartArray();
  for (const Hazard& hazard : hazards_of(record)) json::write_string(out, hazard.what);
  out.EndArray();
  out.Key("limits");
  out.Bool(record.journal.uses.contains("limit"));
  out.EndObject();
}

void write_conflict(json::Writer& out, const Conflict& conflict) {
  out.StartObject();
  json::write_bytes(out, "thing", conflict.thing);
  out.Key("units");
  out.StartArray();
  for (const Role& role : conflict.roles) {
    out.StartObject();
    out.Key("unit");
    out.Uint64(role.account);
    json::write_text(out, "act", role.by_listing ? "listed" : name(role.act));
    if (!role.line.empty()) json::write_bytes(out, "line", role.line);
    out.EndObject();
  }
  out.EndArray();
  out.Key("pairs");
  out.StartArray();
  for (const auto& [one, other] : conflict.pairs) {
    out.StartArray();
    out.Uint64(conflict.roles[one].account);
    out.Uint64(conflict.roles[other].account);
    out.EndArray();
  }
  out.EndArray();
  out.EndObject();
}

void write_verification(json::Writer& out, const Verification& verification) {
  out.StartObject();
  out.Key("pairs");
  out.StartArray();
  for (const auto& [pair, verified] : verification.pairs) {
    out.StartObject();
    out.Key("units");
    out.StartArray();
    out.Uint64(pair.first);
    out.Uint64(pair.second);
    out.EndArray();
    json::write_text(out, "verdict", name(verified.verdict));
    json::write_text(out, "what", verified.sentence);
    out.EndObject();
  }
  out.EndArray();
  out.Key("unverified");
  out.Uint64(verification.unverified);
  json::write_texts(out, "notes", verification.notes);
  out.EndObject();
}

}  // namespace

std::string audit_json(const Audited& audited) {
  json::Text written;
  json::Writer& out = written.out;
  out.SetIndent(' ', 1);
  out.SetFormatOptions(rapidjson::kFormatSingleLineArray);
  out.StartObject();
  out.Key("schema");
  out.Int(schema);
  json::write_text(out, "framework", audited.suite.framework());
  json::write_text(out, "summary", ready_line(audited.report));
  out.Key("files");
  out.StartArray();
  for (const FileReadiness& file : audited.report.files) write_file(out, audited, file);
  out.EndArray();
  out.Key("units");
  out.StartArray();
  for (std::size_t account = 0; account < audited.accounts.size(); ++account)
    write_unit(out, audited, account);
  out.EndArray();
  out.Key("conflicts");
  out.StartArray();
  for (const Conflict& conflict : audited.conflicts.all) write_conflict(out, conflict);
  out.EndArray();
  if (audited.verification != nullptr) {
    json::write_text(out, "verdicts", audited.verdicts());
    out.Key("verification");
    write_verification(out, *audited.verification);
  }
  out.Key("complete");
  out.Bool(audited.conflicts.is_complete);
  json::write_texts(out, "unseen", audited.unseen());
  out.EndObject();
  return written.take() + "\n";
}

}  // namespace isorun
