#include "rules/googletest_json_rule.hpp"

#include <algorithm>
#include <expected>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/escaped.hpp"
#include "base/interruption.hpp"
#include "rules/spool.hpp"
#include "values/json.hpp"

namespace isorun {

namespace {

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::collect, 0, std::move(what)});
}

std::string_view text_of(const JsonValue& value, std::string_view key) {
  const JsonValue* found = value.find(key);
  const auto* text = found == nullptr ? nullptr : found->as<std::string>();
  return text == nullptr ? std::string_view() : *text;
}

bool did_not_run(const JsonValue& test) {
  return text_of(test, "status") == "NOTRUN";
}

// Of "0.012s", or "0.s" as GoogleTest 1.18 writes it.
Result<Decimal> time_of(const JsonValue& test) {
  std::string_view time = text_of(test, "time");
  if (time.ends_with('s')) time.remove_suffix(1);
  if (time.ends_with('.')) time.remove_suffix(1);
  if (time.empty()) return Decimal();
  Result<Decimal> number = Decimal::parse(time);
  if (number) return number;
  return refuse(
      fmt::format("the time of {} {}", escaped(text_of(test, "name")), number.error().what));
}

struct TestCounts {
  std::uint64_t tests = 0;
  std::uint64_t failures = 0;
  std::uint64_t disabled = 0;
  Decimal time;

  TestCounts& operator+=(const TestCounts& more) {
    tests += more.tests;
    failures += more.failures;
    disabled += more.disabled;
    time += more.time;
    return *this;
  }
};

Result<TestCounts> counts_of(const JsonValue& test) {
  const Result<Decimal> time = time_of(test);
  if (!time) return std::unexpected(time.error());
  return TestCounts{1, test.find("failures") != nullptr ? 1U : 0U, did_not_run(test) ? 1U : 0U,
                    *time};
}

// The members of the program's object or of a suite's, recomputed; `list` is the last of them.
JsonObject with_counts(JsonObject members, const TestCounts& counts, std::string_view list,
                       JsonArray elements) {
  const std::pair<std::string_view, JsonValue> values[] = {
      {"tests", {Decimal(counts.tests)}},
      {"failures", {Decimal(counts.failures)}},
      {"disabled", {Decimal(counts.disabled)}},
      {"time", {to_string(counts.time) + "s"}}};
  for (const auto& [key, value] : values)
    if (const auto member = std::ranges::find(members, key, &JsonMember::key);
        member != members.end())
      member->value = value;
  members.push_back({std::string(list), {std::move(elements)}});
  return members;
}

// Takes the array of that name out of the object.
Result<JsonArray> take_list(JsonValue& value, std::string_view list) {
  auto* members = std::get_if<JsonObject>(&value.value);
  if (members == nullptr) return refuse("it is not a JSON report of GoogleTest");
  const auto member = std::ranges::find(*members, list, &JsonMember::key);
  auto* elements =
      member == members->end() ? nullptr : std::get_if<JsonArray>(&member->value.value);
  if (elements == nullptr)
    return refuse(fmt::format("it is not a JSON report of GoogleTest: no array \"{}\"", list));
  JsonArray taken = std::move(*elements);
  members->erase(member);
  return taken;
}

class TestSuite {
 public:
  explicit TestSuite(JsonObject members) : members_(std::move(members)) {}

  Result<void> add(JsonValue test, bool last_counts) {
    const Result<TestCounts> counts = counts_of(test);
    if (!counts) return std::unexpected(counts.error());
    const auto [place, is_new] =
        places_.try_emplace(std::string(text_of(test, "name")), tests_.size());
    const bool replaces = !is_new && (last_counts || did_not_run(tests_[place->second].value));
    if (!is_new && did_not_run(test)) return {};
    if (replaces) {
      tests_[place->second] = {std::move(test), *counts};
    } else {
      tests_.push_back({std::move(test), *counts});
    }
    return {};
  }

  [[nodiscard]] TestCounts counts() const {
    TestCounts sum;
    for (const Test& test : tests_) sum += test.counts;
    return sum;
  }

  [[nodiscard]] JsonValue take() {
    const TestCounts sum = counts();
    JsonArray tests;
    tests.reserve(tests_.size());
    for (Test& test : tests_) tests.push_back(std::move(test.value));
    return {with_counts(std::move(members_), sum, "testsuite", std::move(tests))};
  }

 private:
  struct Test {
    JsonValue value;
    TestCounts counts;
  };

  JsonObject members_;
  std::vector<Test> tests_;
  std::unordered_map<std::string, std::size_t> places_;  // of the first test of each name
};

class GoogletestReport {
 public:
  explicit GoogletestReport(bool last_counts) : last_counts_(last_counts) {}

  Result<void> add(JsonValue report) {
    Result<JsonArray> suites = take_list(report, "testsuites");
    if (!suites) return std::unexpected(suites.error());
    if (members_.empty()) members_ = std::get<JsonObject>(std::move(report.value));
    for (JsonValue& suite : *suites) {
      Result<JsonArray> tests = take_list(suite, "testsuite");
      if (!tests) return std::unexpected(tests.error());
      TestSuite& merged = suite_like(suite);
      for (JsonValue& test : *tests) {
        if (is_interrupted()) return {};
        if (Result<void> added = merged.add(std::move(test), last_counts_); !added) return added;
      }
    }
    return {};
  }

  [[nodiscard]] TestCounts counts() const {
    TestCounts sum;
    for (const TestSuite& suite : suites_) sum += suite.counts();
    return sum;
  }

  [[nodiscard]] JsonValue take() {
    const TestCounts sum = counts();
    JsonArray suites;
    for (TestSuite& suite : suites_) suites.push_back(suite.take());
    return {with_counts(std::move(members_), sum, "testsuites", std::move(suites))};
  }

 private:
  TestSuite& suite_like(JsonValue& suite) {
    const auto [place, is_new] =
        places_.try_emplace(std::string(text_of(suite, "name")), suites_.size());
    if (is_new) suites_.emplace_back(std::get<JsonObject>(std::move(suite.value)));
    return suites_[place->second];
  }

  bool last_counts_;
  JsonObject members_;
  std::vector<TestSuite> suites_;
  std::unordered_map<std::string, std::size_t> places_;  // of each suite
};

Result<void> add_text(GoogletestReport& report, std::string_view content) {
  Result<JsonValue> value = parse_json(content);
  return value ? report.add(*std::move(value)) : std::unexpected(value.error());
}

Result<void> check(std::string_view content) {
  GoogletestReport alone(false);
  return add_text(alone, content);
}

class GoogletestJsonMerge final : public CheckedMerge {
 public:
  explicit GoogletestJsonMerge(const Workplace& place)
      : CheckedMerge(place.directory, check), last_counts_(place.last_counts) {}

  std::expected<Merged, Problem> merge(Output& out) override {
    GoogletestReport report(last_counts_);
    const auto added = spool().each(
        [&](const SourceFile&, std::string_view content) { return add_text(report, content); });
    if (!added) return std::unexpected(added.error());
    const std::uint64_t tests = report.counts().tests;
    json::Text written;
    written.out.SetIndent(' ', 2);
    write_value(written.out, report.take());
    out.write(written.take() + "\n");
    return Merged{{fmt::format("GoogleTest tests: {}, from files: {}, shards: {}", tests,
                               spool().files(), spool().shards().size())}};
  }

 private:
  bool last_counts_;
};

}  // namespace

std::unique_ptr<Merge> start_googletest_json(const Workplace& place) {
  return std::make_unique<GoogletestJsonMerge>(place);
}

}  // namespace isorun
