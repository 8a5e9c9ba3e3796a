// The file of durations.
#include "schedule/history.hpp"

#include "base/utf8.hpp"
#include "fuzz.hpp"

using namespace isorun;
using namespace isorun::fuzz;

FUZZ(history) {
  const auto history = History::parse(input);
  if (!history) return;
  for (const auto& [unit, entry] : history->entries())
    require(entry.duration >= std::chrono::nanoseconds(0) && history->find(unit).has_value(),
            "an entry can be found");
  const std::string text = to_json(*history);
  const auto again = History::parse(text);
  require(again && to_json(*again) == text, "a history reads back");
}
