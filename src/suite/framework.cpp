#include "suite/framework.hpp"

#include <algorithm>

#include "suite/catch2.hpp"
#include "suite/catch2_v2.hpp"
#include "suite/ctest.hpp"
#include "suite/doctest.hpp"
#include "suite/go.hpp"
#include "suite/googletest.hpp"
#include "suite/libtest.hpp"
#include "suite/prove.hpp"
#include "suite/pytest.hpp"
#include "suite/scripts.hpp"

namespace isorun {

std::span<const Framework> frameworks() {
  static constexpr Framework table[] = {
      {"pytest", pytest::look, pytest::listing, pytest::recognise},
      {"ctest", ctest::look, ctest::listing, ctest::recognise},
      {"prove", prove::look, prove::listing, prove::recognise},
      {"scripts", scripts::look, scripts::listing, scripts::recognise},
      {"catch2", catch2::look, catch2::listing, catch2::recognise},
      {"catch2-v2", catch2_v2::look, catch2_v2::listing, catch2_v2::recognise},
      {"doctest", doctest::look, doctest::listing, doctest::recognise},
      {"libtest", libtest::look, libtest::listing, libtest::recognise},
      {"go", go::look, go::listing, go::recognise},
      // The last word: a wrapper may precede it.
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
