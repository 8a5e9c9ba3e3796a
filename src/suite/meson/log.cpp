#include "suite/meson/log.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>

#include <fmt/format.h>

#include "base/duration.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "suite/tap.hpp"
#include "suite/verdict.hpp"

namespace isorun::meson {
namespace {

constexpr std::string_view running = "RUNNING";

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// The length of " 1/12 " at the beginning of a line; 0 if it begins with something else.
std::size_t number_in(std::string_view line) {
  std::size_t at = std::min(line.find_first_not_of(' '), line.size());
  const auto digits = [&line, &at] {
    const std::size_t begin = at;
    while (at < line.size() && is_digit(line[at])) ++at;
    return at > begin;
  };
  const auto is = [&line, &at](char c) { return at < line.size() && line[at++] == c; };
  return digits() && is('/') && digits() && is(' ') ? at : 0;
}

// After "name   ": "FAIL            0.06s   exit status 3".
std::string_view details_in(std::string_view rest) {
  const std::size_t seconds = rest.find("s   ");
  return seconds == std::string_view::npos ? std::string_view() : trim(rest.substr(seconds + 1));
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Log read() {
    for_each_line(text_, [this](std::string_view line, const LinePlace& place) {
      take(line, place.begin, place.end);
    });
    return std::move(log_);
  }

 private:
  void take(std::string_view line, std::size_t begin, std::size_t end) {
    if (line.starts_with("Ok: ") && !is_running()) log_.is_complete = true;
    const std::size_t number = number_in(line);
    if (number == 0) return;
    const std::string_view rest = trim(line.substr(number));
    if (rest.ends_with(running)) {
      // A test that prints such a line does not begin another one.
      if (is_running()) return;
      number_ = line.substr(0, number);
      log_.blocks.push_back(
          {.name = trim(rest.substr(0, rest.size() - running.size())), .begin = begin});
    } else if (is_running() && line.starts_with(number_) &&
               rest.starts_with(log_.blocks.back().name)) {
      log_.blocks.back().end = end;
      log_.blocks.back().details = details_in(rest.substr(log_.blocks.back().name.size()));
    }
  }

  [[nodiscard]] bool is_running() const { return !log_.blocks.empty() && !log_.blocks.back().end; }

  std::string_view text_;
  std::string_view number_;  // of the last block
  Log log_;
};

struct Ending {
  std::string_view name;
  Reason reason;
  std::string_view detail{};
};

constexpr Ending endings[] = {
    {"OK", Reason::passed},
    {"EXPECTEDFAIL", Reason::passed},
    {"SKIP", Reason::skipped},
    {"IGNORED", Reason::skipped, "its output was not parsed"},
    {"FAIL", Reason::failed},
    {"ERROR", Reason::failed},
    {"UNEXPECTEDPASS", Reason::failed, "it passed, but should fail"},
    {"TIMEOUT", Reason::timeout},
};

// Why a test failed or could not run, beyond the word for it.
void explain(UnitResult& result, int code, std::string_view output) {
  constexpr int hard_error = 99;
  if (code < 0) {
    result.reason = Reason::signaled;
    result.detail = signal_name(-code);
  } else if (code > 0) {
    result.detail =
        fmt::format("{} {}", code == hard_error ? "hard error, exit code" : "exit code", code);
  } else if (const auto tap = read_tap(output)) {
    result.detail = tap->failure;
  }
}

std::optional<LoggedTest> read_test(std::string_view line) {
  const auto value = line.starts_with('{') ? json::parse(line) : nullptr;
  if (value == nullptr) return std::nullopt;
  const auto name = json::string_in(*value, "name");
  const auto* ending =
      std::ranges::find(endings, json::string_in(*value, "result").value_or(""), &Ending::name);
  if (!name || ending == std::end(endings)) return std::nullopt;
  LoggedTest test{.name = std::string(*name), .result = {.reason = ending->reason}};
  test.result.duration = duration_told(json::number_in(*value, "duration").value_or(0));
  test.result.detail = ending->detail;
  if (ending->reason == Reason::timeout)
    test.result.detail = fmt::format("timed out after {:.3f}s",
                                     std::chrono::duration<double>(test.result.duration).count());
  if (ending->reason == Reason::failed && ending->detail.empty())
    explain(test.result, static_cast<int>(json::number_in(*value, "returncode").value_or(0)),
            json::string_in(*value, "stdout").value_or(""));
  return test;
}

}  // namespace

Log read_log(std::string_view text) {
  return Reader(text).read();
}

std::vector<LoggedTest> read_test_log(std::string_view text) {
  std::vector<LoggedTest> tests;
  for (const std::string_view line : lines(text))
    if (std::optional<LoggedTest> test = read_test(line)) tests.push_back(*std::move(test));
  return tests;
}

}  // namespace isorun::meson
