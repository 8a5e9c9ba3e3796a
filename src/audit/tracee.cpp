#include "audit/tracee.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include <isorun/unique_fd.hpp>

#include "base/text.hpp"
#include "files/read_file.hpp"

namespace isorun {
namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t usual_length = 256;

}  // namespace

std::string without_dots(std::string_view path) {
  std::string result;
  for (const std::string_view name : split(path, '/')) {
    if (name.empty() || name == ".") continue;
    if (name == "..") {
      result.resize(result.empty() ? 0 : result.rfind('/'));
      continue;
    }
    result += '/';
    result += name;
  }
  return result.empty() ? "/" : result;
}

bool Tracee::read_at(std::uint64_t address, void* place, std::size_t size) const {
  const iovec local{place, size};
  const iovec remote{std::bit_cast<void*>(address), size};
  return ::process_vm_readv(thread_, &local, 1, &remote, 1, 0) == static_cast<ssize_t>(size);
}

// Page by page, since what follows a text may not be mapped.
std::optional<std::string> Tracee::text_at(std::uint64_t address) const {
  std::string text;
  char buffer[page];
  while (text.size() < PATH_MAX) {
    const std::size_t most = text.empty() ? usual_length : page;
    const std::size_t size = std::min<std::size_t>(most, page - address % page);
    if (!read_at(address, buffer, size)) return std::nullopt;
    const std::size_t length = ::strnlen(buffer, size);
    text.append(buffer, length);
    if (length < size) return text;
    address += size;
  }
  return std::nullopt;
}

std::string Tracee::proc(const char* name) const {
  return fmt::format("/proc/{}/{}", thread_, name);
}

std::optional<std::string> Tracee::link(const std::string& path) const {
  char target[PATH_MAX];
  const ssize_t size = ::readlink(path.c_str(), target, sizeof target);
  if (size < 0) return std::nullopt;
  std::string_view text(target, static_cast<std::size_t>(size));
  constexpr std::string_view deleted = " (deleted)";
  if (text.starts_with('/') && text.ends_with(deleted)) text.remove_suffix(deleted.size());
  return std::string(text);
}

std::optional<std::string> Tracee::file_of(int descriptor) const {
  return link(fmt::format("/proc/{}/fd/{}", thread_, descriptor));
}

std::optional<std::string> Tracee::path_at(int descriptor, std::uint64_t address) const {
  const std::optional<std::string> path = text_at(address);
  if (!path || path->empty()) return std::nullopt;
  if (path->front() == '/') return without_dots(*path);
  const std::optional<std::string> base =
      descriptor == AT_FDCWD ? directory() : file_of(descriptor);
  if (!base || !base->starts_with('/')) return std::nullopt;
  return without_dots(*base + '/' + *path);
}

mode_t Tracee::mode_of(const std::string& path) const {
  struct stat status {};
  const std::string seen = proc("root") + path;
  return ::lstat(seen.c_str(), &status) == 0 ? status.st_mode : 0;
}

bool Tracee::has_process(std::int64_t process) const {
  return ::access(fmt::format("/proc/{}/root/proc/{}", thread_, process).c_str(), F_OK) == 0;
}

std::string Tracee::program() const {
  const Result<std::string> name = read_file(proc("comm"));
  return name ? std::string(trim(*name)) : "?";
}

int Tracee::socket_type(int descriptor) const {
  const Result<std::string> status = read_file(proc("status"));
  if (!status) return 0;
  pid_t process = thread_;
  constexpr std::string_view label = "Tgid:\t";
  for (const std::string_view line : lines(*status))
    if (line.starts_with(label))
      std::from_chars(line.data() + label.size(), line.data() + line.size(), process);
  const UniqueFd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
  if (!pidfd) return 0;
  const UniqueFd socket(static_cast<int>(::syscall(SYS_pidfd_getfd, pidfd.get(), descriptor, 0)));
  int type = 0;
  socklen_t size = sizeof type;
  if (!socket || ::getsockopt(socket.get(), SOL_SOCKET, SO_TYPE, &type, &size) != 0) return 0;
  return type;
}

}  // namespace isorun
