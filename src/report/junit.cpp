#include "report/junit.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <pugixml.hpp>
#include <vector>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "report/shortened.hpp"
#include "report/xml_text.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

// Output shown for units that passed; their logs hold all of it.
constexpr std::size_t longest_good_output = 1024;

// Output repeated in the failure element, because some consumers show nothing else.
constexpr std::size_t longest_failure = 4096;

// A failed test, or one that could not be judged.
enum class Verdict { good, failure, error, skipped };

Verdict verdict(Reason reason) {
  if (reason == Reason::skipped) return Verdict::skipped;
  if (is_good(reason)) return Verdict::good;
  return reason == Reason::failed ? Verdict::failure : Verdict::error;
}

struct Counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
  nanoseconds time{};

  void add(Verdict verdict, nanoseconds duration = {}) {
    ++tests;
    if (verdict == Verdict::failure) ++failures;
    if (verdict == Verdict::error) ++errors;
    if (verdict == Verdict::skipped) ++skipped;
    time += duration;
  }
};

// A test case for something other than a unit with a result.
struct Note {
  std::string name;
  std::string text;
  std::string_view type;
  Verdict verdict;
};

struct TestSuite {
  std::string name;
  std::vector<const UnitRecord*> units{};
  std::vector<Note> notes{};
  Counts counts{};
};

void set(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(xml_text(printable(value)).c_str());
}

void add_text(pugi::xml_node parent, const char* name, std::string_view text) {
  if (!text.empty())
    parent.append_child(name).append_child(pugi::node_pcdata).set_value(xml_text(text).c_str());
}

// Formats seconds as Maven's surefire does.
std::string seconds(nanoseconds duration) {
  const auto milliseconds = std::chrono::round<std::chrono::milliseconds>(duration).count();
  return fmt::format("{}.{:03}", milliseconds / 1000, milliseconds % 1000);
}

void set_counts(pugi::xml_node node, const Counts& counts) {
  set(node, "tests", fmt::format("{}", counts.tests));
  set(node, "failures", fmt::format("{}", counts.failures));
  set(node, "errors", fmt::format("{}", counts.errors));
  set(node, "time", seconds(counts.time));
}

class Parts final : public pugi::xml_writer {
 public:
  explicit Parts(const Sink& sink) : sink_(sink) {}
  void write(const void* data, std::size_t size) override {
    sink_({static_cast<const char*>(data), size});
  }

 private:
  const Sink& sink_;
};

void print(const pugi::xml_node& node, unsigned depth, const Sink& sink) {
  Parts parts(sink);
  node.print(parts, "  ", pugi::format_default, pugi::encoding_utf8, depth);
}

// "<testsuite name="x">" alone: the document is never in memory as a whole.
std::string start_tag(const pugi::xml_node& node) {
  std::string text;
  const Sink append = [&text](std::string_view part) { text += part; };
  Parts parts(append);
  node.print(parts, "", pugi::format_raw | pugi::format_no_empty_element_tags, pugi::encoding_utf8);
  return text.substr(0, text.size() - fmt::formatted_size("</{}>", node.name()));
}

std::string command_name(const RunRecord& run) {
  if (run.command.empty()) return "isorun";
  return std::filesystem::path(run.command[0]).filename().string();
}

std::string suite_of(const UnitRecord& unit, const RunRecord& run) {
  if (!unit.suite.empty()) return unit.suite;
  return unit.file.empty() ? command_name(run) : unit.file;
}

// Leaves out the suite, which consumers prepend: "Test" of "Suite.Test".
std::string_view name_in_suite(const UnitRecord& unit) {
  std::string_view rest = unit.name;
  if (unit.suite.empty() || !rest.starts_with(unit.suite)) return rest;
  rest.remove_prefix(unit.suite.size());
  const std::size_t separator = std::min(rest.find_first_not_of("./: "), rest.size());
  return separator == 0 || separator == rest.size() ? std::string_view(unit.name)
                                                    : rest.substr(separator);
}

void describe(pugi::xml_node element, std::string_view type, std::string_view message) {
  set(element, "message", message.empty() ? type : message);
  set(element, "type", type);
}

