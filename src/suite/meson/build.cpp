#include "suite/meson/build.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "suite/meson/words.hpp"
#include "suite/verdict.hpp"

namespace isorun::meson_build {
namespace {

// The target's own command is the last one. xargs reads its quotes.
constexpr std::string_view ninja_script = R"(
to=$1 at=$2; shift 2
"$@" || exit
"$1" -C "$at" -t commands test >"$to/commands" || exit
tail -n 1 "$to/commands" | xargs printf '%s\0' >"$to/words"
)";

std::string directory_of(const UserCommand& command) {
  if (const auto words = meson::read_words(command.argv)) return words->directory;
  const auto ninja = meson::read_ninja_words(command.argv);
  return ninja ? ninja->directory : ".";
}

Words words_in(std::string_view text) {
  Words words;
  for (const std::string_view word : split(text, '\0')) words.emplace_back(word);
  if (!words.empty()) words.pop_back();
  return words;
}

bool is_meson(const UserCommand& command) {
  const auto words = meson::read_words(command.argv);
  return words && words->rebuilds;
}

bool is_ninja(const UserCommand& command) {
  return meson::read_ninja_words(command.argv).has_value();
}

ShardCommand question(const UserCommand& command) {
  constexpr std::string_view script =
      "pwd -P; ccache --get-config cache_dir 2>/dev/null || echo; cat "
      "\"$1/meson-info/meson-info.json\"";
  return {.argv = {"sh", "-c", std::string(script), "sh", directory_of(command)}};
}

std::optional<BuildPlace> place(const UserCommand& /*command*/, const Evidence& answer) {
  const std::vector<std::string_view> said = split(answer.output, '\n');
  if (said.size() < 3) return std::nullopt;
  const auto info = json::parse(
      answer.output.substr(static_cast<std::size_t>(said[2].data() - answer.output.data())));
  const json::Value* directories =
      info == nullptr ? nullptr : json::object_in(*info, "directories");
  if (directories == nullptr) return std::nullopt;
  BuildPlace place{.working_directory = std::string(said[0])};
  for (const std::string_view path : {said[1], json::string_in(*directories, "source").value_or(""),
                                      json::string_in(*directories, "build").value_or("")})
    if (path.starts_with('/')) place.shared.emplace_back(path);
  return place;
}

// Meson builds what the selected tests need, and then runs each of them no times.
ShardCommand build(const UserCommand& command, std::string_view directory) {
  if (const auto words = meson::read_words(command.argv))
    return {.argv = words->command({"--repeat=0", fmt::format("--logbase={}/log", directory)})};
  const auto ninja = meson::read_ninja_words(command.argv);
  ShardCommand result = {.argv = {"sh", "-c", std::string(ninja_script), "sh",
                                  std::string(directory), ninja->directory}};
  std::ranges::copy(ninja->build, std::back_inserter(result.argv));
  return result;
}

Built read(const UserCommand& command, const BuildPlace& /*place*/, const Evidence& build,
           std::string_view /*directory*/) {
  TestProgram program{.command = command, .prefix = {}};
  Words& argv = program.command.argv;
  if (const auto words = meson::read_words(command.argv)) {
    argv = words->command({"--no-rebuild"});
  } else {
    argv = words_in(build.file("words").value_or(""));
    argv.insert(argv.end(), {"-C", directory_of(command)});
  }
  const auto verdict = judge(build);
  Built built{.output = std::string(build.output),
              .failed = !verdict || verdict->reason != Reason::passed};
  if (!built.failed && !meson::read_words(argv)) {
    built.failed = true;
    built.output += "the target test does not run meson test\n";
  }
  built.programs.push_back(std::move(program));
  return built;
}

}  // namespace

constexpr Builder meson_test = {
    "meson test", Builder::Makes::suite, is_meson, question, place, build, read};
constexpr Builder ninja_test = {
    "ninja test", Builder::Makes::suite, is_ninja, question, place, build, read};

}  // namespace isorun::meson_build
