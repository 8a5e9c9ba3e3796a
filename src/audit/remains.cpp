#include "audit/remains.hpp"

#include <sys/stat.h>

#include "base/hash.hpp"
#include "base/mapped_file.hpp"
#include "layers/changes.hpp"

namespace isorun {
namespace {

Remains remains_of(const Change& change, const LayerEntry* entry) {
  if (entry == nullptr || !change.after) return {.kind = Remains::Kind::nothing};
  if (S_ISDIR(change.after->mode)) return {.kind = Remains::Kind::directory};
  Remains remains{.kind = Remains::Kind::content, .content = hash(change.target)};
  if (!S_ISREG(change.after->mode)) return remains;
  const Result<UniqueFd> file = open_entry(*entry);
  if (file) remains.content = hash(MappedFile(file->get()).text());
  return remains;
}

bool is_change(const Usage& use) {
  for (const Act act :
       {Act::wrote, Act::truncated, Act::created, Act::claimed, Act::removed, Act::bound})
    if (use.find(act) != nullptr) return true;
  return false;
}

Act act_of(Change::Kind kind) {
  if (kind == Change::Kind::created) return Act::created;
  return kind == Change::Kind::deleted ? Act::removed : Act::wrote;
}

}  // namespace

Result<void> add_remains(const Layer& layer, std::string_view own, Journal& journal) {
  if (!layer.root) return {};
  return find_changes(
      layer, own, [&](const Change& change, const LayerEntry* entry) -> Result<void> {
        const bool is_directory = change.after && S_ISDIR(change.after->mode);
        if (change.kind == Change::Kind::metadata && is_directory) return {};
        Usage& use = journal.uses[change.path];
        if (!change.target.empty()) journal.links[change.path] = change.target;
        use.remains = remains_of(change, entry);
        if (is_change(use)) return {};
        const bool was_directory = change.before && S_ISDIR(change.before->mode);
        use.add({.act = act_of(change.kind),
                 .is_directory = change.kind == Change::Kind::deleted && was_directory});
        return {};
      });
}

}  // namespace isorun
