#include "why/command_chain.hpp"

#include <cerrno>
#include <vector>

#include <fmt/format.h>

#include "base/shell.hpp"
#include "files/files.hpp"

namespace isorun {
namespace {

std::string script_of(const ShardCommand& command) {
  std::string text;
  for (const std::string& name : command.unset) text += fmt::format("unset {}\n", name);
  for (const std::string& variable : command.set)
    text += fmt::format("export {}\n", quoted_for_shell(variable));
  return text + fmt::format("exec {} </dev/null\n", quoted_for_shell(command.argv));
}

// How a unit runs whose output is discarded, with a results directory of its own.
struct Hidden {
  std::string preparation;
  std::string run;
};

Hidden hidden(const Suite& suite, std::size_t unit, const std::string& own) {
  const ShardCommand command = suite.command(std::span(&unit, 1), own);
  return {fmt::format("mkdir {}\n", quoted_for_shell(own)),
          fmt::format("({}) >/dev/null 2>&1\n", script_of(command))};
}

std::string asking_for(const std::string& path) {
  return fmt::format("test -e {}\n", quoted_for_shell(path));
}

Result<UniqueFd> file_with(const std::string& script) {
  UniqueFd file = memory_file(script);
  if (!file) return std::unexpected(Error{Phase::run, errno, "writing a script for a trial"});
  return file;
}

}  // namespace

Result<UniqueFd> chain_of(const Suite& suite, std::span<const std::size_t> units,
                          const std::string& directory, const ShardCommand& last) {
  std::string script;
  for (std::size_t i = 0; i + 1 < units.size(); ++i) {
    const Hidden before = hidden(suite, units[i], fmt::format("{}/before-{}", directory, i));
    script += before.preparation + before.run;
  }
  return file_with(script + script_of(last));
}

CompanionMarks marks_in(const std::string& directory) {
  return {directory + "/start", directory + "/gate", directory + "/end"};
}

Result<UniqueFd> script_beside(const Suite& suite, const Companion& companion,
                               const std::string& directory, const ShardCommand& last) {
  const Hidden own = hidden(suite, companion.unit, directory + "/companion");
  const CompanionMarks marks = marks_in(directory);
  // Not a child of the other unit, which may wait for all of its own.
  const auto in_background = [](const std::string& lines) {
    return fmt::format("((\n{}) &)\n", lines);
  };
  std::string script = own.preparation;
  switch (companion.course) {
    case Companion::Course::before:
      script += own.run;
      break;
    case Companion::Course::meanwhile:
      script += in_background(own.run);
      break;
    case Companion::Course::inside:
      script += in_background(asking_for(marks.gate) + own.run + asking_for(marks.end));
      script += asking_for(marks.start);
      break;
    case Companion::Course::around:
      script += in_background(asking_for(marks.start) + own.run + asking_for(marks.end));
      script += asking_for(marks.gate);
      break;
  }
  return file_with(script + script_of(last));
}

}  // namespace isorun
