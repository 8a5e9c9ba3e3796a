// What the output of units that failed tells of the cause, where the sandbox may be it.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/layer.hpp>
#include <isorun/layout.hpp>

namespace isorun {

class Clues {
 public:
  // `layer` is the one that the unit ran in.
  void look_at(std::string_view output, const Layer& layer);

  // A sentence for each cause, with what helps, as far as `layout` can be the reason.
  [[nodiscard]] std::vector<std::string> hints(const Layout& layout) const;

 private:
  static constexpr std::size_t most_paths = 3;  // that a hint names

  std::set<std::size_t> seen_;                   // places in the table of causes
  std::set<std::string> read_only_;              // paths that were named beside EROFS
  std::map<std::string, std::string> hidden_{};  // paths that the host has and the unit had not,
                                                 // and what shows them
};

}  // namespace isorun