// Whether the tests in a unit are the cases, rather than the unit as a whole.
bool has_cases(const UnitRecord& unit) {
  const auto failed = [](const TestResult& test) { return !is_good(test.reason); };
  return !unit.tests.empty() && unit.attempts.empty() &&
         (is_good(unit.reason) || std::ranges::any_of(unit.tests, failed));
}

// `outcome` is the unit's, or that of a test in it.
template <class Outcome>
void add_verdict(pugi::xml_node testcase, const Outcome& outcome, const std::string& log,
                 const ReadLog& read_log) {
  static const std::map<Verdict, const char*> elements = {
      {Verdict::failure, "failure"}, {Verdict::error, "error"}, {Verdict::skipped, "skipped"}};
  const auto element = elements.find(verdict(outcome.reason));
  if (element == elements.end()) return;
  pugi::xml_node node = testcase.append_child(element->second);
  describe(node, name(outcome.reason), outcome.detail);
  if (element->first == Verdict::skipped) return;
  const std::string output = read_log(log, longest_failure);
  node.append_child(pugi::node_pcdata).set_value(xml_text(outcome.detail + "\n" + output).c_str());
}

// Unsuccessful attempts, except the one that the record repeats.
std::vector<const AttemptRecord*> other_attempts(const UnitRecord& unit) {
  std::vector<const AttemptRecord*> others;
  const auto repeated = std::ranges::find(unit.attempts, unit.log, &AttemptRecord::log);
  for (auto attempt = unit.attempts.begin(); attempt != unit.attempts.end(); ++attempt)
    if (attempt != repeated && !is_good(attempt->reason)) others.push_back(&*attempt);
  return others;
}

void add_attempts(pugi::xml_node testcase, const UnitRecord& unit, const ReadLog& read_log) {
  static constexpr const char* elements[2][2] = {{"flakyFailure", "flakyError"},
                                                 {"rerunFailure", "rerunError"}};
  const bool is_flaky = is_good(unit.reason);
  for (const AttemptRecord* attempt : other_attempts(unit)) {
    const bool is_failure = verdict(attempt->reason) == Verdict::failure;
    pugi::xml_node node = testcase.append_child(elements[is_flaky ? 0 : 1][is_failure ? 0 : 1]);
    describe(node, name(attempt->reason), attempt->detail);
    add_text(node, "stackTrace",
             attempt->detail.empty() ? name(attempt->reason) : std::string_view(attempt->detail));
    add_text(node, "system-out", read_log(attempt->log, longest_output));
  }
}

void write_test(const TestResult& test, const UnitRecord& unit, const RunRecord& run,
                const ReadLog& read_log, const Sink& sink) {
  pugi::xml_document document;
  pugi::xml_node testcase = document.append_child("testcase");
  set(testcase, "name", test.name);
  set(testcase, "classname", suite_of(unit, run));
  set(testcase, "time", seconds(test.duration));
  add_verdict(testcase, test, unit.log, read_log);
  print(testcase, 2, sink);
}

void write_unit(const UnitRecord& unit, const RunRecord& run, const ReadLog& read_log,
                const Sink& sink) {
  if (has_cases(unit)) {
    for (const TestResult& test : unit.tests) write_test(test, unit, run, read_log, sink);
    return;
  }
  pugi::xml_document document;
  pugi::xml_node testcase = document.append_child("testcase");
  set(testcase, "name", name_in_suite(unit));
  set(testcase, "classname", suite_of(unit, run));
  set(testcase, "time", seconds(unit.duration));
  add_verdict(testcase, unit, unit.log, read_log);
  add_attempts(testcase, unit, read_log);
  add_text(testcase, "system-out",
           read_log(unit.log, is_good(unit.reason) ? longest_good_output : longest_output));
  print(testcase, 2, sink);
}

