#include "host_state.hpp"

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <thread>
#include <unistd.h>

#include <sys/prctl.h>
#include <sys/wait.h>

namespace isorun {
namespace {

namespace fs = std::filesystem;

std::string status_word(pid_t process, const std::string& name) {
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name + ":\t")) return line.substr(name.size() + 2);
  }
  return "";
}

std::multimap<pid_t, pid_t> children_by_parent() {
  std::multimap<pid_t, pid_t> children;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc")) {
    const pid_t process = std::atoi(entry.path().filename().c_str());
    if (process <= 0) continue;
    const long parent = status_number(process, "PPid");
    if (parent > 0) children.emplace(static_cast<pid_t>(parent), process);
  }
  return children;
}

}  // namespace

std::vector<pid_t> descendants(pid_t ancestor) {
  const std::multimap<pid_t, pid_t> children = children_by_parent();
  std::vector<pid_t> found;
  std::vector<pid_t> parents = {ancestor};
  while (!parents.empty()) {
    const pid_t parent = parents.back();
    parents.pop_back();
    const auto [begin, end] = children.equal_range(parent);
    for (auto child = begin; child != end; ++child) {
      found.push_back(child->second);
      parents.push_back(child->second);
    }
  }
  return found;
}

std::string running_commands() {
  std::string names;
  for (const pid_t process : descendants(::getpid())) {
    const std::string name = status_word(process, "Name");
    if (name != "isorun-stage" && !name.empty()) names += name + " ";
  }
  return names;
}

long status_number(pid_t process, const std::string& name) {
  return std::atol(status_word(process, name).c_str());
}

int open_descriptors() {
  return static_cast<int>(std::distance(fs::directory_iterator("/proc/self/fd"), {}));
}

void adopt_orphans() {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
}

bool no_child_is_left() {
  for (;;) {
    const pid_t child = ::waitpid(-1, nullptr, WNOHANG);
    if (child <= 0) return child < 0 && errno == ECHILD;
  }
}

bool eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace isorun
