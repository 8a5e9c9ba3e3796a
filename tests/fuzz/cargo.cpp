// The messages of `cargo test --no-run`, and what its runner recorded.
#include "suite/cargo/cargo.hpp"

#include <memory>
#include <vector>

#include "fuzz.hpp"
#include "suite/several.hpp"
#include "suites.hpp"

using namespace isorun;
using namespace isorun::fuzz;

FUZZ(cargo) {
  const std::vector<std::string_view> texts = parts_of(input);
  const UserCommand command{{"cargo", "test", "--target-dir", "x"}, {"A=1"}};
  Evidence build = evidence_of("0", texts[0]);
  build.file = [&texts](std::string_view name) -> std::optional<std::string> {
    if (name.ends_with("/words")) return std::string(part(texts, 1));
    if (name.ends_with("/variables")) return std::string(part(texts, 2));
    return std::string(part(texts, 3));
  };
  const BuildPlace place = *cargo::builder.place(command, build);
  for (const std::string& path : place.shared)
    require(path.starts_with('/'), "what is shared is absolute");
  const Built built = cargo::builder.read(command, place, build, "/b");
  std::vector<std::unique_ptr<Suite>> suites;
  for (const TestProgram& program : built.programs) {
    require(!program.failure.empty() || !program.command.argv.empty(), "it has a command");
    suites.push_back(make_unbuilt(program));
  }
  const auto suite = join_suites(std::move(suites), built.programs);
  if (!suite->units().empty()) check_suite(*suite, build);
}
