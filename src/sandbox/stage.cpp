#include "sandbox/stage.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>

#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <isorun/sandbox.hpp>

#include "base/raw.hpp"
#include "base/tree_removal.hpp"
#include "sandbox/region.hpp"
#include "sandbox/slot_networks.hpp"
#include "sandbox/steps.hpp"

namespace isorun {
namespace {

using raw::call;

constexpr int socket_fd = 3;

struct SignalAction {  // the kernel's, rt_sigaction(2)
  void (*handler)(int);
  unsigned long flags;
  void (*restorer)();
  std::uint64_t mask;
};

struct Descriptors {
  std::size_t count = 0;
  int fds[start_descriptors] = {};
};

class Stage {
 public:
  explicit Stage(const StageOrders& orders) : orders_(orders) {}

  [[noreturn]] void run() {
    detach_from_caller();
    set_up();
    confine();
    report_ready();
    StageRequest request{};
    Descriptors descriptors;
    while (receive(request, descriptors)) {
      if (request.kind == StageRequest::Kind::start) start(request, descriptors);
      if (request.kind == StageRequest::Kind::wake) wake(request.shard);
      if (request.kind == StageRequest::Kind::remove_layer) remove_layer(request.shard);
    }
    clean_up();
    raw::exit(0);
  }

 private:
  // A handler of the program that embeds the library must not run here, nor in a shard before its
  // exec: it would find the memory of many processes. What is ignored stays ignored.
  static long forget_handlers() {
    constexpr int last_signal = 64;
    for (int signal = 1; signal <= last_signal; ++signal) {
      SignalAction action{};
      if (const long error = call(SYS_rt_sigaction, signal, nullptr, &action, sizeof action.mask))
        return error;
      if (action.handler == SIG_DFL || action.handler == SIG_IGN) continue;
      if (const long error = set_action(signal, SIG_DFL)) return error;
    }
    return 0;
  }

  static long set_action(int signal, void (*handler)(int)) {
    SignalAction action{};
    action.handler = handler;
    return call(SYS_rt_sigaction, signal, &action, nullptr, sizeof action.mask);
  }

  // No descriptor of the launcher stays open here: a pipe's reader would wait for us.
  static long let_go_of_descriptors() {
    const long null = call(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0);
    if (null < 0) return null;
    for (int fd = 0; fd < 3; ++fd) {
      const long redirected = null == fd ? 0 : call(SYS_dup3, null, fd, 0);
      if (redirected < 0) return redirected;
    }
    return call(SYS_close_range, socket_fd + 1, ~0U, 0);
  }

  void detach_from_caller() {
    // Each process has one end: should anything below fail, the launcher must see ours close.
    call(SYS_close, orders_.launcher_end);
    const bool is_in_place = orders_.socket == socket_fd ||
                             call(SYS_dup3, orders_.socket, socket_fd, O_CLOEXEC) == socket_fd;
    if (!is_in_place) raw::exit(1);
    long error = let_go_of_descriptors();
    if (error == 0) error = forget_handlers();
    if (error == 0) error = set_action(SIGCHLD, SIG_IGN);  // the kernel reaps for us
    if (error != 0) fail(StageReport::Kind::detach_failed, 0, error);
    call(SYS_prctl, PR_SET_NAME, "isorun-stage");
    // Whoever kills the caller's process group (timeout(1), CI systems) must not keep us from
    // cleaning up. Commands that belong to the group are put back into it.
    caller_group_ = call(SYS_getpgid, 0);
    call(SYS_setpgid, 0, 0);
    // The modes of what a plan makes are the plan's.
    file_mode_mask_ = static_cast<unsigned>(call(SYS_umask, 0));
  }

  void set_up() {
    const std::vector<Step>& steps = orders_.plan->stage;
    scene_.steps = steps;
    scene_.memory = &memory_;
    scene_.keep_owners = orders_.plan->keep_owners;
    scene_.dying_run = orders_.dying_run;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      long error = carry_out(steps[i], scene_);
      if (error >= 0 && steps[i].verb == Verb::new_user_namespace) error = get_id_maps();
      if (error >= 0) continue;
      fail(StageReport::Kind::failed, i, error);
    }
    // Whoever has stopped this process cannot keep it from cleaning up. Not before: the kernel
    // forgets the order where a process changes its user namespace (prctl(2)).
    call(SYS_prctl, PR_SET_PDEATHSIG, SIGCONT);
    // Memory and /proc files of the stage and of every pid 1, which share them, are closed to the
    // commands.
    call(SYS_prctl, PR_SET_DUMPABLE, 0);
  }

