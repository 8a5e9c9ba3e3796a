#include "suite/tap.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isorun {
namespace {

enum class Directive { none, skip, todo };

struct Described {
  std::string_view text;  // before the directive
  Directive directive = Directive::none;
  std::string_view reason{};
};

bool starts_with_word(std::string_view text, std::string_view word) {
  return std::ranges::equal(text.substr(0, word.size()), word, {},
                            [](unsigned char c) { return std::tolower(c); });
}

// "name # SKIP reason". In TAP 14 a "\#" is part of the name.
Described read_directive(std::string_view text) {
  for (std::size_t at = 0; (at = text.find('#', at)) != std::string_view::npos; ++at) {
    if (at > 0 && text[at - 1] == '\\') continue;
    const std::string_view after = trim(text.substr(at + 1));
    const auto reason = [after] {
      return trim(after.substr(std::min(after.find_first_of(" \t"), after.size())));
    };
    const std::string_view before = trim(text.substr(0, at));
    // "# skipped: reason" is common too; "# TODO" has no suffix.
    if (starts_with_word(after, "skip")) return {before, Directive::skip, reason()};
    if (starts_with_word(after, "todo")) return {before, Directive::todo, reason()};
  }
  return {trim(text)};
}

struct Number {
  std::size_t value;
  std::string_view rest;
};

std::optional<Number> read_number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  return Number{value, text.substr(static_cast<std::size_t>(end - text.data()))};
}

// The numbers seen. Nearly all files count 1, 2, 3, ..., which takes no memory.
class Numbers {
 public:
  // Returns whether the number is new.
  bool insert(std::size_t number) {
    if (number > 0 && number < next_) return false;
    if (number != next_) return others_.insert(number).second;
    do ++next_;
    while (others_.erase(next_) > 0);
    return true;
  }

 private:
  std::size_t next_ = 1;  // all before it were seen
  std::set<std::size_t> others_;
};

class Reader {
 public:
  std::optional<Tap> read(std::string_view text, TapUse use) {
    for (const std::string_view line : lines(text)) {
      if (bailed_out_) break;
      take(line);
    }
    const bool has_plan = tap_.planned && (plan_is_first_ || tap_.ran > 0 || tap_.skip_all);
    if (use == TapUse::possible && !has_version_ && !has_plan) return std::nullopt;
    compare();
    if (!runs_any_ && first_skip_) tap_.skip_all = first_skip_;
    return std::move(tap_);
  }

 private:
  void take(std::string_view line) {
    const bool is_blank = trim(line).empty() || line.starts_with('#');
    if (!is_blank && !take_plan(line) && !take_test(line)) take_other(line);
    if (!is_blank) is_first_ = false;
  }

  // "1..5", "1..0 # SKIP reason"
  bool take_plan(std::string_view line) {
    constexpr std::string_view key = "1..";
    if (!line.starts_with(key)) return false;
    const auto count = read_number(line.substr(key.size()));
    if (!count) return false;
    const std::string_view rest = trim(count->rest);
    if (!rest.empty() && rest.front() != '#') return false;
    if (tap_.planned) fail("more than one plan");
    plan_is_first_ = is_first_;
    tap_.planned = count->value;
    if (count->value == 0) tap_.skip_all = read_directive(rest).reason;
    return true;
  }

  // "ok", "ok 1", "not ok 2 - name # TODO reason"
  bool take_test(std::string_view line) {
    const std::string_view whole = line;
    const bool is_not = line.starts_with("not ");
    if (is_not) line.remove_prefix(4);
    if (!line.starts_with("ok")) return false;
    line.remove_prefix(2);
    if (!line.empty() && line.front() != ' ' && line.front() != '\t') return false;
    line = trim(line);
    std::size_t number = tap_.ran + 1;
    if (const auto given = read_number(line)) {
      number = given->value;
      line = given->rest;
    }
    ++tap_.ran;
    if (!numbers_.insert(number)) fail(fmt::format("two results of test {}", number));
    highest_ = std::max(highest_, number);
    const Described described = read_directive(line);
    if (described.directive != Directive::skip)
      runs_any_ = true;
    else if (!first_skip_)
      first_skip_ = described.reason;
    if (is_not && described.directive != Directive::todo) fail(read_directive(whole).text);
    return true;
  }

  void take_other(std::string_view line) {
    constexpr std::string_view version = "TAP version ";
    constexpr std::string_view bail_out = "Bail out!";
    if (line.starts_with(version)) {
      has_version_ = true;
    } else if (line.starts_with(bail_out)) {
      bailed_out_ = true;
      tap_.failure = trim(line);  // the reason everything else ended
    }
  }

  void compare() {
    if (bailed_out_) return;
    if (!tap_.planned)
      fail("no plan");
    else if (tap_.ran != *tap_.planned)
      fail(fmt::format("planned {}, ran {}", *tap_.planned, tap_.ran));
    else if (highest_ > *tap_.planned)
      fail(fmt::format("test {} is beyond the plan of {}", highest_, *tap_.planned));
  }

  void fail(std::string_view why) {
    if (tap_.failure.empty()) tap_.failure = why;
  }

  Tap tap_;
  Numbers numbers_;
  std::size_t highest_ = 0;
  bool is_first_ = true;  // only comments so far
  bool plan_is_first_ = false;
  bool has_version_ = false;
  bool bailed_out_ = false;
  bool runs_any_ = false;  // a test that is not skipped
  std::optional<std::string> first_skip_;
};

}  // namespace

std::optional<Tap> read_tap(std::string_view text, TapUse use) {
  return Reader().read(text, use);
}

}  // namespace isorun
