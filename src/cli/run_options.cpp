#include "cli/run_options.hpp"

#include <algorithm>
#include <charconv>
#include <random>
#include <span>

#include <fmt/format.h>

#include <isorun/sandbox.hpp>

#include "base/variable.hpp"
#include "cli/option_values.hpp"
#include "cli/queue_words.hpp"
#include "cli/slice_value.hpp"
#include "rules/rules.hpp"
#include "suite/framework.hpp"
#include "suite/sharded.hpp"

namespace isorun {
namespace {

constexpr unsigned most_times = 1'000'000;

// The value of --shuffle without a seed.
constexpr const char* any_seed = "any";

const Choices<Sharding> shardings = {{"auto", Sharding::automatic}, {"none", Sharding::none}};
const Choices<std::optional<Group>> groups = {
    {"none", Group::none}, {"suite", Group::suite}, {"file", Group::file}};
const Choices<Distribution> distributions = {{"load", Distribution::load},
                                             {"static", Distribution::fixed}};
const Choices<Keep> keeps = {{"all", Keep::all}, {"failed", Keep::failed}};

std::string framework_names() {
  std::string names;
  for (const Framework& framework : frameworks()) names += fmt::format("{}, ", framework.name);
  return names + std::string(sharded);
}

Result<void> check_framework(const std::string& name, std::span<const Adapter> adapters) {
  const bool is_known = name.empty() || name == sharded ||
                        std::ranges::count(frameworks(), name, &Framework::name) > 0 ||
                        std::ranges::count(adapters, name, &Adapter::name) > 0;
  if (is_known) return {};
  std::string names = framework_names();
  for (const Adapter& adapter : adapters) names += ", " + adapter.name;
  return refuse(fmt::format("--framework {}: not one of {}", name, names));
}

// Logs are named after services, so names must differ.
Result<void> check_services(std::span<const ServiceOptions> services) {
  if (services.size() > Sandbox::max_services)
    return refuse(fmt::format("{} services: a shard can have at most {}", services.size(),
                              Sandbox::max_services));
  for (const ServiceOptions& service : services)
    if (std::ranges::count(services, service.name, &ServiceOptions::name) > 1)
      return refuse(
          fmt::format("two services are named `{}`; give each its own name", service.name));
  return {};
}

}  // namespace

void RunOptions::add_to(CLI::App& app) {
  app.add_option("-j,--jobs", jobs_,
                 "number of shards that run at once (default: number of processors)")
      ->type_name("N");
  add_suite(app);
  add_schedule(app);
  add_report(app);
}

void RunOptions::add_suite(CLI::App& app) {
  const char* const group = "Tests";
  app.add_option("--framework", framework_, "test framework; skips detection: " + framework_names())
      ->type_name("NAME")
      ->group(group);
  app.add_option(
         "--list", list_,
         "read units from FILE (- for stdin), one per line; each replaces {} in the command")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--list-timeout", list_timeout_, "time limit for listing the tests (default: 60s)")
      ->type_name("TIME")
      ->group(group);
  app.add_flag("--no-build", no_build_,
               "refuse commands that build first, such as go test, meson test or uv run")
      ->group(group);
  app.add_option("--skip-codes", skip_codes_,
                 "exit codes besides 77 that mark a script or list unit as skipped")
      ->type_name("CODE[,CODE...]")
      ->expected(1)
      ->delimiter(',')
      ->take_all()
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--shards", sharding_,
                 "auto (default), or none to run one copy of the command in each slot")
      ->type_name("HOW")
      ->group(group);
  setup_.add_to(app, group);
  app.add_option("--filter", filter_,
                 "run only units that match EXPR, e.g. 'parser and not (slow or file(*db*))'")
      ->type_name("EXPR")
      ->group(group);
  app.add_option("--slice", slice_,
                 "run slice I of N, for isorun merge; ci: take both from the CI system")
      ->type_name("I/N")
      ->group(group);
  app.add_option("--queue", queue_,
                 "pull units from a queue that machines share, for isorun merge: "
                 "redis[s]://HOST/KEY (default: ISORUN_QUEUE)")
      ->type_name("URL")
      ->group(group);
}

void RunOptions::add_schedule(CLI::App& app) {
  const char* const group = "Scheduling";
  app.add_option("--group", group_,
                 "keep each suite or file in one shard, or none (default depends on the framework)")
      ->type_name("WHAT")
      ->group(group);
  app.add_option("--dist", distribution_,
                 "load (default): batches go to whichever slot is free; static: one shard per slot")
      ->type_name("HOW")
      ->group(group);
  app.add_flag("--shuffle{any}", shuffle_, "run in random order and print the seed")
      ->type_name("[=SEED]")
      ->group(group);
  app.add_option("--retries", retries_,
                 "retry a failed unit up to N times; if it then passes, it is FLAKY")
      ->type_name("N")
      ->group(group);
  app.add_option("--repeat", repeat_, "run every unit N times, each in a fresh sandbox")
      ->type_name("N")
      ->group(group);
  app.add_flag("--until-fail", until_fail_, "repeat until a unit fails, at most --repeat times")
      ->group(group);
  app.add_flag("--fail-fast", fail_fast_, "stop after the first failure")->group(group);
  app.add_option("--max-fail", max_fail_, "stop after N failures")->type_name("N")->group(group);
  app.add_option("--timeout", timeout_, "end a unit after TIME, e.g. 90, 1.5s, 500ms, 5m")
      ->type_name("TIME")
      ->group(group);
  app.add_option("--deadline", deadline_, "end the whole run after TIME")
      ->type_name("TIME")
      ->group(group);
  app.add_option("--history", history_,
                 "keep durations in FILE (default: in the user's cache directory)")
      ->type_name("FILE")
      ->group(group);
}

