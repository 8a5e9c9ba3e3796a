// changes.json of a kept layer.
#include "fuzz.hpp"
#include "layers/kept_layer.hpp"

using namespace isorun;
using namespace isorun::fuzz;

FUZZ(changes) {
  const auto changes = parse_changes(input);
  if (!changes) return;
  for (const Change& change : *changes)
    require(change.path.starts_with('/') && !change.path.contains('\0') &&
                !change.path.contains("/../") && !change.path.ends_with("/.."),
            "a path leads nowhere else");
  const std::string text = changes_json(*changes);
  const auto again = parse_changes(text);
  require(again && changes_json(*again) == text, "changes read back");
}
