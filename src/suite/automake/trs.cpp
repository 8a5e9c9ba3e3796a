#include "suite/automake/trs.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isorun::automake {
namespace {

struct Word {
  std::string_view name;
  Reason reason;
  std::string_view detail;
};

constexpr Word words[] = {
    {"PASS", Reason::passed, ""},
    {"XFAIL", Reason::passed, ""},
    {"SKIP", Reason::skipped, ""},
    {"FAIL", Reason::failed, failed},
    {"XPASS", Reason::failed, "it passed, but should fail"},
    {"ERROR", Reason::failed, hard_error},
};

// What follows ":field: " on a line.
std::optional<std::string_view> field(std::string_view line, std::string_view name) {
  if (!line.starts_with(name)) return std::nullopt;
  return trim(line.substr(name.size()));
}

const Word* word_in(std::string_view value) {
  const auto* found = std::ranges::find(words, value.substr(0, value.find(' ')), &Word::name);
  return found == std::end(words) ? nullptr : found;
}

}  // namespace

std::optional<UnitResult> read_trs(std::string_view text) {
  const Word* global = nullptr;
  std::vector<TestResult> tests;
  for (const std::string_view line : lines(text)) {
    if (const auto whole = field(line, ":global-test-result:")) {
      global = word_in(*whole);
    } else if (const auto part = field(line, ":test-result:")) {
      const Word* word = word_in(*part);
      if (word == nullptr) return std::nullopt;
      const std::string_view name = trim(part->substr(word->name.size()));
      // Automake's own driver for TAP names none.
      tests.push_back(
          {.name = name.empty() ? fmt::format("{}", tests.size() + 1) : std::string(name),
           .reason = word->reason,
           .detail = std::string(word->detail)});
    }
  }
  if (global == nullptr && tests.size() == 1)
    return UnitResult{.reason = tests.front().reason, .detail = tests.front().detail};
  if (global == nullptr) return std::nullopt;
  UnitResult result{.reason = global->reason, .detail = std::string(global->detail)};
  if (tests.size() < 2) return result;
  const auto count = std::ranges::count(tests, Reason::failed, &TestResult::reason);
  if (result.reason == Reason::failed && count > 0)
    result.detail = fmt::format("{} of {} tests failed", count, tests.size());
  result.tests = std::move(tests);
  return result;
}

}  // namespace isorun::automake
