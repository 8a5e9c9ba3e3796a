// Which units, in the words of --filter.
//
//   parser and not (slow or "two words")     file(net/) & time(>500ms)     =Suite.Test |
//   /^Io.*[0-9]$/i
//
// A matcher is a test of the unit's name: a word or a quoted string is a part of it, case and all;
// a word with * (any bytes) or ? (one byte) is the pattern of all of it; =text is the whole name;
// ~text a part of it, whatever bytes it holds; /regex/ is found in it, /regex/i in either case
// (RE2's syntax). name(matcher), suite(matcher) and file(matcher) say what
// to match; failed() holds for a unit that was not good last time; time(>1s), time(<=500ms) for
// one that took so long then, and for no unit of which that is not known.
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

// What a filter asks of a unit.
struct Subject {
  std::string_view name{};
  std::string_view suite{};
  std::string_view file{};
  bool has_failed = false;                             // last time
  std::optional<std::chrono::nanoseconds> duration{};  // last time; none: unknown
};

class Filter {
 public:
  // Errors: Phase::usage, with the place in a line of its own. `option` is what the text was given
  // to, for that message: "--filter".
  static Result<Filter> parse(std::string_view text, std::string_view option);

  [[nodiscard]] bool selects(const Subject& subject) const;

  using Test = std::function<bool(const Subject&)>;
  enum class Operator { either, both, negation };  // the tighter, the later

 private:
  friend class FilterParser;
  // Postfix: tests push, operators take from the stack. Nothing is recursive, so nesting may be
  // as deep as it likes.
  struct Step {
    Test test{};  // empty: an operator
    Operator op = Operator::negation;
  };
  std::vector<Step> steps_;
};

}  // namespace isorun
