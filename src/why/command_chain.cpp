#include "why/command_chain.hpp"

#include <cerrno>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <sys/mman.h>

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

}  // namespace

Result<UniqueFd> chain_of(const Suite& suite, std::span<const std::size_t> units,
                          const std::string& directory, const ShardCommand& last) {
  std::string script;
  for (std::size_t i = 0; i + 1 < units.size(); ++i) {
    const std::string own = fmt::format("{}/before-{}", directory, i);
    const ShardCommand command = suite.command(units.subspan(i, 1), own);
    script +=
        fmt::format("mkdir {}\n({}) >/dev/null 2>&1\n", quoted_for_shell(own), script_of(command));
  }
  script += script_of(last);
  UniqueFd file(::memfd_create("chain", MFD_CLOEXEC));
  if (!file || !write_all(file.get(), script) || ::lseek(file.get(), 0, SEEK_SET) != 0)
    return std::unexpected(Error{Phase::run, errno, "writing a script for a trial"});
  return file;
}

}  // namespace isorun
