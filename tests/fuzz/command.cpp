// The user's command, one word a line, and the content of its program.
#include <string>

#include "base/text.hpp"
#include "fuzz.hpp"
#include "suite/catch2/spec.hpp"
#include "suite/framework.hpp"

using namespace isorun;
using namespace isorun::fuzz;

FUZZ(command) {
  const auto parts = parts_of(input);
  UserCommand command{.support = "/support"};
  for (const std::string_view word : lines(part(parts, 0))) command.argv.emplace_back(word);
  if (command.argv.empty() || command.argv.front().empty()) return;
  const Invocation invocation{.command = command,
                              .program = NamedFile{"/bin/" + command.argv.front(), part(parts, 1)},
                              .arguments = {{"/work/argument", part(parts, 2)}}};
  for (const Framework& framework : frameworks()) {
    static_cast<void>(framework.match(invocation));
    require(!framework.listing(command, "/results").argv.empty(), "there is a way to ask");
  }
  static_cast<void>(catch2::without_alternatives(command.argv));
  std::vector<Unit> units;
  for (const std::string& word : command.argv) units.push_back({.name = word});
  require(catch2::specs_of(units).size() == units.size(), "each test has a spec");
}