  // What commands inherit, once for all of them: a filter costs more to install than to have. None
  // of it keeps the stage or a pid 1 from their work, for it takes effect at exec, or denies what
  // they never do.
  void confine() {
    long error = call(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    for (int number = 0; number < orders_.capability_count && error == 0; ++number) {
      if ((orders_.capabilities >> number & 1) == 0)
        error = call(SYS_prctl, PR_CAPBSET_DROP, number);
    }
    if (error == 0) error = call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &orders_.filter);
    if (error != 0) fail(StageReport::Kind::confine_failed, 0, error);
  }

  void report_ready() const {
    StageReport ready{.kind = StageReport::Kind::ready, .step = 0, .error = 0, .message = {}};
    std::memcpy(ready.message.data(), scene_.run.name.data(), sizeof scene_.run.name);
    report(ready);
  }

  [[noreturn]] void fail(StageReport::Kind kind, std::size_t step, long error) {
    report({.kind = kind,
            .step = static_cast<int>(step),
            .error = static_cast<int>(-error),
            .message = scene_.message});
    raw::exit(1);
  }

  long get_id_maps() {
    report({.kind = StageReport::Kind::wants_id_maps, .step = 0, .error = 0, .message = {}});
    StageRequest request{};
    Descriptors descriptors;
    return receive(request, descriptors) ? 0 : -ECANCELED;
  }

  // The launcher waits for it, or for the end of the socket.
  static void report(const StageReport& message) {
    const long sent =
        call(SYS_sendto, socket_fd, &message, sizeof message, MSG_NOSIGNAL, nullptr, 0);
    if (sent != static_cast<long>(sizeof message)) raw::exit(1);
  }

