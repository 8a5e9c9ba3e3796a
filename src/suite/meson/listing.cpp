#include "suite/meson/listing.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json.hpp"
#include "base/text.hpp"

namespace isorun::meson {
namespace {

struct Test {
  std::string name;
  std::string project{};              // with '_' for what suites may not contain
  std::vector<std::string> suites{};  // without the project, if they have names
  std::string first_suite{};
  bool is_parallel = true;
};

// A suite is "project:name", or "project" for tests without one.
void add_suite(Test& test, std::string_view suite) {
  const std::size_t colon = std::min(suite.find(':'), suite.size());
  if (test.first_suite.empty()) {
    test.first_suite = suite;
    test.project = suite.substr(0, colon);
  }
  if (colon < suite.size()) test.suites.emplace_back(suite.substr(colon + 1));
}

std::optional<std::vector<Test>> read_tests(std::string_view text) {
  const std::shared_ptr<const json::Value> document = json::parse(text);
  if (document == nullptr || !document->IsArray()) return std::nullopt;
  std::vector<Test> tests;
  for (const json::Value& value : document->GetArray()) {
    Test test{.name = std::string(json::string_in(value, "name").value_or("")),
              .is_parallel = json::bool_in(value, "is_parallel").value_or(true)};
    if (const json::Value* suites = json::array_in(value, "suite"))
      for (const json::Value& suite : suites->GetArray())
        if (suite.IsString()) add_suite(test, {suite.GetString(), suite.GetStringLength()});
    tests.push_back(std::move(test));
  }
  return tests;
}

// The names that versions of Meson show: the last two are those of 1.0, which omits the only suite
// of all tests, the others those of 1.12.
std::vector<std::string> names_of(const Test& test) {
  const std::string suites = fmt::format("{}", fmt::join(test.suites, "+"));
  const std::string plain = fmt::format("{}:{}", test.project, test.name);
  const std::string with = fmt::format("{}{}{}", test.project, suites.empty() ? "" : ":", suites);
  return {suites.empty() ? plain : fmt::format("{} - {}", suites, plain),
          fmt::format("{} / {}", with, test.name), test.name};
}

// Since Meson 1.2, the names of tests are patterns.
bool takes_patterns(std::string_view version) {
  unsigned major = 0;
  unsigned minor = 0;
  const auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), major);
  if (error == std::errc{} && end < version.end())
    std::from_chars(end + 1, version.data() + version.size(), minor);
  return major > 1 || (major == 1 && minor >= 2);
}

std::string quoted_for_meson(std::string_view name) {
  std::string result;
  for (const char c : name)
    result += c == '*' || c == '?' || c == '[' ? fmt::format("[{}]", c) : std::string(1, c);
  return result;
}

// '_' may stand for another byte of the project's name.
std::string selector_of(const Test& test, bool are_patterns) {
  const std::string& project = test.project.contains('_') ? std::string() : test.project;
  return fmt::format("{}:{}", project, are_patterns ? quoted_for_meson(test.name) : test.name);
}

}  // namespace

std::optional<std::vector<ListedTest>> read_listing(std::string_view list, std::string_view all,
                                                    std::string_view version) {
  const auto tests = read_tests(all);
  if (!tests) return std::nullopt;
  std::unordered_map<std::string, std::vector<const Test*>> by_name;
  for (const Test& test : *tests)
    for (std::string& name : names_of(test)) by_name[std::move(name)].push_back(&test);
  std::unordered_map<std::string, std::size_t> uses;
  std::vector<ListedTest> listed;
  for (const std::string_view line : lines(list)) {
    const std::string name(line);
    const auto found = by_name.find(name);
    if (found == by_name.end()) return std::nullopt;
    const std::size_t use = uses[name]++;
    // Meson 1.0 lists a test again for each word that selects it.
    if (use >= found->second.size()) continue;
    const Test& test = *found->second[use];
    listed.push_back({.name = name,
                      .selector = selector_of(test, takes_patterns(version)),
                      .suite = test.first_suite,
                      .is_parallel = test.is_parallel});
  }
  return listed;
}

}  // namespace isorun::meson
