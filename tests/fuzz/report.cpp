// Reports of a unit: its name, suite, file, detail and output.
#include <string>

#include "base/text.hpp"
#include "fuzz.hpp"
#include "report/github.hpp"
#include "report/html.hpp"
#include "report/junit.hpp"
#include "report/lines.hpp"
#include "report/markdown.hpp"
#include "report/run_json.hpp"
#include "report/trace.hpp"
#include "values/json.hpp"
#include "values/xml.hpp"

using namespace isorun;
using namespace isorun::fuzz;

namespace {

RunRecord record_of(const std::vector<std::string_view>& parts) {
  RunRecord run;
  run.command = {"suite", std::string(part(parts, 0))};
  run.framework = "googletest";
  run.reason = "failed";
  UnitRecord unit{.name = std::string(part(parts, 0)),
                  .suite = std::string(part(parts, 1)),
                  .file = std::string(part(parts, 2)),
                  .reason = Reason::failed,
                  .detail = std::string(part(parts, 3)),
                  .log = "logs/x.log"};
  run.units.push_back(unit);
  unit.name += "2";
  unit.reason = Reason::flaky;
  unit.attempts = {{.reason = Reason::failed, .detail = unit.detail, .log = "logs/x.log"}, {}};
  run.units.push_back(std::move(unit));
  run.not_run = {std::string(part(parts, 2))};
  run.shards = {{.units = {std::string(part(parts, 0))}}};
  run.problems = {std::string(part(parts, 3))};
  run.warnings = {std::string(part(parts, 1))};
  return run;
}

}  // namespace

FUZZ(report) {
  const auto parts = parts_of(input);
  const RunRecord run = record_of(parts);

  const std::string json = run_json(run);
  require(parse_json(json).has_value(), "run.json is strict JSON");
  require(is_run_json(json.substr(0, 200)), "run.json is known by its beginning");

  std::string xml;
  const DocumentSource source{
      .read_log = [&](const std::string&, std::size_t) { return std::string(part(parts, 4)); }};
  write_junit(run, source, [&xml](std::string_view piece) { xml += piece; });
  pugi::xml_document document;
  require(load_xml(document, xml).has_value(), "junit.xml is XML");

  const std::string annotations = github_annotations(run, "/workspace");
  for (const std::string_view line : lines(annotations))
    require(line.starts_with("::error ") || line.starts_with("::error::") ||
                line.starts_with("::warning ") || line.starts_with("::warning::"),
            "an annotation is one line");
  std::string trace;
  write_trace(run, source, [&trace](std::string_view piece) { trace += piece; });
  require(parse_json(trace).has_value(), "trace.json is strict JSON");
  const Sink nowhere = [](std::string_view) {};
  write_html(run, source, nowhere);
  write_markdown(run, source, nowhere);
  static_cast<void>(unit_line(run.units[0], {.done = 1, .total = 2}, {}));
  static_cast<void>(output_block(run.units[0], part(parts, 4), Color::never));
}
