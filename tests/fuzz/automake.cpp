// Automake: the tests that the build lists, what make prints, and a .trs file.
#include "suite/automake/automake.hpp"

#include "fuzz.hpp"
#include "suites.hpp"

using namespace isorun;
using namespace isorun::fuzz;

FUZZ(automake) {
  const std::vector<std::string_view> parts = parts_of(input);
  Evidence build = evidence_of("0", {});
  build.file = [&](std::string_view name) -> std::optional<std::string> {
    return std::string(name == "list" ? part(parts, 0) : std::string_view());
  };
  const Built built = automake::builder.read({.argv = {"make", "check"}}, {}, build, "/build");
  Evidence run = evidence_of(part(parts, 1), part(parts, 2));
  run.file = [&](std::string_view name) -> std::optional<std::string> {
    return std::string(name.ends_with(".trs") ? part(parts, 3) : part(parts, 4));
  };
  check_suite(*built.make_suite(), run);
}
