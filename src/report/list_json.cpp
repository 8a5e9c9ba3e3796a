#include "report/list_json.hpp"

#include "base/json.hpp"

namespace isorun {
namespace {

constexpr int schema = 1;

void write_unit(json::Writer& writer, const Unit& unit) {
  writer.StartObject();
  json::write_text(writer, "name", unit.name);
  json::write_text(writer, "suite", unit.suite);
  json::write_text(writer, "file", unit.file);
  json::write_texts(writer, "locks", unit.needs.locks);
  json::write_text(writer, "bundle", unit.needs.bundle);
  writer.Key("slots");
  writer.Uint(unit.needs.slots);
  writer.Key("serial");
  writer.Bool(unit.needs.serial);
  writer.EndObject();
}

}  // namespace

std::string list_json(std::string_view framework, std::string_view recognised,
                      std::span<const Unit> units) {
  json::Text written;
  json::Writer& writer = written.out;
  writer.StartObject();
  writer.Key("schema");
  writer.Int(schema);
  json::write_text(writer, "framework", framework);
  json::write_text(writer, "recognised", recognised);
  writer.Key("units");
  writer.StartArray();
  for (const Unit& unit : units) write_unit(writer, unit);
  writer.EndArray();
  writer.EndObject();
  return written.take() + "\n";
}

}  // namespace isorun
