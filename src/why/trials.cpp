#include "why/trials.hpp"

#include <algorithm>
#include <cerrno>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "run/groundwork.hpp"
#include "run/outside_loop.hpp"
#include "run/selection.hpp"
#include "schedule/unit_rule.hpp"
#include "suite/verdict.hpp"
#include "why/command_chain.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

constexpr const char* doing = "finding out why";

// Output is kept in memory.
constexpr std::uint64_t longest_log = 64UL << 20;
constexpr std::size_t longest_kept = 64UL << 10;

// A unit without a time limit may hang, so it gets one.
constexpr std::chrono::seconds least_patience{60};
constexpr int patience_factor = 10;

std::string end_of(std::string_view log) {
  return std::string(log.substr(log.size() - std::min(log.size(), longest_kept)));
}

}  // namespace

// One command, and its output.
struct Trials::Running {
  ShardOutputs& outputs;
  std::optional<Attempt> attempt{};

  Result<void> start(Setup& setup, const ShardCommand& command,
                     const std::vector<std::size_t>& units, Attempt::Start how) {
    const Groundwork groundwork = setup.groundwork_of(units);
    how.groundwork = &groundwork;
    Result<ShardServices> services =
        ShardServices::open(setup.options.services, setup.services_of(units), {}, outputs);
    if (!services) return std::unexpected(services.error());
    Result<Attempt> started = start_outside_loop(setup.prepared.sandbox, command, how, outputs,
                                                 longest_log, {}, std::move(*services));
    if (!started) return std::unexpected(started.error());
    attempt.emplace(std::move(*started));
    return {};
  }
};

// Units that run in the other slots, again and again, until nobody needs them any more.
class Trials::Company {
 public:
  Company(Setup& setup, std::vector<std::size_t> units, ShardOutputs& outputs)
      : setup_(setup), units_(std::move(units)), outputs_(outputs) {
    const std::size_t slots = std::min<std::size_t>(units_.size(), setup.options.jobs - 1);
    for (std::size_t i = 0; i < slots; ++i) places_.push_back(std::make_unique<Running>(outputs_));
  }

  // Starts an attempt in each place where one has ended.
  Result<void> refill() {
    for (std::size_t i = 0; i < places_.size(); ++i) {
      std::optional<Attempt>& attempt = places_[i]->attempt;
      if (attempt && !attempt->poll()) continue;
      attempt.reset();
      const std::size_t unit = units_[next_++ % units_.size()];
      const Sandbox& sandbox = setup_.prepared.sandbox;
      const ShardCommand command =
          setup_.prepared.recognised.suite->command(std::vector{unit}, sandbox.results_directory());
      const Result<void> started =
          places_[i]->start(setup_, command, {unit}, {.slot = static_cast<unsigned>(i + 1)});
      if (!started) return started;
    }
    return {};
  }

  void add_to(std::vector<Attempt*>& attempts) const {
    for (const auto& place : places_) attempts.push_back(&*place->attempt);
  }

 private:
  Setup& setup_;
  std::vector<std::size_t> units_;
  ShardOutputs& outputs_;
  std::vector<std::unique_ptr<Running>> places_;
  std::size_t next_ = 0;
};

Result<std::unique_ptr<Trials>> Trials::open(const Parts& parts) {
  Result<Setup> base = set_up(parts, parts.options);
  if (!base) return std::unexpected(base.error());
  return std::unique_ptr<Trials>(new Trials(parts, std::move(*base)));
}

Result<Trials::Setup> Trials::set_up(const Parts& parts, Options options) {
  Result<Prepared> prepared = prepare(parts.signals, options, parts.build);
  if (!prepared) return std::unexpected(prepared.error());
  Selection selection = select(*prepared->recognised.suite, {}, options);
  Result<std::vector<Groundwork>> groundwork =
      lay_groundwork(*prepared, parts.signals, selection, options);
  if (!groundwork) return std::unexpected(groundwork.error());
  Setup setup{.prepared = std::move(*prepared),
              .options = std::move(options),
              .groundwork = std::move(*groundwork),
              .services = std::move(selection.services)};
  const std::vector<Unit>& units = setup.prepared.recognised.suite->units();
  for (std::size_t unit = 0; unit < units.size(); ++unit)
    setup.index.emplace(units[unit].name, unit);
  return setup;
}

