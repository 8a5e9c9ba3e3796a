// Ways to the host's files.
#include <array>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>

#include <isorun/unique_fd.hpp>

#include "attack.hpp"

namespace isorun {
namespace {

constexpr const char* overlay = "overlay";

UniqueFd open_place(const Target& target) {
  return UniqueFd(::open(target.place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

Verdict overwrite(const Target& target) {
  write_to(target.file());
  return Verdict::done;
}
Verdict truncate(const Target& target) {
  ::truncate(target.file().c_str(), 0);
  return Verdict::done;
}
Verdict remove(const Target& target) {
  ::unlink(target.file().c_str());
  return Verdict::done;
}
Verdict rename(const Target& target) {
  ::rename(target.file().c_str(), (target.place + "/renamed").c_str());
  return Verdict::done;
}
Verdict exchange(const Target& target) {
  ::renameat2(AT_FDCWD, target.file().c_str(), AT_FDCWD, (target.place + "/other").c_str(),
              RENAME_EXCHANGE);
  return Verdict::done;
}
Verdict create(const Target& target) {
  ::mkdir((target.place + "/another").c_str(), 0777);
  return Verdict::done;
}
Verdict replace_by_symlink(const Target& target) {
  ::unlink(target.file().c_str());
  ::symlink("/etc/passwd", target.file().c_str());
  return Verdict::done;
}
Verdict change_mode(const Target& target) {
  ::chmod(target.file().c_str(), 06777);
  return Verdict::done;
}
Verdict change_times(const Target& target) {
  ::utimensat(AT_FDCWD, target.file().c_str(), nullptr, 0);
  return Verdict::done;
}
Verdict set_attribute(const Target& target) {
  ::setxattr(target.place.c_str(), "user.attack", "x", 1, 0);
  return Verdict::done;
}
Verdict change_owner(const Target& target) {
  ::chown(target.file().c_str(), 12345, 12345);
  return Verdict::done;
}
Verdict give_capabilities(const Target& target) {
  // struct vfs_cap_data, revision 2: CAP_SYS_ADMIN, effective.
  constexpr std::array<std::uint32_t, 5> data = {0x02000001, 1U << 21, 0, 0, 0};
  ::setxattr(target.file().c_str(), "security.capability", data.data(), sizeof data, 0);
  return Verdict::done;
}
Verdict link_elsewhere(const Target& target) {
  const std::string link = "/var/tmp/isorun-attack-" + target.name;
  if (::link(target.file().c_str(), link.c_str()) == 0) write_to(link);
  ::unlink(link.c_str());
  const std::string beside = target.place + "/link";
  if (::link(target.file().c_str(), beside.c_str()) == 0) write_to(beside);
  return Verdict::done;
}
Verdict write_mapped(const Target& target) {
  const UniqueFd file(::open(target.file().c_str(), O_RDWR | O_CLOEXEC));
  void* map = ::mmap(nullptr, 4, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
  if (map != MAP_FAILED) *static_cast<char*>(map) = 'X';
  return Verdict::done;
}
Verdict link_unnamed(const Target& target) {
  const UniqueFd file(::open(target.place.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  const std::string source = fmt::format("/proc/self/fd/{}", file.get());
  ::linkat(AT_FDCWD, source.c_str(), AT_FDCWD, (target.place + "/unnamed").c_str(),
           AT_SYMLINK_FOLLOW);
  return Verdict::done;
}
Verdict allocate(const Target& target) {
  const UniqueFd file(::open(target.file().c_str(), O_RDWR | O_CLOEXEC));
  ::fallocate(file.get(), 0, 0, 4096);
  return Verdict::done;
}
Verdict copy_range(const Target& target) {
  const UniqueFd from(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
  const UniqueFd to(::open(target.file().c_str(), O_WRONLY | O_CLOEXEC));
  if (::copy_file_range(from.get(), nullptr, to.get(), nullptr, 16, 0) < 0)
    static_cast<void>(::write(to.get(), "attack", 6));
  return Verdict::done;
}

// Reaches the file by ways around its path.
Verdict through_roots(const Target& target) {
  each_process([&](const std::string& process) { write_to(process + "root" + target.file()); });
  return Verdict::done;
}
Verdict through_working_directories(const Target& target) {
  each_process([&](const std::string& process) {
    std::error_code error;
    if (std::filesystem::read_symlink(process + "cwd", error) == target.place)
      write_to(process + "cwd/file");
  });
  return Verdict::done;
}
Verdict through_descriptors_of_others(const Target& target) {
  each_process([&](const std::string& process) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(process + "fd", error)) {
      const std::string link = std::filesystem::read_symlink(entry.path(), error);
      if (link == target.file()) write_to(entry.path());
    }
  });
  return Verdict::done;
}
Verdict through_inherited_descriptors(const Target& target) {
  for (int fd = 3; fd < 1024; ++fd) {
    std::error_code error;
    const std::string link =
        std::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", fd), error);
    if (link == target.place + "/held") static_cast<void>(::write(fd, "attack\n", 7));
  }
  return Verdict::done;
}
Verdict through_inherited_directories(const Target&) {
  for (int fd = 3; fd < 1024; ++fd) {
    const UniqueFd file(::openat(fd, "file", O_WRONLY | O_APPEND | O_CLOEXEC));
    if (file) static_cast<void>(::write(file.get(), "attack\n", 7));
  }
  return Verdict::done;
}
Verdict by_handle(const Target& target) {
  alignas(file_handle) char space[sizeof(file_handle) + MAX_HANDLE_SZ] = {};
  auto* handle = reinterpret_cast<file_handle*>(space);
  handle->handle_bytes = MAX_HANDLE_SZ;
  int mount = 0;
  const UniqueFd place = open_place(target);
  if (::name_to_handle_at(place.get(), "file", handle, &mount, 0) != 0) return Verdict::refused;
  const UniqueFd file(::open_by_handle_at(place.get(), handle, O_WRONLY | O_APPEND));
  if (file) static_cast<void>(::write(file.get(), "attack\n", 7));
  return Verdict::done;
}
Verdict out_of_a_chroot(const Target& target) {
  if (::chroot((target.place + "/directory").c_str()) != 0) return Verdict::refused;
  for (int i = 0; i < 64; ++i) static_cast<void>(::chdir(".."));
  static_cast<void>(::chroot("."));
  write_to(target.file());
  return Verdict::done;
}

// Writes to a read-only file.
Verdict overwrite_read_only(const Target& target) {
  write_to(target.read_only_file());
  return Verdict::done;
}
Verdict change_mode_of_read_only(const Target& target) {
  ::chmod(target.read_only_file().c_str(), 0777);
  return Verdict::done;
}
Verdict reopen_read_only(const Target& target) {
  const UniqueFd file(::open(target.read_only_file().c_str(), O_RDONLY | O_CLOEXEC));
  write_to(fmt::format("/proc/self/fd/{}", file.get()));
  return Verdict::done;
}

// Writes a file that other programs on the host may use.
Verdict write_temporary(const Target& target) {
  write_to(target.temporary);
  return Verdict::done;
}
Verdict write_to_pipe(const Target& target) {
  return if_opened(target.place + "/fifo", O_WRONLY);
}
Verdict meet_a_lock(const Target& target) {
  const UniqueFd file(::open(target.file().c_str(), O_RDWR | O_CLOEXEC));
  if (!file) return Verdict::refused;
  struct flock lock {};
  lock.l_type = F_WRLCK;
  return ::fcntl(file.get(), F_OFD_SETLK, &lock) != 0 ? Verdict::reached : Verdict::refused;
}

// The victim is a copy of id(1) that belongs to another user.
Verdict become_somebody(const Target& target) {
  const std::string command = target.place + "/set-user-id -u";
  const std::unique_ptr<FILE, int (*)(FILE*)> answer(::popen(command.c_str(), "r"), ::pclose);
  unsigned user = ::geteuid();
  return std::fscanf(answer.get(), "%u", &user) == 1 && user != ::geteuid() ? Verdict::reached
                                                                            : Verdict::refused;
}

// Devices.
Verdict make_device(const Target& target) {
  const std::string device = target.place + "/device";
  return if_done(::mknod(device.c_str(), S_IFCHR | 0600, 0x103 /* null */));
}
Verdict open_disks(const Target&) {
  Verdict verdict = Verdict::absent;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/dev", error)) {
    if (!entry.is_block_file(error)) continue;
    verdict = if_opened(entry.path(), O_RDONLY);
    if (verdict == Verdict::reached) return verdict;
  }
  return verdict;
}
Verdict open_loop_devices(const Target&) {
  return if_opened("/dev/loop-control", O_RDWR);
}
Verdict open_kernel_log(const Target&) {
  return if_opened("/dev/kmsg", O_WRONLY);
}
Verdict open_consoles(const Target&) {
  return if_opened("/dev/tty1", O_WRONLY);
}

constexpr Attack attacks[] = {
    {"overwrite_a_file", overlay, Twin::host, overwrite},
    {"truncate_a_file", overlay, Twin::host, truncate},
    {"remove_a_file", overlay, Twin::host, remove},
    {"rename_a_file", overlay, Twin::host, rename},
    {"exchange_two_files", overlay, Twin::host, exchange},
    {"make_a_directory", overlay, Twin::host, create},
    {"replace_a_file_by_a_symlink", overlay, Twin::host, replace_by_symlink},
    {"change_a_mode", overlay, Twin::host, change_mode},
    {"change_an_owner", overlay, Twin::root, change_owner},
    {"change_times", overlay, Twin::host, change_times},
    {"set_an_attribute", overlay, Twin::host, set_attribute},
    {"give_a_file_capabilities", overlay, Twin::root, give_capabilities},
    {"write_through_a_hard_link", overlay, Twin::host, link_elsewhere},
    {"write_through_a_map", overlay, Twin::host, write_mapped},
    {"link_an_unnamed_file", overlay, Twin::host, link_unnamed},
    {"allocate_blocks", overlay, Twin::host, allocate},
    {"copy_a_range", overlay, Twin::host, copy_range},
    {"write_below_roots_of_processes", "/proc of its own", Twin::host, through_roots},
    {"write_below_working_directories", "/proc of its own", Twin::host,
     through_working_directories},
    {"write_to_descriptors_of_processes", "/proc of its own", Twin::host,
     through_descriptors_of_others},
    {"write_to_inherited_descriptors", "close_range", Twin::host, through_inherited_descriptors},
    {"write_below_inherited_directories", "close_range", Twin::host, through_inherited_directories},
    {"open_by_handle", "capabilities", Twin::root, by_handle},
    {"leave_a_chroot", overlay, Twin::root, out_of_a_chroot},
    {"overwrite_a_read_only_file", "read-only mount", Twin::host, overwrite_read_only},
    {"change_a_read_only_mode", "read-only mount", Twin::host, change_mode_of_read_only},
    {"reopen_a_read_only_file", "read-only mount", Twin::host, reopen_read_only},
    {"write_a_file_in_tmp", "private /tmp", Twin::host, write_temporary},
    {"open_a_pipe_of_the_host", overlay, Twin::host, write_to_pipe},
    {"meet_a_lock_of_the_host", overlay, Twin::host, meet_a_lock},
    {"run_a_set_user_id_program", "no_new_privs", Twin::root, become_somebody},
    {"make_a_device", "user namespace", Twin::root, make_device},
    {"open_disks", "/dev of its own", Twin::root, open_disks},
    {"open_loop_devices", "/dev of its own", Twin::root, open_loop_devices},
    {"open_the_kernel_log", "/dev of its own", Twin::root, open_kernel_log},
    {"open_consoles", "/dev of its own", Twin::root, open_consoles},
};

}  // namespace

std::span<const Attack> file_attacks() {
  return attacks;
}

}  // namespace isorun
