#include "sandbox/devices.hpp"

#include <array>
#include <filesystem>

namespace isorun {
namespace {

namespace fs = std::filesystem;

// The devices that Docker gives a container, and others that test suites open. The rest of /dev is
// hardware, through which root could write the host's disks.
constexpr std::array devices = {"full", "fuse",    "kfd",       "kvm",       "net/tun",
                                "null", "random",  "tty",       "urandom",   "zero",
                                "dri",  "nvidia0", "nvidiactl", "nvidia-uvm"};

}  // namespace

void add_devices(const std::string& terminal, StepList& steps) {
  steps.add({.verb = Verb::make_directory, .target = "dev/shm", .mode = 01777});
  steps.add({.verb = Verb::make_directory, .target = "dev/mqueue", .mode = 01777});
  steps.add({.verb = Verb::make_directory, .target = "dev/pts", .mode = 0755});
  steps.add_mount(Verb::bind, "dev", "dev");
  for (const char* name : devices) {
    const std::string source = std::string("/dev/") + name;
    std::error_code error;
    const fs::file_status status = fs::status(source, error);
    if (!fs::exists(status)) continue;
    const std::string target = std::string("dev/") + name;
    if (fs::is_directory(status)) {
      steps.add({.verb = Verb::make_directory, .target = target, .mode = 0755});
    } else {
      steps.add({.verb = Verb::make_file, .target = target});
    }
    steps.add_mount(Verb::bind, source, target);
  }
  if (!terminal.empty()) {
    steps.add({.verb = Verb::make_file, .target = "dev/console"});
    steps.add_mount(Verb::bind, terminal, "dev/console");
  }
  // /dev/ptmx looks for terminals in its own directory, which a bind mount of a single file does
  // not have (path_pts in fs/namei.c: ENOENT).
  static constexpr std::array<std::array<const char*, 2>, 5> links = {
      {{"ptmx", "pts/ptmx"},
       {"fd", "/proc/self/fd"},
       {"stdin", "/proc/self/fd/0"},
       {"stdout", "/proc/self/fd/1"},
       {"stderr", "/proc/self/fd/2"}}};
  for (const auto& [name, target] : links) {
    steps.add({.verb = Verb::make_symlink, .source = target, .target = std::string("dev/") + name});
  }
  steps.add({.verb = Verb::read_only, .target = "dev"});
}

}  // namespace isorun
