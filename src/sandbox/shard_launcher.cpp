#include "sandbox/shard_launcher.hpp"

#include <cerrno>
#include <cstring>
#include <sched.h>
#include <signal.h>

#include <sys/wait.h>

#include "base/raw.hpp"
#include "sandbox/parts.hpp"

namespace isorun {
namespace {

using raw::call;

std::size_t bytes_of(const StageRequest& request) {
  return request.pointers * sizeof(char*) + request.payload;
}

// Lays out arrays of pointers to the strings of a payload.
class Strings {
 public:
  Strings(const char** pointers, char* strings) : pointers_(pointers), strings_(strings) {}

  const char** take(std::uint32_t number) {
    const char** array = pointers_;
    for (; number > 0; --number) {
      *pointers_++ = strings_;
      strings_ += std::strlen(strings_) + 1;
    }
    *pointers_++ = nullptr;
    return array;
  }

  Program take(const ProgramSize& size) {
    Program program{};
    program.candidates = take(size.candidates);
    ++pointers_;  // words[-1]
    program.words = take(size.words);
    program.variables = take(size.variables);
    return program;
  }

 private:
  const char** pointers_;
  char* strings_;
};

void report_failure(int channel, ShardReport::Kind kind, int code) {
  ShardReport failed{};
  failed.kind = kind;
  failed.error = code;
  send_report(channel, failed, -1);
}

}  // namespace

bool ShardLauncher::start(const StageRequest& request, const stage_socket::Descriptors& descriptors,
                          const CallerState& caller) {
  Region* region = regions_.find(bytes_of(request));
  if (region == nullptr || !read_command(*region, request, caller)) return false;
  const int* fds = descriptors.fds;
  if (descriptors.count == start_descriptors + request.services) {
    ShardOrders& orders = region->orders;
    orders.channel = fds[0];
    for (int i = 0; i < 3; ++i) orders.standard[i] = fds[i + 1];
    for (unsigned i = 0; i < request.services; ++i)
      orders.services[i].output = fds[start_descriptors + i];
    launch(*region, caller);
  } else if (descriptors.count > 0) {
    report_failure(fds[0], ShardReport::Kind::descriptors_failed, EMFILE);
  }
  for (std::size_t i = 0; i < descriptors.count; ++i) call(SYS_close, fds[i]);
  return true;
}

void ShardLauncher::launch(Region& region, const CallerState& caller) {
  ShardOrders& orders = region.orders;
  if (orders_.plan->network == Network::slot) {
    const unsigned slot = orders.request.slot;
    const long network = networks_.get(slot, is_in_use(slot));
    if (network < 0)
      return report_failure(orders.channel, ShardReport::Kind::network_failed,
                            static_cast<int>(-network));
    orders.slot_network = static_cast<int>(network);
  }
  orders.run = scene_.run;
  if (orders.request.setup > 0) {
    const Step& layer = orders_.plan->shard.front();
    const unsigned number = orders.request.setup - 1U;
    if (const long error = make_setup_layer(layer, scene_.run, number))
      return report_failure(orders.channel, ShardReport::Kind::step_failed,
                            static_cast<int>(-error));
  }
  region.alive = 1;
  const unsigned long flags = orders_.plan->namespaces | CLONE_VM | CLONE_CHILD_CLEARTID | SIGCHLD;
  const auto entry = [](void* argument) { run_shard(*static_cast<ShardOrders*>(argument)); };
  const bool in_caller_group = orders.request.own_session == 0;
  orders.is_placed = in_caller_group ? 0 : 1;
  const long pid = raw::spawn(flags, region.stack_top(), &region.alive, entry, &orders);
  region.pid = pid;
  if (pid >= 0) {
    // In its own pid namespace, the shard could not name the caller's group.
    if (in_caller_group) call(SYS_setpgid, pid, caller.group);
    __atomic_store_n(&orders.is_placed, 1, __ATOMIC_RELEASE);
    return;
  }
  region.alive = 0;
  report_failure(orders.channel, ShardReport::Kind::clone_failed, static_cast<int>(-pid));
}

// Puts the strings and the arrays of pointers to them after the region's head.
bool ShardLauncher::read_command(Region& region, const StageRequest& request,
                                 const CallerState& caller) {
  const char** pointers = reinterpret_cast<const char**>(region.strings());
  char* payload = reinterpret_cast<char*>(pointers + request.pointers);
  if (!stage_socket::receive_bytes(payload, request.payload)) return false;
  const auto* services = reinterpret_cast<const ServiceRequest*>(payload);
  Strings strings(pointers, payload + request.services * sizeof *services);
  ShardOrders& orders = region.orders;
  orders.stage = &orders_;
  orders.memory = &region.memory;
  orders.stage_is_alive = &is_alive_;
  orders.request = request;
  orders.has_ended = 0;
  orders.file_mode_mask = caller.file_mode_mask;
  orders.working_directory = *strings.take(1);
  orders.command = strings.take(request.command);
  for (unsigned i = 0; i < request.services; ++i) {
    ServiceOrders& service = orders.services[i];
    service.request = &services[i];
    service.program = strings.take(services[i].program);
    service.probe = strings.take(services[i].probe);
    service.probe.variables = service.program.variables;
  }
  return true;
}

void ShardLauncher::wake(std::uint64_t shard) const {
  for (const Region* region = regions_.first(); region != nullptr; region = region->next) {
    if (region->is_alive() && region->orders.request.shard == shard)
      call(SYS_kill, region->pid, SIGCONT);
  }
}

void ShardLauncher::end_all() const {
  for (const Region* region = regions_.first(); region != nullptr; region = region->next) {
    if (region->is_alive()) call(SYS_kill, region->pid, SIGKILL);
  }
  while (call(SYS_wait4, -1, nullptr, __WALL, nullptr) > 0) {
  }
}

// A shard that has reported its end has no processes left except perhaps its pid 1.
bool ShardLauncher::is_in_use(unsigned slot) const {
  for (const Region* region = regions_.first(); region != nullptr; region = region->next) {
    const bool has_ended = __atomic_load_n(&region->orders.has_ended, __ATOMIC_ACQUIRE) != 0;
    if (region->is_alive() && !has_ended && region->orders.request.slot == slot) return true;
  }
  return false;
}

}  // namespace isorun
