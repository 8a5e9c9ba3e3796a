#include "suite/bats/log.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isorun::bats {
namespace {

struct Numbered {
  std::size_t number;
  std::string_view rest;
};

// "3 name" after `key`.
std::optional<Numbered> numbered(std::string_view line, std::string_view key) {
  if (!line.starts_with(key)) return std::nullopt;
  line.remove_prefix(key.size());
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
  if (error != std::errc{}) return std::nullopt;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  return Numbered{number, line.starts_with(' ') ? line.substr(1) : line};
}

// What follows a test's name: " in 12ms", " # skip why", " # timeout after 1s".
struct Remarks {
  std::chrono::milliseconds duration{};
  std::string_view comment{};
};

Remarks remarks_in(std::string_view text, std::string_view name) {
  if (!text.starts_with(name)) return {};
  text.remove_prefix(name.size());
  Remarks remarks;
  if (const auto time = numbered(text, " in ")) {
    remarks.duration = std::chrono::milliseconds(time->number);
    text = time->rest;
  }
  const std::size_t hash = text.find("# ");
  if (hash != std::string_view::npos) remarks.comment = trim(text.substr(hash + 2));
  return remarks;
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
    if (const auto plan = numbered(line, "1.."); plan && plan->rest.empty() && !log_.planned)
      log_.planned = plan->number;
    else if (const auto started = numbered(line, "begin "))
      start(*started, begin);
    else if (const auto good = numbered(line, "ok "))
      finish(*good, true, end);
    else if (const auto bad = numbered(line, "not ok "))
      finish(*bad, false, end);
    else if (line.starts_with("suite "))
      in_test_ = false;
    else if (in_test_)
      continue_test(line, end);
  }

  // A test begins again for each retry.
  void start(const Numbered& line, std::size_t begin) {
    in_test_ = true;
    if (log_.tests.empty() || log_.tests.back().number != line.number)
      log_.tests.push_back({.number = line.number, .name = line.rest, .begin = begin});
    Log::Test& test = log_.tests.back();
    ++test.tries;
    test.has_ended = false;
  }

  void finish(const Numbered& line, bool is_good, std::size_t end) {
    const bool is_test = !log_.tests.empty() && log_.tests.back().number == line.number;
    if (!is_test) {
      in_test_ = false;
      if (!is_good && !log_.failure) log_.failure = std::string(line.rest);
      return;
    }
    Log::Test& test = log_.tests.back();
    const Remarks remarks = remarks_in(line.rest, test.name);
    test.has_ended = true;
    test.result.duration = remarks.duration;
    test.result.output = {test.begin, end};
    test.result.reason = is_good ? Reason::passed : Reason::failed;
    test.result.detail.clear();
    if (remarks.comment.starts_with("skip")) {
      test.result.reason = Reason::skipped;
      test.result.detail = trim(remarks.comment.substr(4));
    } else if (!is_good) {
      if (remarks.comment.starts_with("timeout")) test.result.reason = Reason::timeout;
      test.result.detail = remarks.comment;
    } else if (test.tries > 1) {
      test.result.reason = Reason::flaky;
      test.result.detail = fmt::format("passed at attempt {}", test.tries);
    }
  }

  // "#   `[ 1 = 2 ]' failed"
  void continue_test(std::string_view line, std::size_t end) {
    Log::Test& test = log_.tests.back();
    if (!test.has_ended) return;
    test.result.output.end = end;
    const std::string_view text = trim(line.substr(line.starts_with('#') ? 1 : 0));
    if (test.result.reason == Reason::failed && test.result.detail.empty() &&
        text.contains("' failed"))
      test.result.detail = text;
  }

  std::string_view text_;
  bool in_test_ = false;
  Log log_;
};

}  // namespace

Log read_log(std::string_view text) {
  return Reader(text).read();
}

}  // namespace isorun::bats
