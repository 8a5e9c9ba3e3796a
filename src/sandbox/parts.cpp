#include "sandbox/parts.hpp"

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <utility>

#include <sys/mount.h>
#include <sys/stat.h>

#include <isorun/sandbox.hpp>

#include "base/raw.hpp"
#include "sandbox/primitives.hpp"

namespace isorun {
namespace {

using raw::call;

Path of_part(const char* prefix, int part) {
  Path path;
  path.text(prefix).number(static_cast<std::uint64_t>(part));
  return path;
}

// The directory of the layer for a part, relative to the layer and relative to the workshop.
Path in_layer(int part) {
  return of_part("", part);
}
Path in_workshop(int part) {
  return of_part("layer/", part);
}

// Until it is attached, the overlay is mounted on its own work directory, which no other process
// needs to see.
Path overlay_spot(int part) {
  return of_part("layer/work", part);
}

// Set-ups ---------------------------------------------------------------------

Path setup_layer(unsigned number) {
  return of_part("setup/", static_cast<int>(number));
}

Path in_setup(unsigned number, int part) {
  return setup_layer(number).text("/").number(static_cast<std::uint64_t>(part));
}

// Calls `take` with the part's directory in the layer of each set-up below, the topmost first.
template <class Take>
void for_each_setup(int part, const Scene& scene, Take take) {
  for (unsigned number = Sandbox::max_setups; number-- > 0;) {
    if ((scene.setups >> number & 1U) == 0) continue;
    Path directory = in_setup(number, part);
    take(directory);
  }
}

// The value of lowerdir.
class Lowers {
 public:
  void add(const char* directory) {
    if (std::exchange(has_one_, true)) path_.text(":");
    path_.text(directory);
  }
  [[nodiscard]] const char* get() const { return path_.get(); }

