// Searches the output of failed units for signs that the sandbox is the cause.
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
  // `layer` is the unit's.
  void examine(std::string_view output, const Layer& layer);

  void add(const Clues& more);

  // One sentence per cause that is possible with `layout`, with what helps.
  [[nodiscard]] std::vector<std::string> hints(const Layout& layout) const;

 private:
  static constexpr std::size_t most_paths = 3;            // named in a hint
  static constexpr std::size_t most_bytes = 256UL << 10;  // examined at the end of an output

  std::set<std::size_t> seen_;                        // indices into the table of causes
  std::set<std::string> read_only_;                   // named next to EROFS
  std::set<std::string> mounted_;                     // single files, named next to EBUSY
  std::map<std::string, std::string> unreachable_{};  // host paths, and the sentence for each
};

}  // namespace isorun