void write_note(const Note& note, const std::string& suite, const Sink& sink) {
  pugi::xml_document document;
  pugi::xml_node testcase = document.append_child("testcase");
  set(testcase, "name", note.name);
  set(testcase, "classname", suite);
  set(testcase, "time", seconds({}));
  describe(testcase.append_child(note.verdict == Verdict::skipped ? "skipped" : "error"), note.type,
           note.text);
  print(testcase, 2, sink);
}

// Ordered by their first units; then units that did not run, then problems of the run.
std::vector<TestSuite> test_suites(const RunRecord& run) {
  std::vector<TestSuite> suites;
  std::map<std::string, std::size_t> places;
  const auto suite = [&](const std::string& name) -> TestSuite& {
    const auto [place, is_new] = places.emplace(name, suites.size());
    if (is_new) suites.push_back({.name = name});
    return suites[place->second];
  };
  for (const UnitRecord& unit : run.units) {
    TestSuite& of = suite(suite_of(unit, run));
    of.units.push_back(&unit);
    if (has_cases(unit))
      for (const TestResult& test : unit.tests) of.counts.add(verdict(test.reason), test.duration);
    else
      of.counts.add(verdict(unit.reason), unit.duration);
  }
  for (const std::string& name : run.not_run) {
    TestSuite& of = suite(command_name(run));
    of.notes.push_back({name, "not run", "not-run", Verdict::skipped});
    of.counts.add(Verdict::skipped);
  }
  for (const std::string& problem : run.problems) {
    TestSuite& of = suite("isorun");
    of.notes.push_back(
        {fmt::format("problem {}", of.notes.size() + 1), problem, "problem", Verdict::error});
    of.counts.add(Verdict::error);
  }
  return suites;
}

// The file of all units; empty if they have several.
std::string_view file_of(const TestSuite& suite) {
  if (suite.units.empty()) return {};
  const std::string& file = suite.units.front()->file;
  const bool is_of_all = std::ranges::all_of(
      suite.units, [&file](const UnitRecord* unit) { return unit->file == file; });
  return is_of_all ? file : std::string_view();
}

// Set-ups and tear-downs. The schema has no place for them but a suite.
void write_steps(const RunRecord& run, const Sink& sink) {
  pugi::xml_document document;
  pugi::xml_node properties = document.append_child("properties");
  for (const StepRecord& step : run.steps) {
    pugi::xml_node property = properties.append_child("property");
    set(property, "name", fmt::format("{}: {}", step.kind, step.name));
    set(property, "value",
        fmt::format("{} in {} s{}{}{}", name(step.reason), seconds(step.duration),
                    step.detail.empty() ? "" : ": ", step.detail, note_on_cache(step)));
  }
  print(properties, 2, sink);
}

void write_suite(const TestSuite& suite, const RunRecord& run, const ReadLog& read_log,
                 const Sink& sink) {
  pugi::xml_document document;
  pugi::xml_node node = document.append_child("testsuite");
  set(node, "name", suite.name);
  set_counts(node, suite.counts);
  set(node, "skipped", fmt::format("{}", suite.counts.skipped));
  if (const std::string_view file = file_of(suite); !file.empty()) set(node, "file", file);
  sink("  " + start_tag(node) + "\n");
  if (!run.steps.empty()) write_steps(run, sink);
  for (const UnitRecord* unit : suite.units) write_unit(*unit, run, read_log, sink);
  for (const Note& note : suite.notes) write_note(note, suite.name, sink);
  sink("  </testsuite>\n");
}

}  // namespace

void write_junit(const RunRecord& run, const DocumentSource& source, const Sink& sink) {
  const std::vector<TestSuite> suites = test_suites(run);
  Counts all{.time = run.wall};
  for (const TestSuite& suite : suites) {
    all.tests += suite.counts.tests;
    all.failures += suite.counts.failures;
    all.errors += suite.counts.errors;
  }
  pugi::xml_document document;
  pugi::xml_node node = document.append_child("testsuites");
  set(node, "name", command_name(run));
  set_counts(node, all);
  sink("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + start_tag(node) + "\n");
  for (const TestSuite& suite : suites) write_suite(suite, run, source.read_log, sink);
  sink("</testsuites>\n");
}

}  // namespace isorun