void RunOptions::add_report(CLI::App& app) {
  const char* const group = results_group;
  show_.add_to(app, group);
  app.add_option("-o,--out", out_, "results directory (default: isorun-out)")
      ->type_name("DIR")
      ->group(group);
  app.add_flag("--keep{all}", keep_,
               "keep the layers of all shards, or of failed ones, for diff and apply")
      ->type_name("[=failed]")
      ->group(group);
  app.add_option("--collect", collect_,
                 fmt::format("merge the files that match PATTERN by RULE, e.g. "
                             "'/tmp/test_*.json=cost'; with !, no match is an error. Rules: {}",
                             rule_names()))
      ->type_name("PATTERN=RULE[!][:TARGET]")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false)
      ->group(group);
  app.add_option(
         "--export", export_,
         "write files that match PATTERN to the same paths on the host, merged by RULE; without "
         "one, all shards must have written the same")
      ->type_name("PATTERN[=RULE[!]]")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false)
      ->group(group);
  app.add_flag("--export-failed", export_failed_, "also export from shards with a failed unit")
      ->group(group);
}

Result<void> RunOptions::read(Options& options) const {
  options.framework = framework_;
  options.no_build = no_build_;
  options.list = list_;
  options.history = history_;
  if (!out_.empty()) options.out = out_;
  if (!list_.empty() && !framework_.empty())
    return refuse("--list and --framework cannot be used together: --list already names the units");
  for (const Result<void>& good :
       {check_framework(framework_, options.adapters),
        choose(shardings, "--shards", sharding_, options.sharding),
        choose(groups, "--group", group_, options.schedule.group),
        choose(distributions, "--dist", distribution_, options.schedule.distribution),
        choose(keeps, "--keep", keep_, options.keep), show_.read(options.report),
        read_times(options), read_counts(options), read_shuffle(options), read_filter(options),
        read_slice(options), read_queue_url("--queue", queue_, options), read_skip_codes(options),
        read_collect(options), setup_.read(options), check_services(options.services)}) {
    if (!good) return good;
  }
  return {};
}

Result<void> RunOptions::read_slice(Options& options) const {
  if (slice_.empty()) return {};
  const Result<Slice> slice = parse_slice(slice_, variable);
  if (!slice) return std::unexpected(slice.error());
  if (options.sharding == Sharding::none)
    return refuse("--slice cannot split --shards none, which runs whole copies");
  options.slice = *slice;
  return {};
}

Result<void> RunOptions::read_skip_codes(Options& options) const {
  for (const std::string& word : skip_codes_) {
    const std::optional<unsigned> code = parse_count(word, 1, 255);
    if (!code) return refuse(fmt::format("--skip-codes {}: must be exit codes, 1 to 255", word));
    options.skip_codes.push_back(static_cast<int>(*code));
  }
  return {};
}

Result<void> RunOptions::read_collect(Options& options) const {
  for (const std::string& word : collect_) {
    Result<CollectRequest> request = parse_collect(word);
    if (!request) return std::unexpected(request.error());
    options.collect.push_back(std::move(*request));
  }
  for (const std::string& word : export_) {
    Result<CollectRequest> request = parse_export(word);
    if (!request) return std::unexpected(request.error());
    options.collect.push_back(std::move(*request));
  }
  for (CollectRequest& request : options.collect)
    if (export_failed_) request.from_failed = true;
  return {};
}

Result<void> RunOptions::read_times(Options& options) const {
  for (const Result<void>& good :
       {read_duration("--timeout", timeout_, options.unit_timeout),
        read_duration("--list-timeout", list_timeout_, options.list_timeout),
        read_duration("--deadline", deadline_, options.deadline)}) {
    if (!good) return good;
  }
  return {};
}

Result<void> RunOptions::read_counts(Options& options) const {
  ScheduleOptions& schedule = options.schedule;
  if (fail_fast_ && !max_fail_.empty())
    return refuse("--fail-fast means --max-fail 1; use one of them");
  if (fail_fast_) schedule.max_fail = 1;
  // Without --repeat, --until-fail is unlimited.
  if (until_fail_) schedule.rounds = 0;
  schedule.until_fail = until_fail_;
  for (const Result<void>& good :
       {read_count("--jobs", jobs_, 1, Sandbox::max_slots, options.jobs),
        read_count("--retries", retries_, 0, most_times, schedule.retries),
        read_count("--repeat", repeat_, 1, most_times, schedule.rounds),
        read_count("--max-fail", max_fail_, 1, most_times, schedule.max_fail)}) {
    if (!good) return good;
  }
  return {};
}

Result<void> RunOptions::read_filter(Options& options) const {
  if (filter_.empty()) return {};
  Result<Filter> filter = Filter::parse(filter_, "--filter");
  if (!filter) return std::unexpected(filter.error());
  options.filter = std::move(*filter);
  return {};
}

Result<void> RunOptions::read_shuffle(Options& options) const {
  if (shuffle_.empty()) return {};
  if (shuffle_ == any_seed) {
    options.schedule.shuffle = std::random_device()();
    return {};
  }
  std::uint64_t seed = 0;
  const char* const end = shuffle_.data() + shuffle_.size();
  const auto [last, error] = std::from_chars(shuffle_.data(), end, seed);
  if (error != std::errc() || last != end)
    return refuse(fmt::format("--shuffle={}: the seed must be a whole number", shuffle_));
  options.schedule.shuffle = seed;
  return {};
}

}  // namespace isorun
