#include "audit/verify.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "audit/points.hpp"
#include "audit/progress_line.hpp"
#include "audit/tracer.hpp"
#include "base/utf8.hpp"
#include "why/command_chain.hpp"
#include "why/kept_list.hpp"
#include "why/safe_options.hpp"
#include "why/trials.hpp"

namespace isorun {
namespace {

using Course = Companion::Course;

// A unit is stopped for at most this many times as long as the other one takes alone.
constexpr int patience_factor = 10;
constexpr std::chrono::seconds least_patience{2};

// A unit that takes this many times as long as both take alone has waited for the stopped one.
constexpr int waiting_factor = 3;

bool is_late(const Error& error) {
  return error.phase == Phase::run && error.code == ETIME;
}

// Two units, in trials.
class TwoUnits : public PairLaboratory {
 public:
  struct Side {
    std::size_t unit;  // of the trials' suite
    const AuditedUnit& account;
  };

  TwoUnits(Trials& trials, const std::array<Side, 2>& sides) : trials_(trials), sides_(sides) {}

  Result<Encounter> meet(const Meeting& meeting) override {
    const Side& subject = sides_[meeting.subject];
    const Side& other = sides_[1 - meeting.subject];
    trials_.choose(subject.unit, {}, usual_time());
    const Circumstances circumstances{.companion = Companion{other.unit, meeting.course}};
    const bool is_stopping = meeting.course == Course::inside || meeting.course == Course::around;
    return is_stopping ? stop(meeting, circumstances) : observe(subject, circumstances);
  }

  Result<Encounter> alone(std::size_t unit) override {
    trials_.choose(sides_[unit].unit, {}, sides_[unit].account.duration);
    return observe(sides_[unit], {});
  }

 private:
  Result<Encounter> observe(const Side& subject, const Circumstances& circumstances,
                            const TraceReader& read_trace = {}) {
    const Result<Observation> seen = trials_.observe(circumstances, read_trace);
    if (!seen) return std::unexpected(seen.error());
    const bool has_skipped =
        seen->reason == Reason::skipped && subject.account.reason != Reason::skipped;
    return Encounter{.is_disturbed = !is_good(seen->reason) || has_skipped,
                     .detail = has_skipped ? "it skips" : seen->detail,
                     .duration = seen->reason == Reason::timeout ? std::chrono::nanoseconds::max()
                                                                 : seen->duration};
  }

  // One of them is stopped at a point while the other one runs.
  Result<Encounter> stop(const Meeting& meeting, const Circumstances& circumstances) {
    const bool is_subject_stopped = meeting.course == Course::inside;
    const Side& running = sides_[is_subject_stopped ? 1 - meeting.subject : meeting.subject];
    const auto patience =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::max<std::chrono::nanoseconds>(
            running.account.duration * patience_factor, least_patience));
    std::optional<Tracer> tracer;
    const auto read_trace = [&](Trace trace) -> Result<void> {
      if (!trace.listener) return {};
      Result<Tracer> started =
          Tracer::start(std::move(trace.listener), trials_.results_directory(),
                        Stop{Cue(meeting.point, marks_in(trials_.results_directory())), patience});
      if (!started) return std::unexpected(started.error());
      tracer.emplace(std::move(*started));
      return {};
    };
    Result<Encounter> seen = observe(sides_[meeting.subject], circumstances, read_trace);
    if (!seen) return seen;
    if (tracer) tracer->finish();
    seen->is_as_planned = tracer && has_met(tracer->stop()->cue, meeting.point);
    // It may only have waited for the one that is stopped, such as for a lock that it holds, until
    // it lost its patience.
    const bool has_waited =
        seen->duration > usual_time() * waiting_factor + std::chrono::milliseconds(500);
    if (seen->is_disturbed && has_waited) seen->is_disturbed = seen->is_as_planned = false;
    return seen;
  }

  // How long both take, one after the other.
  [[nodiscard]] std::chrono::nanoseconds usual_time() const {
    return sides_[0].account.duration + sides_[1].account.duration;
  }

  // A unit that touches nothing afterwards, and holds nothing, has nothing to be disturbed in.
  static bool has_met(const Cue& cue, const Point& point) {
    if (cue.was_reached()) return !cue.was_dropped();
    return point.is_after && point.act != Act::bound && point.act != Act::locked;
  }

