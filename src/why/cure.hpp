// From a cause to a sentence, an option, and lines of isorun.toml.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "suite/suite.hpp"
#include "why/diagnosis.hpp"
#include "why/setting.hpp"
#include "why/variation.hpp"

namespace isorun {

// What is known about a unit once it has been examined.
struct Examined {
  const Suite& suite;
  std::size_t unit = 0;
  std::string_view group{};  // RunRecord::group
  const std::vector<Variation>& variations;
  const Diagnosis& cause;
};

struct Cure {
  std::string sentence{};  // without the unit's name: "passes with --net host: it needs ..."
  std::string option{};    // "--net host"; empty: no option cures it
  TomlLines lines{};       // empty: none
  [[nodiscard]] bool is_known() const { return !option.empty() || !lines.empty(); }
};

Cure cure_of(const Examined& examined);

// "fails in 3 of 3 runs alone", one line per series.
std::vector<std::string> evidence_of(const Examined& examined);

// "alone", "with --net host", "after Suite.A in one process"
std::string where(const Examined& examined, const Circumstances& circumstances);

// What could not be tried, and why.
std::vector<std::string> untried_of(const Examined& examined);

// "with --net host", "with --net host and without --hide data"
std::string with_options(const std::vector<std::size_t>& some,
                         const std::vector<Variation>& variations);

}  // namespace isorun
