#include "suites.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <set>
#include <string>

#include "fuzz.hpp"
#include "suite/framework.hpp"

namespace isorun::fuzz {
namespace {

// Shards of more units would add nothing new.
constexpr std::size_t most_shards = 4;

// How much of a log is looked at while it grows.
constexpr std::size_t tail = 4096;

const Framework& framework_named(std::string_view name) {
  const auto found = std::ranges::find(frameworks(), name, &Framework::name);
  require(found != frameworks().end(), "the framework exists");
  return *found;
}

int number_in(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number & 0xff;
}

bool is_one_line(std::string_view text) {
  return !text.contains('\n');
}

void check_units(const Suite& suite) {
  std::set<std::string_view> names;
  for (const Unit& unit : suite.units())
    require(names.insert(unit.name).second, "no two units have the same name");
}

void check_result(const UnitResult& result, const Evidence& evidence) {
  const auto& [begin, end] = result.output;
  require(begin <= end && begin <= evidence.output.size() &&
              (end <= evidence.output.size() || end == OutputRange::last),
          "a unit's part of the output is in the output");
  std::uint64_t at = begin;
  for (const OutputRange& piece : result.pieces) {
    require(at <= piece.begin && piece.begin < piece.end && piece.end <= end,
            "its pieces are in order and in its part");
    at = piece.end;
  }
  require(result.duration >= std::chrono::nanoseconds(0), "no duration is negative");
  require(is_one_line(result.detail), "a detail is one line");
}

void check_shard(const Suite& suite, std::span<const std::size_t> units, const Evidence& evidence) {
  const ShardCommand command = suite.command(units, "/results");
  require(!command.argv.empty(), "a shard has a command");
  const ShardResults shard = suite.results(units, evidence);
  if (shard.error) return;
  std::vector<std::size_t> told = shard.not_run;
  for (const UnitResult& result : shard.results) {
    check_result(result, evidence);
    told.push_back(result.unit);
  }
  std::ranges::sort(told);
  require(std::ranges::equal(told, units), "each unit has a result or is not_run, and no other");
  if (shard.problem) require(is_one_line(shard.problem->detail), "a problem is one line");
  const std::string_view log = evidence.log;
  const auto running = suite.running(units, log.substr(log.size() - std::min(log.size(), tail)));
  require(!running || std::ranges::find(units, *running) != units.end(),
          "what is running is one of the shard's");
}

}  // namespace

Evidence evidence_of(std::string_view ending, std::string_view log) {
  Evidence evidence{.output = log, .log = log};
  evidence.ending.how = Ending::How::exited;
  if (ending == "timeout") {
    evidence.stop = Evidence::Stop::timeout;
  } else if (ending == "interrupted") {
    evidence.stop = Evidence::Stop::interrupted;
  } else if (ending == "lost") {
    evidence.ending.how = Ending::How::lost;
  } else if (ending == "disk-full") {
    evidence.ending.code = 1;
    evidence.hint = Reason::disk_full;
  } else if (ending.starts_with("SIG")) {
    evidence.ending.how = Ending::How::signaled;
    evidence.ending.code = number_in(ending.substr(3));
  } else {
    evidence.ending.code = number_in(ending);
  }
  evidence.file = [](std::string_view) { return std::nullopt; };
  return evidence;
}

void check_suite(const Suite& suite, const Evidence& evidence) {
  check_units(suite);
  std::vector<std::size_t> all(suite.units().size());
  std::iota(all.begin(), all.end(), 0);
  if (all.empty()) return;
  if (suite.limits().units > 1) return check_shard(suite, all, evidence);
  for (std::size_t unit = 0; unit < std::min(all.size(), most_shards); ++unit)
    check_shard(suite, std::span(all).subspan(unit, 1), evidence);
}

void run_suite(const Programs& programs, std::string_view input) {
  const std::vector<std::string_view> parts = parts_of(input);
  const std::string_view endings = part(parts, 0);
  const std::size_t blank = std::min(endings.find(' '), endings.size());
  std::size_t next = 1;

  Evidence listing = evidence_of(endings.substr(0, blank), part(parts, next++));
  std::vector<std::string_view> files;
  for (std::size_t i = 0; i < programs.listing_files.size(); ++i)
    files.push_back(part(parts, next++));
  listing.file = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = std::ranges::find(programs.listing_files, name);
    if (found == programs.listing_files.end()) return std::nullopt;
    return std::string(files[static_cast<std::size_t>(found - programs.listing_files.begin())]);
  };
  const UserCommand command{.argv = programs.command, .support = "/support"};
  const auto suite = framework_named(programs.framework).recognise(command, listing);
  if (!suite || *suite == nullptr) return;

  const std::string_view log = part(parts, next++);
  Evidence run = evidence_of(endings.substr(std::min(blank + 1, endings.size())), log);
  const bool has_file = next < parts.size();
  const std::string_view results = part(parts, next);
  run.file = [&](std::string_view name) -> std::optional<std::string> {
    if (!has_file || name != programs.results_file) return std::nullopt;
    return std::string(results);
  };
  run.written = [&](std::string_view) {
    return std::vector<std::string>(has_file ? 1 : 0, std::string(results));
  };
  check_suite(**suite, run);
}

}  // namespace isorun::fuzz
