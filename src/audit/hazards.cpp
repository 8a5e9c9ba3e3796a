#include "audit/hazards.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace isorun {
namespace {

constexpr std::string_view signal_own = "signal only processes that the test started";

// Programs that find processes by what they are, whoever started them.
constexpr std::array finders = {std::string_view("pkill"), std::string_view("killall"),
                                std::string_view("pgrep"), std::string_view("pidof"),
                                std::string_view("fuser")};

const Sign* find(const Journal& journal, const std::string& thing, Act act) {
  const auto found = journal.uses.find(thing);
  return found == journal.uses.end() ? nullptr : found->second.find(act);
}

constexpr std::string_view process_prefix = "process:";

// Returns the first by name, if any.
std::string stranger_in(const Journal& journal) {
  std::string first;
  for (const auto& [thing, use] : journal.uses) {
    if (!thing.starts_with(process_prefix) || thing == "process:all") continue;
    if (first.empty() || thing < first) first = thing;
  }
  return first;
}

std::string finder_in(const Journal& journal) {
  if (find(journal, "/proc", Act::listed) == nullptr) return {};
  for (const std::string_view finder : finders)
    if (std::ranges::find(journal.processes, finder) != journal.processes.end())
      return std::string(finder);
  return {};
}

}  // namespace

std::vector<Hazard> hazards_of(const AuditedUnit& unit) {
  const Journal& journal = unit.journal;
  std::vector<Hazard> hazards;
  const auto add = [&](const Sign* sign, std::string what, std::string_view advice) {
    if (sign != nullptr)
      hazards.push_back({std::move(what), std::string(advice), journal.lines[sign->line]});
  };
  add(find(journal, "process:all", Act::signaled), "signals all processes (kill -1)", signal_own);
  if (const std::string stranger = stranger_in(journal); !stranger.empty())
    add(find(journal, stranger, Act::signaled),
        fmt::format("signals process {}, which is not there",
                    stranger.substr(process_prefix.size())),
        signal_own);
  if (const std::string finder = finder_in(journal); !finder.empty())
    add(find(journal, "/proc", Act::listed),
        fmt::format("looks for processes by name ({})", finder), signal_own);
  add(find(journal, "hostname", Act::set), "sets the host name", "");
  add(find(journal, "clock", Act::set), "sets the clock", "use a fake clock");
  return hazards;
}

}  // namespace isorun
