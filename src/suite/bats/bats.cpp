#include "suite/bats/bats.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.hpp"
#include "suite/bats/log.hpp"
#include "suite/bats/words.hpp"
#include "suite/outcomes.hpp"
#include "suite/unique_name.hpp"
#include "suite/verdict.hpp"
#include "suite/whole.hpp"

namespace isorun::bats {
namespace {

// bats sources the file of setup_suite when it has selected the tests and run none. Ours writes
// them down: of each the file, whether that has a setup_file, bats's own name, and the name in the
// file, by which -f selects it; empty if it is not there, such as that of a test in a loop. bats
// encodes a name in one of two ways, by what is in it.
constexpr std::string_view list_script = R"(
to=$1 own=$2 last_word=$3; shift 3
unset BATS_FORMATTER BATS_NUMBER_OF_PARALLEL_JOBS BATS_NO_PARALLELIZE_ACROSS_FILES
pwd -P >"$to/directory"
cat >"$to/list.bash" <<'END'
isorun_encode() {
  local i c
  encoded=test_
  for ((i = 0; i < ${#1}; i++)); do
    c=${1:i:1}
    case $c in
      ' ') encoded+=_ ;;
      [[:alnum:]]) encoded+=$c ;;
      *) printf -v c -- '-%02x' "'$c"; encoded+=$c ;;
    esac
  done
}
isorun_read() {
  local line name at_test='^[[:blank:]]*@test[[:blank:]]+(.+)[[:blank:]][{]'
  local function='^[[:blank:]]*([^[:blank:]()]+)[[:blank:]]*[(]?[)]?[[:blank:]]+[{][[:blank:]]+#[[:blank:]]*@test[[:blank:]]*$'
  local set_up='^[[:blank:]]*(function[[:blank:]]+)?setup_file[[:blank:]({]'
  names=() has_set_up=
  while IFS= read -r line || [[ $line ]]; do
    line=${line%$'\r'}
    [[ ! $line =~ $set_up ]] || has_set_up=yes
    [[ $line =~ $at_test || $line =~ $function ]] || continue
    name=${BASH_REMATCH[1]}
    while [[ $name == *[[:blank:]] ]]; do name=${name%?}; done
    name=${name#[\"\']} name=${name%[\"\']}
    isorun_encode "$name"
    names[$encoded]=$name
    encoded=${name//_/-5f} encoded=${encoded//-/-2d} encoded=test_${encoded// /_}
    names[$encoded]=$name
  done <"$1"
}
isorun_list() {
  local -A names
  local file last= own encoded has_set_up
  while IFS=$'\t' read -r file own; do
    own=${own% }
    [[ $file == "$last" ]] || isorun_read "$file"
    last=$file
    printf '%s\t%s\t%s\t%s\n' "$file" "$has_set_up" "$own" "${names[$own]}"
  done <"$TESTS_LIST_FILE"
}
isorun_list >"$ISORUN_BATS_LIST"
trap - EXIT
exit 0
END
n=0
[ "$own" ] || for word do
  n=$((n + 1))
  [ "$n" -gt "$last_word" ] || continue
  [ -d "$word" ] && at=$word || at=$(dirname "$word")
  [ -e "$at/setup_suite.bash" ] || continue
  printf %s "$at/setup_suite.bash" >"$to/setup_suite"
  break
done
: >"$to/tests"
ISORUN_BATS_LIST=$to/tests "$@" --setup-suite-file "$to/list.bash" >"$to/output" 2>&1 ||
  [ -s "$to/tests" ] || { cat "$to/output"; exit 1; }
)";

// bats does not wait for the process that writes the report: here, it would be killed with the
// sandbox.
constexpr std::string_view report_script = R"(
report=$1; shift
"$@"; code=$?
is_open() {
  for fd in /proc/[0-9]*/fd/*; do [ "$fd" -ef "$report" ] && return; done
  return 1
}
while is_open; do sleep 0.01; done
exit $code
)";

// MAX_ARG_STRLEN, 128 KiB, is for the whole expression.
constexpr std::size_t longest_expression = 96UL * 1024;

struct Test {
  std::string file;  // absolute
  std::string name;  // in the file; empty: unknown
};

// Extended regular expressions, as bash reads them.
std::string quoted_for_expression(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view(R"(\^$.|?*+()[]{})").contains(c)) result += '\\';
    result += c;
  }
  return result;
}

std::string_view below(std::string_view path, std::string_view directory) {
  const bool is_below =
      path.starts_with(directory) && path.substr(directory.size()).starts_with('/');
  return is_below ? path.substr(directory.size() + 1) : path;
}

// bats shows a name as the shell expands it.
bool is_shown_as_written(std::string_view name) {
  return name.find_first_of("\"$`\\") == std::string_view::npos;
}

class Bats : public Suite {
 public:
  Bats(BatsWords words, std::string report, std::vector<Test> tests, std::vector<Unit> units)
      : words_(std::move(words)),
        report_(std::move(report)),
        tests_(std::move(tests)),
        units_(std::move(units)) {}

  [[nodiscard]] std::string_view framework() const override { return "bats"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }
  [[nodiscard]] ShardLimits limits() const override { return {.bytes = longest_expression}; }
  [[nodiscard]] std::size_t bytes(std::size_t unit) const override {
    return quoted_for_expression(tests_[unit].name).size() + 1;
  }
  [[nodiscard]] Wishes wishes() const override { return words_.wishes; }

  [[nodiscard]] std::vector<Report> reports() const override {
    std::vector<Report> reports;
    if (!words_.reporter.empty())
      reports.push_back({.path = report_, .rule = words_.reporter == "junit" ? "junit" : "concat"});
    if (!words_.output_directory.empty())
      reports.push_back({.path = quoted_for_pattern(words_.output_directory) + "/*",
                         .rule = "",
                         .is_pattern = true,
                         .if_missing = Report::IfMissing::ignore});
    return reports;
  }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> units,
                                     std::string_view /*directory*/) const override {
    ShardCommand result = {.unset = {"BATS_FORMATTER", "BATS_NUMBER_OF_PARALLEL_JOBS",
                                     "BATS_NO_PARALLELIZE_ACROSS_FILES"},
                           .joins_errors = true};
    const auto append = [&result](const Words& words) {
      result.argv.insert(result.argv.end(), words.begin(), words.end());
    };
    if (!words_.reporter.empty()) append({"sh", "-c", std::string(report_script), "sh", report_});
    append(words_.program);
    append(words_.options);
    append({"--formatter", "cat", "--timing"});
    append(takes_file(units) ? words_.selection : Words{"--filter", expression(units)});
    append({tests_[units.front()].file});
    return result;
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    const std::vector<std::size_t> expected = in_order(units);
    const Log log = read_log(evidence.output);
    const bool is_expected = log.planned == expected.size() && are(expected, log);
    if (!is_expected)
      return judge_unreported(units, judge_single(units.front(), evidence),
                              "bats did not run this test");
    Outcomes outcomes{.tests = std::vector<std::optional<UnitResult>>(units.size())};
    std::size_t ended = 0;
    for (const Log::Test& test : log.tests) {
      ended += test.has_ended ? 1 : 0;
      const auto found = std::ranges::find(units, expected[test.number - 1]);
      if (found == units.end()) {
        outcomes.others_failed |= test.has_ended && !is_good(test.result.reason);
        continue;
      }
      const auto place = static_cast<std::size_t>(found - units.begin());
      if (test.has_ended) {
        outcomes.tests[place] = test.result;
      } else {
        outcomes.running = place;
        outcomes.running_since = test.begin;
      }
    }
    outcomes.is_complete = ended == expected.size() && !log.failure;
    if (log.failure && log.tests.empty()) fail(outcomes, *log.failure);
    ShardResults shard = settle(units, evidence, std::move(outcomes));
    if (log.failure && !log.tests.empty()) shard.problem = {Reason::failed, *log.failure};
    return shard;
  }

  [[nodiscard]] std::optional<std::size_t> running(std::span<const std::size_t> units,
                                                   std::string_view tail) const override {
    const Log log = read_log(tail);
    const std::vector<std::size_t> expected = in_order(units);
    const bool is_running = !log.tests.empty() && !log.tests.back().has_ended;
    if (!is_running || log.tests.back().number - 1 >= expected.size())
      return Suite::running(units, tail);
    const auto found = std::ranges::find(units, expected[log.tests.back().number - 1]);
    return found == units.end() ? std::nullopt : std::optional(*found);
  }

 private:
  [[nodiscard]] std::vector<std::size_t> of_file(std::size_t unit) const {
    std::vector<std::size_t> same;
    for (std::size_t other = 0; other < tests_.size(); ++other)
      if (tests_[other].file == tests_[unit].file) same.push_back(other);
    return same;
  }

  // Whether the shard runs all of the file's selected tests, perhaps because not all have names.
  [[nodiscard]] bool takes_file(std::span<const std::size_t> units) const {
    const std::vector<std::size_t> all = of_file(units.front());
    return all.size() == units.size() ||
           std::ranges::any_of(all, [this](std::size_t unit) { return tests_[unit].name.empty(); });
  }

  // The tests that bats runs, in its order.
  [[nodiscard]] std::vector<std::size_t> in_order(std::span<const std::size_t> units) const {
    if (takes_file(units)) return of_file(units.front());
    std::vector<std::size_t> sorted(units.begin(), units.end());
    std::ranges::sort(sorted);
    return sorted;
  }

  [[nodiscard]] std::string expression(std::span<const std::size_t> units) const {
    std::vector<std::string> names;
    for (const std::size_t unit : units) names.push_back(quoted_for_expression(tests_[unit].name));
    return fmt::format("^({})$", fmt::join(names, "|"));
  }

  [[nodiscard]] bool are(std::span<const std::size_t> expected, const Log& log) const {
    return std::ranges::all_of(log.tests, [&](const Log::Test& test) {
      if (test.number == 0 || test.number > expected.size()) return false;
      const std::string& name = tests_[expected[test.number - 1]].name;
      return name.empty() || !is_shown_as_written(name) || test.name == name;
    });
  }

  static void fail(Outcomes& outcomes, const std::string& failure) {
    for (std::optional<UnitResult>& test : outcomes.tests)
      test =
          UnitResult{.reason = Reason::failed, .detail = failure, .output = OutputRange::whole()};
  }

  BatsWords words_;
  std::string report_;
  std::vector<Test> tests_;
  std::vector<Unit> units_;
};

struct Listed {
  std::vector<Test> tests{};
  std::vector<Unit> units{};
};

Listed read_list(std::string_view text, std::string_view directory) {
  Listed listed;
  UniqueNames names;
  std::map<std::string, std::size_t, std::less<>> files;
  std::set<std::string_view> staying;  // files that are not split
  for (const std::string_view line : lines(text)) {
    const std::vector<std::string_view> fields = split(line, '\t');
    if (fields.size() < 4) continue;
    const auto& [file, set_up, own_name, written_name] =
        std::tie(fields[0], fields[1], fields[2], fields[3]);
    const std::string shown(below(file, directory));
    listed.tests.push_back({.file = std::string(file), .name = std::string(written_name)});
    listed.units.push_back({.name = names.take(fmt::format(
                                "{}: {}", shown, written_name.empty() ? own_name : written_name)),
                            .suite = shown,
                            .file = shown,
                            .needs = {.program = files.emplace(file, files.size()).first->second}});
    if (!set_up.empty() || written_name.empty()) staying.insert(file);
  }
  for (std::size_t i = 0; i < listed.units.size(); ++i)
    if (staying.contains(listed.tests[i].file)) listed.units[i].needs.bundle = listed.units[i].file;
  return listed;
}

}  // namespace

Match match(const Invocation& invocation) {
  return read_words(invocation.command.argv) ? Match::yes : Match::no;
}

ShardCommand listing(const UserCommand& command, std::string_view directory) {
  const BatsWords words = read_words(command.argv).value_or(BatsWords());
  ShardCommand result = {.argv = {"sh", "-c", std::string(list_script), "sh",
                                  std::string(directory), words.has_set_up ? "own" : ""}};
  Words bats = words.program;
  if (words.is_recursive) bats.emplace_back("--recursive");
  std::ranges::copy(words.selection, std::back_inserter(bats));
  result.argv.push_back(std::to_string(bats.size()));
  for (const Words& some : {bats, words.paths})
    std::ranges::copy(some, std::back_inserter(result.argv));
  return result;
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing) {
  std::optional<BatsWords> words = read_words(command.argv);
  if (listing.log.contains("Bad command line option '--setup-suite-file'"))
    return make_whole(command, "bats before 1.7 does not say which tests it runs");
  const auto verdict = judge(listing);
  const auto list = listing.file("tests");
  const auto directory = listing.file("directory");
  if (!words || !verdict || verdict->reason != Reason::passed || !list || !directory)
    return nullptr;
  if (const auto set_up = listing.file("setup_suite"))
    words->options.insert(words->options.end(), {"--setup-suite-file", *set_up});
  Listed listed = read_list(*list, trim(*directory));
  std::string report = words->report(command.environment);
  return std::make_unique<Bats>(*std::move(words), std::move(report), std::move(listed.tests),
                                std::move(listed.units));
}

}  // namespace isorun::bats
