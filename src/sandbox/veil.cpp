// What hides a directory in the lower side of an overlay. Part of the steps: system calls only.
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

// Mode, owner and times, and of the attributes those that can be set here: access control lists and
// the user's own.
long make_look_like(const char* source, const char* target, const Scene& scene) {
  struct stat like {};
  if (const long error = call(SYS_newfstatat, AT_FDCWD, source, &like, 0)) return error;
  if (scene.keep_owners) {
    if (const long error = change_owner(AT_FDCWD, target, like)) return error;
  }
  if (const long error = call(SYS_fchmodat, AT_FDCWD, target, like.st_mode & 07777)) return error;
  char names[4096];
  const long size = call(SYS_llistxattr, source, names, sizeof names);
  for (const char* name = names; name < names + size; name += std::strlen(name) + 1)
    copy_attribute(source, target, name);
  const timespec times[2] = {like.st_atim, like.st_mtim};
  return call(SYS_utimensat, AT_FDCWD, target, times, 0);
}

}  // namespace

// Of directories that both lower sides of an overlay have, the command sees the upper one's mode,
// owner and times; a whiteout there hides what the lower one has, in all shards and in no layer
// (fs/overlayfs; mknod(2) of a whiteout takes no privilege since Linux 5.8).
long make_veil(const Step& step, const Scene& scene) {
  const char* const veil = step.target.c_str();
  const char* const way = std::strchr(std::strchr(veil, '/') + 1, '/');
  const std::size_t skipped = step.source.size() - std::strlen(way);
  Path source;
  Path target;
  const auto name = [&](std::size_t length) {
    source = Path();
    target = Path();
    source.part(step.source.c_str(), skipped + length);
    target.part(veil, static_cast<std::size_t>(way - veil) + length);
  };
  const std::size_t end = std::strlen(way);
  for (std::size_t at = 0; at < end; ++at) {
    if (way[at] != '/') continue;
    name(at);
    if (const long error = make_directory(target.get(), 0700)) return error;
  }
  if (const long error = call(SYS_mknodat, AT_FDCWD, veil, S_IFCHR, 0)) return error;
  // What is made in a directory changes its time.
  for (std::size_t at = end; at-- > 1;) {
    if (way[at] != '/') continue;
    name(at);
    if (const long error = make_look_like(source.get(), target.get(), scene)) return error;
  }
  return 0;
}

}  // namespace isorun