  // False when the launcher is gone, or speaks nonsense.
  static bool receive(StageRequest& request, Descriptors& descriptors) {
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptors.fds)];
    iovec data{&request, sizeof request};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    long size = 0;
    do size = call(SYS_recvmsg, socket_fd, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL);
    while (size == -EINTR);
    if (size != sizeof request) return false;
    descriptors.count = received_descriptors(message, descriptors.fds);
    return true;
  }

  void start(const StageRequest& request, const Descriptors& descriptors) {
    Region* region = regions_.find(bytes_of(request));
    const bool complete = region != nullptr && read_command(*region, request);
    if (!complete) raw::exit(1);  // the stream is out of step
    const int* fds = descriptors.fds;
    if (descriptors.count == start_descriptors) {
      ShardOrders& orders = region->orders;
      orders.channel = fds[0];
      for (int i = 0; i < 3; ++i) orders.standard[i] = fds[i + 1];
      launch(*region);
    } else if (descriptors.count > 0) {
      ShardReport failed{};
      failed.kind = ShardReport::Kind::descriptors_failed;
      failed.error = EMFILE;
      send_report(fds[0], failed, -1);
    }
    for (std::size_t i = 0; i < descriptors.count; ++i) call(SYS_close, fds[i]);
  }

  void launch(Region& region) {
    ShardOrders& orders = region.orders;
    ShardReport failed{};
    if (orders_.plan->network == Network::slot) {
      const unsigned slot = orders.request.slot;
      const long network = networks_.get(slot, is_in_use(slot));
      if (network < 0) {
        failed.kind = ShardReport::Kind::network_failed;
        failed.error = static_cast<int>(-network);
        send_report(orders.channel, failed, -1);
        return;
      }
      orders.slot_network = static_cast<int>(network);
    }
    orders.run = scene_.run;
    region.alive = 1;
    const unsigned long flags =
        orders_.plan->namespaces | CLONE_VM | CLONE_CHILD_CLEARTID | SIGCHLD;
    const auto entry = [](void* argument) { run_shard(*static_cast<ShardOrders*>(argument)); };
    const bool in_caller_group = orders.request.own_session == 0;
    orders.is_placed = in_caller_group ? 0 : 1;
    const long pid = raw::spawn(flags, region.stack_top(), &region.alive, entry, &orders);
    region.pid = pid;
    if (pid >= 0) {
      // From within its pid namespace the shard could not name the caller's group.
      if (in_caller_group) call(SYS_setpgid, pid, caller_group_);
      __atomic_store_n(&orders.is_placed, 1, __ATOMIC_RELEASE);
      return;
    }
    region.alive = 0;
    failed.kind = ShardReport::Kind::clone_failed;
    failed.error = static_cast<int>(-pid);
    send_report(orders.channel, failed, -1);
  }

  static std::size_t pointers_of(const StageRequest& request) {
    return std::size_t{request.candidates} + request.words + request.variables + 8;
  }

  static std::size_t bytes_of(const StageRequest& request) {
    return pointers_of(request) * sizeof(char*) + request.payload;
  }

  // Lays the strings and the arrays of pointers to them out behind the region's head.
  bool read_command(Region& region, const StageRequest& request) {
    const char** pointers = reinterpret_cast<const char**>(region.strings());
    char* strings = reinterpret_cast<char*>(pointers + pointers_of(request));
    for (std::size_t got = 0; got < request.payload;) {
      const long size =
          call(SYS_recvfrom, socket_fd, strings + got, request.payload - got, 0, nullptr, nullptr);
      if (size == -EINTR) continue;
      if (size <= 0) return false;
      got += static_cast<std::size_t>(size);
    }
    const auto take = [&strings](const char**& place, std::uint32_t number) {
      const char** array = place;
      for (; number > 0; --number) {
        *place++ = strings;
        strings += std::strlen(strings) + 1;
      }
      *place++ = nullptr;
      return array;
    };
    ShardOrders& orders = region.orders;
    orders.stage = &orders_;
    orders.memory = &region.memory;
    orders.request = request;
    orders.has_ended = 0;
    orders.file_mode_mask = file_mode_mask_;
    orders.working_directory = *take(pointers, 1);
    orders.candidates = take(pointers, request.candidates);
    ++pointers;  // words[-1]
    orders.words = take(pointers, request.words);
    orders.variables = take(pointers, request.variables);
    return true;
  }

  void remove_layer(std::uint64_t shard) {
    Path name;
    name.number(shard);
    // What stays is tried again, and reported, at the end.
    raw::remove_tree(scene_.run.fd, name.get(), memory_.sources);
  }

  // The launcher needs no more shards, or is gone, perhaps by SIGKILL.
  void clean_up() {
    // From here on the kernel keeps the number of a child that has ended until we ask for it, so
    // that the number of one that is alive cannot be anybody else's.
    set_action(SIGCHLD, SIG_DFL);
    for (const Region* region = regions_.first(); region != nullptr; region = region->next) {
      if (region->is_alive()) call(SYS_kill, region->pid, SIGKILL);
    }
    while (call(SYS_wait4, -1, nullptr, __WALL, nullptr) > 0) {
    }
    if (orders_.plan->scratch.empty()) return;
    const Leftover left =
        remove_run_directory(orders_.plan->scratch.c_str(), scene_.run, memory_.sources);
    if (left.error == 0) return;
    report({.kind = StageReport::Kind::not_removed,
            .step = 0,
            .error = static_cast<int>(-left.error),
            .message = left.path});
  }

  // A pid 1 that somebody has stopped reads no orders.
  void wake(std::uint64_t shard) {
    for (const Region* region = regions_.first(); region != nullptr; region = region->next) {
      if (region->is_alive() && region->orders.request.shard == shard)
        call(SYS_kill, region->pid, SIGCONT);
    }
  }

  // A shard that has reported its end has no process left, but perhaps its pid 1.
  bool is_in_use(unsigned slot) const {
    for (const Region* region = regions_.first(); region != nullptr; region = region->next) {
      const bool has_ended = __atomic_load_n(&region->orders.has_ended, __ATOMIC_ACQUIRE) != 0;
      if (region->is_alive() && !has_ended && region->orders.request.slot == slot) return true;
    }
    return false;
  }

  const StageOrders& orders_;
  Scene scene_;
  unsigned file_mode_mask_ = 0;
  long caller_group_ = 0;
  TreeMemory memory_;
  Regions regions_;
  SlotNetworks networks_;
};

}  // namespace

void run_stage(const StageOrders& orders) {
  Stage(orders).run();
}

void send_report(int channel, const ShardReport& report, int layer) {
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof layer)] = {};
  ShardReport sent = report;
  sent.has_layer = layer >= 0 ? 1 : 0;
  iovec data{&sent, sizeof sent};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  if (layer >= 0) {
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof layer);
    std::memcpy(CMSG_DATA(header), &layer, sizeof layer);
  }
  call(SYS_sendmsg, channel, &message, MSG_NOSIGNAL);
}

}  // namespace isorun
