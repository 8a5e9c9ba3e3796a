#include "audit/journal.hpp"

#include <algorithm>
#include <array>

namespace isorun {

const char* name(Act act) {
  constexpr std::array names = {"looked for", "read",         "listed",   "locked",  "written",
                                "truncated",  "created",      "created",  "deleted", "deleted",
                                "bound",      "connected to", "signaled", "set"};
  return names[static_cast<std::size_t>(act)];
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

void Journal::forget_listings() {
  for (auto& [thing, use] : uses)
    std::erase_if(use.signs, [](const Sign& sign) { return sign.act == Act::listed; });
}

}  // namespace isorun
