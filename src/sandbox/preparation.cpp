#include "sandbox/preparation.hpp"

#include <algorithm>

#include "sandbox/layer_place.hpp"
#include "sandbox/planner.hpp"

namespace isorun {

bool has_nul(const std::string& text) {
  return text.contains('\0');
}

Result<void> check_layout(const Layout& layout) {
  bool is_bad = has_nul(layout.working_directory) || has_nul(layout.scratch) ||
                has_nul(layout.terminal) || std::ranges::any_of(layout.visible, has_nul);
  for (const DirectoryMode& directory : layout.directories) is_bad |= has_nul(directory.path);
  for (const Bind& bind : layout.binds) is_bad |= has_nul(bind.source) || has_nul(bind.target);
  if (is_bad) return std::unexpected(Error{Phase::usage, 0, "a path contains a null byte"});
  return {};
}

Result<Layout> with_layer_place(const Layout& layout, const Facts& facts) {
  Result<std::string> place = find_layer_place(layout, facts);
  if (!place) return std::unexpected(place.error());
  Layout placed = layout;
  if (!place->empty()) placed.scratch = std::move(*place);
  return placed;
}

Result<Plan> plan_for(const Layout& layout, const Facts& facts) {
  const Result<Layout> placed = with_layer_place(layout, facts);
  return placed ? make_plan(*placed, facts) : std::unexpected(placed.error());
}

}  // namespace isorun
