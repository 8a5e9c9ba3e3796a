#include "twins.hpp"

#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sched.h>
#include <sstream>
#include <string_view>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>

namespace isorun {
namespace {

constexpr std::array verdicts = {"refused", "reached", "done", "absent"};
constexpr const char* name_variable = "ISORUN_ATTACK";
constexpr const char* target_variable = "ISORUN_TARGET";

std::string to_text(const Target& target) {
  return fmt::format("{} {} {} {} {} {} {} {} {}", target.place, target.temporary, target.terminal,
                     target.name, target.key, target.port, target.process, target.first,
                     target.memory);
}

Target parse_target(const char* text) {
  Target target;
  std::istringstream(text) >> target.place >> target.temporary >> target.terminal >> target.name >>
      target.key >> target.port >> target.process >> target.first >> target.memory;
  return target;
}

const Inside attacker("attack", [] {
  const std::string_view name = std::getenv(name_variable);
  const Target target = parse_target(std::getenv(target_variable));
  for (const Attack& attack : all_attacks()) {
    if (attack.name != name) continue;
    std::cout << verdicts.at(static_cast<std::size_t>(attack.attempt(target))) << std::flush;
  }
});

// Makes a directory read-only by its own mount, as a sandbox does, but does not lock that mount.
void make_mounts(const Target& target) {
  const std::string place = target.place + "/read-only";
  ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  ::mount(place.c_str(), place.c_str(), nullptr, MS_BIND, nullptr);
  ::mount(nullptr, place.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr);
}

void enter(Twin twin, const Target& target) {
  constexpr int namespaces =
      CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
  if (twin == Twin::host) return;
  if (twin == Twin::root) {
    if (::unshare(CLONE_NEWNS) == 0) ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    return;
  }
  const bool is_in = is_root() ? ::unshare(namespaces) == 0 : become_root_of(namespaces);
  if (!is_in) ::_exit(125);
  make_mounts(target);
}

[[noreturn]] void run_attacker(const Attack& attack, const Victims& victims, Twin twin,
                               int output) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  enter(twin, victims.target());
  ::setenv(name_variable, attack.name, 1);
  ::setenv(target_variable, to_text(victims.target()).c_str(), 1);
  ::dup2(victims.terminal(), STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  Words words = attacker.argv();
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  ::execv(argv[0], argv.data());
  ::_exit(126);
}

}  // namespace

std::string attack_inside(Sandbox& sandbox, const Attack& attack, const Victims& victims) {
  Target target = victims.target();
  target.first = 1;
  Words variables = environment();
  variables.push_back(fmt::format("{}={}", name_variable, attack.name));
  variables.push_back(fmt::format("{}={}", target_variable, to_text(target)));
  const Output output;
  Result<Shard> shard = sandbox.start({.argv = attacker.argv(),
                                       .environment = variables,
                                       .input = victims.terminal(),
                                       .output = output.fd(),
                                       .error = output.fd()});
  if (!shard) return to_string(shard.error());
  const Ending ending = shard->wait();
  return output.text() + isorun::to_text(ending);
}

std::string attack_outside(const Attack& attack, const Victims& victims, Twin twin) {
  const Output output;
  const pid_t child = ::fork();
  if (child == 0) run_attacker(attack, victims, twin, output.fd());
  int status = 0;
  ::waitpid(child, &status, 0);
  return output.text() + (status == 0 ? "" : fmt::format("[status {:x}]", status));
}

}  // namespace isorun
