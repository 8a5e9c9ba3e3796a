#include "run/signals.hpp"

#include <cerrno>
#include <unistd.h>

#include <sys/signalfd.h>

namespace isorun {

Result<Signals> Signals::open(std::initializer_list<int> numbers) {
  sigset_t wanted;
  ::sigemptyset(&wanted);
  for (const int number : numbers) ::sigaddset(&wanted, number);
  UniqueFd fd(::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!fd) return std::unexpected(Error{Phase::run, errno, "opening a descriptor for signals"});
  sigset_t before;
  if (const int error = ::pthread_sigmask(SIG_BLOCK, &wanted, &before))
    return std::unexpected(Error{Phase::run, error, "blocking signals"});
  return Signals(std::move(fd), before);
}

Signals::~Signals() {
  if (fd_) ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

std::optional<Signals::Event> Signals::next() {
  signalfd_siginfo info;
  if (::read(fd_.get(), &info, sizeof info) != static_cast<ssize_t>(sizeof info))
    return std::nullopt;
  return Event{static_cast<int>(info.ssi_signo), info.ssi_code == SI_KERNEL};
}

}  // namespace isorun
