#include "suite/javascript/javascript.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "suite/driver.hpp"
#include "suite/javascript/listing.hpp"
#include "suite/javascript/output.hpp"
#include "suite/javascript/report.hpp"
#include "suite/long_list.hpp"
#include "suite/named_reports.hpp"
#include "suite/outcomes.hpp"
#include "suite/support_files.hpp"
#include "suite/verdict.hpp"
#include "suite/whole.hpp"

namespace isorun::javascript {
namespace {

constexpr std::string_view listing_file = "listing.json";
constexpr std::string_view results_file = "results.json";

constexpr std::string_view runners[] = {"jest", "jest-cli", "vitest", "mocha", "_mocha"};

// These run a script of package.json, or a program that the project has.
constexpr std::string_view managers[] = {"npm", "pnpm", "yarn", "npx", "pnpx"};

// "node_modules/jest/bin/jest.js" is "jest".
bool is_runner(std::string_view word) {
  std::string_view name = base_name(word);
  for (const std::string_view ending : {".js", ".mjs", ".cjs"})
    if (name.ends_with(ending)) name.remove_suffix(ending.size());
  return std::ranges::find(runners, name) != std::end(runners);
}

bool runs_tests(const Words& argv) {
  const auto has = [&argv](auto&& is_meant) {
    return std::any_of(argv.begin() + 1, argv.end(), is_meant);
  };
  const std::string_view program = base_name(argv.front());
  if (program == "node")
    return has(is_runner) || has([](const auto& word) { return word == "--test"; });
  if (std::ranges::find(managers, program) == std::end(managers)) return is_runner(program);
  const bool is_fetcher = program == "npx" || program == "pnpx";
  return is_fetcher ? has(is_runner) : has([](const auto& word) { return !word.starts_with('-'); });
}

class Javascript : public Suite {
 public:
  explicit Javascript(Listing listing) : listing_(std::move(listing)) {}

  [[nodiscard]] std::string_view framework() const override { return listing_.runner; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return listing_.units; }
  [[nodiscard]] ShardLimits limits() const override { return {.bytes = longest_list}; }
  [[nodiscard]] std::size_t bytes(std::size_t unit) const override {
    return listing_.paths[unit].size() + sizeof(char*);
  }
  [[nodiscard]] Wishes wishes() const override { return listing_.wishes; }
  [[nodiscard]] std::vector<Report> reports() const override { return listing_.reports; }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> units,
                                     std::string_view directory) const override {
    const std::string results = fmt::format("{}/{}", directory, results_file);
    ShardCommand command = {
        .argv = listing_.argv_for(results), .set = listing_.set, .joins_errors = true};
    command.set.push_back(fmt::format("ISORUN_JAVASCRIPT_RESULTS={}", results));
    if (listing_.matches_parts) exclude_others(command, units);
    std::vector<std::string_view> files(listing_.always.begin(), listing_.always.end());
    for (const std::size_t unit : units) files.emplace_back(listing_.paths[unit]);
    if (listing_.takes_words)
      command.argv.insert(command.argv.end(), files.begin(), files.end());
    else
      pass_list(command, "ISORUN_JAVASCRIPT_FILES", files);
    return command;
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    const auto text = evidence.file(results_file);
    const auto reports = text ? read_report(*text) : std::nullopt;
    if (!reports)
      return judge_unreported(units, judge_single(units.front(), evidence),
                              "its runner wrote no results");
    std::vector<std::string_view> paths;
    std::unordered_map<std::string_view, std::size_t> places;
    for (const std::size_t unit : units) {
      places.emplace(listing_.paths[unit], paths.size());
      paths.emplace_back(listing_.paths[unit]);
    }
    Outcomes outcomes{.tests = std::vector<std::optional<UnitResult>>(units.size()),
                      .is_complete = true};
    for (const FileReport& report : *reports) {
      const auto place = places.find(report.path);
      if (place != places.end())
        add(outcomes.tests[place->second], report.result);
      else
        outcomes.others_failed |= !is_good(report.result.reason);
    }
    give_output(outcomes, evidence.output, paths);
    return settle(units, evidence, std::move(outcomes));
  }

 private:
  void exclude_others(ShardCommand& command, std::span<const std::size_t> units) const {
    for (std::size_t other = 0; other < listing_.units.size(); ++other) {
      const std::string& name = listing_.units[other].name;
      const auto selects = [&](std::size_t unit) {
        return name.contains(listing_.units[unit].name);
      };
      if (std::ranges::find(units, other) == units.end() && std::ranges::any_of(units, selects))
        command.argv.push_back(fmt::format("--exclude={}", quoted_for_pattern(name)));
    }
  }

  void give_output(Outcomes& outcomes, std::string_view output,
                   std::span<const std::string_view> paths) const {
    const auto blocks = blocks_of(listing_.runner, output, paths);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (!outcomes.tests[i] || blocks[i].empty()) continue;
      outcomes.tests[i]->output = {blocks[i].front().begin, blocks[i].back().end};
      if (blocks[i].size() > 1) outcomes.tests[i]->pieces = blocks[i];
    }
  }

  Listing listing_;
};

// The reports that the command's words and its scripts name.
std::vector<Report> reports_of_scripts(UserCommand command, const Listing& listing) {
  command.argv.push_back(listing.code);
  std::vector<Report> reports = named_reports(command);
  for (Report& report : reports) {
    if (report.path.starts_with('/')) continue;
    report.path = fmt::format(
        "{}/{}", report.is_pattern ? quoted_for_pattern(listing.directory) : listing.directory,
        report.path);
  }
  return reports;
}

}  // namespace

Match match(const Invocation& invocation) {
  return runs_tests(invocation.command.argv) ? Match::yes : Match::no;
}

ShardCommand listing(const UserCommand& command, std::string_view directory) {
  ShardCommand result = {.argv = {"node",
                                  fmt::format("{}/javascript/isorun_list.cjs", command.support),
                                  std::string(directory)}};
  std::ranges::copy(command.argv, std::back_inserter(result.argv));
  return result;
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing) {
  if (command.support.empty()) return refuse_missing_support("javascript");
  const auto text = listing.file(listing_file);
  std::optional<Listing> found = text ? read_listing(*text) : std::nullopt;
  if (!found) return nullptr;
  if (!found->whole.empty())
    return make_whole(command, found->whole,
                      found->code.empty() ? found->reports : reports_of_scripts(command, *found));
  return std::make_unique<Javascript>(*std::move(found));
}

}  // namespace isorun::javascript
