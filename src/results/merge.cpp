#include "results/merge.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/mapped_file.hpp"
#include "base/streams.hpp"
#include "base/working_directory.hpp"
#include "collect/merger.hpp"
#include "collect/unmerged.hpp"
#include "layers/kept_layer.hpp"
#include "results/conclusion.hpp"
#include "results/exit_codes.hpp"
#include "results/history_file.hpp"
#include "results/joined_record.hpp"
#include "results/joint.hpp"
#include "results/merge_input.hpp"
#include "results/parts.hpp"
#include "results/reports.hpp"
#include "results/results_directory.hpp"
#include "results/saved_run.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> refuse(std::string what, int code = 0) {
  return std::unexpected(Error{Phase::usage, code, std::move(what)});
}

constexpr int plain = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;

// The files that a slice's rules found. Mapped while in use.
struct Found {
  MappedFile file;
  Unmerged unmerged;
};

Result<Found> read_found(const SavedRun& run) {
  const UniqueFd file(::openat(run.directory.get(), unmerged_name, plain));
  if (!file) return refuse(fmt::format("{}: opening {}", run.path, unmerged_name), errno);
  MappedFile map(file.get());
  Result<Unmerged> unmerged = Unmerged::parse(map.text());
  if (!unmerged) return refuse(fmt::format("{}: {}", run.path, unmerged.error().what));
  return Found{std::move(map), std::move(*unmerged)};
}

Result<std::vector<Found>> read_all_found(std::span<const SavedRun> runs) {
  std::vector<Found> all;
  for (const SavedRun& run : runs) {
    Result<Found> found = read_found(run);
    if (!found) return std::unexpected(found.error());
    if (!all.empty() && found->unmerged.requests() != all.front().unmerged.requests())
      return refuse(fmt::format("{} and {} were run with different --collect rules",
                                runs.front().path, run.path));
    all.push_back(std::move(*found));
  }
  return all;
}

// Clearing the results directory must not delete a slice.
Result<void> check_out(const std::string& out, std::span<const std::string> runs) {
  std::error_code error;
  const fs::path target = fs::weakly_canonical(out, error);
  for (const std::string& run : runs) {
    const fs::path source = fs::canonical(run, error);
    if (error) return refuse(fmt::format("resolving {} and {}", out, run), error.value());
    const auto [end, rest] = std::ranges::mismatch(target, source);
    if (end == target.end())
      return refuse(
          fmt::format("{} is inside the output directory {}; choose another with -o", run, out));
  }
  return {};
}

// What went wrong while files were transferred.
struct Complaints {
  std::vector<std::string> problems{};
  std::vector<std::string> warnings{};
};

// Transfers what a slice left beside its run.json.
class Transfer {
 public:
  // `number` is that of the run.
  Transfer(const SavedRun& from, std::size_t number, const Joint& joint, ResultsDirectory& to,
           Complaints& complaints)
      : from_(from),
        number_(number),
        offsets_(joint.offsets[number]),
        owners_(joint.owners),
        to_(to),
        complaints_(complaints) {}

