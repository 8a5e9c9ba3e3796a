// A request of --collect or --export.
#pragma once

#include <string>
#include <string_view>

#include <isorun/error.hpp>

namespace isorun {

struct Rule;

struct CollectRequest {
  enum class To {
    results,  // one file below the results directory
    host,     // each path to its own place, or all to `target`
  };
  std::string pattern;  // see pattern.hpp
  std::string rule;     // a name in rules(); empty, for the host: equal in all shards
  // below the results directory, or empty: the rule's default; for the host: absolute
  std::string target;
  std::string command = {};  // the argument of rules that take one
  bool required = false;     // a pattern without a match is an error
  To to = To::results;
  bool from_failed = true;      // for the host: includes shards with a failed unit
  bool may_be_missing = false;  // a pattern without a match gives no warning

  friend bool operator==(const CollectRequest&, const CollectRequest&) = default;
};

// PATTERN=RULE or PATTERN=RULE:TARGET, with RULE! if a match is required. Splits at the last '=',
// because patterns may contain some. Errors: Phase::usage.
Result<CollectRequest> parse_collect(std::string_view word);

// PATTERN or PATTERN=RULE, with RULE! if a match is required. Errors: Phase::usage.
Result<CollectRequest> parse_export(std::string_view word);

// A pattern that begins with this matches what set-ups wrote; others match what shards wrote.
inline constexpr std::string_view of_setups = "setup:";
bool is_of_setups(const CollectRequest& request);

// Returns the pattern without that prefix.
std::string_view path_pattern(std::string_view pattern);

// Names the request in messages, as an option: "--collect PATTERN=RULE", "--export PATTERN".
std::string words_of(const CollectRequest& request);

// Checks that the rule exists, has a command if it takes one, and that the target is valid. Errors:
// Phase::usage.
Result<void> check_request(const CollectRequest& request);

// The default target: the rule's own, or collected/ and the last component of the pattern without
// wildcards: collected/stats.json for /tmp/stats_*.json.
std::string default_target(const Rule& rule, std::string_view pattern);

// Whether the target is relative, without `.` and `..`, and not one of isorun's own names.
Result<void> check_target(std::string_view target);

}  // namespace isorun
