#include "suite/framework.hpp"

#include <algorithm>

#include "suite/googletest.hpp"
#include "suite/pytest.hpp"

namespace isorun {

std::span<const Framework> frameworks() {
  static constexpr Framework table[] = {
      {"pytest", pytest::look, pytest::listing, pytest::recognise},
      // The last: it may be behind any command.
      {"googletest", googletest::look, googletest::listing, googletest::recognise},
  };
  return table;
}

Likeness likeness(const Look& look, std::initializer_list<std::string_view> marks) {
  const auto has_mark = [marks](const NamedFile& file) {
    return std::ranges::any_of(
        marks, [&file](std::string_view mark) { return file.content.contains(mark); });
  };
  if (look.program && has_mark(*look.program)) return Likeness::yes;
  return std::ranges::any_of(look.arguments, has_mark) ? Likeness::maybe : Likeness::no;
}

}  // namespace isorun
