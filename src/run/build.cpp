#include "run/build.hpp"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include <isorun/sandbox.hpp>

#include "base/program.hpp"
#include "base/streams.hpp"
#include "files/read_file.hpp"
#include "files/temporary_place.hpp"
#include "run/inquiry.hpp"
#include "run/user_command.hpp"
#include "suite/verdict.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

Result<Attempt> run(Signals& signals, const Layout& layout, const ShardCommand& command, int errors,
                    const char* doing) {
  Result<Sandbox> sandbox = Sandbox::open(layout);
  if (!sandbox) return std::unexpected(sandbox.error());
  Result<Attempt> attempt = inquire(*sandbox, signals, command, {.errors = errors}, doing);
  return attempt;
}

Result<std::optional<BuildPlace>> find_place(Signals& signals, const Options& options,
                                             const Builder& builder, const UserCommand& command) {
  Result<Attempt> attempt =
      run(signals, options.layout, builder.question(command), -1, "asking where the build writes");
  if (!attempt) return std::unexpected(attempt.error());
  const Evidence answer = attempt->evidence();
  // A driver that refuses to answer will refuse to build, and say why. One that was killed would
  // build, but its writes would be lost.
  if (const auto verdict = judge(answer); verdict && verdict->reason == Reason::signaled)
    return std::unexpected(
        Error{Phase::run, 0, fmt::format("asking where the build writes: {}", verdict->detail)});
  return builder.place(command, answer);
}

// A build writes to the caches and fetches what it lacks, as if the user had built.
Layout build_layout(const Options& options, const BuildPlace& place, const std::string& directory) {
  Layout layout = options.layout;
  layout.network = Network::host;
  for (const std::string& path : place.shared) {
    std::error_code error;
    fs::create_directories(path, error);  // otherwise the build says what it could not write
    if (!error) layout.directories.push_back({.path = path, .mode = Mode::share});
  }
  layout.directories.push_back({.path = directory, .mode = Mode::share});
  return layout;
}

// Null if the command is no driver that builds, or the user asks for another way to split it.
const Builder* wanted_builder(const Options& options, const UserCommand& command) {
  const auto is_described = [&command](const Adapter& adapter) {
    return is_for(adapter, command.argv);
  };
  if (std::ranges::any_of(options.adapters, is_described)) return nullptr;
  const bool is_other = !options.framework.empty() || !options.list.empty() ||
                        options.sharding == Sharding::none ||
                        find_program(command.argv.front()).empty();
  return is_other ? nullptr : builder_of(command);
}

int code_of(const Ending& ending) {
  return ending.how == Ending::How::signaled ? 128 + ending.code : ending.code;
}

}  // namespace

Result<std::optional<Build>> build_programs(Signals& signals, const Options& options) {
  const UserCommand command = user_command(options);
  const Builder* builder = wanted_builder(options, command);
  if (builder == nullptr) return std::nullopt;
  const Result<std::optional<BuildPlace>> found = find_place(signals, options, *builder, command);
  if (!found) return std::unexpected(found.error());
  const std::optional<BuildPlace>& place = *found;
  if (!place) return std::nullopt;
  if (options.no_build)
    return std::unexpected(Error{
        Phase::usage, 0,
        fmt::format("`{}` builds before it runs tests, which --no-build forbids", builder->name)});
  Result<TemporaryDirectory> directory = make_temporary_place("isorun.build.", place->temporary);
  if (!directory) return std::unexpected(directory.error());
  const std::string path = directory->path();
  Result<Attempt> attempt =
      run(signals, build_layout(options, *place, path), builder->build(command, path),
          STDERR_FILENO, "building the test programs");
  if (!attempt) return std::unexpected(attempt.error());
  Evidence evidence = attempt->evidence();
  evidence.file = [&path](std::string_view name) -> std::optional<std::string> {
    Result<std::string> text = read_file(fmt::format("{}/{}", path, name));
    return text ? std::optional(std::move(*text)) : std::nullopt;
  };
  Built built = builder->read(command, *place, evidence, path);
  const Ending ending = evidence.ending;
  return Build{.directory = std::move(*directory),
               .step = std::move(*attempt),
               .builder = builder,
               .built = std::move(built),
               .shared = place->shared,
               .time = ending.wall,
               .exit_code = code_of(ending)};
}

Result<std::optional<Build>> build_or_fail(Signals& signals, const Options& options) {
  Result<std::optional<Build>> build = build_programs(signals, options);
  if (!build || !*build || !(*build)->built.failed) return build;
  print_error((*build)->built.output);
  return std::unexpected(
      Error{Phase::usage, 0, fmt::format("{} does not build the tests", (*build)->builder->name)});
}

}  // namespace isorun
