// A thread whose system call waits for its tracer: its memory and files, as it sees them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <sys/socket.h>
#include <sys/types.h>

namespace isorun {

class Tracee {
 public:
  explicit Tracee(pid_t thread) : thread_(thread) {}

  // nullopt: it cannot be read, as a process whose program its user may not read.
  [[nodiscard]] std::optional<std::string> text_at(std::uint64_t address) const;
  bool read_at(std::uint64_t address, void* place, std::size_t size) const;

  // The path that `address` points to, relative to the directory that `descriptor` is
  // open for, or AT_FDCWD: absolute and without . and ..
  // components. Symbolic links stay.
  [[nodiscard]] std::optional<std::string> path_at(int descriptor, std::uint64_t address) const;

  [[nodiscard]] std::optional<std::string> directory() const { return link(proc("cwd")); }

  // What a descriptor is open for: a path, or KIND:[NUMBER].
  [[nodiscard]] std::optional<std::string> file_of(int descriptor) const;

  // The mode of the file, whose last link is not followed; 0: there is none.
  [[nodiscard]] mode_t mode_of(const std::string& path) const;

  [[nodiscard]] bool has_process(std::int64_t process) const;
  [[nodiscard]] std::string program() const;

  // SO_TYPE of a socket; 0 if unknown.
  [[nodiscard]] int socket_type(int descriptor) const;

 private:
  [[nodiscard]] std::string proc(const char* name) const;
  [[nodiscard]] std::optional<std::string> link(const std::string& path) const;

  pid_t thread_;
};

// "/a/./b/../c" -> "/a/c".
std::string without_dots(std::string_view path);

}  // namespace isorun
