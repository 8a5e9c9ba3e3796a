#include "suite/go/log.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/duration.hpp"
#include "base/text.hpp"

namespace isorun::go {
namespace {

// Precedes each marker with -test.v=test2json.
constexpr char mark_byte = '\x16';

enum class Marker { run, resume, pause, passed, failed, skipped };

struct MarkerText {
  std::string_view text;
  Marker marker;
};

constexpr MarkerText markers[] = {
    {"=== RUN   ", Marker::run},     {"=== CONT  ", Marker::resume}, {"=== NAME  ", Marker::resume},
    {"=== PAUSE ", Marker::pause},   {"--- PASS: ", Marker::passed}, {"--- FAIL: ", Marker::failed},
    {"--- SKIP: ", Marker::skipped},
};

struct Found {
  Marker marker;
  std::size_t begin;      // of the marker, in the line
  std::string_view rest;  // after the marker
};

// The last marker in a line: before it may be a test's unterminated output, mark_byte, or a
// subtest's indentation.
std::optional<Found> find_marker(std::string_view line, Lines lines) {
  if (lines == Lines::marked) {
    const std::size_t mark = line.rfind(mark_byte);
    if (mark == std::string_view::npos) return std::nullopt;
    const std::size_t begin = mark + 1;
    for (const auto& [text, marker] : markers)
      if (line.substr(begin).starts_with(text))
        return Found{marker, begin, line.substr(begin + text.size())};
    return std::nullopt;
  }
  std::optional<Found> found;
  for (const auto& [text, marker] : markers) {
    const std::size_t at = line.rfind(text);
    if (at != std::string_view::npos && (!found || at > found->begin))
      found = Found{marker, at, line.substr(at + text.size())};
  }
  return found;
}

// The program's final verdict; a test can forge it in plain output, but then markers follow.
bool is_last_word(std::string_view line, Lines lines) {
  if (lines == Lines::marked) {
    const std::size_t mark = line.rfind(mark_byte);
    if (mark == std::string_view::npos) return false;
    line.remove_prefix(mark + 1);
  }
  return line == "PASS" || line == "FAIL";
}

std::string_view test_in(std::string_view rest) {
  return rest.substr(0, rest.find_first_of(" \r"));
}

// The 0.01 in "TestName (0.01s)".
std::chrono::nanoseconds duration_in(std::string_view rest) {
  const std::size_t open = rest.rfind('(');
  double seconds = 0;
  if (open == std::string_view::npos) return {};
  std::from_chars(rest.data() + open + 1, rest.data() + rest.size(), seconds);
  return duration_told(seconds);
}

Reason reason_of(Marker marker) {
  if (marker == Marker::passed) return Reason::passed;
  return marker == Marker::failed ? Reason::failed : Reason::skipped;
}

// A test's outcome in the current round; -test.count makes several.
struct Test {
  bool is_open = false;
  std::size_t begin = 0;
  std::string last_words{};           // "x_test.go:4: it is wrong"
  std::vector<OutputRange> pieces{};  // its own lines; others run at the same time
  std::optional<UnitResult> ended{};
};

// The last line "panic: WHY".
std::string_view last_panic(std::string_view log) {
  constexpr std::string_view mark = "\npanic: ";
  if (const std::size_t at = log.rfind(mark); at != std::string_view::npos)
    log.remove_prefix(at + 1);
  else if (!log.starts_with(mark.substr(1)))
    return {};
  return log.substr(0, log.find('\n'));
}

class Reader {
 public:
  Reader(std::string_view output, std::span<const std::string_view> names, Lines lines)
      : output_(output), lines_(lines), tests_(names.size()) {
    outcomes_.tests.resize(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) index_.emplace(names[i], i);
  }

  Outcomes read(std::string_view complaint) {
    for (const std::string_view line : isorun::lines(output_)) take(line);
    if (!outcomes_.is_complete && !complaint.empty()) panic(complaint);
    for (std::size_t i = 0; i < tests_.size(); ++i) keep(i);
    if (!outcomes_.is_complete) outcomes_.running = last_open();
    if (outcomes_.running) outcomes_.running_since = tests_[*outcomes_.running].begin;
    return std::move(outcomes_);
  }

