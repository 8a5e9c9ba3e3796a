#include "suite/catch2/v2.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "suite/catch2/spec.hpp"
#include "suite/catch2/user_reports.hpp"
#include "suite/single_test.hpp"
#include "suite/verdict.hpp"

namespace isorun::catch2_v2 {
namespace {

// The end of the output of the console and compact reporters.
Summary read_summary(std::string_view log) {
  const std::string_view end = log.substr(log.size() - std::min<std::size_t>(log.size(), 512));
  if (end.contains("No tests ran")) return Summary::nothing_ran;
  const bool is_console = end.contains("All tests passed (") || end.contains("test cases: ");
  return is_console || end.contains(" test case") ? Summary::passed : Summary::absent;
}

// "suite.cpp:5: FAILED:" and what follows: the expression, or the exception.
std::string read_failure(std::string_view log) {
  const std::size_t at = log.find(": FAILED:");
  if (at == std::string_view::npos) return {};
  std::string failure;
  for (const std::string_view line : lines(log.substr(log.substr(0, at).rfind('\n') + 1))) {
    if (!failure.empty()) failure += ' ';
    failure += trim(line);
    if (!failure.ends_with(':')) break;
  }
  return failure;
}

class Catch2 : public SingleTestSuite {
 public:
  Catch2(const UserCommand& command, std::vector<Unit> units)
      : SingleTestSuite(std::move(units), {read_summary, read_failure},
                        catch2::has_option(command.argv, {"-r", "--reporter", "-o", "--out"})),
        argv_(catch2::without_alternatives(command.argv)),
        specs_(catch2::specs_of(this->units())) {}

  [[nodiscard]] std::string_view framework() const override { return "catch2-v2"; }

  [[nodiscard]] std::vector<Report> reports() const override { return catch2::user_reports(argv_); }

  // One test per process by default, as in Catch2's own CMake module: version 2 has one reporter
  // per run, so a report in a file would remove the messages from the log.

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> shard,
                                     std::string_view /*directory*/) const override {
    ShardCommand result = {argv_, {}, {}};
    result.argv.push_back(specs_[shard.front()]);
    return result;
  }

 private:
  Words argv_;
  Words specs_;  // one per unit
};

// "NAME\t@FILE:LINE", or just "NAME" if the user chose another verbosity. Names that begin with '#'
// are quoted.
std::optional<Unit> read_line(std::string_view line, bool has_place) {
  const std::size_t tab = line.rfind("\t@");
  if (has_place && tab == std::string_view::npos) return std::nullopt;
  std::string_view name = has_place ? line.substr(0, tab) : line;
  if (name.starts_with("\"#") && name.ends_with('"')) name = name.substr(1, name.size() - 2);
  const std::string_view place = has_place ? line.substr(tab + 2) : std::string_view{};
  return Unit{.name = std::string(name), .file = std::string(place.substr(0, place.rfind(':')))};
}

bool chose_verbosity(const UserCommand& command) {
  return catch2::has_option(command.argv, {"-v", "--verbosity"});
}

}  // namespace

Match match(const Invocation& invocation) {
  // An option that only version 2 has; every program contains it, because version 2 is header-only.
  return match_marks(invocation, {"list-test-names-only"});
}

ShardCommand listing(const UserCommand& command, std::string_view /*directory*/) {
  ShardCommand result = {command.argv, {}, {}};
  result.argv.emplace_back("--list-test-names-only");
  // The listing shows each test's location, which identifies its lines. Repeated options are
  // errors.
  if (!chose_verbosity(command)) result.argv.insert(result.argv.end(), {"-v", "high"});
  return result;
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing) {
  if (listing.stop != Evidence::Stop::none || listing.ending.how != Ending::How::exited)
    return nullptr;
  std::vector<Unit> units;
  std::unordered_set<std::string> seen;
  std::size_t count = 0;
  for (const std::string_view line : lines(listing.output)) {
    std::optional<Unit> unit = read_line(line, !chose_verbosity(command));
    if (!unit) continue;
    ++count;
    if (seen.insert(unit->name).second) units.push_back(std::move(*unit));
  }
  // The exit code of a listing is the number of tests, capped.
  constexpr std::size_t greatest = 255;
  if (static_cast<std::size_t>(listing.ending.code) != std::min(count, greatest)) return nullptr;
  return std::make_unique<Catch2>(command, std::move(units));
}

}  // namespace isorun::catch2_v2
