#include "why/why.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <signal.h>

#include <fmt/format.h>

#include "base/streams.hpp"
#include "base/utf8.hpp"
#include "run/build.hpp"
#include "schedule/unit_rule.hpp"
#include "why/cure.hpp"
#include "why/failed_units.hpp"
#include "why/safe_options.hpp"

namespace isorun {
namespace {

using Clock = std::chrono::steady_clock;

// Units with one cause.
struct Group {
  std::string sentence;
  std::string key;
  std::vector<std::string> units{};
};

bool has_limit(const Options& options, const UnitRecord& unit) {
  return options.unit_timeout.count() > 0 ||
         settings_of(options.rules, {.name = unit.name, .suite = unit.suite, .file = unit.file})
             .timeout;
}

std::vector<std::string> names_of(const Suite& suite, const std::vector<std::size_t>& units) {
  std::vector<std::string> names;
  names.reserve(units.size());
  for (const std::size_t unit : units) names.push_back(suite.units()[unit].name);
  return names;
}

UnitFindings findings_on(const UnitRecord& unit, const Examined& examined, const Cure& cure,
                         const std::vector<std::string>& left_out) {
  const Diagnosis& cause = examined.cause;
  UnitFindings found{.unit = unit.name,
                     .cause = cause.kind,
                     .cure = cure,
                     .detail = cause.failure.detail,
                     .before = names_of(examined.suite, cause.decisive.before),
                     .beside = names_of(examined.suite, cause.decisive.beside),
                     .untried = untried_of(examined)};
  for (const std::size_t variation : cause.decisive.variations)
    found.options.push_back(with_options({variation}, examined.variations));
  for (const Series& series : cause.evidence)
    found.runs.push_back({where(examined, series.circumstances), series.passed, series.failed});
  if (cause.kind == CauseKind::everywhere)
    found.untried.insert(found.untried.end(), left_out.begin(), left_out.end());
  return found;
}

class Examination {
 public:
  Examination(const SavedRun& run, const Options& options, const WhyOptions& wanted, Trials& trials)
      : run_(run), options_(options), wanted_(wanted), trials_(trials) {}

  Result<void> examine(const UnitRecord& unit) {
    const std::optional<std::size_t> number = trials_.find(unit.name);
    if (!number)
      return std::unexpected(
          Error{Phase::usage, 0,
                fmt::format("the suite does not list {} any more; call isorun why in the working "
                            "directory of the run",
                            printable(unit.name))});
    say(printable(unit.name) + '\n');
    flush_output();
    Variations variations = variations_of(unit);
    trials_.choose(*number, variations.all, unit.duration);
    Question question = question_about(run_.record, unit, trials_, *number);
    question.repeats = wanted_.repeats;
    question.variations = variations.all.size();
    for (std::size_t i = 0; i < variations.all.size(); ++i)
      if (variations.all[i].narrows) question.narrowing.push_back(i);
    const Result<Diagnosis> cause = diagnose(trials_, question);
    if (!cause) return std::unexpected(cause.error());
    const Examined examined{trials_.suite(), *number, run_.record.group, variations.all, *cause};
    report(unit, examined, variations.left_out);
    return {};
  }

  // Ends with the sentences.
  void print_groups() const {
    for (const Group& group : groups_) {
      if (group.units.size() == 1) {
        print(fmt::format("{}: {}\n", printable(group.units.front()), group.sentence));
        continue;
      }
      print(fmt::format("{} units: {}\n", group.units.size(), group.sentence));
      for (const std::string& unit : group.units) print(fmt::format("    {}\n", printable(unit)));
    }
  }

  [[nodiscard]] Findings findings() { return std::move(findings_); }

 private:
  void say(const std::string& text) const {
    if (!wanted_.as_json) print(text);
  }

  // Puts first what cured another unit.
  Variations variations_of(const UnitRecord& unit) {
    const std::string output = output_of(run_, unit);
    Variations found = variations_for(
        {.reason = unit.reason, .output = output, .has_limit = has_limit(options_, unit)},
        options_);
    std::ranges::stable_partition(
        found.all, [&](const Variation& variation) { return cures_.contains(variation.option); });
    return found;
  }

  void report(const UnitRecord& unit, const Examined& examined,
              const std::vector<std::string>& left_out) {
    const Cure cure = cure_of(examined);
    const Diagnosis& cause = examined.cause;
    if (cause.kind == CauseKind::sandbox)
      for (const std::size_t variation : cause.decisive.variations)
        cures_.insert(examined.variations[variation].option);
    findings_.lines.add(cure.lines);
    findings_.all_are_cured = findings_.all_are_cured && cure.is_known();
    findings_.units.push_back(findings_on(unit, examined, cure, left_out));
    const bool is_named_by_option = cause.kind == CauseKind::sandbox && cure.is_known();
    const std::string key = is_named_by_option ? cure.option : cure.sentence;
    const auto same = std::ranges::find(groups_, key, &Group::key);
    if (same != groups_.end()) same->units.push_back(unit.name);
    const bool is_new = same == groups_.end();
    if (is_new) groups_.push_back({cure.sentence, key, {unit.name}});
    if (!is_new && !wanted_.verbose)
      say(fmt::format("    like {}\n", printable(same->units.front())));
    if (is_new || wanted_.verbose) {
      for (const std::string& line : evidence_of(examined)) say(fmt::format("    {}\n", line));
      if (cause.kind == CauseKind::everywhere)
        for (const std::string& line : left_out) say(fmt::format("    not tried: {}\n", line));
    }
    flush_output();
  }

  const SavedRun& run_;
  const Options& options_;
  const WhyOptions& wanted_;
  Trials& trials_;
  std::vector<Group> groups_;
  std::set<std::string> cures_;  // options
  Findings findings_{.all_are_cured = true};
};

// Opens them again without workers if the suite has its own.
Result<std::unique_ptr<Trials>> open_trials(const Trials::Parts& parts, Options& options) {
  Result<std::unique_ptr<Trials>> trials = Trials::open(parts);
  if (!trials || (*trials)->suite().wishes().workers == 0) return trials;
  options.command.emplace_back("-n0");
  return Trials::open(parts);
}

}  // namespace

Result<Findings> find_causes(const SavedRun& run, Options options, const WhyOptions& wanted) {
  const Clock::time_point end = Clock::now() + wanted.budget;
  const Result<std::vector<const UnitRecord*>> units = units_to_examine(run.record, wanted.units);
  if (!units) return std::unexpected(units.error());
  Result<SafeOptions> safe = safe_options(std::move(options));
  if (!safe) return std::unexpected(safe.error());
  if (!wanted.as_json)
    for (const std::string& change : safe->changes) print(fmt::format("{}\n", change));
  Result<Signals> signals = Signals::open({SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGTSTP, SIGCONT});
  if (!signals) return std::unexpected(signals.error());
  const Result<std::optional<Build>> build = build_or_fail(*signals, safe->options);
  if (!build) return std::unexpected(build.error());
  const Result<std::unique_ptr<Trials>> trials = open_trials({.signals = *signals,
                                                              .options = safe->options,
                                                              .build = *build ? &**build : nullptr,
                                                              .end = end},
                                                             safe->options);
  if (!trials) return std::unexpected(trials.error());
  Examination examination(run, safe->options, wanted, **trials);
  for (const UnitRecord* unit : *units)
    if (const Result<void> examined = examination.examine(*unit); !examined)
      return std::unexpected(examined.error());
  if (!wanted.as_json) {
    print("------------\n");
    examination.print_groups();
  }
  Findings found = examination.findings();
  found.changes = safe->changes;
  return found;
}

}  // namespace isorun
