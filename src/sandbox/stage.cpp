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

#include "base/raw.hpp"
#include "sandbox/steps.hpp"

namespace isorun {
namespace {

using raw::call;

constexpr int socket_fd = 3;
constexpr unsigned max_slots = 1024;
constexpr std::size_t stack_size = 1 << 20;  // touched where used; copying a tree recurses

// Memory for one shard: its orders, its command's strings, its stack. Used again once the kernel
// has cleared `alive`.
struct Region {
  Region* next;
  std::size_t size;
  int alive;
  long pid;
  ShardOrders orders;
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
    int descriptors[start_descriptors];
    while (receive(request, descriptors)) {
      if (request.kind == StageRequest::Kind::start) start(request, descriptors);
      if (request.kind == StageRequest::Kind::wake) wake(request.shard);
      if (request.kind == StageRequest::Kind::remove_layer) remove_layer(request.shard);
    }
    clean_up();
    raw::exit(0);
  }

 private:
  // No descriptor of the launcher stays open here: a pipe's reader would wait for us.
  static void redirect_standard_descriptors() {
    const long null = call(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0);
    for (int fd = 0; fd < 3; ++fd) call(SYS_dup3, null, fd, 0);
  }

  static void set_child_signal(void (*handler)(int)) {
    // The wire format of rt_sigaction(2): handler, flags, restorer, mask.
    const void* action[4] = {reinterpret_cast<const void*>(handler), nullptr, nullptr, nullptr};
    call(SYS_rt_sigaction, SIGCHLD, action, nullptr, sizeof(std::uint64_t));
  }

  void detach_from_caller() {
    set_child_signal(SIG_IGN);  // the kernel reaps for us
    call(SYS_prctl, PR_SET_NAME, "isorun-stage");
    // Whoever kills the caller's process group (timeout(1), CI systems) must not keep us from
    // cleaning up. Commands that belong to the group are put back into it.
    caller_group_ = call(SYS_getpgid, 0);
    call(SYS_setpgid, 0, 0);
    // The modes of what a plan makes are the plan's.
    file_mode_mask_ = static_cast<unsigned>(call(SYS_umask, 0));
    if (orders_.socket != socket_fd) call(SYS_dup3, orders_.socket, socket_fd, O_CLOEXEC);
    redirect_standard_descriptors();
    call(SYS_close_range, socket_fd + 1, ~0U, 0);
  }

  void set_up() {
    const std::vector<Step>& steps = orders_.plan->stage;
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
    int descriptors[start_descriptors];
    return receive(request, descriptors) ? 0 : -ECANCELED;
  }

  static void report(const StageReport& message) {
    call(SYS_sendto, socket_fd, &message, sizeof message, MSG_NOSIGNAL, nullptr, 0);
  }

