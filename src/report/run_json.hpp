// run.json: everything about a run, for programs. Members are only added within one schema, and
// share/isorun/run.schema.json describes each of them.
#pragma once

#include <string>
#include <string_view>

#include <isorun/error.hpp>

#include "report/record.hpp"

namespace isorun {

inline constexpr unsigned run_schema = 1;

// Valid JSON whatever the names hold: bytes that are not UTF-8 become U+FFFD.
std::string run_json(const RunRecord& run);

// The run again, but for such bytes. `text` may be anything. Errors: Phase::usage.
Result<RunRecord> parse_run_json(std::string_view text);

// Whether a file with this beginning, of 200 bytes at least, is a run.json of any schema.
bool is_run_json(std::string_view beginning);

}  // namespace isorun
