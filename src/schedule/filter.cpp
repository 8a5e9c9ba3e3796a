#include "schedule/filter.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/duration.hpp"
#include "base/utf8.hpp"
#include "schedule/text_matcher.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view word_ends = " \t\r\n()&|";

struct OperatorName {
  std::string_view text;
  Filter::Operator op;
};
constexpr std::array operator_signs = {OperatorName{"|", Filter::Operator::either},
                                       OperatorName{"&", Filter::Operator::both}};
constexpr std::array operator_words = {OperatorName{"or", Filter::Operator::either},
                                       OperatorName{"and", Filter::Operator::both}};

struct TextPredicate {
  std::string_view name;
  std::string_view Subject::*text;
};
constexpr std::array text_predicates = {
    TextPredicate{"name", &Subject::name}, TextPredicate{"test", &Subject::name},
    TextPredicate{"suite", &Subject::suite}, TextPredicate{"file", &Subject::file}};

constexpr std::string_view predicate_names = "name, suite, file, failed and time";

struct Comparison {
  std::string_view sign;
  bool (*holds)(nanoseconds, nanoseconds);
};
// Longer signs first.
constexpr std::array comparisons = {
    Comparison{">=", [](nanoseconds a, nanoseconds b) { return a >= b; }},
    Comparison{"<=", [](nanoseconds a, nanoseconds b) { return a <= b; }},
    Comparison{">", [](nanoseconds a, nanoseconds b) { return a > b; }},
    Comparison{"<", [](nanoseconds a, nanoseconds b) { return a < b; }}};

}  // namespace

class FilterParser {
 public:
  FilterParser(std::string_view text, std::string_view option) : text_(text), option_(option) {}

  Result<Filter> parse() {
    for (;;) {
      if (Result<void> operand = take_operand(); !operand) return std::unexpected(operand.error());
      if (Result<void> closed = take_closing(); !closed) return std::unexpected(closed.error());
      if (at_ == text_.size()) break;
      if (Result<void> op = take_operator(); !op) return std::unexpected(op.error());
    }
    if (!open_.empty()) return missing("a ')' for this '('", open_.back().place);
    while (!waiting_.empty()) apply();
    return std::move(filter_);
  }

 private:
  struct Open {
    std::size_t place;
    std::size_t waiting;  // operators of outer levels
  };

  // Any number of `not` and `(`, then a test.
  Result<void> take_operand() {
    for (;;) {
      skip_blanks();
      if (take('(')) {
        open_.push_back({at_ - 1, waiting_.size()});
      } else if (take('!') || take_word("not")) {
        waiting_.push_back(Filter::Operator::negation);
      } else {
        break;
      }
    }
    Result<Filter::Test> test = take_test();
    if (!test) return std::unexpected(test.error());
    filter_.steps_.push_back({.test = std::move(*test)});
    return {};
  }

  Result<void> take_closing() {
    for (;;) {
      skip_blanks();
      if (!take(')')) return {};
      if (open_.empty()) return refuse("unmatched ')'", at_ - 1);
      while (waiting_.size() > open_.back().waiting) apply();
      open_.pop_back();
    }
  }

  Result<void> take_operator() {
    const std::optional<Filter::Operator> op = find_operator();
    if (!op) return missing("'and' or 'or'; quote a name with blanks or brackets", at_);
    const std::size_t outside = open_.empty() ? 0 : open_.back().waiting;
    while (waiting_.size() > outside && waiting_.back() >= *op) apply();
    waiting_.push_back(*op);
    return {};
  }

  std::optional<Filter::Operator> find_operator() {
    for (const OperatorName& entry : operator_words)
      if (take_word(entry.text)) return entry.op;
    for (const OperatorName& entry : operator_signs) {
      if (!take(entry.text[0])) continue;
      take(entry.text[0]);
      return entry.op;
    }
    return std::nullopt;
  }

  void apply() {
    filter_.steps_.push_back({.op = waiting_.back()});
    waiting_.pop_back();
  }

  Result<Filter::Test> take_test() {
    const std::size_t begin = at_;
    const std::string_view word = peek_word();
    const std::size_t end = at_ + word.size();
    const bool is_predicate = is_name(word) && end < text_.size() && text_[end] == '(';
    if (!is_predicate) return take_matcher(&Subject::name);
    at_ = end + 1;
    skip_blanks();
    Result<Filter::Test> test = take_argument(word, begin);
    if (!test) return test;
    skip_blanks();
    if (!take(')')) return missing("')'", at_);
    return test;
  }

  Result<Filter::Test> take_argument(std::string_view predicate, std::size_t begin) {
    if (predicate == "failed") return [](const Subject& subject) { return subject.has_failed; };
    if (predicate == "time") return take_time();
    const auto* found = std::ranges::find(text_predicates, predicate, &TextPredicate::name);
    if (found != text_predicates.end()) return take_matcher(found->text);
    return missing(
        fmt::format("one of {} before a '('; quote a name with brackets", predicate_names), begin);
  }

