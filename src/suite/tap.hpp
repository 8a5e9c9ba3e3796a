// The Test Anything Protocol, versions 12 to 14 (testanything.org), as a consumer reads it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace isorun {

struct Tap {
  std::optional<std::size_t> planned{};
  std::size_t ran = 0;
  // The reason after 1..0, or of the first test where every test was skipped; may be empty.
  std::optional<std::string> skip_all{};
  std::string failure{};  // the first: "not ok 3 - name", "planned 5, ran 3"; empty when passed
};

// Where a plan is not needed to tell that a text is TAP.
enum class TapUse { expected, possible };

// nullopt where the text is not TAP: without a version line it takes a plan, and tests, or nothing
// but comments before the plan, or a plan of none. Subtests and YAML are indented and say nothing
// that their parent does not.
std::optional<Tap> read_tap(std::string_view text, TapUse use = TapUse::possible);

}  // namespace isorun