  void run() {
    for (const UnitRecord& unit : from_.record.units)
      if (owners_.at(unit.name).run == number_)
        copy_logs(unit);
      else
        copy_as_part(unit.log);
    for (const UnitRecord& unit : from_.record.handed_on) copy_handed_on(unit);
    for (const StepRecord& step : from_.record.steps)
      copy_log(step.log, log_of_part(step.log, from_.record));
    for (const ShardRecord& shard : from_.record.shards) {
      const std::string log = "logs/" + shard_log_name(shard.index);
      if (::faccessat(from_.directory.get(), log.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        copy_log(log, "logs/" + shard_log_name(shard.index + offsets_.shards));
      for (const ServiceRecord& service : shard.services)
        copy_log(service.log,
                 "logs/" + service_log_name(shard.index + offsets_.shards, service.name));
      if (!shard.layer.empty()) copy_layer(shard);
    }
  }

 private:
  void copy_logs(const UnitRecord& unit) {
    copy_log(unit.log, unit.log);
    for (const AttemptRecord& attempt : unit.attempts)
      if (attempt.log != unit.log) copy_log(attempt.log, attempt.log);
  }

  void copy_handed_on(const UnitRecord& unit) {
    const Owner& owner = owners_.at(unit.name);
    if (owner.run == number_) return copy_logs(unit);
    for (std::size_t place = 0; place < unit.attempts.size(); ++place) {
      const std::string& log = unit.attempts[place].log;
      if (is_earlier(owner, number_of_attempt(unit, place), number_))
        copy_log(log, log);
      else
        copy_as_part(log);
    }
  }

  void copy_as_part(const std::string& log) {
    if (!log.empty()) copy_log(log, log_of_part(log, from_.record));
  }

  void copy_log(const std::string& from, const std::string& to) {
    if (from.empty()) return;
    const std::string name = to.substr(to.find('/') + 1);
    if (to_.link_log(from_.directory.get(), from, name)) return;
    const UniqueFd log(::openat(from_.directory.get(), from.c_str(), plain));
    struct stat status = {};
    if (!log || ::fstat(log.get(), &status) != 0 || !S_ISREG(status.st_mode))
      return warn(fmt::format("{}: {} is missing", part_title(from_.record), from));
    const ResultsDirectory::Bytes whole{0, static_cast<std::uint64_t>(status.st_size)};
    const Result<void> copied = to_.copy_log(log.get(), {&whole, 1}, name);
    if (!copied) complaints_.problems.push_back(to_string(copied.error()));
  }

  void copy_layer(const ShardRecord& shard) {
    const std::string number = fmt::format("{}", shard.index + offsets_.shards);
    const Result<void> added = to_.add_layer(number, [&](int directory) -> Result<void> {
      const Result<KeptLayer> layer = read_kept_layer(shard.layer, from_.directory.get());
      return layer ? copy_kept_layer(*layer, directory) : std::unexpected(layer.error());
    });
    if (!added) complaints_.problems.push_back(to_string(added.error()));
  }

  void warn(std::string text) { complaints_.warnings.push_back(std::move(text)); }

  const SavedRun& from_;
  const std::size_t number_;
  const Offsets& offsets_;
  const Owners& owners_;
  ResultsDirectory& to_;
  Complaints& complaints_;
};

Result<void> keep_parts(const MergeInput& input, int results) {
  for (const auto* runs : {&input.runs, &input.given_up})
    for (const SavedRun& run : *runs)
      if (Result<void> kept = keep_part(run, results); !kept) return kept;
  return {};
}

// For the summary.
std::string note_on_parts(const MergeInput& input) {
  const RunRecord& first = input.runs.front().record;
  const ListRecord& all = first.queue ? first.queue->list : first.slice->list;
  return fmt::format(
      "Part of a suite, with {} of {} units; combine it with the other {} with isorun merge",
      input.list.size(), all.units, first.queue ? "machines" : "slices");
}

}  // namespace

Result<int> merge_runs(const MergeOptions& options) {
  Result<MergeInput> input = open_merge_input(options.runs, options.extent);
  if (!input) return std::unexpected(input.error());
  std::vector<SavedRun>& runs = input->runs;
  const Result<std::vector<Found>> found = read_all_found(runs);
  if (!found) return std::unexpected(found.error());
  Result<std::unique_ptr<Merger>> merger = Merger::create(found->front().unmerged.requests());
  if (!merger) return std::unexpected(merger.error());
  if (Result<void> good = check_out(options.out, options.runs); !good)
    return std::unexpected(good.error());

  Result<ResultsDirectory> directory = ResultsDirectory::claim(options.out);
  if (!directory) return std::unexpected(directory.error());
  if (Result<void> begun = directory->begin(unfinished(heading(runs.front().record))); !begun)
    return std::unexpected(begun.error());
  if (Result<void> begun = (*merger)->begin(directory->fd()); !begun)
    return std::unexpected(begun.error());
  const Joint joint = find_joint(runs, input->list);
  Complaints complaints;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const Unmerged::Numbers numbers{.first_shard = joint.offsets[i].shards,
                                    .build = build_shard - (runs.size() - 1 - i)};
    (*found)[i].unmerged.give(**merger, numbers, joint.left_out[i]);
    Transfer(runs[i], i, joint, *directory, complaints).run();
  }
  std::optional<std::string> note;
  if (options.extent == MergeExtent::partial) {
    note = note_on_parts(*input);
    if (Result<void> kept = keep_parts(*input, directory->fd()); !kept)
      return std::unexpected(kept.error());
  }
  RunRecord run = join_records(runs, joint, input->list);
  run.warnings.insert(run.warnings.begin(), input->warnings.begin(), input->warnings.end());
  for (std::string& problem : complaints.problems) run.problems.push_back(std::move(problem));
  for (std::string& warning : complaints.warnings) run.warnings.push_back(std::move(warning));
  if (note) run.notes.push_back(*std::move(note));
  add_collected((*merger)->finish(), working_directory(), run);
  if (!options.history.empty()) {
    const Result<void> saved = add_to_history(options.history, run.units);
    if (!saved) run.warnings.push_back(to_string(saved.error()));
  }
  const TerminalSettings settings = terminal_settings(options.report, most_tries(run));
  Terminal terminal(STDOUT_FILENO, settings, run.units.size());
  replay(run, directory->fd(), terminal);
  const Result<void> written = write_reports(run, RunEnd::complete, settings, *directory);
  terminal.summary(run, tell_github(run, settings));
  if (!written) return std::unexpected(written.error());
  return run.exit_code;
}

Result<int> report_run(const MergeOptions& options) {
  Result<SavedRun> run = open_saved_run(options.runs.front());
  if (!run) return std::unexpected(run.error());
  run->lock = {};
  Result<ResultsDirectory> directory = ResultsDirectory::reopen(run->path);
  if (!directory) return std::unexpected(directory.error());
  const TerminalSettings settings = terminal_settings(options.report, most_tries(run->record));
  if (options.document != nullptr) {
    options.document->write(run->record, document_source(*directory, settings),
                            [](std::string_view part) { print(part); });
    return exit_code::all_passed;
  }
  Terminal terminal(STDOUT_FILENO, settings, run->record.units.size());
  replay(run->record, directory->fd(), terminal);
  terminal.summary(run->record, tell_github(run->record, settings));
  if (Result<void> written = write_documents(run->record, settings, *directory); !written)
    return std::unexpected(written.error());
  return exit_code::all_passed;
}

}  // namespace isorun
