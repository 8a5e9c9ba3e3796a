#include "audit/survey.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include "audit/links.hpp"
#include "audit/progress_line.hpp"
#include "audit/remains.hpp"
#include "audit/tracer.hpp"
#include "base/working_directory.hpp"
#include "run/attempt.hpp"
#include "run/groundwork.hpp"
#include "run/outside_loop.hpp"
#include "run/selection.hpp"
#include "suite/verdict.hpp"

namespace isorun {
namespace {

constexpr std::uint64_t longest_log = 64UL << 20;

// A unit in its sandbox.
struct Running {
  std::size_t unit;
  unsigned slot;
  std::unique_ptr<Attempt> attempt;
  std::optional<Tracer> tracer{};
  std::optional<Error> untraced{};
};

class Survey {
 public:
  Survey(Prepared& prepared, Signals& signals, const Options& options, Selection selection,
         std::vector<Groundwork> groundwork, ShardOutputs outputs)
      : sandbox_(prepared.sandbox),
        suite_(*prepared.recognised.suite),
        signals_(signals),
        options_(options),
        groundwork_(std::move(groundwork)),
        outputs_(std::move(outputs)),
        selection_(std::move(selection)),
        progress_(selection_.units.size(), "units") {}

  Result<std::vector<AuditedUnit>> run() {
    for (unsigned slot = options_.jobs; slot > 0; --slot) free_.push_back(slot - 1);
    while (next_ < selection_.units.size() || !running_.empty()) {
      if (Result<void> filled = fill(); !filled) return std::unexpected(filled.error());
      std::vector<Attempt*> attempts;
      attempts.reserve(running_.size());
      for (const auto& each : running_) attempts.push_back(each->attempt.get());
      if (wait_for(attempts, outputs_, signals_) == Woken::by_signal)
        return std::unexpected(Error{Phase::run, EINTR, "auditing the suite"});
      if (Result<void> handled = handle(); !handled) return std::unexpected(handled.error());
    }
    std::ranges::sort(accounts_, {}, &AuditedUnit::unit);
    return std::move(accounts_);
  }

 private:
  Result<void> fill() {
    while (!free_.empty() && next_ < selection_.units.size()) {
      if (Result<void> started = start(selection_.units[next_]); !started) return started;
      ++next_;
    }
    return {};
  }

  Result<void> start(std::size_t unit) {
    Result<ShardServices> services =
        ShardServices::open(options_.services, selection_.services[unit], {}, outputs_);
    if (!services) return std::unexpected(services.error());
    const std::vector<std::size_t> shard = {unit};
    const unsigned slot = free_.back();
    Result<Attempt> attempt =
        start_outside_loop(sandbox_, command_for(shard),
                           {.slot = slot,
                            .deadline = Deadline::in(selection_.timeout_of(shard)),
                            .traced = true,
                            .groundwork = &groundwork_[unit]},
                           outputs_, longest_log, {}, std::move(*services));
    if (!attempt) return std::unexpected(attempt.error());
    free_.pop_back();
    running_.push_back(std::make_unique<Running>(
        Running{unit, slot, std::make_unique<Attempt>(std::move(*attempt))}));
    return {};
  }

  [[nodiscard]] ShardCommand command_for(std::span<const std::size_t> shard) const {
    const std::string& directory = sandbox_.results_directory();
    ShardCommand command = suite_.command(shard, directory);
    if (suite_.names_lines()) {
      command.set.push_back(fmt::format("ISORUN_LINES={}", lines_in(directory)));
      command.set.push_back(fmt::format("ISORUN_SOURCES={}", working_directory()));
    }
    return command;
  }

  Result<void> handle() {
    for (auto& each : running_) {
      const bool has_ended = each->attempt->poll();
      if (std::optional<Trace> trace = each->attempt->take_trace()) {
        if (Result<void> begun = trace_with(*each, std::move(*trace)); !begun) return begun;
      }
      if (!has_ended) continue;
      if (Result<void> settled = settle(*each); !settled) return settled;
      free_.push_back(each->slot);
      each.reset();
    }
    std::erase(running_, nullptr);
    return {};
  }

  Result<void> trace_with(Running& running, Trace trace) const {
    if (!trace.listener) {
      running.untraced = std::move(trace.error);
      return {};
    }
    Result<Tracer> tracer = Tracer::start(std::move(trace.listener), sandbox_.results_directory());
    if (!tracer) return std::unexpected(tracer.error());
    running.tracer.emplace(std::move(*tracer));
    return {};
  }

  Result<void> settle(Running& running) {
    const Evidence evidence = running.attempt->evidence();
    if (evidence.ending.how == Ending::How::setup_failed)
      return std::unexpected(evidence.ending.error);
    const std::vector<std::size_t> shard = {running.unit};
    const ShardResults results = results_of(suite_, shard, evidence);
    if (results.error) return std::unexpected(*results.error);
    AuditedUnit account{.unit = running.unit};
    if (!results.results.empty()) {
      const UnitResult& result = results.results.front();
      account.reason = result.reason;
      account.detail = result.detail;
      account.duration = result.duration;
    } else {
      account.reason = results.problem ? results.problem->reason : Reason::failed;
      account.detail = results.problem ? results.problem->detail : "it did not run";
    }
    if (running.tracer) account.journal = running.tracer->finish();
    account.untraced = std::move(running.untraced);
    const Result<void> read =
        add_remains(running.attempt->layer(), sandbox_.results_directory(), account.journal);
    if (!read) return read;
    links_.resolve(account.journal);
    accounts_.push_back(std::move(account));
    progress_.count();
    return {};
  }

  Sandbox& sandbox_;
  const Suite& suite_;
  Signals& signals_;
  const Options& options_;
  std::vector<Groundwork> groundwork_;
  ShardOutputs outputs_;
  Selection selection_;
  ProgressLine progress_;
  Links links_;
  std::size_t next_ = 0;
  std::vector<unsigned> free_;
  std::vector<std::unique_ptr<Running>> running_;
  std::vector<AuditedUnit> accounts_;
};

}  // namespace

Result<std::vector<AuditedUnit>> survey(Prepared& prepared, Signals& signals,
                                        const Options& options) {
  Selection selection = select(*prepared.recognised.suite, {}, options);
  Result<std::vector<Groundwork>> groundwork =
      lay_groundwork(prepared, signals, selection, options);
  if (!groundwork) return std::unexpected(groundwork.error());
  Result<ShardOutputs> outputs = ShardOutputs::open();
  if (!outputs) return std::unexpected(outputs.error());
  return Survey(prepared, signals, options, std::move(selection), std::move(*groundwork),
                std::move(*outputs))
      .run();
}

}  // namespace isorun
