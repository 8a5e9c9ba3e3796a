#include "host/facts.hpp"

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <optional>
#include <unistd.h>

#include <linux/mount.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>

#include <isorun/unique_fd.hpp>

#include "base/entries.hpp"
#include "host/account.hpp"
#include "host/capabilities.hpp"
#include "host/memory.hpp"

namespace isorun {
namespace {

std::string environment(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? "" : value;
}

std::string home_directory(uid_t uid) {
  std::string home = environment("HOME");
  if (home.empty()) {
    if (const std::optional<Account> account = account_of(uid)) home = account->home;
  }
  std::error_code error;
  const std::filesystem::path canonical = std::filesystem::canonical(home, error);
  return error ? "" : canonical.string();
}

// The detached clone is closed at once, so the host does not change. Before it enters a user
// namespace, in which it has all capabilities, a stage that clones mounts also changes its root.
bool try_to_clone_root_mount() {
  if (!has_capability(CAP_SYS_CHROOT)) return false;
  const UniqueFd clone(static_cast<int>(
      ::syscall(SYS_open_tree, AT_FDCWD, "/", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC)));
  return static_cast<bool>(clone);
}

// A memfd is a file in a tmpfs.
bool try_attribute_on_tmpfs() {
  const UniqueFd file(::memfd_create("isorun", MFD_CLOEXEC));
  return ::fsetxattr(file.get(), "user.isorun", "", 0, 0) == 0;
}

bool is_read_only(const char* directory) {
  struct statvfs status {};
  return ::statvfs(directory, &status) == 0 && (status.f_flag & ST_RDONLY) != 0;
}

std::map<std::string, std::uint64_t> read_user_limits() {
  std::map<std::string, std::uint64_t> limits;
  std::error_code error;
  for (const std::filesystem::path& entry : entries_of("/proc/sys/user", error)) {
    std::ifstream file(entry);
    if (std::uint64_t limit = 0; file >> limit) limits[entry.filename()] = limit;
  }
  return limits;
}

}  // namespace

Result<Facts> read_facts() {
  Facts facts;
  facts.uid = ::geteuid();
  facts.gid = ::getegid();
  facts.ids = read_ids();
  facts.home = home_directory(facts.uid);
  facts.temporary = environment("TMPDIR");
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) == 0) facts.hostname = name.data();
  facts.may_clone_mounts = try_to_clone_root_mount();
  facts.tmpfs_has_attributes = try_attribute_on_tmpfs();
  Result<std::vector<Mount>> mounts = visible_mounts();
  if (!mounts) return std::unexpected(mounts.error());
  facts.mounts = std::move(*mounts);
  facts.user_limits = read_user_limits();
  facts.proc_sys_is_read_only = is_read_only("/proc/sys/user");
  facts.memory_bytes = memory_bytes();
  facts.network_settings = network_settings(facts.gid);
  return facts;
}

}  // namespace isorun
