// Marks that isorun_pytest leaves in its output where a test begins and ends: a pipe has no
// offsets. A mark is an escape sequence for programs (APC, ECMA-48), which terminals do not show.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace isorun::pytest {

class Marks {
 public:
  // Refers to `output`.
  explicit Marks(std::string_view output);

  // Where the mark of that name begins and ends; the first one, where a test prints it again.
  struct Place {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  [[nodiscard]] std::optional<Place> find(std::string_view name) const;

 private:
  std::unordered_map<std::string_view, Place> places_;
};

std::string without_marks(std::string_view output);

}  // namespace isorun::pytest
