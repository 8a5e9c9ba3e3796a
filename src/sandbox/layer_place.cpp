#include "sandbox/layer_place.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sched.h>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>

#include <isorun/unique_fd.hpp>

#include "base/raw.hpp"
#include "base/raw_file.hpp"
#include "base/temporary_directory.hpp"
#include "base/worded.hpp"
#include "sandbox/id_maps.hpp"
#include "sandbox/primitives.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using raw::call;

// Directories that an overlay marks, and cannot mark without user attributes: one created in place
// of a deleted one, and a deleted one that is not empty.
long replace_directory() {
  if (const long error = call(SYS_unlinkat, AT_FDCWD, "merged/d/file", 0)) return error;
  if (const long error = call(SYS_unlinkat, AT_FDCWD, "merged/d", AT_REMOVEDIR)) return error;
  return call(SYS_mkdirat, AT_FDCWD, "merged/d", 0700);
}

enum class Fit { good, bad, unknown };  // unknown: the host forbids overlays everywhere

Fit try_overlay(int go) {
  if (call(SYS_unshare, CLONE_NEWUSER | CLONE_NEWNS) != 0) return Fit::unknown;
  char byte = 0;
  if (call(SYS_write, go, "", 1) != 1 || call(SYS_read, go, &byte, 1) != 1) return Fit::unknown;
  constexpr Option options[] = {
      {"lowerdir", "lower"}, {"upperdir", "upper"}, {"workdir", "work"}, {"userxattr", nullptr}};
  Message message{};
  const long error = mount_filesystem("overlay", options, MS_NOSUID | MS_NODEV, "merged", message);
  if (error == -EPERM || error == -EACCES || error == -ENOSYS) return Fit::unknown;
  return error == 0 && replace_directory() == 0 ? Fit::good : Fit::bad;
}

// The exit code is the answer. Like a stage's, its overlay belongs to a new user namespace.
[[noreturn]] void run_trial(const std::string& place, int go) {
  const bool is_there = call(SYS_chdir, place.c_str()) == 0;
  raw::exit(static_cast<int>(is_there ? try_overlay(go) : Fit::bad));
}

// The trial's process. It is reaped even if memory runs out meanwhile.
class Trial {
 public:
  Trial(int process, long child, UniqueFd socket)
      : process_(process), child_(static_cast<pid_t>(child)), socket_(std::move(socket)) {}
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;
  ~Trial() {
    if (child_ > 0) end();
  }

  void write_maps(const Ids& ids) const {
    char byte = 0;
    const bool is_waiting = ::read(socket_.get(), &byte, 1) == 1;
    if (is_waiting && write_id_maps(process_.get(), ids)) [[maybe_unused]]
      const ssize_t written = ::write(socket_.get(), "", 1);
  }

  Fit end() {
    socket_.reset();
    const pid_t child = std::exchange(child_, -1);
    int status = 0;
    pid_t ended = 0;
    do ended = ::waitpid(child, &status, __WALL);
    while (ended < 0 && errno == EINTR);
    return ended > 0 && WIFEXITED(status) ? static_cast<Fit>(WEXITSTATUS(status)) : Fit::unknown;
  }

 private:
  UniqueFd process_;
  pid_t child_;
  UniqueFd socket_;
};

Fit try_overlay_in(const std::string& place, const Ids& ids) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return Fit::unknown;
  UniqueFd own(ends[0]);
  UniqueFd childs(ends[1]);
  int pidfd = -1;
  const long child = call(SYS_clone, CLONE_PIDFD, 0L, &pidfd, 0L, 0L);
  if (child == 0) {
    call(SYS_close, own.get());
    run_trial(place, childs.get());
  }
  if (child < 0) return Fit::unknown;
  Trial trial(pidfd, child, std::move(own));
  childs.reset();
  trial.write_maps(ids);
  return trial.end();
}

Fit try_layers_in(const std::string& directory, const Ids& ids) {
  const Result<TemporaryDirectory> trial =
      TemporaryDirectory::make(directory, "isorun.trial.", [](const Error&) {});
  if (!trial) return Fit::bad;
  const std::string place = trial->path();
  std::error_code error;
  for (const char* name : {"lower/d", "upper", "work", "merged"})
    fs::create_directories(fs::path(place) / name, error);
  const UniqueFd file(
      ::open((place + "/lower/d/file").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  return !error && file ? try_overlay_in(place, ids) : Fit::bad;
}

// An overlay cannot be the upper layer of another one, and a ramfs has no user attributes.
bool can_hold_layers(const std::string& directory, const Facts& facts) {
  struct statfs status {};
  // A directory that is not there is the planner's to report.
  if (::statfs(directory.c_str(), &status) != 0) return true;
  return status.f_type != OVERLAYFS_SUPER_MAGIC && status.f_type != RAMFS_MAGIC &&
         (status.f_type != TMPFS_MAGIC || facts.tmpfs_has_attributes);
}

Result<void> check_named_place(const Layout& layout, const Facts& facts) {
  const fs::path place = fs::path(layout.working_directory) / layout.scratch;
  if (can_hold_layers(place.string(), facts)) return {};
  return std::unexpected(Error{
      Phase::usage, 0,
      fmt::format("{} {}: its file system cannot hold the layers of overlays; a container's root "
                  "directory cannot, nor can a tmpfs before Linux 6.6",
                  called(LayoutSetting::scratch), layout.scratch),
      "name a directory on ext4, XFS or Btrfs, such as a volume"});
}

}  // namespace

Result<std::string> find_layer_place(const Layout& layout, const Facts& facts) {
  if (!layout.scratch.empty()) {
    const Result<void> checked = check_named_place(layout, facts);
    return checked ? Result<std::string>("") : std::unexpected(checked.error());
  }
  if (facts.tmpfs_has_attributes) return "";
  if (layout.scratch_bytes != 0)
    return std::unexpected(
        Error{Phase::usage, 0,
              called(LayoutSetting::scratch_bytes) +
                  " needs layers in memory, which overlays cannot use before Linux 6.6; leave it "
                  "out, and layers lie on disk"});
  const std::vector<std::string> candidates = {facts.temporary, "/var/tmp", "/tmp",
                                               facts.home + "/.cache", facts.home};
  for (const std::string& candidate : candidates) {
    std::error_code error;
    const fs::path directory = fs::canonical(candidate, error);
    if (error || !directory.is_absolute()) continue;
    const Fit found = try_layers_in(directory.string(), facts.ids);
    if (found == Fit::good) return directory.string();
    if (found == Fit::unknown) return "";  // the sandbox's own steps report the reason
  }
  return std::unexpected(Error{
      Phase::host, EOPNOTSUPP,
      "finding a place for layers: before Linux 6.6 a tmpfs cannot hold those of overlays, and "
      "neither can /var/tmp, /tmp and the home directory",
      "name a directory on ext4, xfs or btrfs with " + called(LayoutSetting::scratch)});
}

}  // namespace isorun
