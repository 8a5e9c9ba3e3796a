#include "files/user_attributes.hpp"

#include <algorithm>
#include <cerrno>
#include <vector>

#include <fmt/format.h>
#include <sys/xattr.h>

namespace isorun {

namespace {

constexpr std::size_t largest = 1UL << 16;  // XATTR_LIST_MAX and XATTR_SIZE_MAX

// xattrs can be read without opening the file, but only by path: use /proc.
std::string path_of(int directory, const char* name) {
  return fmt::format("/proc/self/fd/{}/{}", directory, name);
}

// Splits the list that listxattr(2) returns.
std::vector<std::string> wanted_names(std::string_view list, bool (*is_wanted)(std::string_view)) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::string_view name = list.substr(0, list.find('\0'));
    if (is_wanted(name)) names.emplace_back(name);
    list.remove_prefix(std::min(name.size() + 1, list.size()));
  }
  return names;
}

}  // namespace

bool is_user_attribute(std::string_view name) {
  return name.starts_with("user.") && !name.starts_with("user.overlay.") && !name.contains('\0');
}

std::expected<UserAttributes, int> attributes(int directory, const char* name,
                                              const struct stat& status,
                                              bool (*is_wanted)(std::string_view)) {
  UserAttributes found;
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return found;
  const std::string path = path_of(directory, name);
  // Most files have none.
  const ssize_t needed = ::llistxattr(path.c_str(), nullptr, 0);
  if (needed == 0 || (needed < 0 && errno == ENOTSUP)) return found;
  std::string buffer(largest, '\0');
  const ssize_t size = ::llistxattr(path.c_str(), buffer.data(), buffer.size());
  if (size < 0) return std::unexpected(errno);
  const std::string_view list(buffer.data(), static_cast<std::size_t>(size));
  for (const std::string& each : wanted_names(list, is_wanted)) {
    const ssize_t got = ::lgetxattr(path.c_str(), each.c_str(), buffer.data(), buffer.size());
    if (got < 0) return std::unexpected(errno);
    found.emplace(each, buffer.substr(0, static_cast<std::size_t>(got)));
  }
  return found;
}

std::expected<UserAttributes, int> attributes_for_owner(int directory, const char* name,
                                                        const struct stat& status,
                                                        bool (*is_wanted)(std::string_view)) {
  auto found = attributes(directory, name, status, is_wanted);
  if (found || found.error() != EACCES || ::fchmodat(directory, name, S_IRUSR, 0) != 0)
    return found;
  found = attributes(directory, name, status, is_wanted);
  ::fchmodat(directory, name, status.st_mode & 07777, 0);
  return found;
}

std::expected<UserAttributes, int> user_attributes(int directory, const char* name,
                                                   const struct stat& status) {
  return attributes(directory, name, status, is_user_attribute);
}

bool set_user_attributes(int file, const UserAttributes& attributes) {
  std::string buffer(largest, '\0');
  const ssize_t size = ::flistxattr(file, buffer.data(), buffer.size());
  if (size < 0 && errno != ENOTSUP) return false;
  const std::size_t length = size < 0 ? 0 : static_cast<std::size_t>(size);
  for (const std::string& name : wanted_names({buffer.data(), length}, is_user_attribute)) {
    if (!attributes.contains(name) && ::fremovexattr(file, name.c_str()) != 0) return false;
  }
  return std::ranges::all_of(attributes, [file](const auto& attribute) {
    const auto& [name, value] = attribute;
    return ::fsetxattr(file, name.c_str(), value.data(), value.size(), 0) == 0;
  });
}

}  // namespace isorun