  Result<Filter::Test> take_time() {
    const std::string_view word = peek_word();
    const auto* sign = std::ranges::find_if(
        comparisons, [&](const Comparison& entry) { return word.starts_with(entry.sign); });
    const std::optional<nanoseconds> limit =
        sign == comparisons.end() ? std::nullopt : parse_duration(word.substr(sign->sign.size()));
    if (!limit) return missing("a time such as >1s or <=500ms", at_);
    at_ += word.size();
    return [holds = sign->holds, limit = *limit](const Subject& subject) {
      return subject.duration && holds(*subject.duration, limit);
    };
  }

  Result<Filter::Test> take_matcher(std::string_view Subject::*text) {
    Result<TextMatcher> matcher = take_text_matcher();
    if (!matcher) return std::unexpected(matcher.error());
    return [text, matches = std::move(*matcher)](const Subject& subject) {
      return matches(subject.*text);
    };
  }

  Result<TextMatcher> take_text_matcher() {
    if (take('/')) return take_regex();
    const bool is_whole = take('=');
    const bool is_part = !is_whole && take('~');
    const bool is_quoted = at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'');
    Result<std::string> text = is_quoted ? take_quoted() : take_bare();
    if (!text) return std::unexpected(text.error());
    if (is_whole) return equals(std::move(*text));
    const bool is_glob = !is_part && !is_quoted && text->find_first_of("*?") != std::string::npos;
    return is_glob ? matches_glob(std::move(*text)) : contains(std::move(*text));
  }

  Result<std::string> take_bare() {
    const std::string_view word = peek_word();
    if (word.empty() || word == "and" || word == "or" || word == "not")
      return missing("a name or part of one", at_);
    at_ += word.size();
    return std::string(word);
  }

  // A backslash escapes the next byte.
  Result<std::string> take_quoted() {
    const std::size_t begin = at_;
    const char quote = text_[at_++];
    std::string text;
    for (; at_ < text_.size(); ++at_) {
      if (take(quote)) return text;
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      text += text_[at_];
    }
    return missing("a closing quote", begin);
  }

  // Ends at the first '/' without a backslash.
  Result<TextMatcher> take_regex() {
    const std::size_t begin = at_ - 1;
    std::string pattern;
    for (; at_ < text_.size() && text_[at_] != '/'; ++at_) {
      const bool is_slash = text_.substr(at_, 2) == "\\/";
      if (!is_slash && text_[at_] == '\\' && at_ + 1 < text_.size()) pattern += text_[at_++];
      if (is_slash) ++at_;
      pattern += text_[at_];
    }
    if (!take('/')) return missing("a '/' at the end of this regular expression", begin);
    const Case letters = take('i') ? Case::insensitive : Case::sensitive;
    Result<TextMatcher> matcher = matches_regex(pattern, letters);
    if (!matcher) return refuse(matcher.error().what, begin);
    return matcher;
  }

  static bool is_name(std::string_view word) {
    return !word.empty() && std::ranges::all_of(word, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    });
  }

  [[nodiscard]] std::string_view peek_word() const {
    const std::size_t end = text_.find_first_of(word_ends, at_);
    return text_.substr(at_, end == std::string_view::npos ? end : end - at_);
  }

  bool take_word(std::string_view word) {
    if (peek_word() != word) return false;
    at_ += word.size();
    return true;
  }

  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void skip_blanks() { at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size()); }

  [[nodiscard]] std::unexpected<Error> missing(std::string_view expected, std::size_t place) const {
    return refuse(fmt::format("expected {}", expected), place);
  }

  [[nodiscard]] std::unexpected<Error> refuse(std::string_view what, std::size_t place) const {
    const std::string before = printable(text_.substr(0, place));
    const auto columns = std::ranges::count_if(before, [](char c) { return (c & 0xc0) != 0x80; });
    return std::unexpected(
        Error{Phase::usage, 0,
              fmt::format("{}: at byte {}: {}\n  {}{}\n  {:{}}^", option_, place + 1, what, before,
                          printable(text_.substr(place)), "", columns)});
  }

  std::string_view text_;
  std::string_view option_;
  std::size_t at_ = 0;
  Filter filter_;
  std::vector<Filter::Operator> waiting_;
  std::vector<Open> open_;
};

Result<Filter> Filter::parse(std::string_view text, std::string_view option) {
  return FilterParser(text, option).parse();
}

bool Filter::selects(const Subject& subject) const {
  std::vector<bool> stack;
  for (const Step& step : steps_) {
    if (step.test) {
      stack.push_back(step.test(subject));
      continue;
    }
    const bool last = stack.back();
    if (step.op == Operator::negation) {
      stack.back() = !last;
      continue;
    }
    stack.pop_back();
    stack.back() = step.op == Operator::both ? stack.back() && last : stack.back() || last;
  }
  return stack.back();
}

}  // namespace isorun
