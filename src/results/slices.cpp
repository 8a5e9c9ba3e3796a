#include "results/slices.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/utf8.hpp"
#include "results/same_suite.hpp"

namespace isorun {
namespace {

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::usage, 0, std::move(what)});
}

std::string title(const SliceRecord& slice) {
  return fmt::format("slice {}/{}", slice.number, slice.count);
}

Result<void> check_each(std::span<const SavedRun> runs) {
  for (const SavedRun& run : runs)
    if (is_unfinished(run.record)) return refuse_unfinished(run.path);
  for (const SavedRun& run : runs) {
    if (!run.record.slice)
      return refuse(fmt::format("{} is a whole suite, not a slice; isorun --slice I/N runs a slice",
                                run.path));
    const SliceRecord& slice = *run.record.slice;
    if (slice.number < 1 || slice.number > slice.count)
      return refuse(fmt::format("{}: there is no {}", run.path, title(slice)));
    if (!run.record.handed_on.empty())
      return refuse(fmt::format("{}: a slice hands no units on", run.path));
  }
  return {};
}

Result<void> check_common(std::span<const SavedRun> runs) {
  const std::vector<Common> all = {
      {[](const RunRecord& run) { return run.version; },
       "{0} was run by isorun {1}, but {2} by isorun {3}: run all slices with one version"},
      {[](const RunRecord& run) { return fmt::format("{}", run.slice->count); },
       "{0} is one of {1} slices, but {2} is one of {3}"},
      {[](const RunRecord& run) { return run.slice->cut_by; },
       "{0} and {2} were cut by different histories: give all slices the same file with "
       "--history"}};
  if (Result<void> same = check_same(runs, all); !same) return same;
  for (const SavedRun& run : runs) {
    if (run.record.slice->list != runs.front().record.slice->list)
      return refuse(
          fmt::format("{} and {} are slices of different lists of units ({} and {}): run all "
                      "slices of one suite with the same --filter, which must not depend on "
                      "earlier results",
                      runs.front().path, run.path, runs.front().record.slice->list.units,
                      run.record.slice->list.units));
  }
  return {};
}

Result<void> check_complete(std::span<const SavedRun> runs, MergeExtent extent) {
  const std::size_t count = runs.front().record.slice->count;
  std::unordered_map<std::size_t, const SavedRun*> found;
  for (const SavedRun& run : runs) {
    const auto [other, is_new] = found.try_emplace(run.record.slice->number, &run);
    if (!is_new)
      return refuse(fmt::format("{} and {} are both {}", other->second->path, run.path,
                                title(*run.record.slice)));
  }
  if (extent == MergeExtent::partial) return {};
  // Names only a few.
  std::vector<std::string> missing;
  for (std::size_t number = 1; number <= count && missing.size() < 5; ++number)
    if (!found.contains(number)) missing.push_back(fmt::format("{}/{}", number, count));
  if (missing.empty()) return {};
  return refuse(missing.size() == 1
                    ? fmt::format("slice {} is missing", missing.front())
                    : fmt::format("{} of {} slices are missing, such as {}", count - found.size(),
                                  count, fmt::join(missing, ", ")));
}

}  // namespace

Result<void> check_slices(std::span<const SavedRun> runs, MergeExtent extent) {
  for (const auto& check : {check_each, check_common})
    if (Result<void> checked = check(runs); !checked) return checked;
  return check_complete(runs, extent);
}

Result<void> check_units_of_slices(std::span<const SavedRun> runs, const UnitList& list,
                                   MergeExtent extent) {
  std::unordered_map<std::string_view, const SavedRun*> owners;
  for (const std::string& unit : list) owners.emplace(unit, nullptr);
  const auto take = [&owners](const std::string& unit, const SavedRun& run) -> Result<void> {
    const auto found = owners.find(unit);
    if (found == owners.end())
      return refuse(
          fmt::format("{} has a unit that is not in the list: {}", run.path, printable(unit)));
    if (found->second != nullptr)
      return refuse(fmt::format("{} and {} both have the unit {}", found->second->path, run.path,
                                printable(unit)));
    found->second = &run;
    return {};
  };
  for (const SavedRun& run : runs) {
    for (const UnitRecord& unit : run.record.units)
      if (Result<void> taken = take(unit.name, run); !taken) return taken;
    for (const std::string& unit : run.record.not_run)
      if (Result<void> taken = take(unit, run); !taken) return taken;
  }
  if (extent == MergeExtent::partial) return {};
  for (const std::string& unit : list)
    if (owners[unit] == nullptr)
      return refuse(fmt::format("no slice has the unit {}", printable(unit)));
  return {};
}

}  // namespace isorun
