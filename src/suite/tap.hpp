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
  // The reason after 1..0, or that of the first test if all were skipped; may be empty.
  std::optional<std::string> skip_all{};
  std::string failure{};  // the first: "not ok 3 - name", "planned 5, ran 3"; empty when passed
};

// Whether text without a plan can be TAP, or none is.
enum class TapUse { expected, possible, ignored };

// nullopt if the text is not TAP. Without a version line, TAP needs a plan, and either tests,
// nothing but comments before the plan, or a plan of 0. Subtests and YAML are indented and add
// nothing to their parent's result.
std::optional<Tap> read_tap(std::string_view text, TapUse use = TapUse::possible);

}  // namespace isorun
