// Copies single files; see steps.hpp: system calls only.
#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>

#include <sys/stat.h>

#include "base/raw.hpp"
#include "base/sparse_copy.hpp"
#include "sandbox/primitives.hpp"
#include "sandbox/steps.hpp"

namespace isorun {

using raw::call;

long copy_file(const char* source, int directory, const char* target) {
  const RawFd from(
      call(SYS_openat, AT_FDCWD, source, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0));
  if (from.error() != 0) return from.error();
  struct stat status {};
  if (const long error = call(SYS_fstat, from.get(), &status)) return error;
  const RawFd to(
      call(SYS_openat, directory, target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (to.error() != 0) return to.error();
  return raw::copy_sparse(from.get(), to.get(), status.st_size);
}

// The file keeps its name in the layer, in a directory of its own.
Path file_in_layer(const Step& step) {
  Path place;
  const std::size_t slash = step.source.rfind('/');
  return place.number(static_cast<std::uint64_t>(step.part)).text(step.source.c_str() + slash);
}

long make_file_copy(const Step& step, const char* source, const Scene& scene) {
  Path directory;
  directory.number(static_cast<std::uint64_t>(step.part));
  if (const long error = call(SYS_mkdirat, scene.layer, directory.get(), 0700)) return error;
  struct stat like {};
  if (const long error = call(SYS_newfstatat, AT_FDCWD, source, &like, 0)) return error;
  const Path place = file_in_layer(step);
  if (const long error = copy_file(source, scene.layer, place.get())) return error;
  if (scene.keep_owners) {
    if (const long error = change_owner(scene.layer, place.get(), like)) return error;
  }
  if (const long error = call(SYS_fchmodat, scene.layer, place.get(), like.st_mode & 07777))
    return error;
  const timespec times[2] = {like.st_atim, like.st_mtim};
  return call(SYS_utimensat, scene.layer, place.get(), times, 0);
}

}  // namespace isorun