 private:
  Path path_;
  bool has_one_ = false;
};

bool has_entries(const char* directory) {
  const RawFd open(call(SYS_openat, AT_FDCWD, directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (open.error() != 0) return false;
  alignas(dirent64) char entries[512];
  for (;;) {
    const long size = call(SYS_getdents64, open.get(), entries, sizeof entries);
    if (size <= 0) return false;
    for (long place = 0; place < size;) {
      const auto* entry = reinterpret_cast<const dirent64*>(entries + place);
      const char* name = entry->d_name;
      if (std::strcmp(name, ".") != 0 && std::strcmp(name, "..") != 0) return true;
      // NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): getdents64(2) has filled it
      place += entry->d_reclen;
    }
  }
}

// Whether set-ups left something in a private directory. If not, it stays what it is without them:
// an overlay in /dev/shm is slower.
bool has_content_of_setups(const Step& step, const Scene& scene) {
  bool has_content = false;
  if (step.is_fresh) return false;
  for_each_setup(step.part, scene, [&has_content](const Path& directory) {
    has_content = has_content || has_entries(directory.get());
  });
  return has_content;
}

// Copies begin as the topmost set-up left them.
Path begin_of_copy(const Step& step, const char* in_part, const Scene& scene) {
  Path source;
  bool is_found = false;
  for_each_setup(step.part, scene, [&](Path& directory) {
    if (!std::exchange(is_found, true)) source = directory.text(in_part);
  });
  return is_found ? source : source.text(step.source.c_str());
}

// Parts -----------------------------------------------------------------------

// Gives a directory of the layer the mode and owner of another, so that the command sees no
// difference.
long make_like(const Scene& scene, const char* path, const struct stat& like) {
  long made = call(SYS_mkdirat, scene.layer, path, like.st_mode & 01777);
  // mkdir(2) ignores other bits.
  if (made == 0 && (like.st_mode & 06000) != 0)
    made = call(SYS_fchmodat, scene.layer, path, like.st_mode & 07777);
  if (made == 0 && scene.keep_owners) made = change_owner(scene.layer, path, like);
  return made;
}

long make_like(const Scene& scene, int part, const char* path) {
  struct stat like {};
  if (const long error = call(SYS_newfstatat, AT_FDCWD, path, &like, 0)) return error;
  return make_like(scene, in_layer(part).get(), like);
}

long mount_overlay(int part, const Lowers& lowers, Scene& scene) {
  const Path spot = overlay_spot(part);
  if (const long error = make_directory(spot.get(), 0700)) return error;
  const Path upper = in_workshop(part);
  const Option options[] = {{"lowerdir", lowers.get()},
                            {"upperdir", upper.get()},
                            {"workdir", spot.get()},
                            {"userxattr", nullptr}};
  return mount_filesystem("overlay", options, MS_NOSUID | MS_NODEV, spot.get(), scene.message);
}

// Replaces the path of a directory of the host by that of a read-only overlay of it.
long mount_view(int part, Path& host, Scene& scene) {
  const Path spot = of_part("view", part);
  if (const long error = make_directory(spot.get(), 0700)) return error;
  Lowers lowers;
  lowers.add(host.get());
  lowers.add(spot.get());  // an overlay without an upper directory needs two
  const Option options[] = {{"lowerdir", lowers.get()}, {"userxattr", nullptr}};
  host = spot;
  return mount_filesystem("overlay", options, MS_NOSUID | MS_NODEV | MS_RDONLY, spot.get(),
                          scene.message);
}

// The layers of set-ups, what stands in for files of others, and a directory of the host.
Lowers lowers_of(const Step& step, const Scene& scene, const Path& host) {
  Lowers lowers;
  for_each_setup(step.part, scene,
                 [&lowers](const Path& directory) { lowers.add(directory.get()); });
  if (!step.target.empty()) lowers.add(step.target.c_str());
  lowers.add(host.get());
  return lowers;
}

long make_overlay(const Step& step, Scene& scene) {
  const RawFd open(open_path(step.source.c_str()));
  if (open.error() != 0) return open.error();
  // Names the directory by number: its name may contain characters that the option's syntax
  // interprets, or be too long for mount(2).
  Path host;
  host.text("/proc/self/fd/").number(static_cast<std::uint64_t>(open.get()));
  const Path like = scene.setups == 0 ? host : begin_of_copy(step, "", scene);
  if (const long error = make_like(scene, step.part, like.get())) return error;
  const long mounted = mount_overlay(step.part, lowers_of(step, scene, host), scene);
  // No lower directory may lie below another one (ovl_check_layer() in fs/overlayfs/super.c), as a
  // set-up's layer on the disk does if all of the disk is copy-on-write. It does not lie below the
  // same directory on another file system.
  if (mounted != -ELOOP || scene.setups == 0) return mounted;
  if (const long error = mount_view(step.part, host, scene)) return error;
  return mount_overlay(step.part, lowers_of(step, scene, host), scene);
}

long make_whole(const Step& step, Scene& scene) {
  if (!has_content_of_setups(step, scene)) {
    if (!step.source.empty()) return make_like(scene, step.part, step.source.c_str());
    return call(SYS_mkdirat, scene.layer, in_layer(step.part).get(), step.mode);
  }
  Lowers lowers;
  for_each_setup(step.part, scene, [&](const Path& directory) { lowers.add(directory.get()); });
  const Path like = begin_of_copy(step, "", scene);
  if (const long error = make_like(scene, step.part, like.get())) return error;
  return mount_overlay(step.part, lowers, scene);
}

long make_copy(const Step& step, Scene& scene) {
  const Path source = begin_of_copy(step, "", scene);
  if (const long error = make_like(scene, step.part, source.get())) return error;
  const RawFd from(call(SYS_openat, AT_FDCWD, source.get(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (from.error() != 0) return from.error();
  const RawFd to(call(SYS_openat, scene.layer, in_layer(step.part).get(),
                      O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  if (to.error() != 0) return to.error();
  scene.left_out = {};
  if (!step.target.empty())
    call(SYS_newfstatat, AT_FDCWD, step.target.c_str(), &scene.left_out, AT_SYMLINK_NOFOLLOW);
  return copy_tree(from.get(), to.get(), Depth::whole, scene);
}

// Mounts on `target` the directory `name` that the run's directory on the disk gets.
long mount_from_disk(const Step& layer, const RunDirectory& run, const Path& name,
                     const char* target) {
  // By name: the stage's descriptor refers to a mount in the stage's namespace, which cannot be
  // cloned in this one.
  Path place;
  place.text(layer.source.c_str()).text("/").text(run.name.data()).text("/").text(name.get());
  if (const long error = call(SYS_mkdirat, AT_FDCWD, place.get(), 0700)) return error;
  const RawFd clone(clone_tree(place.get(), 0));
  return clone.error() != 0 ? clone.error() : move_mount_to(clone.get(), target);
}

long mount_layer(const Step& step, Scene& scene) {
  if (scene.setup >= 0) {
    const RawFd clone(clone_tree(setup_layer(static_cast<unsigned>(scene.setup)).get(), 0));
    return clone.error() != 0 ? clone.error() : move_mount_to(clone.get(), "layer");
  }
  if (step.source.empty()) return mount_tmpfs(step.size, "layer", scene.message);
  Path name;
  name.number(scene.shard);
  return mount_from_disk(step, scene.run, name, "layer");
}

}  // namespace

long make_setup_layer(const Step& layer, const RunDirectory& run, unsigned number) {
  const Path place = setup_layer(number);
  if (const long error = make_directory(place.get(), 0700)) return error;
  Message ignored{};
  if (layer.source.empty()) return mount_tmpfs(layer.size, place.get(), ignored);
  Path name;
  name.text("setup").number(number);
  return mount_from_disk(layer, run, name, place.get());
}

long make_layer(const Step& step, Scene& scene) {
  if (const long error = mount_layer(step, scene)) return error;
  const long layer = call(SYS_openat, AT_FDCWD, "layer", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (layer < 0) return layer;
  scene.layer = static_cast<int>(layer);
  return 0;
}

long make_part(const Step& step, Scene& scene) {
  switch (step.verb) {
    case Verb::overlay: {
      const long result = make_overlay(step, scene);
      if (result != -ENOENT || !step.may_vanish) return result;
      return call(SYS_mkdirat, scene.layer, in_layer(step.part).get(), 0700);
    }
    case Verb::whole:
      return make_whole(step, scene);
    case Verb::copy:
      return make_copy(step, scene);
    default: {
      const char* name = step.source.c_str() + step.source.rfind('/');
      const Path source = begin_of_copy(step, name, scene);
      const long result = make_file_copy(step, source.get(), scene);
      return result == -ENOENT && step.may_vanish ? 0 : result;
    }
  }
}

PartMount mount_of_part(const Step& maker, const Scene& scene) {
  switch (maker.verb) {
    case Verb::overlay:
      return {overlay_spot(maker.part), MS_MOVE};
    case Verb::copy_file: {
      Path place;
      place.text("layer/").text(file_in_layer(maker).get());
      return {place, MS_BIND};
    }
    default:
      if (maker.verb == Verb::whole && has_content_of_setups(maker, scene))
        return {overlay_spot(maker.part), MS_MOVE};
      return {in_workshop(maker.part), MS_BIND};
  }
}

}  // namespace isorun
