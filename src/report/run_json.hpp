// run.json: everything about a run, for programs. A schema version only ever gains members;
// share/isorun/run.schema.json describes each.
#pragma once

#include <string>
#include <string_view>

#include <isorun/error.hpp>

#include "report/document.hpp"
#include "report/record.hpp"

namespace isorun {

inline constexpr unsigned run_schema = 1;

// Always valid JSON: bytes that are not UTF-8 become U+FFFD.
std::string run_json(const RunRecord& run);
// The same in parts: the whole may be large.
void write_run_json(const RunRecord& run, const Sink& sink);

// Parses a run, except for such bytes. `text` may be anything. Errors: Phase::usage.
Result<RunRecord> parse_run_json(std::string_view text);

// Whether a file that starts with these bytes, at least 200, is a run.json of any schema.
bool is_run_json(std::string_view beginning);

}  // namespace isorun
