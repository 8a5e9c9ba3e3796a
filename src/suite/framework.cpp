#include "suite/framework.hpp"

#include <algorithm>

#include "suite/bats/bats.hpp"
#include "suite/catch2/catch2.hpp"
#include "suite/catch2/v2.hpp"
#include "suite/ctest/ctest.hpp"
#include "suite/doctest.hpp"
#include "suite/go/go.hpp"
#include "suite/googletest/googletest.hpp"
#include "suite/javascript/javascript.hpp"
#include "suite/libtest.hpp"
#include "suite/meson/meson.hpp"
#include "suite/prove/prove.hpp"
#include "suite/pytest/pytest.hpp"
#include "suite/scripts.hpp"
#include "suite/unittest/unittest.hpp"

namespace isorun {

std::span<const Framework> frameworks() {
  static constexpr Framework table[] = {
      {"pytest", "pytest, or python with -m pytest", pytest::match, pytest::listing,
       pytest::recognise},
      {"unittest", "python with -m unittest, or manage.py test", unittest::match, unittest::listing,
       unittest::recognise},
      {"ctest", "ctest", ctest::match, ctest::listing, ctest::recognise},
      {"meson", "meson test", meson::match, meson::listing, meson::recognise},
      {"prove", "prove", prove::match, prove::listing, prove::recognise},
      {"bats", "bats", bats::match, bats::listing, bats::recognise},
      {"javascript",
       "jest, vitest, mocha or node --test, or npm, pnpm, yarn or npx in front of them",
       javascript::match, javascript::listing, javascript::recognise},
      {"scripts", "scripts (*.sh, *.t) or a directory of them", scripts::match, scripts::listing,
       scripts::recognise},
      {"catch2", "a program with Catch2 3", catch2::match, catch2::listing, catch2::recognise},
      {"catch2-v2", "a program with Catch2 2", catch2_v2::match, catch2_v2::listing,
       catch2_v2::recognise},
      {"doctest", "a program with doctest", doctest::match, doctest::listing, doctest::recognise},
      {"libtest", "a program with Rust's libtest", libtest::match, libtest::listing,
       libtest::recognise},
      {"go", "a program with Go's testing package", go::match, go::listing, go::recognise},
      // The last word: a wrapper may precede it.
      {"googletest", "a program with GoogleTest", googletest::match, googletest::listing,
       googletest::recognise},
  };
  return table;
}

Match match_marks(const Invocation& invocation, std::initializer_list<std::string_view> marks) {
  const auto has_mark = [marks](const NamedFile& file) {
    return std::ranges::any_of(
        marks, [&file](std::string_view mark) { return file.content.contains(mark); });
  };
  if (invocation.program && has_mark(*invocation.program)) return Match::yes;
  return std::ranges::any_of(invocation.arguments, has_mark) ? Match::maybe : Match::no;
}

}  // namespace isorun
