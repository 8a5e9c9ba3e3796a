// Marks that isorun's scripts for pytest and unittest write to their output at the start and end of
// each test, because pipes have no offsets. A mark is an application command (APC, ECMA-48), which
// terminals do not show.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "suite/result.hpp"

namespace isorun {

class Marks {
 public:
  // Refers to `output`.
  explicit Marks(std::string_view output);

  // The start and end of the mark with that name; the first, if a test prints it again.
  struct Place {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  [[nodiscard]] std::optional<Place> find(std::string_view name) const;

  // What was written between two marks. If a mark is missing, for example because the output went
  // to a file, the range begins at the start or ends at the end of the output.
  [[nodiscard]] OutputRange between(std::string_view begin, std::string_view end) const;

 private:
  std::unordered_map<std::string_view, Place> places_;
};

std::string without_marks(std::string_view output);

}  // namespace isorun
