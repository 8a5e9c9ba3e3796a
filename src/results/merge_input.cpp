#include "results/merge_input.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "results/joined_record.hpp"
#include "results/machines.hpp"
#include "results/parts.hpp"
#include "results/slices.hpp"

namespace isorun {
namespace {

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::usage, 0, std::move(what)});
}

// Opens the results in `directory` or, if it holds a merged result of some runs, those runs.
Result<void> add_runs(const std::string& directory, const std::string& path, MergeInput& input) {
  Result<SavedRun> run = open_saved_run(directory, Unfinished::accepted);
  if (!run) return std::unexpected(run.error());
  run->path = path;
  const std::vector<std::string> parts = kept_parts(run->directory.get());
  if (parts.empty()) {
    input.runs.push_back(std::move(*run));
    return {};
  }
  for (const std::string& part : parts) {
    const std::string place = fmt::format("{}/{}", directory, part);
    Result<SavedRun> opened = open_saved_run(place, Unfinished::accepted);
    if (!opened) return std::unexpected(opened.error());
    opened->path = fmt::format("{}/{}", path, part);
    input.runs.push_back(std::move(*opened));
  }
  input.merged.push_back(std::move(*run));
  return {};
}

Result<void> open_runs(const std::string& path, MergeInput& input) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return add_runs(path, path, input);
  Result<Unpacked> unpacked = unpack(path);
  if (!unpacked) return std::unexpected(unpacked.error());
  input.archives.push_back(std::move(*unpacked));
  if (!add_runs(input.archives.back().results, path, input))
    return refuse(fmt::format("{} holds no results of isorun", path));
  return {};
}

// A machine that has not finished left its units to others.
Result<void> set_aside(MergeInput& input) {
  std::vector<SavedRun> whole;
  for (SavedRun& run : input.runs) {
    if (!has_given_up(run.record)) {
      whole.push_back(std::move(run));
      continue;
    }
    input.warnings.push_back(fmt::format("{} did not finish; its units were left to the others",
                                         part_title(run.record)));
    input.given_up.push_back(std::move(run));
  }
  if (whole.empty()) return refuse("none of the machines has finished");
  input.runs = std::move(whole);
  return {};
}

// What slices and machines differ in.
struct PartKind {
  Result<void> (*check)(std::span<const SavedRun>, MergeExtent);
  Result<void> (*check_units)(std::span<const SavedRun>, const UnitList&, MergeExtent);
  std::size_t (*number)(const SavedRun&);
};

// All of them have one, but g++ 12 warns.
constexpr PartKind slices = {check_slices, check_units_of_slices, [](const SavedRun& run) {
                               return run.record.slice ? run.record.slice->number : 0;
                             }};
// Whether a machine is missing shows in what they make together.
constexpr PartKind machines = {
    [](std::span<const SavedRun> runs, MergeExtent) { return check_machines(runs); },
    [](std::span<const SavedRun> runs, const UnitList& list, MergeExtent) {
      return check_units_of_machines(runs, list);
    },
    [](const SavedRun& run) { return run.record.queue ? run.record.queue->machine : 0; }};

// Also sorts the runs.
Result<void> read_units(const PartKind& kind, MergeInput& input, MergeExtent extent) {
  if (Result<void> checked = kind.check(input.runs, extent); !checked) return checked;
  Result<UnitList> list = read_unit_list(input.runs.front());
  if (!list) return std::unexpected(list.error());
  if (Result<void> checked = kind.check_units(input.runs, *list, extent); !checked) return checked;
  input.list = std::move(*list);
  std::ranges::sort(input.runs, {}, kind.number);
  return {};
}

// Removes units that none of the runs had.
void keep_own_units(MergeInput& input) {
  std::unordered_set<std::string_view> own;
  for (const SavedRun& run : input.runs) {
    for (const auto* units : {&run.record.units, &run.record.handed_on})
      for (const UnitRecord& unit : *units) own.insert(unit.name);
    own.insert(run.record.not_run.begin(), run.record.not_run.end());
  }
  std::erase_if(input.list, [&own](const std::string& unit) { return !own.contains(unit); });
}

}  // namespace

Result<MergeInput> open_merge_input(const std::vector<std::string>& paths, MergeExtent extent) {
  MergeInput input;
  for (const std::string& path : paths)
    if (Result<void> opened = open_runs(path, input); !opened)
      return std::unexpected(opened.error());
  const auto has_queue = [](const SavedRun& run) { return run.record.queue.has_value(); };
  const bool is_queue = std::ranges::any_of(input.runs, has_queue);
  Result<void> read = read_units(is_queue ? machines : slices, input, extent);
  if (read && is_queue) read = set_aside(input);
  if (!read) return std::unexpected(read.error());
  if (extent == MergeExtent::partial) keep_own_units(input);
  return input;
}

}  // namespace isorun
