#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <isorun/check.hpp>

#include "sandbox/check_rows.hpp"
#include "sandbox/kernel_calls.hpp"
#include "sandbox/planner.hpp"
#include "sandbox/preparation.hpp"
#include "sandbox/without_exceptions.hpp"

namespace isorun {
namespace {

using Treatment = Directory::Treatment;

class Check {
 public:
  explicit Check(const Layout& layout)
      : evidence_{.surroundings = read_surroundings(), .layout = layout} {}

  Result<HostCheck> run() {
    if (Result<void> good = check_layout(evidence_.layout); !good)
      return std::unexpected(good.error());
    note_missing_calls();
    if (Result<void> tried = try_steps(); !tried) return std::unexpected(tried.error());
    for (const CheckRow& row : check_rows()) add(row);
    add_launch();
    if (result_.verdict == Finding::Verdict::fails) result_.directories.clear();
    result_.line = line_for(changes_, evidence_.surroundings);
    return std::move(result_);
  }

 private:
  void note_missing_calls() {
    const std::vector<std::string> missing = missing_calls();
    if (!missing.empty())
      note({Facility::kernel, ENOSYS, fmt::format("{}", fmt::join(missing, ", "))});
  }

  void note(TrialFailure failure) { evidence_.trial.failures.push_back(std::move(failure)); }

  void note(Facility facility, const Error& error) {
    note({facility, error.code, error.what, error.remedy});
  }

  // Errors: the layout's own.
  Result<void> try_steps() {
    Result<Facts> facts = read_facts();
    if (!facts) {
      note(Facility::proc, facts.error());
      return {};
    }
    evidence_.facts = std::move(*facts);
    Layout layout = evidence_.layout;
    if (Result<Layout> placed = with_layer_place(layout, *evidence_.facts))
      layout = std::move(*placed);
    else if (placed.error().phase == Phase::usage)
      return std::unexpected(placed.error());
    else
      note(Facility::layer, placed.error());
    Result<Plan> plan = make_plan(layout, *evidence_.facts);
    if (!plan) return std::unexpected(plan.error());
    evidence_.plan = std::move(*plan);
    if (Result<void> listed = list_directories(layout); !listed) return listed;
    const Result<std::vector<sock_filter>> filter = make_filter(evidence_.plan->refused_namespaces);
    if (!filter) {
      note(Facility::filter, filter.error());
      return {};
    }
    Result<Trial> trial =
        try_plan(*evidence_.plan, *filter, command_capabilities(evidence_.facts->uid == 0));
    if (!trial) {
      note(Facility::process, trial.error());
      return {};
    }
    trial->failures.insert(trial->failures.begin(), evidence_.trial.failures.begin(),
                           evidence_.trial.failures.end());
    evidence_.trial = std::move(*trial);
    return {};
  }

  Result<void> list_directories(const Layout& layout) {
    const Result<std::vector<Directory>> directories = plan_directories(layout, *evidence_.facts);
    if (!directories) return std::unexpected(directories.error());
    const bool is_declared = layout.isolation == Isolation::declared;
    const char* how_root_is = is_declared ? "shared" : "read-only";
    if (!replaces_root(*directories)) result_.directories.push_back({"/", how_root_is});
    for (const Directory& directory : *directories) {
      const Directory* cover = find_cover(*directories, directory.path);
      const char* how = word_for(directory.treatment);
      const char* how_above = cover == nullptr ? how_root_is : word_for(cover->treatment);
      const bool is_same = std::strcmp(how_above, how) == 0;
      if (how[0] != '\0' && !is_same && !directory.is_file)
        result_.directories.push_back({directory.path, how});
    }
    return {};
  }

  static const char* word_for(Treatment treatment) {
    switch (treatment) {
      case Treatment::overlay:
      case Treatment::split_overlay:
        return "copy-on-write";
      case Treatment::copy:
        return "private copy";
      case Treatment::tmpfs:
        return "private, empty";
      case Treatment::read_only:
      case Treatment::keep:
        return "read-only";
      case Treatment::share:
        return "shared";
      case Treatment::hide:
      case Treatment::absent:
        return "hidden";
      case Treatment::link:
        break;
    }
    return "";
  }

  void add(const CheckRow& row) {
    Finding finding = judge(row);
    finding.name = row.name;
    add(std::move(finding));
  }

  void add(Finding finding) {
    if (finding.verdict != Finding::Verdict::untried)
      result_.verdict = std::max(result_.verdict, finding.verdict);
    result_.findings.push_back(std::move(finding));
  }

  Finding judge(const CheckRow& row) {
    for (const Facility facility : row.facilities) {
      if (const TrialFailure* failure = evidence_.trial.failure_of(facility))
        return failed(*failure);
    }
    const bool is_untried = evidence_.trial.untried.contains(row.facilities[0]);
    if (!is_untried && (evidence_.plan || !row.needs_plan)) return row.check(evidence_);
    const std::optional<Cause> cause = cause_of(row.facilities[0], 0, evidence_.surroundings);
    if (!cause)
      return {.verdict = Finding::Verdict::untried, .what = "depends on what fails above"};
    changes_.insert(cause->change);
    return {.verdict = Finding::Verdict::fails,
            .what = "not tried, but certain to fail",
            .remedy = cause->sentence};
  }

  Finding failed(const TrialFailure& failure) {
    Finding finding{.verdict = Finding::Verdict::fails,
                    .what = to_string(Error{Phase::host, failure.code, failure.what}),
                    .remedy = failure.remedy};
    const std::optional<Cause> cause =
        cause_of(failure.facility, failure.code, evidence_.surroundings);
    if (!cause) return finding;
    changes_.insert(cause->change);
    if (finding.remedy.empty()) finding.remedy = cause->sentence;
    return finding;
  }

  // The proof: whatever else was found, isorun runs where this works.
  void add_launch() {
    Finding finding{.name = "time"};
    const bool has_failed = result_.verdict == Finding::Verdict::fails;
    if (const Result<LaunchTimes> times = try_launch(evidence_.layout)) {
      using Milliseconds = std::chrono::duration<double, std::milli>;
      finding.what =
          fmt::format("{:.1f} ms per shard, {:.1f} ms once per run",
                      Milliseconds(times->shard).count(), Milliseconds(times->open).count());
    } else if (has_failed) {
      finding.verdict = Finding::Verdict::untried;
      finding.what = "depends on what fails above";
    } else {
      finding.verdict = Finding::Verdict::fails;
      finding.what = to_string(times.error());
    }
    add(std::move(finding));
  }

  CheckEvidence evidence_;
  HostCheck result_;
  std::set<HostChange> changes_;
};

}  // namespace

Result<HostCheck> check_host(const Layout& layout) {
  return without_exceptions([&layout] { return Check(layout).run(); });
}

}  // namespace isorun
