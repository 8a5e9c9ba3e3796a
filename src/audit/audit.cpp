#include "audit/audit.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <signal.h>
#include <string>

#include <fmt/format.h>

#include "audit/audited.hpp"
#include "audit/conflicts.hpp"
#include "audit/explain.hpp"
#include "audit/locks.hpp"
#include "audit/readiness.hpp"
#include "audit/survey.hpp"
#include "audit/tables.hpp"
#include "audit/verify.hpp"
#include "base/streams.hpp"
#include "results/exit_codes.hpp"
#include "results/reports.hpp"
#include "results/results_directory.hpp"
#include "results/saved_run.hpp"
#include "run/build.hpp"
#include "run/prepared.hpp"
#include "why/safe_options.hpp"

namespace isorun {
namespace {

std::string canonical(const std::string& path) {
  std::error_code error;
  const std::filesystem::path found = std::filesystem::weakly_canonical(path, error);
  return error ? path : found.string();
}

// pytest's own workers would share a sandbox.
Result<Prepared> prepare_units(Signals& signals, Options& options, const Build* build) {
  Result<Prepared> prepared = prepare(signals, options, build);
  if (!prepared || prepared->recognised.suite->wishes().workers == 0) return prepared;
  options.command.emplace_back("-n0");
  return prepare(signals, options, build);
}

Places places_of(const Sandbox& sandbox, const Options& options) {
  Places places{.own = sandbox.results_directory()};
  for (const DirectoryMode& named : options.layout.directories)
    if (named.mode == Mode::share) places.shared.push_back(canonical(named.path));
  for (const Bind& bind : options.layout.binds) places.shared.push_back(canonical(bind.target));
  if (options.layout.isolation == Isolation::declared) places.shared.emplace_back("/");
  return places;
}

// The table becomes a part of the last run's page, and of those of later runs.
Result<void> add_to_report(const Audited& audited, const Options& options) {
  Result<SavedRun> run = open_saved_run(options.out);
  if (!run) return {};
  run->lock = {};
  Result<ResultsDirectory> directory = ResultsDirectory::reopen(run->path);
  if (!directory) return std::unexpected(directory.error());
  if (Result<void> written = directory->write("audit.json", audit_json(audited)); !written)
    return written;
  return write_documents(run->record, terminal_settings(options.report, most_tries(run->record)),
                         *directory);
}

// The pairs in the table come first.
PairChoice pairs_to_verify(const Audited& audited, const std::string& explain) {
  if (!explain.empty()) return {pairs_explained(audited, explain), true};
  PairChoice choice;
  for (const FileReadiness& file : audited.report.files)
    for (const Obstacle& obstacle : file.obstacles)
      if (obstacle.pair) choice.first.push_back(*obstacle.pair);
  return choice;
}

std::string text_of(const Audited& audited, AuditOptions::Form form) {
  switch (form) {
    case AuditOptions::Form::json:
      return audit_json(audited);
    case AuditOptions::Form::markdown:
      return audit_markdown(audited);
    case AuditOptions::Form::locks:
      return locks_text(audited);
    case AuditOptions::Form::text:
      break;
  }
  return audit_text(audited);
}

}  // namespace

Result<int> audit_suite(Options options, const AuditOptions& wanted) {
  Result<Signals> signals = Signals::open({SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGTSTP, SIGCONT});
  if (!signals) return std::unexpected(signals.error());
  const Result<std::optional<Build>> build = build_or_fail(*signals, options);
  if (!build) return std::unexpected(build.error());
  options.layout.traces = true;
  if (wanted.verifies) {
    const Result<SafeOptions> safe = safe_options(options);
    if (!safe) return std::unexpected(safe.error());
  }
  Result<Prepared> prepared = prepare_units(*signals, options, *build ? &**build : nullptr);
  if (!prepared) return std::unexpected(prepared.error());
  const Suite& suite = *prepared->recognised.suite;
  const Result<std::vector<AuditedUnit>> accounts = survey(*prepared, *signals, options);
  if (!accounts) return std::unexpected(accounts.error());
  if (accounts->empty()) {
    print_error("isorun: no units found\n");
    return exit_code::no_units;
  }
  const Conflicts conflicts = find_conflicts(*accounts, places_of(prepared->sandbox, options));
  const ReadinessReport report = judge_readiness(suite, *accounts, conflicts);
  std::optional<Verification> verification;
  if (wanted.verifies) {
    Result<Verification> verified =
        verify(*accounts, conflicts,
               pairs_to_verify(Audited{suite, *accounts, conflicts, report}, wanted.explain),
               {.signals = *signals,
                .suite = suite,
                .options = options,
                .build = *build ? &**build : nullptr,
                .budget = wanted.budget});
    if (!verified) return std::unexpected(verified.error());
    verification = std::move(*verified);
  }
  const Audited audited{suite, *accounts, conflicts, report,
                        verification ? &*verification : nullptr};
  if (wanted.explain.empty()) {
    print(text_of(audited, wanted.form));
  } else {
    const Result<std::string> explained = explain_conflicts(audited, wanted.explain);
    if (!explained) return std::unexpected(explained.error());
    print(*explained);
  }
  if (const Result<void> added = add_to_report(audited, options); !added)
    return std::unexpected(added.error());
  const bool all_ready =
      report.files_that_are(Readiness::ready) == report.files.size() && audited.unseen().empty();
  return all_ready ? exit_code::all_passed : exit_code::something_failed;
}

}  // namespace isorun
