// JSON, by the strict reader that is exact and by the lenient one, and JSON Lines.
#include "values/json.hpp"

#include "base/json.hpp"
#include "fuzz.hpp"
#include "merges.hpp"

using namespace isorun;
using namespace isorun::fuzz;

FUZZ(json) {
  const auto lenient = json::parse(input);
  const Result<JsonValue> value = parse_json(input);
  if (value) {
    require(lenient != nullptr, "what the strict reader takes is JSON");
    json::Text written;
    write_value(written.out, *value);
    const Result<JsonValue> again = parse_json(written.take());
    require(again && *again == *value, "a value reads back");
  }
  run_rule("jsonl", Makes::json_lines, Again::same, input);
}
