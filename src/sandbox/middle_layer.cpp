// Creates the layer between the host's directory and the shards' layers in an overlay. Part of the
// steps: system calls only.
#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>

#include <sys/stat.h>

#include "base/raw.hpp"
#include "sandbox/primitives.hpp"
#include "sandbox/steps.hpp"

namespace isorun {
namespace {

using raw::call;

void copy_attribute(const char* source, const char* target, const char* name) {
  char value[4096];
  const long size = call(SYS_lgetxattr, source, name, value, sizeof value);
  if (size >= 0) call(SYS_lsetxattr, target, name, value, size, 0);
}

// Copies the attributes that can be set here: user attributes, and access control lists unless the
// file has another owner, whose list would override the mode set here.
void copy_attributes(const char* source, const char* target, bool is_foreign) {
  char names[4096];
  const long size = call(SYS_llistxattr, source, names, sizeof names);
  for (const char* name = names; name < names + size; name += std::strlen(name) + 1) {
    if (is_foreign && std::strcmp(name, "system.posix_acl_access") == 0) continue;
    copy_attribute(source, target, name);
  }
}

// Attributes first: the file may then become inaccessible to its owner. Mode last: chown(2) clears
// some of its bits.
long finish(const char* source, const char* target, const StandIn& wanted) {
  struct stat host {};
  if (const long error = call(SYS_newfstatat, AT_FDCWD, source, &host, AT_SYMLINK_NOFOLLOW))
    return error;
  const timespec times[2] = {host.st_atim, host.st_mtim};
  if (S_ISLNK(wanted.mode))
    return call(SYS_utimensat, AT_FDCWD, target, times, AT_SYMLINK_NOFOLLOW);
  const bool is_foreign = host.st_uid != wanted.uid || host.st_gid != wanted.gid;
  copy_attributes(source, target, is_foreign);
  struct stat like {};
  like.st_uid = wanted.uid;
  like.st_gid = wanted.gid;
  if (const long error = change_owner(AT_FDCWD, target, like)) return error;
  if (const long error = call(SYS_fchmodat, AT_FDCWD, target, wanted.mode & 07777)) return error;
  return call(SYS_utimensat, AT_FDCWD, target, times, 0);
}

long copy_symlink(const char* source, const char* target) {
  char content[PATH_MAX];
  const long size = call(SYS_readlinkat, AT_FDCWD, source, content, sizeof content - 1);
  if (size < 0) return size;
  content[size] = '\0';
  return call(SYS_symlinkat, content, AT_FDCWD, target);
}

// Whiteouts need no privilege since Linux 5.8 (mknod(2)). Adding entries changes a directory's
// time, so directories are finished last.
long make(const char* source, const char* target, const StandIn& wanted) {
  switch (wanted.mode & S_IFMT) {
    case S_IFCHR:
      return call(SYS_mknodat, AT_FDCWD, target, S_IFCHR, 0);
    case S_IFDIR:
      return call(SYS_mkdirat, AT_FDCWD, target, 0700);
    case S_IFLNK:
      if (const long error = copy_symlink(source, target)) return error;
      return finish(source, target, wanted);
    default:
      if (const long error = copy_file(source, AT_FDCWD, target)) return error;
      return finish(source, target, wanted);
  }
}

}  // namespace

// If both lower directories of an overlay have an entry, the upper one's mode, owner and times
// apply; a whiteout hides the lower entry in all shards, without being part of any layer
// (fs/overlayfs).
long make_middle_layer(const Step& step, const Scene& scene) {
  const std::vector<StandIn>& entries = scene.middles[static_cast<std::size_t>(step.part)];
  const std::size_t way = step.source.size() == 1 ? 0 : step.source.size();
  if (const long error = make_directory(step.target.c_str(), 0700)) return error;
  const auto place = [&](const StandIn& entry) {
    Path target;
    target.text(step.target.c_str()).text(entry.path.c_str() + way);
    return target;
  };
  // If the host's file was deleted meanwhile, there is nothing to copy.
  for (const StandIn& entry : entries) {
    const long error = make(entry.path.c_str(), place(entry).get(), entry);
    if (error < 0 && error != -ENOENT) return error;
  }
  for (std::size_t i = entries.size(); i-- > 0;) {
    if (!S_ISDIR(entries[i].mode)) continue;
    const long error = finish(entries[i].path.c_str(), place(entries[i]).get(), entries[i]);
    if (error < 0 && error != -ENOENT) return error;
  }
  return 0;
}

}  // namespace isorun