 private:
  void take(std::string_view line) {
    const auto [at, end] = place_of(line, output_);
    if (is_last_word(line, lines_)) {
      outcomes_.is_complete = true;
      return;
    }
    const std::optional<Found> found = find_marker(line, lines_);
    if (!found) return tell(line, at, end);
    // Its mark is not part of what the test wrote without ending the line.
    const std::size_t before = at + found->begin - (lines_ == Lines::marked ? 1 : 0);
    const std::string_view name = test_in(found->rest);
    if (name.empty()) return own(at, before);  // "=== NAME  ": what follows belongs to no test
    const auto test = index_.find(name.substr(0, name.find('/')));
    if (test == index_.end()) return tell(line, at, end);
    own(at, before);
    if (name.contains('/')) {
      if (tests_[test->second].is_open) current_ = test->second;
      return tell(line, at + found->begin, end);
    }
    outcomes_.is_complete = false;
    act(*found, test->second, at, end);
    if (current_ == test->second) own(at + found->begin, end);
  }

  // These bytes belong to the current test.
  void own(std::size_t begin, std::size_t end) {
    if (!current_ || begin >= end) return;
    std::vector<OutputRange>& pieces = tests_[*current_].pieces;
    if (!pieces.empty() && pieces.back().end == begin)
      pieces.back().end = end;
    else
      pieces.push_back({begin, end});
  }

  void act(const Found& found, std::size_t index, std::size_t at, std::size_t end) {
    Test& test = tests_[index];
    if (found.marker == Marker::run && !test.is_open) {
      // Within a test this is its own output, unless the test closed its standard output.
      keep(index);
      test = {.is_open = true, .begin = at + found.begin};
    }
    if (found.marker == Marker::run || found.marker == Marker::resume) {
      current_ = index;
      return;
    }
    if (!test.is_open && !test.ended) return;
    current_ = index;
    if (found.marker == Marker::pause) return;
    finish(index, found, end);
  }

  // A test may print a forged end: the last one before another test starts counts.
  void finish(std::size_t index, const Found& found, std::size_t end) {
    Test& test = tests_[index];
    test.is_open = false;
    test.ended = UnitResult{.reason = reason_of(found.marker),
                            .duration = duration_in(found.rest),
                            .output = {test.begin, end}};
    if (found.marker == Marker::failed)
      test.ended->detail = test.last_words.empty() ? "failed" : test.last_words;
  }

  // A line of the last test: its log output, or the end of a subtest.
  void tell(std::string_view line, std::size_t begin, std::size_t end) {
    if (!current_) return;
    own(begin, end);
    Test& test = tests_[*current_];
    if (test.ended) test.ended->output.end = end;
    const std::string_view text = trim(line);
    const bool is_logged = line.starts_with("    ") && text.contains(".go:");
    if (test.is_open && is_logged) test.last_words = text;
  }

  // For a test that panics Go prints "--- FAIL" and then dies: that result is final.
  void panic(std::string_view line) {
    if (!current_) return;
    Test& test = tests_[*current_];
    if (!test.ended || test.ended->reason != Reason::failed) return;
    panicked_ = *current_;
    test.ended->detail = line;
  }

  void keep(std::size_t index) {
    Test& test = tests_[index];
    if (test.ended) {
      test.ended->pieces = std::move(test.pieces);
      add(outcomes_.tests[index], std::move(*test.ended));
    }
    test.ended.reset();
    test.pieces.clear();
  }

  // The test that ended the program: it panicked, or ran last.
  [[nodiscard]] std::optional<std::size_t> last_open() const {
    if (panicked_) return panicked_;
    if (current_ && tests_[*current_].is_open) return current_;
    std::optional<std::size_t> last;
    for (std::size_t i = 0; i < tests_.size(); ++i) {
      if (tests_[i].is_open && (!last || tests_[i].begin > tests_[*last].begin)) last = i;
    }
    return last;
  }

  std::string_view output_;
  Lines lines_;
  std::unordered_map<std::string_view, std::size_t> index_;
  std::vector<Test> tests_;
  std::optional<std::size_t> current_;
  std::optional<std::size_t> panicked_;
  Outcomes outcomes_;
};

}  // namespace

Outcomes read_log(std::string_view output, std::string_view log,
                  std::span<const std::string_view> names, Lines lines) {
  return Reader(output, names, lines).read(last_panic(log));
}

std::optional<std::size_t> running_in(std::string_view tail,
                                      std::span<const std::string_view> names, Lines lines) {
  std::optional<std::size_t> running;
  for (const std::string_view line : isorun::lines(tail)) {
    const std::optional<Found> found = find_marker(line, lines);
    if (!found) continue;
    const std::string_view test = test_in(found->rest);
    const auto name = std::ranges::find(names, test.substr(0, test.find('/')));
    if (name == names.end()) continue;
    const bool is_running = found->marker == Marker::run || found->marker == Marker::resume;
    if (is_running)
      running = static_cast<std::size_t>(name - names.begin());
    else if (!test.contains('/'))
      running.reset();
  }
  return running;
}

}  // namespace isorun::go
