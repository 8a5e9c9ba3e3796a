#include "results/merge_input.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "results/machines.hpp"
#include "results/slices.hpp"

namespace isorun {
namespace {

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::usage, 0, std::move(what)});
}

Result<SavedRun> open_run(const std::string& path, std::vector<Unpacked>& archives) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    return open_saved_run(path, Unfinished::accepted);
  Result<Unpacked> unpacked = unpack(path);
  if (!unpacked) return std::unexpected(unpacked.error());
  archives.push_back(std::move(*unpacked));
  Result<SavedRun> run = open_saved_run(archives.back().results, Unfinished::accepted);
  if (!run) return refuse(fmt::format("{} holds no results of isorun", path));
  run->path = path;
  return run;
}

// A machine that has not finished left its units to others.
Result<void> set_aside(MergeInput& input) {
  std::vector<SavedRun> whole;
  for (SavedRun& run : input.runs) {
    if (!has_given_up(run.record)) {
      whole.push_back(std::move(run));
      continue;
    }
    input.warnings.push_back(
        fmt::format("{}: machine {} ({}) did not finish; its units were left to the others",
                    run.path, run.record.queue->machine, run.record.queue->host));
  }
  if (whole.empty()) return refuse("none of the machines has finished");
  input.runs = std::move(whole);
  return {};
}

// What slices and machines differ in.
struct PartKind {
  Result<void> (*check)(std::span<const SavedRun>);
  Result<void> (*check_units)(std::span<const SavedRun>, const UnitList&);
  std::size_t (*number)(const SavedRun&);
};

// All of them have one, but g++ 12 warns.
constexpr PartKind slices = {check_slices, check_units_of_slices, [](const SavedRun& run) {
                               return run.record.slice ? run.record.slice->number : 0;
                             }};
constexpr PartKind machines = {check_machines, check_units_of_machines, [](const SavedRun& run) {
                                 return run.record.queue ? run.record.queue->machine : 0;
                               }};

// Also sorts the runs.
Result<void> read_units(const PartKind& kind, MergeInput& input) {
  if (Result<void> checked = kind.check(input.runs); !checked) return checked;
  Result<UnitList> list = read_unit_list(input.runs.front());
  if (!list) return std::unexpected(list.error());
  if (Result<void> checked = kind.check_units(input.runs, *list); !checked) return checked;
  input.list = std::move(*list);
  std::ranges::sort(input.runs, {}, kind.number);
  return {};
}

}  // namespace

Result<MergeInput> open_merge_input(const std::vector<std::string>& paths) {
  MergeInput input;
  for (const std::string& path : paths) {
    Result<SavedRun> run = open_run(path, input.archives);
    if (!run) return std::unexpected(run.error());
    input.runs.push_back(std::move(*run));
  }
  const auto has_queue = [](const SavedRun& run) { return run.record.queue.has_value(); };
  const bool is_queue = std::ranges::any_of(input.runs, has_queue);
  Result<void> read = read_units(is_queue ? machines : slices, input);
  if (read && is_queue) read = set_aside(input);
  if (!read) return std::unexpected(read.error());
  return input;
}

}  // namespace isorun
