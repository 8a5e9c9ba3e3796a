// Files that shards wrote below the working directory and that no rule collected. They do not reach
// the host, so the summary names them.
//
//   KeptOut kept_out(sandbox.results_directory(), "/srv/project");
//   kept_out.add(entry);              // each entry of every layer that no rule took
//   kept_out.files(), kept_out.first_paths()
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/layer.hpp>

#include "files/host_tree.hpp"
#include "layers/path_table.hpp"

namespace isorun {

class KeptOut {
 public:
  static constexpr std::size_t most_paths = std::size_t{4} << 20;
  static constexpr std::size_t most_names = 100;

  // Entries of `own`, a part of every layer, belong to isorun and are ignored, as are files that
  // begin with one of `pieces`: what they had is elsewhere. All are absolute and canonical. If
  // `directory` is empty, no file counts.
  KeptOut(std::string own, std::string directory, std::vector<std::string> pieces = {})
      : own_(std::move(own)), directory_(std::move(directory)), pieces_(std::move(pieces)) {}

  // Ignores directories, deletions, unchanged files, caches of tools, and files in a tmpfs below
  // the working directory. A path that several shards wrote counts once.
  void add(const LayerEntry& entry);

  [[nodiscard]] std::size_t files() const { return paths_.size(); }

  // The first paths in order, relative to the working directory.
  [[nodiscard]] const std::set<std::string>& first_paths() const { return first_paths_; }

 private:
  struct Nothing {};

  std::string own_;
  std::string directory_;
  std::vector<std::string> pieces_;
  HostTree host_;
  PathTable<Nothing> paths_{most_paths};
  std::set<std::string> first_paths_;
};

}  // namespace isorun
