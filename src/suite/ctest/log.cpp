#include "suite/ctest/log.hpp"

#include <algorithm>
#include <charconv>

#include "base/duration.hpp"
#include "base/text.hpp"

namespace isorun::ctest {
namespace {

struct Numbered {
  unsigned number;
  std::size_t rest;  // offset of the rest of the line
};

// The number at the beginning of `line`, after blanks.
std::optional<Numbered> number_at(std::string_view line, std::size_t at) {
  at = std::min(line.find_first_not_of(' ', at), line.size());
  unsigned number = 0;
  const auto [end, error] = std::from_chars(line.data() + at, line.data() + line.size(), number);
  if (error != std::errc{}) return std::nullopt;
  return Numbered{number, static_cast<std::size_t>(end - line.data())};
}

// "test 3"
std::optional<unsigned> announced(std::string_view line) {
  constexpr std::string_view key = "test ";
  if (!line.starts_with(key)) return std::nullopt;
  const auto found = number_at(line, key.size());
  if (!found || found->rest != line.size()) return std::nullopt;
  return found->number;
}

// "    Start  3: name"
std::optional<unsigned> started(std::string_view line) {
  constexpr std::string_view key = " Start ";
  const std::size_t at = line.find_first_not_of(' ');
  if (at == std::string_view::npos || at == 0 || !line.substr(at - 1).starts_with(key))
    return std::nullopt;
  const auto found = number_at(line, at - 1 + key.size());
  if (!found || !line.substr(found->rest).starts_with(": ")) return std::nullopt;
  return found->number;
}

// " 3/12 Test  #3: name ....", without the count for repeated tests.
std::optional<Numbered> ended(std::string_view line) {
  constexpr std::string_view key = " Test ";
  std::size_t at = line.find_first_not_of(" 0123456789/");
  if (at == std::string_view::npos || at == 0 || !line.substr(at - 1).starts_with(key))
    return std::nullopt;
  at = line.find_first_not_of(' ', at - 1 + key.size());
  if (at == std::string_view::npos || line[at] != '#') return std::nullopt;
  const auto found = number_at(line, at + 1);
  if (!found || !line.substr(found->rest).starts_with(": ")) return std::nullopt;
  return Numbered{found->number, found->rest + 2};
}

// Lines about a test that cannot run, most informative first.
constexpr std::string_view causes[] = {
    "Failed test dependencies: ", "Unable to find executable: ", "Unable to find required file: ",
    "Could not find executable "};

bool is_cause(std::string_view line) {
  return std::ranges::any_of(causes,
                             [line](std::string_view key) { return line.starts_with(key); });
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Log read() {
    while (at_ < text_.size()) {
      const std::size_t begin = at_;
      const std::string_view line = next_line();
      if (const auto number = announced(line))
        start(*number, begin);
      else if (const auto again = started(line))
        start(*again, begin);
      else if (const auto result = ended(line))
        finish(result->number, begin, begin + result->rest);
      else if (log_.running && is_cause(line))
        log_.tests[*log_.running].cause = line;
    }
    if (log_.running) log_.tests[*log_.running].end = text_.size();
    return std::move(log_);
  }

 private:
  std::string_view next_line() {
    const std::size_t newline = std::min(text_.find('\n', at_), text_.size());
    const std::string_view line = text_.substr(at_, newline - at_);
    at_ = std::min(newline + 1, text_.size());
    return line;
  }

  void start(unsigned number, std::size_t begin) {
    if (log_.running == number) return;
    if (log_.running) log_.tests[*log_.running].end = begin;
    log_.running = number;
    const auto [test, is_new] = log_.tests.try_emplace(number);
    if (is_new) test->second.begin = begin;
  }

  // The result may contain line ends, because it quotes regular expressions that did not match. It
  // ends with a time.
  void finish(unsigned number, std::size_t line, std::size_t begin) {
    constexpr std::string_view unit = " sec";
    const auto [place, is_new] = log_.tests.try_emplace(number);
    LogTest& test = place->second;
    if (is_new) test.begin = line;
    std::string_view result = trim(text_.substr(begin, at_ - begin));
    const std::size_t first_line = at_;
    if (has_no_more_ends_) return;
    while (!result.ends_with(unit) && at_ < text_.size()) {
      next_line();
      result = trim(text_.substr(begin, at_ - begin));
    }
    if (!result.ends_with(unit)) {
      has_no_more_ends_ = true;
      at_ = first_line;
      return;
    }
    result.remove_suffix(unit.size());
    const std::size_t blank = result.find_last_of(" \n") + 1;
    double seconds = 0;
    std::from_chars(result.data() + blank, result.data() + result.size(), seconds);
    test.duration = duration_told(seconds);
    if (test.ends++ > 0 && !test.outcome.ends_with("Passed")) test.failed_before = true;
    test.outcome = trim(result.substr(0, blank));
    test.end = at_;
    if (log_.running == number) log_.running.reset();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool has_no_more_ends_ =
      false;  // searched once without success; do not search again for each test
  Log log_;
};

}  // namespace

Log read_log(std::string_view text) {
  return Reader(text).read();
}

}  // namespace isorun::ctest
