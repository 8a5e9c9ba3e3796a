#include "sandbox/services.hpp"

#include <signal.h>

#include <sys/wait.h>

#include "base/raw.hpp"
#include "sandbox/probe.hpp"
#include "sandbox/program.hpp"

namespace isorun {

using raw::call;
using How = ServiceEnding::How;

long Services::start(unsigned service, int input) {
  const ServiceOrders& orders = orders_.services[service];
  Launch launch{.orders = &orders_,
                .program = &orders.program,
                .own_session = true,
                .traced = false,
                .streams = {input, orders.output, orders.output}};
  const long pid = start_program(launch);
  call(SYS_close, orders.output);  // the service's own now
  has_passed_ = false;
  if (pid > 0)
    pids_[service] = pid;
  else
    reports_[service] = {How::exec_failed, static_cast<std::int32_t>(-pid), 0};
  return pid;
}

bool Services::is_ready(unsigned service, int input, int interruption) {
  const ServiceOrders& orders = orders_.services[service];
  switch (orders.request->ready) {
    case ReadinessProbe::Kind::started:
      return true;
    case ReadinessProbe::Kind::tcp:
    case ReadinessProbe::Kind::unix_socket:
      return is_listening(*orders.request, interruption);
    case ReadinessProbe::Kind::file:
      return is_there(orders.probe.words[0]);
    case ReadinessProbe::Kind::command:
      if (!has_passed_ && !has_probe()) probe_ = start_probe(service, input);
      return has_passed_;
    case ReadinessProbe::Kind::announced:
      return (announced_ >> service & 1U) != 0;
  }
  return false;
}

// 0 if it could not be started.
long Services::start_probe(unsigned service, int input) {
  Launch launch{.orders = &orders_,
                .program = &orders_.services[service].probe,
                .own_session = true,
                .traced = false,
                .streams = {input, input, input}};
  const long pid = start_program(launch);
  has_killed_probe_ = false;
  return pid > 0 ? pid : 0;
}

void Services::note_ready(unsigned service, std::uint64_t after_ns) {
  reports_[service].start_up_ns = after_ns > 0 ? after_ns : 1;
}

long Services::end_probe() {
  if (!has_probe()) return 0;
  has_killed_probe_ = true;
  return call(SYS_kill, -probe_, SIGKILL);
}

// A stopped process would not react.
void Services::stop(unsigned service) {
  if (reports_[service].how == How::not_started) reports_[service].how = How::stopped;
  call(SYS_kill, -pids_[service], request(service).stop_signal);
  call(SYS_kill, -pids_[service], SIGCONT);
}

long Services::kill(unsigned service) {
  reports_[service].how = How::killed;
  return call(SYS_kill, -pids_[service], SIGKILL);
}

bool Services::have_stopped() const {
  for (unsigned service = 0; service < count(); ++service) {
    const How how = reports_[service].how;
    if (how != How::stopped && how != How::not_started) return false;
  }
  return true;
}

bool Services::note_end(long pid, int status) {
  if (pid == probe_) {
    probe_ = 0;
    has_passed_ = status == 0;
    return has_passed_ || has_killed_probe_;
  }
  for (unsigned service = 0; service < count(); ++service) {
    if (pid != pids_[service]) continue;
    pids_[service] = 0;
    if (reports_[service].how == How::not_started)
      reports_[service].how = WIFSIGNALED(status) ? How::signaled : How::exited;
    reports_[service].code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    return true;
  }
  return false;
}

}  // namespace isorun
