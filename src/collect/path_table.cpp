#include "collect/path_table.hpp"

#include <functional>
#include <limits>
#include <utility>

namespace isorun {

namespace {

std::size_t hash(PathTable::Id parent, std::string_view name) {
  constexpr std::size_t golden = 0x9e3779b97f4a7c15;
  return (std::hash<std::string_view>()(name) ^ parent) * golden >> 16;
}

}  // namespace

std::optional<PathTable::Id> PathTable::add(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view directory = path.substr(0, slash);
  if (directory == directory_) return add(directory_id_, path.substr(slash + 1));
  Id parent = 0;
  for (std::size_t begin = 1; begin < directory.size();) {
    const std::size_t end = std::min(directory.find('/', begin), directory.size());
    const std::optional<Id> id = add(parent, directory.substr(begin, end - begin));
    if (!id) return std::nullopt;
    parent = *id;
    begin = end + 1;
  }
  directory_ = directory;
  directory_id_ = parent;
  return add(parent, path.substr(slash + 1));
}

std::optional<PathTable::Id> PathTable::add(Id parent, std::string_view name) {
  std::size_t slot = slot_of(parent, name);
  if (slots_[slot] != 0) return slots_[slot];
  const bool is_full = nodes_.size() > most_ ||
                       names_.size() + name.size() > std::numeric_limits<std::uint32_t>::max();
  if (is_full) return std::nullopt;
  if (nodes_.size() * 2 > slots_.size()) {
    grow();
    slot = slot_of(parent, name);
  }
  const Id id = static_cast<Id>(nodes_.size());
  nodes_.push_back(
      {parent, static_cast<std::uint32_t>(names_.size()), static_cast<std::uint32_t>(name.size())});
  names_ += name;
  slots_[slot] = id;
  return id;
}

// Where the name is, or the free place for it.
std::size_t PathTable::slot_of(Id parent, std::string_view name) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash(parent, name) & mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const Node& node = nodes_[slots_[slot]];
    if (node.parent == parent && name_of(node) == name) break;
  }
  return slot;
}

std::string_view PathTable::name_of(const Node& node) const {
  return std::string_view(names_).substr(node.name, node.length);
}

void PathTable::grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (Id id = 1; id < nodes_.size(); ++id)
    slots_[slot_of(nodes_[id].parent, name_of(nodes_[id]))] = id;
}

std::string PathTable::path(Id id) const {
  std::vector<Id> up;
  for (; id != 0; id = nodes_[id].parent) up.push_back(id);
  std::string path;
  for (; !up.empty(); up.pop_back()) path.append(1, '/').append(name_of(nodes_[up.back()]));
  return path;
}

}  // namespace isorun
