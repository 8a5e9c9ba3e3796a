#include "suite/googletest/log.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/duration.hpp"
#include "base/text.hpp"

namespace isorun::googletest {
namespace {

enum class Marker { start, passed, failed, skipped, suite };

struct MarkerText {
  std::string_view text;
  Marker marker;
};

// All have the same length.
constexpr MarkerText markers[] = {{"[ RUN      ] ", Marker::start},
                                  {"[       OK ] ", Marker::passed},
                                  {"[  FAILED  ] ", Marker::failed},
                                  {"[  SKIPPED ] ", Marker::skipped},
                                  {"[----------] ", Marker::suite}};
constexpr std::size_t marker_size = markers[0].text.size();

Reason reason_of(Marker marker) {
  if (marker == Marker::passed) return Reason::passed;
  return marker == Marker::failed ? Reason::failed : Reason::skipped;
}

std::optional<Marker> marker_at(std::string_view text, std::size_t at) {
  const std::string_view candidate = text.substr(at, marker_size);
  for (const MarkerText& marker : markers)
    if (candidate == marker.text) return marker.marker;
  return std::nullopt;
}

constexpr std::size_t longest_colour = 8;

// Skips "\033[0;32m" and the like before a marker, "\033[m" after it.
std::size_t before_colour(std::string_view text, std::size_t at) {
  const std::size_t from = at - std::min(at, longest_colour);
  const std::size_t escape = text.substr(from, at - from).rfind('\033');
  if (escape == std::string_view::npos || text[at - 1] != 'm') return at;
  return from + escape;
}

std::string_view without_colour(std::string_view line) {
  if (!line.starts_with("\033[")) return line;
  return line.substr(std::min(line.substr(0, longest_colour).find('m'), line.size() - 1) + 1);
}

// The 12 in "... (12 ms)" at the end of a line.
std::chrono::nanoseconds duration_in(std::string_view line) {
  if (!line.ends_with(" ms)")) return {};
  line = line.substr(line.size() - std::min<std::size_t>(line.size(), 32));
  const std::size_t open = line.rfind('(');
  double count = 0;
  if (open != std::string_view::npos)
    std::from_chars(line.data() + open + 1, line.data() + line.size(), count);
  return duration_told(count / 1000);
}

class Reader {
 public:
  Reader(std::string_view text, std::span<const std::string_view> names)
      : text_(text), names_(names) {
    log_.tests.resize(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
      index_.emplace(names[i], i);
      longest_name_ = std::max(longest_name_, names[i].size());
    }
  }

  Log read() {
    for (std::size_t at = 0; (at = text_.find('[', at)) != std::string_view::npos; ++at) {
      if (const auto marker = marker_at(text_, at)) take(*marker, at);
    }
    if (log_.running) log_.tests[*log_.running].end = text_.size();
    return std::move(log_);
  }

 private:
  void take(Marker marker, std::size_t at) {
    if (at >= line_end_) find_line_end(at);
    const std::size_t begin = std::min(at + marker_size, words_end_);
    std::string_view line = text_.substr(begin, words_end_ - begin);
    line = without_colour(trim(line));
    if (marker == Marker::start)
      start(line, before_colour(text_, at));
    else if (marker == Marker::suite)
      suite(line);
    else if (const auto test = log_.running ? log_.running : ended_)
      finish(*test, marker, line);
    else if (marker == Marker::failed)
      broken_suite(line);
  }

  // Once per line: a line may contain a million markers, and each must not scan all of it.
  void find_line_end(std::size_t at) {
    const std::size_t newline = text_.find('\n', at);
    line_end_ = newline == std::string_view::npos ? text_.size() : newline + 1;
    words_end_ = at + trim(text_.substr(at, line_end_ - at)).size();
  }

  void start(std::string_view name, std::size_t begin) {
    if (name.size() > longest_name_) return;
    const auto found = index_.find(name);
    if (found == index_.end() || log_.running == found->second) return;
    // A test without an end in the log: it may have closed its standard output.
    if (log_.running) log_.tests[*log_.running].end = begin;
    log_.running = found->second;
    ended_.reset();
    log_.setting_up.clear();
    LogTest& test = log_.tests[found->second];
    if (test.starts++ == 0) test.begin = begin;
    if (test.reason == Reason::failed) failed_before_.insert(found->second);
  }

  // A test may print a forged end: the last one before the next test counts.
  void finish(std::size_t index, Marker marker, std::string_view line) {
    // ", where TypeParam = ..." and the time may follow the name.
    const std::string_view name = names_[index];
    if (!line.starts_with(name)) return;
    const std::string_view rest = line.substr(name.size());
    if (!rest.empty() && rest.front() != ' ' && rest.front() != ',') return;
    LogTest& test = log_.tests[index];
    test.reason = failed_before_.contains(index) ? Reason::failed : reason_of(marker);
    test.duration = duration_in(line);
    test.end = line_end_;
    log_.running.reset();
    ended_ = index;
  }

  // "3 tests from Suite", and at its end "3 tests from Suite (12 ms total)".
  void suite(std::string_view line) {
    ended_.reset();
    constexpr std::string_view from = " from ";
    constexpr std::string_view where = ", where ";
    constexpr std::size_t longest_count = 32;  // "3 tests"
    const std::size_t at = line.substr(0, longest_count).find(from);
    if (log_.running || at == std::string_view::npos) return;
    std::string_view name = line.substr(at + from.size());
    if (name.ends_with(" ms total)")) return log_.setting_up.clear();
    name = name.substr(0, longest_name_ + where.size());
    log_.setting_up = name.substr(0, name.find(where));
  }

  void broken_suite(std::string_view line) {
    constexpr std::string_view set_up = ": SetUpTest";
    const std::size_t at = line.substr(0, longest_name_ + set_up.size()).find(set_up);
    if (at != std::string_view::npos) log_.broken_suites.emplace_back(line.substr(0, at));
  }

  std::string_view text_;
  std::span<const std::string_view> names_;
  std::unordered_map<std::string_view, std::size_t> index_;
  std::size_t longest_name_ = 0;
  std::size_t line_end_ = 0;   // end of the marker's line, including its newline
  std::size_t words_end_ = 0;  // the same, without trailing blanks
  std::unordered_set<std::size_t> failed_before_;  // in an earlier round of --gtest_repeat
  std::optional<std::size_t> ended_;               // the last test, until the next begins
  Log log_;
};

}  // namespace

Log read_log(std::string_view text, std::span<const std::string_view> names) {
  return Reader(text, names).read();
}

}  // namespace isorun::googletest
