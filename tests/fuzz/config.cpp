// isorun.toml.
#include "cli/config.hpp"

#include <CLI/CLI.hpp>

#include "cli/run_options.hpp"
#include "cli/sandbox_options.hpp"
#include "fuzz.hpp"

using namespace isorun;
using namespace isorun::fuzz;

namespace {

struct Known {
  RunOptions run;
  SandboxOptions sandbox;
  CLI::App app;
  Known() {
    run.add_to(app);
    sandbox.add_to(app);
  }
};

}  // namespace

FUZZ(config) {
  static const Known known;
  const auto config =
      parse_config(input, {.name = "isorun.toml", .directory = "/d"}, known.app, known.app);
  if (!config) {
    require(config.error().what.starts_with("isorun.toml:"), "an error names its place");
    return;
  }
  for (const ConfigWord& word : config->words)
    require(word.text.starts_with("--") && word.text.size() > 2, "a key is an option");
  for (const UnitRule& rule : config->rules)
    static_cast<void>(rule.filter.selects({.name = "Suite.Test", .suite = "Suite"}));
}