std::optional<std::size_t> Trials::find(std::string_view unit) const {
  const auto found = base_.index.find(unit);
  return found == base_.index.end() ? std::nullopt : std::optional(found->second);
}

void Trials::choose(std::size_t unit, const std::vector<Variation>& variations, nanoseconds usual) {
  unit_ = unit;
  variations_ = variations;
  usual_ = usual;
}

Result<Trials::Setup*> Trials::setup_for(const std::vector<std::size_t>& variations) {
  if (variations.empty()) return &base_;
  Options options = parts_.options;
  std::vector<std::string> by;
  for (const std::size_t variation : variations) {
    variations_[variation].apply(options);
    by.push_back(variations_[variation].option);
  }
  if (varied_ && varied_by_ == by) return &*varied_;
  varied_.reset();
  Result<Setup> setup = set_up(parts_, std::move(options));
  if (!setup) return std::unexpected(setup.error());
  varied_.emplace(std::move(*setup));
  varied_by_ = std::move(by);
  return &*varied_;
}

// Another sandbox may make the suite list other units.
Result<std::vector<std::size_t>> Trials::units_in(const Setup& setup,
                                                  const std::vector<std::size_t>& units) const {
  if (&setup == &base_) return units;
  std::vector<std::size_t> found;
  for (const std::size_t unit : units) {
    const std::string& name = suite().units()[unit].name;
    const auto place = setup.index.find(name);
    if (place == setup.index.end())
      return std::unexpected(Error{Phase::setup, 0, "the suite does not list the unit there"});
    found.push_back(place->second);
  }
  return found;
}

nanoseconds Trials::limit_of(const Setup& setup, bool is_alone) const {
  const nanoseconds left = parts_.end - std::chrono::steady_clock::now();
  if (!is_alone) return left;
  const Unit& unit = suite().units()[unit_];
  const UnitSettings settings =
      settings_of(setup.options.rules, {.name = unit.name, .suite = unit.suite, .file = unit.file});
  const nanoseconds own = settings.timeout.value_or(setup.options.unit_timeout);
  const nanoseconds patience = std::max<nanoseconds>(usual_ * patience_factor, least_patience);
  return std::min(left, own.count() > 0 ? own : patience);
}

Groundwork Trials::Setup::groundwork_of(const std::vector<std::size_t>& units) const {
  Groundwork sum;
  for (const std::size_t unit : units) {
    for (const unsigned number : groundwork[unit].setups)
      if (std::ranges::count(sum.setups, number) == 0) sum.setups.push_back(number);
    for (const std::string& variable : groundwork[unit].variables) {
      const std::string name = variable.substr(0, variable.find('=') + 1);
      const auto has_name = [&](const std::string& other) { return other.starts_with(name); };
      if (std::ranges::none_of(sum.variables, has_name)) sum.variables.push_back(variable);
    }
  }
  std::ranges::sort(sum.setups);
  return sum;
}

std::uint32_t Trials::Setup::services_of(const std::vector<std::size_t>& units) const {
  std::uint32_t sum = 0;
  for (const std::size_t unit : units) sum |= services[unit];
  return sum;
}

// A command, and where it runs.
struct Trials::Scene {
  Setup& setup;
  std::vector<std::size_t> units;   // that run there, the one that it is about last
  std::vector<std::size_t> beside;  // in the other slots
  std::vector<std::size_t> shard;   // the units that the command reports on
  ShardCommand command;
  UniqueFd script{};  // its standard input; invalid: none
};

