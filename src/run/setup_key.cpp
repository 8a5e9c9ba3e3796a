#include "run/setup_key.hpp"

#include <algorithm>
#include <array>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "base/assignment.hpp"
#include "base/digest.hpp"
#include "base/variable.hpp"
#include "base/working_directory.hpp"
#include "run/setup_inputs.hpp"
#include "suite/reports.hpp"

namespace isorun {
namespace {

// Whoever runs the suite, and how programs are found and write.
constexpr std::array plain_variables = {"HOME", "LANG",  "LANGUAGE", "LOGNAME",
                                        "PATH", "SHELL", "TZ",       "USER"};

bool is_variable(std::string_view input) {
  return input.starts_with('$');
}

bool is_seen(std::string_view name, const StepOptions& step, const Groundwork& below) {
  return name.starts_with("LC_") || std::ranges::count(plain_variables, name) > 0 ||
         std::ranges::count(*step.inputs, fmt::format("${}", name)) > 0 ||
         std::ranges::count(below.variables, name, variable_name) > 0;
}

void add_variables(const StepOptions& step, const Groundwork& below, Digest& digest) {
  std::vector<std::string> seen;
  for (const std::string_view variable : variables())
    if (is_seen(variable_name(variable), step, below)) seen.emplace_back(variable);
  for (const std::string& variable : below.variables) set_variable(seen, variable);
  std::ranges::sort(seen);
  for (const std::string& variable : seen) digest.add(variable);
  digest.add(seen.size());
}

void add_layout(const Layout& layout, Digest& digest) {
  for (const DirectoryMode& directory : layout.directories)
    digest.add(directory.path).add(static_cast<std::uint64_t>(directory.mode));
  for (const Bind& bind : layout.binds) digest.add(bind.source).add(bind.target);
  digest.add(layout.directories.size()).add(layout.binds.size());
  digest.add(static_cast<std::uint64_t>(layout.isolation))
      .add(static_cast<std::uint64_t>(layout.network))
      .add(static_cast<std::uint64_t>(layout.proc))
      .add(static_cast<std::uint64_t>(layout.user_namespaces));
}

// Adds who owns what the set-up writes, with which mode, and for which processor.
void add_user(Digest& digest) {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  utsname system{};
  ::uname(&system);
  digest.add(::geteuid()).add(::getegid()).add(mask).add(system.machine);
}

// A copy holds what the host's directory held, so all of that is an input.
Result<void> add_copies(const SetupSurroundings& around, Digest& digest) {
  for (const DirectoryMode& directory : around.layout.directories) {
    if (directory.mode != Mode::copy) continue;
    const Result<Pattern> all = Pattern::create(quoted_for_pattern(directory.path),
                                                home_in_environment(), working_directory());
    if (!all) return std::unexpected(all.error());
    if (Result<void> added = add_files(*all, around.absent, digest); !added) return added;
  }
  return {};
}

}  // namespace

Words hidden_variables(const StepOptions& step, const Groundwork& below) {
  Words hidden;
  for (const std::string_view variable : variables())
    if (!is_seen(variable_name(variable), step, below))
      hidden.emplace_back(variable_name(variable));
  return hidden;
}

Result<std::string> setup_key(const StepOptions& step, const SetupSurroundings& around) {
  Digest digest;
  digest.add(around.version).add(step.command).add(step.env).add(working_directory());
  add_user(digest);
  add_layout(around.layout, digest);
  add_variables(step, around.below, digest);
  for (const std::string& layer : around.layers_below) digest.add(layer);
  digest.add(around.layers_below.size());
  if (Result<void> added = add_copies(around, digest); !added)
    return std::unexpected(added.error());
  for (const std::string& input : *step.inputs) {
    digest.add(input);
    if (is_variable(input)) continue;
    const Result<Pattern> pattern =
        Pattern::create(input, home_in_environment(), working_directory());
    if (!pattern) return std::unexpected(pattern.error());
    if (Result<void> added = add_files(*pattern, around.absent, digest); !added)
      return std::unexpected(added.error());
  }
  return digest.hex().substr(0, 32);
}

Result<void> check_input(const std::string& input) {
  if (!is_variable(input)) {
    const Result<Pattern> pattern = Pattern::create(input, "/", "/");
    return pattern ? Result<void>() : std::unexpected(pattern.error());
  }
  if (input.size() > 1 && input.find('=') == std::string::npos) return {};
  return std::unexpected(
      Error{Phase::usage, 0, fmt::format("{}: must be the name of a variable after the $", input)});
}

}  // namespace isorun