  Trials& trials_;
  std::array<Side, 2> sides_;
};

// All pairs, the chosen ones first.
std::vector<AccountPair> pairs_of(const Conflicts& conflicts,
                                  const std::vector<AccountPair>& first) {
  std::vector<AccountPair> pairs;
  std::set<AccountPair> known;
  const auto add = [&](const AccountPair& pair) {
    if (known.insert(pair).second) pairs.push_back(pair);
  };
  for (const AccountPair& pair : first) add(pair);
  for (const Conflict& conflict : conflicts.all)
    for (const auto& [one, other] : conflict.pairs) add(accounts_of(conflict, one, other));
  return pairs;
}

class Verifier {
 public:
  Verifier(Trials& trials, const Suite& suite, std::span<const AuditedUnit> accounts,
           const Conflicts& conflicts)
      : trials_(trials), suite_(suite), accounts_(accounts), conflicts_(conflicts) {}

  // `left_out`: this many pairs are not to be verified.
  Result<Verification> run(std::span<const AccountPair> pairs, std::size_t left_out) {
    ProgressLine progress(pairs.size(), "pairs");
    std::size_t failing = 0;
    std::size_t late = 0;
    for (const AccountPair& pair : pairs) {
      progress.count();
      if (fails_alone(pair)) {
        ++failing;
        continue;
      }
      const Result<void> done = late > 0 ? Result<void>() : verify(pair);
      if (!done && !is_late(done.error())) return std::unexpected(done.error());
      if (late > 0 || !done) ++late;
    }
    note(failing, "a unit fails alone");
    note(late, "the budget was used up; --budget extends it");
    note(left_out, "--explain does not name their units");
    found_.unverified = failing + late + left_out;
    return std::move(found_);
  }

 private:
  [[nodiscard]] bool fails_alone(const AccountPair& pair) const {
    return !is_good(accounts_[pair.first].reason) || !is_good(accounts_[pair.second].reason);
  }

  [[nodiscard]] const std::string& name_of(std::size_t account) const {
    return suite_.units()[accounts_[account].unit].name;
  }

  Result<void> verify(const AccountPair& pair) {
    const std::optional<std::size_t> one = trials_.find(name_of(pair.first));
    const std::optional<std::size_t> other = trials_.find(name_of(pair.second));
    if (!one || !other)
      return std::unexpected(Error{Phase::run, 0, "the suite lists other units the second time"});
    TwoUnits laboratory(trials_, {TwoUnits::Side{*one, accounts_[pair.first]},
                                  TwoUnits::Side{*other, accounts_[pair.second]}});
    const Result<PairFinding> finding =
        examine_pair(laboratory, question_about(accounts_, conflicts_, pair));
    if (!finding) return std::unexpected(finding.error());
    found_.pairs[pair] = {finding->verdict,
                          sentence_of(*finding, {name_of(pair.first), name_of(pair.second)})};
    return {};
  }

  void note(std::size_t count, const char* why) {
    if (count > 0)
      found_.notes.push_back(
          fmt::format("{} pair{} not verified: {}", count, count == 1 ? "" : "s", why));
  }

  Trials& trials_;
  const Suite& suite_;
  std::span<const AuditedUnit> accounts_;
  const Conflicts& conflicts_;
  Verification found_{};
};

}  // namespace

Result<Verification> verify(std::span<const AuditedUnit> accounts, const Conflicts& conflicts,
                            const PairChoice& choice, const VerifyParts& parts) {
  const auto end = std::chrono::steady_clock::now() + parts.budget;
  const std::vector<AccountPair> pairs = pairs_of(conflicts, choice.first);
  if (pairs.empty()) return Verification{};
  const std::size_t left_out = choice.is_exclusive ? pairs.size() - choice.first.size() : 0;
  Result<SafeOptions> safe = safe_options(parts.options);
  if (!safe) return std::unexpected(safe.error());
  std::vector<std::string> names;
  for (const Unit& unit : parts.suite.units()) names.push_back(unit.name);
  const Result<UniqueFd> list = keep_list(safe->options, names);
  if (!list) return std::unexpected(list.error());
  const Result<std::unique_ptr<Trials>> trials = Trials::open(
      {.signals = parts.signals, .options = safe->options, .build = parts.build, .end = end});
  if (!trials) return std::unexpected(trials.error());
  Result<Verification> found = Verifier(**trials, parts.suite, accounts, conflicts)
                                   .run(std::span(pairs).first(pairs.size() - left_out), left_out);
  if (!found) return found;
  for (const std::string& change : safe->changes)
    found->notes.push_back(fmt::format("verified with other options: {}", change));
  return found;
}

}  // namespace isorun