Result<Trials::Scene> Trials::set_scene(const Circumstances& circumstances) {
  const Result<Setup*> found = setup_for(circumstances.variations);
  if (!found) return std::unexpected(found.error());
  Setup& setup = **found;
  const std::optional<Companion>& companion = circumstances.companion;
  std::vector<std::size_t> all = circumstances.before;
  if (companion) all.push_back(companion->unit);
  all.push_back(unit_);
  Result<std::vector<std::size_t>> units = units_in(setup, all);
  if (!units) return std::unexpected(units.error());
  Result<std::vector<std::size_t>> beside = units_in(setup, circumstances.beside);
  if (!beside) return std::unexpected(beside.error());

  const Suite& suite = *setup.prepared.recognised.suite;
  const std::string& directory = setup.prepared.sandbox.results_directory();
  const bool is_chain = circumstances.how == Before::in_sandbox && units->size() > 1;
  const bool is_script = companion || is_chain;
  std::vector<std::size_t> shard = is_script ? std::vector{units->back()} : *units;
  ShardCommand command = suite.command(shard, directory);
  Scene scene{setup, std::move(*units), std::move(*beside), std::move(shard), std::move(command)};
  if (!is_script) return scene;
  Result<UniqueFd> script =
      companion
          ? script_beside(suite, {scene.units.front(), companion->course}, directory, scene.command)
          : chain_of(suite, scene.units, directory, scene.command);
  if (!script) return std::unexpected(script.error());
  scene.script = std::move(*script);
  scene.command = {.argv = {"sh"}, .joins_errors = scene.command.joins_errors};
  return scene;
}

Result<Observation> Trials::observe(const Circumstances& circumstances,
                                    const TraceReader& read_trace) {
  const Error late{Phase::run, ETIME, doing};
  if (std::chrono::steady_clock::now() >= parts_.end) return std::unexpected(late);
  Result<Scene> scene = set_scene(circumstances);
  if (!scene) return std::unexpected(scene.error());
  Result<ShardOutputs> outputs = ShardOutputs::open();
  if (!outputs) return std::unexpected(outputs.error());
  Company company(scene->setup, scene->beside, *outputs);
  if (const Result<void> filled = company.refill(); !filled) return std::unexpected(filled.error());
  Running running{*outputs};
  const nanoseconds limit = limit_of(scene->setup, circumstances.before.empty());
  if (const Result<void> started = running.start(scene->setup, scene->command, scene->units,
                                                 {.deadline = Deadline::in(limit),
                                                  .input = scene->script.get(),
                                                  .traced = static_cast<bool>(read_trace)});
      !started)
    return std::unexpected(started.error());
  Result<Observation> seen = watch(*scene, running, company, read_trace);
  const bool was_cut_off =
      seen && seen->reason == Reason::timeout && std::chrono::steady_clock::now() >= parts_.end;
  if (was_cut_off) return std::unexpected(late);
  return seen;
}

// Watches the unit until it has ended.
Result<Observation> Trials::watch(const Scene& scene, Running& running, Company& company,
                                  const TraceReader& read_trace) {
  Attempt& attempt = *running.attempt;
  while (!attempt.poll()) {
    if (std::optional<Trace> trace = attempt.take_trace()) {
      if (const Result<void> taken = read_trace(std::move(*trace)); !taken)
        return std::unexpected(taken.error());
    }
    std::vector<Attempt*> attempts = {&attempt};
    company.add_to(attempts);
    if (wait_for(attempts, running.outputs, parts_.signals) == Woken::by_signal)
      return std::unexpected(Error{Phase::run, EINTR, doing});
    if (const Result<void> filled = company.refill(); !filled)
      return std::unexpected(filled.error());
  }
  const Evidence evidence = attempt.evidence();
  if (evidence.ending.how == Ending::How::setup_failed)
    return std::unexpected(evidence.ending.error);
  const Suite& suite = *scene.setup.prepared.recognised.suite;
  ShardResults results = results_of(suite, scene.shard, evidence);
  if (results.error) return std::unexpected(*results.error);
  const auto found = std::ranges::find(results.results, scene.shard.back(), &UnitResult::unit);
  if (found != results.results.end())
    return Observation{found->reason, found->detail, found->duration, end_of(evidence.log)};
  return Observation{.reason = results.problem ? results.problem->reason : Reason::failed,
                     .detail = results.problem ? results.problem->detail : "it did not run",
                     .output = end_of(evidence.log)};
}

}  // namespace isorun
