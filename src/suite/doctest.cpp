#include "suite/doctest.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <iterator>
#include <pugixml.hpp>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "suite/single_test.hpp"
#include "suite/unique_name.hpp"
#include "suite/verdict.hpp"

namespace isorun::doctest {
namespace {

constexpr std::string_view listing_file = "doctest.xml";

// The word without dashes and the optional prefix; empty if it is not an option.
std::string_view option(std::string_view word) {
  if (!word.starts_with('-')) return {};
  word.remove_prefix(std::min(word.find_first_not_of('-'), word.size()));
  if (word.starts_with("dt-")) word.remove_prefix(3);
  return word;
}

bool has_option(const UserCommand& command, std::initializer_list<std::string_view> names) {
  return std::ranges::any_of(command.argv, [names](std::string_view word) {
    const std::string_view name = option(word);
    return std::ranges::find(names, name.substr(0, name.find('='))) != names.end();
  });
}

// The last value; empty if there is none.
std::string_view option_value(const UserCommand& command,
                              std::initializer_list<std::string_view> names) {
  std::string_view value;
  for (const std::string_view word : command.argv) {
    const std::string_view text = option(word);
    const std::string_view name = text.substr(0, text.find('='));
    if (name.size() < text.size() && std::ranges::find(names, name) != names.end())
      value = text.substr(name.size() + 1);
  }
  return value;
}

struct Reporter {
  std::string_view name;
  std::string_view rule;
};

// No rule can merge other reporters' output.
constexpr Reporter reporters[] = {{"junit", "junit"}, {"console", "concat"}, {"", "concat"}};

// The user's own --first, which the listing applied: its first test is that one.
unsigned first_in_range(const UserCommand& command) {
  unsigned first = 0;
  for (const std::string_view word : command.argv) {
    const std::string_view text = option(word);
    const std::string_view name = text.substr(0, text.find('='));
    if (name == "first" || name == "f")
      std::from_chars(text.data() + std::min(name.size() + 1, text.size()),
                      text.data() + text.size(), first);
  }
  return std::max(first, 1U);
}

Summary read_summary(std::string_view log) {
  // "[doctest] Status: SUCCESS!", with colors if the user forces them.
  const std::size_t at = log.rfind("Status: ");
  return at == std::string_view::npos ? Summary::absent : Summary::passed;
}

// "suite.cpp:5: ERROR: CHECK( 1 == 2 ) is NOT correct!"
std::string read_failure(std::string_view log) {
  const std::size_t at = log.find("ERROR: ");
  if (at == std::string_view::npos) return {};
  const std::size_t begin = log.substr(0, at).rfind('\n') + 1;
  return std::string(log.substr(begin, log.find('\n', at) - begin));
}

class Doctest : public SingleTestSuite {
 public:
  Doctest(UserCommand command, std::vector<Unit> units)
      : SingleTestSuite(std::move(units), {read_summary, read_failure},
                        has_option(command, {"reporters", "r", "out", "o", "quiet", "q", "minimal",
                                             "m", "no-run", "nr"})),
        command_(std::move(command)),
        first_(first_in_range(command_)) {}

  [[nodiscard]] std::string_view framework() const override { return "doctest"; }

  [[nodiscard]] std::vector<Report> reports() const override {
    const std::string_view file = option_value(command_, {"out", "o"});
    const std::string_view reporter = option_value(command_, {"reporters", "r"});
    const auto* found = std::ranges::find(reporters, reporter, &Reporter::name);
    if (file.empty() || found == std::end(reporters)) return {};
    return {{.path = std::string(file), .rule = found->rule}};
  }

  // One test per process by default, as in doctest's own CMake module: all reporters share one
  // output, so a report in a file would remove the messages from the log.

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> shard,
                                     std::string_view /*directory*/) const override {
    // Selects the test by its position among those that the user's filters select, which is exact
    // for any name, even a duplicate.
    const std::size_t place = first_ + shard.front();
    ShardCommand result = {command_.argv, {}, {}};
    // Passes the options without the prefix, too, because that spelling wins over the user's.
    for (const std::string_view spelling : {"--dt-first", "--dt-last", "--first", "--last"})
      result.argv.push_back(fmt::format("{}={}", spelling, place));
    return result;
  }

 private:
  UserCommand command_;
  unsigned first_;  // position of the first unit, from 1
};

// Makes names unique: duplicates get their suite and a number.
void distinguish(std::vector<Unit>& units) {
  std::unordered_map<std::string, std::size_t> count;
  for (const Unit& unit : units) ++count[unit.name];
  for (Unit& unit : units) {
    if (count[unit.name] > 1 && !unit.suite.empty())
      unit.name = fmt::format("{}: {}", unit.suite, unit.name);
  }
  UniqueNames names;
  for (Unit& unit : units) unit.name = names.take(unit.name);
}

}  // namespace

Match match(const Invocation& invocation) {
  // An attribute in its XML reporter; every program contains it, because doctest is header-only.
  return match_marks(invocation, {"doctest_version"});
}

ShardCommand listing(const UserCommand& command, std::string_view directory) {
  ShardCommand result = {command.argv, {}, {}};
  for (const std::string_view prefix : {"--dt-", "--"}) {
    result.argv.push_back(fmt::format("{}list-test-cases", prefix));
    result.argv.push_back(fmt::format("{}reporters=xml", prefix));
    result.argv.push_back(fmt::format("{}out={}/{}", prefix, directory, listing_file));
  }
  return result;
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing) {
  const auto verdict = judge(listing);
  const auto file = listing.file(listing_file);
  if (!verdict || verdict->reason != Reason::passed || !file) return nullptr;
  pugi::xml_document document;
  // The user's own reporter may have written before it.
  const std::size_t begin = std::min(file->find("<?xml"), file->size());
  document.load_buffer(file->data() + begin, file->size() - begin);
  const pugi::xml_node root = document.child("doctest");
  if (!root.child("OverallResultsTestCases")) return nullptr;
  std::vector<Unit> units;
  for (const pugi::xml_node test : root.children("TestCase"))
    units.push_back({.name = test.attribute("name").value(),
                     .suite = test.attribute("testsuite").value(),
                     .file = test.attribute("filename").value()});
  distinguish(units);
  return std::make_unique<Doctest>(command, std::move(units));
}

}  // namespace isorun::doctest
