// Selects units by the expression of --filter.
//
//   parser and not (slow or "two words")     file(net/) & time(>500ms)     =Suite.Test |
//   /^Io.*[0-9]$/i
//
// A matcher tests the unit's name: a word or quoted string matches a substring, case-sensitive; a
// word with * (any bytes) or ? (one byte) matches the whole name; =text is the whole name; ~text is
// a substring of arbitrary bytes; /regex/ (RE2 syntax) matches anywhere, /regex/i ignores case.
// name(matcher), suite(matcher) and file(matcher) choose what to match. failed() selects units that
// failed in the last run; time(>1s) and time(<=500ms) select by their last duration, and never a
// unit without one.
//
// `not` or ! binds tightest, then `and` or &, then `or` or |; parentheses group.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>

namespace isorun {

// What a filter can test.
struct Subject {
  std::string_view name{};
  std::string_view suite{};
  std::string_view file{};
  bool has_failed = false;                             // in the last run
  std::optional<std::chrono::nanoseconds> duration{};  // in the last run; none: unknown
};

class Filter {
 public:
  // Errors: Phase::usage, with a line that marks the position. `option` names the source of the
  // text in messages: "--filter".
  static Result<Filter> parse(std::string_view text, std::string_view option);

  [[nodiscard]] bool selects(const Subject& subject) const;

  using Test = std::function<bool(const Subject&)>;
  enum class Operator { either, both, negation };  // in order of precedence

 private:
  friend class FilterParser;
  // Postfix notation: tests push, operators pop. Nothing recurses, so nesting is unlimited.
  struct Step {
    Test test{};  // empty: an operator
    Operator op = Operator::negation;
  };
  std::vector<Step> steps_;
};

}  // namespace isorun
