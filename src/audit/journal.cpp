#include "audit/journal.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace isorun {

namespace {

struct ActWords {
  const char* done;
  const char* doing;
};

const ActWords& words_for(Act act) {
  static constexpr std::array all = {
      ActWords{"looked for", "looks for"}, ActWords{"read", "reads"},
      ActWords{"listed", "lists"},         ActWords{"locked", "locks"},
      ActWords{"written", "writes"},       ActWords{"truncated", "truncates"},
      ActWords{"created", "creates"},      ActWords{"created", "creates"},
      ActWords{"deleted", "deletes"},      ActWords{"deleted", "deletes"},
      ActWords{"bound", "binds"},          ActWords{"connected to", "connects to"},
      ActWords{"signaled", "signals"},     ActWords{"set", "sets"}};
  return all[static_cast<std::size_t>(act)];
}

}  // namespace

const char* name(Act act) {
  return words_for(act).done;
}

const char* present(Act act) {
  return words_for(act).doing;
}

const Sign* Usage::find(Act act) const {
  const auto found = std::ranges::find(signs, act, &Sign::act);
  return found == signs.end() ? nullptr : &*found;
}

void Usage::add(const Sign& sign) {
  const auto same = std::ranges::find(signs, sign.act, &Sign::act);
  if (same == signs.end()) {
    signs.push_back(sign);
    return;
  }
  same->is_directory = same->is_directory || sign.is_directory;
  same->is_import = same->is_import && sign.is_import;
}

std::uint32_t Journal::add_line(std::string line) {
  if (line.empty()) return 0;
  if (lines.back() != line) lines.push_back(std::move(line));
  return static_cast<std::uint32_t>(lines.size() - 1);
}

void Journal::forget_listings() {
  for (auto& [thing, use] : uses)
    std::erase_if(use.signs, [](const Sign& sign) { return sign.act == Act::listed; });
}

}  // namespace isorun
