#include "report/screen.hpp"

#include <cerrno>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <sys/ioctl.h>

namespace isorun {
namespace {

// A reader that has gone is told by EPIPE, not by a signal. The signal is not ignored instead,
// since shards would inherit that.
class WithoutSigpipe {
 public:
  WithoutSigpipe() {
    ::sigemptyset(&sigpipe_);
    ::sigaddset(&sigpipe_, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &sigpipe_, &before_);
  }
  WithoutSigpipe(const WithoutSigpipe&) = delete;
  WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;
  ~WithoutSigpipe() {
    const timespec now{};
    while (::sigtimedwait(&sigpipe_, nullptr, &now) == -1 && errno == EINTR) {
    }
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t sigpipe_{};
  sigset_t before_{};
};

bool is_writable(int fd, int timeout) {
  pollfd source = {fd, POLLOUT, 0};
  return ::poll(&source, 1, timeout) != 0;
}

}  // namespace

ScreenSize Screen::size() const {
  winsize size{};
  if (::ioctl(fd_, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

void Screen::write(std::string_view text) {
  if (is_closed_) return;
  rest_ += text;
  write_rest(Wait::no);
}

void Screen::drain() {
  write_rest(Wait::yes);
}

void Screen::write_rest(Wait wait) {
  const WithoutSigpipe guard;
  std::size_t written = 0;
  while (written < rest_.size() && is_writable(fd_, wait == Wait::yes ? -1 : 0)) {
    const ssize_t count = ::write(fd_, rest_.data() + written, rest_.size() - written);
    if (count >= 0) {
      written += static_cast<std::size_t>(count);
    } else if (errno == EAGAIN && wait == Wait::no) {
      break;
    } else if (errno != EINTR && errno != EAGAIN) {
      is_closed_ = true;
      written = rest_.size();
    }
  }
  rest_.erase(0, written);
}

}  // namespace isorun
