#include "suite/cargo/cargo.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/shell.hpp"
#include "base/text.hpp"
#include "suite/captured.hpp"
#include "suite/cargo/words.hpp"
#include "suite/verdict.hpp"
#include "suite/whole.hpp"

namespace isorun::cargo {
namespace {

// Quotes the text as a string of TOML.
std::string in_toml(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

// What Cargo says about one target that it has built.
struct Artifact {
  std::string package_id;
  std::string kind;
  std::string name;
  std::string executable;
  bool is_test = false;  // a test program
};

std::optional<Artifact> read_artifact(std::string_view line) {
  const auto message = line.starts_with('{') ? json::parse(line) : nullptr;
  if (message == nullptr || json::string_in(*message, "reason") != "compiler-artifact")
    return std::nullopt;
  const json::Value* target = json::object_in(*message, "target");
  const json::Value* profile = json::object_in(*message, "profile");
  const json::Value* kinds = target == nullptr ? nullptr : json::array_in(*target, "kind");
  if (profile == nullptr || kinds == nullptr || kinds->Empty() || !(*kinds)[0].IsString())
    return std::nullopt;
  const auto text = [](const json::Value& value, const char* name) {
    return std::string(json::string_in(value, name).value_or(""));
  };
  return Artifact{.package_id = text(*message, "package_id"),
                  .kind = (*kinds)[0].GetString(),
                  .name = text(*target, "name"),
                  .executable = text(*message, "executable"),
                  .is_test = json::bool_in(*profile, "test").value_or(false)};
}

// A package's identifier is "path+file:///src/dir#name@1.0.0" or ".../name#1.0.0"; before Rust 1.77
// "name 1.0.0 (path+file:///src/dir)".
std::string package_name(std::string_view id) {
  if (const std::size_t blank = id.find(' '); blank != std::string_view::npos)
    return std::string(id.substr(0, blank));
  const std::size_t hash = std::min(id.rfind('#'), id.size());
  const std::string_view last = id.substr(std::min(hash + 1, id.size()));
  if (const std::size_t at = last.find('@'); at != std::string_view::npos)
    return std::string(last.substr(0, at));
  const std::string_view path = id.substr(0, std::min(hash, id.find('?')));
  return std::string(path.substr(path.rfind('/') + 1));
}

// Names a program as nextest does: "crate", "crate::integration", "crate::bin/tool".
std::string program_name(const Artifact& artifact) {
  std::string package = package_name(artifact.package_id);
  if (artifact.kind == "test") return fmt::format("{}::{}", package, artifact.name);
  for (const std::string_view kind : {"bin", "example", "bench"})
    if (artifact.kind == kind) return fmt::format("{}::{}/{}", package, kind, artifact.name);
  return package;
}

// Cargo has the same default.
std::string rustdoc_of(const UserCommand& command) {
  return std::string(variable_in(command.environment, "RUSTDOC").value_or("rustdoc"));
}

// rustdoc would run each doc test through the runner as well, and record it.
void drop_runner(Words& argv) {
  for (auto word = argv.begin(); word != argv.end();) {
    const bool is_runner = *word == "--test-runtool" || *word == "--test-runtool-arg";
    word = is_runner && word + 1 != argv.end() ? argv.erase(word, word + 2) : word + 1;
  }
}

// The doc tests of a package, from the command that Cargo starts for them.
TestProgram doc_tests(const UserCommand& command, Captured captured) {
  const std::string_view package =
      variable_in(captured.set, "CARGO_PKG_NAME")
          .value_or(value_in(captured.argv, {"--crate-name"}).value_or("package"));
  TestProgram program{.command = command,
                      .prefix = {},
                      .suite = fmt::format("{}::doc", package),
                      .framework = std::string(whole_command)};
  drop_runner(captured.argv);
  program.command.argv = placed(captured);
  program.command.set = std::move(captured.set);
  return program;
}

bool matches(const UserCommand& command) {
  return can_be_split(command.argv);
}

ShardCommand question(const UserCommand& command) {
  constexpr std::string_view script = "pwd -P; echo \"${CARGO_HOME:-$HOME/.cargo}\"; exec \"$@\"";
  ShardCommand result = {{"sh", "-c", std::string(script), "sh"}, {}, {}};
  std::ranges::move(metadata_words(command.argv), std::back_inserter(result.argv));
  return result;
}

std::optional<BuildPlace> place(const UserCommand& command, const Evidence& answer) {
  std::vector<std::string_view> said;
  for (const std::string_view line : lines(answer.output)) said.push_back(line);
  said.resize(3);
  BuildPlace place{.working_directory = std::string(said[0])};
  const auto share = [&place](std::string_view path) {
    if (path.starts_with('/')) place.shared.emplace_back(path);
  };
  share(said[1]);
  if (const auto metadata = json::parse(said[2]); metadata != nullptr) {
    // Cargo writes Cargo.lock there.
    share(json::string_in(*metadata, "workspace_root").value_or(""));
    share(json::string_in(*metadata, "target_directory").value_or(""));
  }
  if (const auto target = value_of(command.argv, "--target-dir"))
    share(target->starts_with('/') ? *target
                                   : fmt::format("{}/{}", place.working_directory, *target));
  return place;
}

// The first command builds and reports what it built. The second has nothing left to build, and
// starts the runner instead of each program, and our script instead of rustdoc.
ShardCommand build(const UserCommand& command, std::string_view directory) {
  const std::string runner = fmt::format("target.\"cfg(all())\".runner=[\"sh\",{},\"leave\"]",
                                         in_toml(fmt::format("{}/capture", directory)));
  const std::string rustdoc = fmt::format(
      "#!/bin/sh\ncase \" $* \" in *' --test '*) exec sh \"${{0%/*}}/capture\" leave "
      "{0} \"$@\" ;; esac\nexec {0} \"$@\"\n",
      quoted_for_shell(rustdoc_of(command)));
  constexpr std::string_view script =
      "{0} || exit; printf %s {1} >{2}/rustdoc && chmod +x {2}/rustdoc || exit; "
      "RUSTDOC={2}/rustdoc {3} 2>{2}/errors && exit; code=$?; cat {2}/errors >&2; exit $code";
  return with_capture(
      {"sh", "-c",
       fmt::format(script,
                   quoted_for_shell(with_options(
                       command.argv, {"--no-run", "--message-format=json-render-diagnostics"})),
                   quoted_for_shell(rustdoc), quoted_for_shell(directory),
                   quoted_for_shell(with_options(command.argv, {"--config", runner})))},
      directory);
}

Built read(const UserCommand& command, const BuildPlace& /*place*/, const Evidence& build,
           std::string_view directory) {
  std::vector<Artifact> artifacts;
  std::map<std::string, Captured> captured;  // by program
  std::vector<TestProgram> documented;
  for (const std::string_view line : lines(build.output)) {
    if (std::optional<Artifact> artifact = read_artifact(line)) {
      artifacts.push_back(*std::move(artifact));
    } else if (line.starts_with(capture_mark)) {
      auto one = read_captured(line.substr(capture_mark.size()), command, build, directory);
      if (!one) continue;
      std::string program = one->argv.front();
      if (program == rustdoc_of(command))
        documented.push_back(doc_tests(command, *std::move(one)));
      else
        captured.emplace(std::move(program), *std::move(one));
    }
  }
  Built built;
  for (const Artifact& artifact : artifacts) {
    if (!artifact.is_test || artifact.executable.empty()) continue;
    const std::string name = program_name(artifact);
    TestProgram program{
        .command = command, .prefix = name + " ", .suite = name, .framework = "libtest"};
    if (const auto found = captured.find(artifact.executable); found != captured.end()) {
      program.command.set = found->second.set;
      program.command.argv = placed(found->second);
    } else {
      program.failure = "not started";
      program.output = fmt::format(
          "Cargo did not start {} through isorun: its configuration names another runner for "
          "this target\n",
          artifact.executable);
    }
    built.programs.push_back(std::move(program));
  }
  std::ranges::sort(built.programs, {}, &TestProgram::suite);
  std::ranges::sort(documented, {}, &TestProgram::suite);
  std::ranges::move(documented, std::back_inserter(built.programs));
  const auto verdict = judge(build);
  built.failed = !verdict || verdict->reason != Reason::passed;
  return built;
}

}  // namespace

constexpr Builder builder = {
    "cargo test", Builder::Makes::programs, matches, question, place, build, read};

}  // namespace isorun::cargo
