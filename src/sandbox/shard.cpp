#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <new>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "base/descriptor_message.hpp"
#include "base/program.hpp"
#include "base/tree_removal.hpp"
#include "base/utf8.hpp"
#include "host/memory.hpp"
#include "host/remedy.hpp"
#include "sandbox/handles.hpp"

namespace isorun {
namespace {

std::string what_became_of(const Service& service, const ServiceEnding& ending) {
  using How = ServiceEnding::How;
  switch (ending.how) {
    case How::late:
      return fmt::format("was not ready after {} s",
                         std::chrono::duration<double>(service.timeout).count());
    case How::exited:
      return fmt::format("ended before it was ready: exit code {}", ending.code);
    case How::signaled:
      return fmt::format("ended before it was ready: signal {}", ending.code);
    default:
      return "was not ready";
  }
}

// Says why the first service that was not ready was not.
Error service_error(const std::vector<Service>& services,
                    const std::vector<ServiceEnding>& endings) {
  const auto failed = std::ranges::find(endings, false, &ServiceEnding::was_ready);
  if (failed == endings.end()) return {Phase::run, 0, "a service was not ready"};
  const Service& service = services[static_cast<std::size_t>(failed - endings.begin())];
  const std::string name = fmt::format("the service `{}`", printable(service.name));
  if (failed->how != ServiceEnding::How::exec_failed)
    return {Phase::run, 0, fmt::format("{} {}", name, what_became_of(service, *failed))};
  Error error = exec_error(service.argv[0], failed->code);
  error.what = fmt::format("{}: {}", name, error.what);
  return error;
}

}  // namespace

Shard::State::~State() {
  channel.reset();  // kills remaining processes
  // The kernel frees the layer only after it has dismantled the shard's mounts, which takes a
  // while.
  if (!keeps_layer && holds_much_memory(layer.root.get())) {
    Levels levels;
    raw::empty_directory(layer.root.get(), levels);
  }
  layer.root.reset();
  if (stage == nullptr) return;
  --stage->live_shards;
  if (!ending) stage->wake(number);
  if (stage->plan.scratch.empty() || keeps_layer) return;
  StageRequest request{};
  request.kind = StageRequest::Kind::remove_layer;
  request.shard = number;
  stage->send(request);
}

Error Shard::State::error_of(const ShardReport& report) const {
  const auto error = [&report](Facility facility, std::string what) {
    return Error{Phase::setup, report.error, std::move(what), remedy(facility, report.error)};
  };
  switch (report.kind) {
    case ShardReport::Kind::step_failed:
      return step_error(stage->plan.shard[static_cast<std::size_t>(report.step)], report.error,
                        report.message.data());
    case ShardReport::Kind::clone_failed:
      return error(Facility::process, "starting a process in new namespaces");
    case ShardReport::Kind::network_failed:
      return error(Facility::network, "making the slot's private network");
    case ShardReport::Kind::descriptors_failed:
      return error(Facility::descriptors, "passing descriptors to the command");
    case ShardReport::Kind::limits_failed:
      return error(Facility::other, "setting the command's limits");
    case ShardReport::Kind::signals_failed:
      return error(Facility::other, "sending signals and waiting for the command's end");
    case ShardReport::Kind::session_failed:
      return error(Facility::other, "starting a session for the command");
    case ShardReport::Kind::clock_failed:
      return error(Facility::other, "reading the clock");
    case ShardReport::Kind::chdir_failed:
      return error(Facility::other, fmt::format("entering the working directory {} in the sandbox",
                                                printable(stage->plan.working_directory)));
    case ShardReport::Kind::capabilities_failed:
      return error(Facility::other, "dropping capabilities");
    case ShardReport::Kind::exec_failed:
    case ShardReport::Kind::running:
    case ShardReport::Kind::traced:
    case ShardReport::Kind::command_starts:
    case ShardReport::Kind::command_ended:
    case ShardReport::Kind::service_failed:
    case ShardReport::Kind::ended:
      break;
  }
  return {};
}

void Shard::State::hear_of_trace(const ShardReport& report, std::span<const int> received) {
  trace.emplace();
  if (!received.empty()) trace->listener = above_standard(received[0]);
  if (trace->listener) return;
  const int code = report.has_descriptor != 0 ? EMFILE : report.error;
  trace->error = {Phase::setup, code, "listening to the command's system calls",
                  code == EBUSY ? "a process has one listener, and isorun's own caller listens"
                                : remedy(Facility::filter, code)};
}

// Whether the report is not the last one.
bool Shard::State::note_progress(ShardReport::Kind kind) {
  if (kind == ShardReport::Kind::command_starts) progress = Progress::running;
  if (kind == ShardReport::Kind::command_ended) progress = Progress::stopping_services;
  return kind == ShardReport::Kind::running || kind == ShardReport::Kind::command_starts ||
         kind == ShardReport::Kind::command_ended;
}

std::vector<ServiceEnding> Shard::State::service_endings(const ShardReport& report) const {
  std::vector<ServiceEnding> endings;
  for (std::size_t i = 0; i < services.size(); ++i) {
    const ServiceReport& service = report.services[i];
    endings.push_back({.how = service.how,
                       .code = service.code,
                       .was_ready = service.start_up_ns > 0,
                       .start_up = std::chrono::nanoseconds(service.start_up_ns)});
  }
  return endings;
}

void Shard::State::receive(int flags) {
  ShardReport report;
  iovec data{&report, sizeof report};
  DescriptorMessage<1> message({&data, 1});
  ssize_t size = 0;
  do size = ::recvmsg(channel.get(), message.header(), MSG_CMSG_CLOEXEC | flags);
  while (size < 0 && errno == EINTR);
  if (size < 0 && errno == EAGAIN) return;
  const bool is_whole = size == static_cast<ssize_t>(sizeof report);
  const std::span<const int> received = message.received();
  if (is_whole && report.kind == ShardReport::Kind::traced) {
    hear_of_trace(report, received);
    return;
  }
  if (is_whole && !received.empty()) layer.root = above_standard(received[0]);
  if (is_whole && note_progress(report.kind)) return;
  ending.emplace();
  if (!is_whole) {
    if (!stage->is_gone()) return;  // the report was lost
    ending->how = Ending::How::setup_failed;
    ending->error = stage->lost();
    return;
  }
  Ending& result = *ending;
  if (report.has_descriptor != 0 && !layer.root) {
    result.how = Ending::How::setup_failed;
    result.error = {Phase::setup, EMFILE, "receiving what the shard wrote",
                    remedy(Facility::descriptors, EMFILE)};
    return;
  }
  result.wall = std::chrono::nanoseconds(report.wall_ns);
  result.user = std::chrono::nanoseconds(report.user_ns);
  result.system = std::chrono::nanoseconds(report.system_ns);
  result.peak_memory_bytes = report.peak_memory_kib * 1024;
  result.leftover_processes = report.leftover_processes;
  result.services = service_endings(report);
  if (report.kind == ShardReport::Kind::service_failed) {
    result.how = Ending::How::service_failed;
    result.error = service_error(services, result.services);
  } else if (report.kind == ShardReport::Kind::exec_failed) {
    result.how = Ending::How::exec_failed;
    result.code = report.error;
    result.error = exec_error(program, report.error);  // the sandbox's view may be gone by now
  } else if (report.kind != ShardReport::Kind::ended) {
    result.how = Ending::How::setup_failed;
    result.error = error_of(report);
  } else if (WIFSIGNALED(report.wait_status)) {
    result.how = Ending::How::signaled;
    result.code = WTERMSIG(report.wait_status);
  } else {
    result.how = Ending::How::exited;
    result.code = WEXITSTATUS(report.wait_status);
  }
}

namespace {

Ending without_memory() {
  return {.how = Ending::How::setup_failed, .error = {Phase::setup, ENOMEM, "shard's end"}};
}

}  // namespace

Shard::Shard(std::unique_ptr<State> state) : state_(std::move(state)) {}
Shard::Shard(Shard&&) noexcept = default;
Shard& Shard::operator=(Shard&&) noexcept = default;
Shard::~Shard() = default;

int Shard::event_fd() const {
  return state_->channel.get();
}

std::optional<Ending> Shard::poll() {
  try {
    if (!state_->ending) state_->receive(MSG_DONTWAIT);
    return state_->ending;
  } catch (const std::bad_alloc&) {
    return without_memory();
  }
}

Ending Shard::wait() {
  try {
    while (!state_->ending) state_->receive(0);
    return *state_->ending;
  } catch (const std::bad_alloc&) {
    return without_memory();
  }
}

void Shard::signal(int number) {
  const ShardOrder order{number};
  ::send(state_->channel.get(), &order, sizeof order, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (number == SIGKILL) state_->stage->wake(state_->number);
}

Shard::Progress Shard::progress() const {
  return state_->progress;
}

void Shard::announce(unsigned service) {
  const ShardOrder order{-static_cast<std::int32_t>(service) - 1};
  ::send(state_->channel.get(), &order, sizeof order, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void Shard::open_layer() {
  const ShardOrder order{isorun::open_layer};
  ::send(state_->channel.get(), &order, sizeof order, MSG_NOSIGNAL | MSG_DONTWAIT);
}

std::optional<Trace> Shard::take_trace() {
  return std::exchange(state_->trace, std::nullopt);
}

const Layer& Shard::layer() const {
  return state_->layer;
}

}  // namespace isorun
