#include "results/machines.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_set>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "results/same_suite.hpp"

namespace isorun {
namespace {

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::usage, 0, std::move(what)});
}

Result<void> check_each(std::span<const SavedRun> runs) {
  std::map<std::size_t, const SavedRun*> found;
  for (const SavedRun& run : runs) {
    if (!run.record.queue)
      return refuse(fmt::format("{} pulled from no queue, unlike {}", run.path,
                                std::ranges::find_if(runs, [](const SavedRun& other) {
                                  return other.record.queue.has_value();
                                })->path));
    const auto [other, is_new] = found.try_emplace(run.record.queue->machine, &run);
    if (!is_new && run.record.queue->id == other->second->record.queue->id)
      return refuse(fmt::format("{} and {} are both of machine {}", other->second->path, run.path,
                                run.record.queue->machine));
  }
  return {};
}

}  // namespace

bool has_given_up(const RunRecord& run) {
  return run.queue && (is_unfinished(run) || run.reason == "interrupted" ||
                       run.reason == name(Reason::setup_failed));
}

Result<void> check_machines(std::span<const SavedRun> runs) {
  // Machines of another version cannot join.
  const std::array<Common, 2> common = {
      {{[](const RunRecord& run) { return run.queue->id; },
        "{0} and {2} pulled from different queues: give each run of the suite a key of its own"},
       {[](const RunRecord& run) { return run.queue->list.name; },
        "{0} and {2} have different lists of units"}}};
  if (Result<void> checked = check_each(runs); !checked) return checked;
  return check_same(runs, common);
}

Result<void> check_units_of_machines(std::span<const SavedRun> runs, const UnitList& list) {
  const std::unordered_set<std::string_view> known(list.begin(), list.end());
  for (const SavedRun& run : runs) {
    for (const auto& units : {&run.record.units, &run.record.handed_on})
      for (const UnitRecord& unit : *units)
        if (!known.contains(unit.name))
          return refuse(fmt::format("{} has a unit that is not in the list: {}", run.path,
                                    printable(unit.name)));
  }
  return {};
}

}  // namespace isorun
