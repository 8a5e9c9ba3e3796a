// The words of `meson test` and of `ninja test`.
#pragma once

#include <optional>
#include <string>

#include "suite/suite.hpp"

namespace isorun::meson {

// A command that runs tests, and nothing else.
struct TestWords {
  Words program{};    // that of meson, up to and including "test"
  Words options{};    // what keeps its meaning in each shard; names and slices of tests do not
  Words selection{};  // names and slices of tests
  std::string directory = ".";
  std::string log = "testlog";  // the name of its logs, without what a set-up or wrapper adds
  unsigned max_fail = 0;
  bool rebuilds = true;

  // `more` options and then names; without these, the user's selection.
  [[nodiscard]] Words command(const Words& more) const;
  [[nodiscard]] Words command(const Words& more, const Words& names) const;
};

// nullopt if it is not `meson test`, or does something else with the tests than running them.
std::optional<TestWords> read_words(const Words& argv);

// `ninja test`, which may be that of another generator.
struct NinjaWords {
  Words build{};  // the same command, with what the target depends on in place of the target
  std::string directory = ".";
};

// nullopt if it is not `ninja test`.
std::optional<NinjaWords> read_ninja_words(const Words& argv);

}  // namespace isorun::meson
