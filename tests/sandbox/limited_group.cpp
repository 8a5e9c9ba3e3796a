#include "limited_group.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

#include "host/memory.hpp"
#include "host_state.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

std::string content(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<MemoryGroup> groups_of_this_process() {
  return memory_groups(content("/proc/self/cgroup"), content("/proc/self/mountinfo"));
}

// In version 2 only where the group above hands the controller down: not ours to change.
bool limit(const fs::path& group, const std::string& bytes) {
  for (const char* name : {"memory.limit_in_bytes", "memory.max"}) {
    if (fs::exists(group / name))
      return static_cast<bool>(std::ofstream(group / name) << bytes << std::flush);
  }
  return false;
}

}  // namespace

LimitedGroup::LimitedGroup(const std::string& bytes) {
  std::error_code error;
  for (const MemoryGroup& above : groups_of_this_process()) {
    if (!above.is_own) continue;
    const fs::path group =
        fs::path(above.directory) / ("isorun-test-" + std::to_string(::getpid()));
    if (!fs::create_directory(group, error)) continue;
    directory_ = group;
    if (limit(group, bytes)) return;
    fs::remove(group, error);
    directory_.clear();
  }
}

LimitedGroup::~LimitedGroup() {
  if (directory_.empty()) return;
  std::error_code error;
  eventually([&] { return fs::remove(directory_, error); });  // EBUSY while processes end
}

Words LimitedGroup::words(const Words& command) const {
  Words all = {"/bin/sh", "-c", R"(echo $$ > "$0" && exec "$@")", directory_ + "/cgroup.procs"};
  all.insert(all.end(), command.begin(), command.end());
  return all;
}

bool has_memory_controller() {
  for (const MemoryGroup& group : groups_of_this_process()) {
    if (fs::exists(group.directory + "/memory.stat")) return true;
  }
  return false;
}

}  // namespace isorun
