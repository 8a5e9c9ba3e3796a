#include "base/streams.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <unistd.h>

#include "base/process.hpp"

namespace isorun {
namespace {

constexpr std::size_t most_held = 64UL * 1024;

// PIPE_BUF, see pipe(7): a pipe that is ready accepts this much without blocking.
constexpr std::size_t piece = 4096;

constexpr int look_for_signals_ms = 100;

struct Streams {
  std::string held;  // for standard output
  int failed = 0;    // the first errno
};

Streams& streams() {
  static Streams instance;
  return instance;
}

void write_all(int fd, std::string_view text) {
  if (const int error = write_to(fd, text, Wait::yes).error) note_failed_print(error);
}

enum class Readiness { ready, busy, told_to_stop };

// Errors count as ready: write(2) reports them.
Readiness readiness(int fd, Wait wait) {
  pollfd source = {fd, POLLOUT, 0};
  while (::poll(&source, 1, wait == Wait::yes ? look_for_signals_ms : 0) == 0) {
    if (wait == Wait::no) return Readiness::busy;
    if (is_told_to_stop()) return Readiness::told_to_stop;
  }
  return Readiness::ready;
}

// Some descriptors never become ready, such as the read end of a pipe.
bool is_for_reading_only(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  return flags < 0 || (flags & O_ACCMODE) == O_RDONLY;
}

}  // namespace

void print(std::string_view text) {
  std::string& held = streams().held;
  held += text;
  if (held.size() >= most_held) flush_output();
}

void print_error(std::string_view text) {
  flush_output();
  write_all(STDERR_FILENO, text);
}

void print_warning(const Error& error) {
  print_error("isorun: warning: " + to_string(error) + '\n');
}

void flush_output() {
  write_all(STDOUT_FILENO, streams().held);
  streams().held.clear();
}

Result<void> all_was_printed() {
  flush_output();
  if (streams().failed == 0) return {};
  return std::unexpected(
      Error{Phase::report, streams().failed, "writing to standard output or error"});
}

void note_failed_print(int code) {
  if (streams().failed == 0) streams().failed = code;
}

Written write_to(int fd, std::string_view text, Wait wait) {
  Written written;
  if (text.empty()) return written;
  if (is_for_reading_only(fd)) return {0, EBADF};
  while (written.bytes < text.size()) {
    const Readiness ready = readiness(fd, wait);
    if (ready == Readiness::busy) break;
    if (ready == Readiness::told_to_stop) return {written.bytes, EINTR};
    const std::string_view next = text.substr(written.bytes, piece);
    const ssize_t count = ::write(fd, next.data(), next.size());
    if (count >= 0) {
      written.bytes += static_cast<std::size_t>(count);
    } else if (errno == EAGAIN && wait == Wait::no) {
      break;
    } else if (errno != EINTR && errno != EAGAIN) {
      return {written.bytes, errno};
    }
  }
  return written;
}

}  // namespace isorun