  // False when the launcher is gone, or speaks nonsense.
  static bool receive(StageRequest& request, int (&descriptors)[start_descriptors]) {
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptors)];
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
    const cmsghdr* header = CMSG_FIRSTHDR(&message);
    if (header != nullptr) std::memcpy(descriptors, CMSG_DATA(header), sizeof descriptors);
    return request.kind != StageRequest::Kind::start || header != nullptr;
  }

  void start(const StageRequest& request, const int (&descriptors)[start_descriptors]) {
    Region* region = find_region(request);
    const bool complete = region != nullptr && read_command(*region, request);
    if (!complete) raw::exit(1);  // the stream is out of step
    ShardOrders& orders = region->orders;
    orders.channel = descriptors[0];
    for (int i = 0; i < 3; ++i) orders.standard[i] = descriptors[i + 1];
    launch(*region);
    for (const int fd : descriptors) call(SYS_close, fd);
  }

  void launch(Region& region) {
    ShardOrders& orders = region.orders;
    ShardReport failed{};
    if (orders_.plan->network == Network::slot) {
      const long network = slot_network(orders.request.slot);
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
    char* top = reinterpret_cast<char*>(&region) + region.size;
    const auto entry = [](void* argument) {
      run_shard(*static_cast<const ShardOrders*>(argument));
    };
    const bool in_caller_group = orders.request.own_session == 0;
    orders.is_placed = in_caller_group ? 0 : 1;
    const long pid = raw::spawn(flags, top, &region.alive, entry, &orders);
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

  Region* find_region(const StageRequest& request) {
    const std::size_t pointers =
        (std::size_t{request.candidates} + request.words + request.variables + 8) * sizeof(char*);
    const std::size_t wanted = sizeof(Region) + pointers + request.payload + stack_size;
    for (Region* region = regions_; region != nullptr; region = region->next) {
      if (!is_alive(*region) && region->size >= wanted) return region;
    }
    // Few sizes: whatever commands come, a free region mostly fits the next one. Pages that nobody
    // touches cost nothing.
    std::size_t size = 2 * stack_size;
    while (size < wanted) size *= 2;
    const long memory = call(SYS_mmap, nullptr, size, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory < 0) return nullptr;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): an address is what mmap(2) answers with
    Region* region = reinterpret_cast<Region*>(memory);
    region->size = size;
    region->next = regions_;
    regions_ = region;
    return region;
  }

  // Lays the strings and the arrays of pointers to them out behind the region's head.
  bool read_command(Region& region, const StageRequest& request) {
    const char** pointers = reinterpret_cast<const char**>(&region + 1);
    const std::size_t count =
        std::size_t{request.candidates} + request.words + request.variables + 8;
    char* strings = reinterpret_cast<char*>(pointers + count);
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
    orders.request = request;
    orders.file_mode_mask = file_mode_mask_;
    orders.working_directory = *take(pointers, 1);
    orders.candidates = take(pointers, request.candidates);
    ++pointers;  // words[-1]
    orders.words = take(pointers, request.words);
    orders.variables = take(pointers, request.variables);
    return true;
  }

  // Made when first needed: a network namespace costs more than all the rest of a sandbox.
  long slot_network(unsigned slot) {
    if (slot >= max_slots) return -EINVAL;
    if (networks_[slot] > 0) return networks_[slot];
    if (const long error = call(SYS_unshare, CLONE_NEWNET)) return error;
    if (const long error = bring_loopback_up()) return error;
    const long network = call(SYS_openat, AT_FDCWD, "/proc/self/ns/net", O_RDONLY | O_CLOEXEC, 0);
    if (network > 0) networks_[slot] = static_cast<int>(network);
    return network;
  }

  void remove_layer(std::uint64_t shard) {
    Path name;
    name.number(shard);
    const int run = scene_.run.fd;
    const long layer =
        call(SYS_openat, run, name.get(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
    if (layer < 0) return;
    remove_tree(static_cast<int>(layer));
    call(SYS_close, layer);
    call(SYS_unlinkat, run, name.get(), AT_REMOVEDIR);
  }

  // The launcher is gone, perhaps by SIGKILL.
  void clean_up() {
    // From here on the kernel keeps the number of a child that has ended until we ask for it, so
    // that the number of one that is alive cannot be anybody else's.
    set_child_signal(SIG_DFL);
    for (const Region* region = regions_; region != nullptr; region = region->next) {
      if (is_alive(*region)) call(SYS_kill, region->pid, SIGKILL);
    }
    while (call(SYS_wait4, -1, nullptr, __WALL, nullptr) != -ECHILD) {
    }
    if (!orders_.plan->scratch.empty())
      remove_run_directory(orders_.plan->scratch.c_str(), scene_.run);
  }

  // A pid 1 that somebody has stopped reads no orders.
  void wake(std::uint64_t shard) const {
    for (const Region* region = regions_; region != nullptr; region = region->next) {
      if (is_alive(*region) && region->orders.request.shard == shard)
        call(SYS_kill, region->pid, SIGCONT);
    }
  }

  static bool is_alive(const Region& region) {
    return __atomic_load_n(&region.alive, __ATOMIC_ACQUIRE) != 0;
  }

  const StageOrders& orders_;
  Scene scene_;
  unsigned file_mode_mask_ = 0;
  long caller_group_ = 0;
  Region* regions_ = nullptr;
  int networks_[max_slots] = {};
};

}  // namespace

void run_stage(const StageOrders& orders) {
  Stage(orders).run();
}

void send_report(int channel, const ShardReport& report, int layer) {
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof layer)] = {};
  iovec data{const_cast<ShardReport*>(&report), sizeof report};
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
