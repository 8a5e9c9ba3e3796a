// The results of a shard, in the format of jest's --json.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suite/result.hpp"

namespace isorun::javascript {

struct FileReport {
  std::string path;     // absolute
  UnitResult result{};  // without its unit and its output
};

// nullopt if the text is not a whole document.
std::optional<std::vector<FileReport>> read_report(std::string_view text);

}  // namespace isorun::javascript
