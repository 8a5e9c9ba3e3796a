// What --collect and --export ask for.
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
  std::string pattern;       // see pattern.hpp
  std::string rule;          // a name in rules(); empty, to the host: all shards have the same
  std::string target;        // below the results directory, empty: the rule's default; or the
                             // host's, absolute
  std::string command = {};  // of a rule that takes one
  bool required = false;     // a pattern that matches nothing is an error
  To to = To::results;
  bool from_failed = true;      // to the host: also from shards with a unit that failed
  bool may_be_missing = false;  // a pattern that matches nothing is not worth a word

  friend bool operator==(const CollectRequest&, const CollectRequest&) = default;
};

// PATTERN=RULE or PATTERN=RULE:TARGET, with RULE! for one that is required. The last '=' counts, so
// that a pattern can have some. Errors: Phase::usage.
Result<CollectRequest> parse_collect(std::string_view word);

// PATTERN or PATTERN=RULE, with RULE! for one that is required. Errors: Phase::usage.
Result<CollectRequest> parse_export(std::string_view word);

// As the user has it or would: "--collect PATTERN=RULE", "--export PATTERN".
std::string words_of(const CollectRequest& request);

// The rule is known, has a command if it takes one, and the target is one. Errors: Phase::usage.
Result<void> check_request(const CollectRequest& request);

// The target of a request that names none: the rule's own, or collected/ and the last part of the
// pattern without its wildcards: collected/stats.json for /tmp/stats_*.json.
std::string default_target(const Rule& rule, std::string_view pattern);

// A target is relative, without `.` or `..`, and not the name of one of isorun's own results.
Result<void> check_target(std::string_view target);

}  // namespace isorun
