#include "sandbox/stage.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <signal.h>

#include <linux/prctl.h>
#include <linux/seccomp.h>

#include <isorun/sandbox.hpp>

#include "base/raw.hpp"
#include "base/tree_removal.hpp"
#include "sandbox/shard_launcher.hpp"
#include "sandbox/stage_socket.hpp"
#include "sandbox/steps.hpp"

namespace isorun {
namespace {

using raw::call;

struct SignalAction {  // the kernel's struct, see rt_sigaction(2)
  void (*handler)(int);
  unsigned long flags;
  void (*restorer)();
  std::uint64_t mask;
};

class Stage {
 public:
  explicit Stage(const StageOrders& orders) : orders_(orders) {}

  [[noreturn]] void run() {
    detach_from_caller();
    set_up();
    confine();
    if (report_ready()) serve();
    clean_up();
    raw::exit(0);
  }

 private:
  // Handlers of an embedding program must not run here, nor in a shard before its exec, where they
  // would find memory that several processes share. Ignored signals stay ignored.
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

  // No descriptor of the launcher may stay open here: the reader of a pipe would wait for us.
  static long let_go_of_descriptors() {
    const long null = call(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0);
    if (null < 0) return null;
    for (int fd = 0; fd < 3; ++fd) {
      const long redirected = null == fd ? 0 : call(SYS_dup3, null, fd, 0);
      if (redirected < 0) return redirected;
    }
    return call(SYS_close_range, stage_socket::number + 1, ~0U, 0);
  }

  void detach_from_caller() {
    // First of all: stopped before this, the stage stays stopped when the launcher is killed.
    wake_when_orphaned();
    call(SYS_set_tid_address, &is_alive_);
    call(SYS_prctl, PR_SET_NAME, "isorun-stage");
    // Each process has one end: if anything below fails, the launcher must see ours close.
    call(SYS_close, orders_.launcher_end);
    const bool is_in_place =
        orders_.socket == stage_socket::number ||
        call(SYS_dup3, orders_.socket, stage_socket::number, O_CLOEXEC) == stage_socket::number;
    if (!is_in_place) raw::exit(1);
    long error = let_go_of_descriptors();
    if (error == 0) error = forget_handlers();
    if (error == 0) error = set_action(SIGCHLD, SIG_IGN);  // the kernel reaps children
    if (error != 0) fail(StageReport::Kind::detach_failed, 0, error);
    // Signals to the caller's process group (timeout(1), CI systems) must not interrupt our
    // clean-up. Commands that belong to the group rejoin it.
    caller_.group = call(SYS_getpgid, 0);
    call(SYS_setpgid, 0, 0);
    // The plan specifies the modes of what it creates.
    caller_.file_mode_mask = static_cast<unsigned>(call(SYS_umask, 0));
  }

  // SIGSTOP to this process must not prevent clean-up.
  static void wake_when_orphaned() { call(SYS_prctl, PR_SET_PDEATHSIG, SIGCONT); }

  void set_up() {
    const std::vector<Step>& steps = orders_.plan->stage;
    scene_.steps = steps;
    scene_.middles = orders_.plan->middles;
    scene_.memory = &memory_;
    scene_.keep_owners = orders_.plan->keep_owners;
    scene_.dying_run = orders_.dying_run;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      long error = carry_out(steps[i], scene_);
      if (error >= 0 && steps[i].verb == Verb::new_user_namespace) error = get_id_maps();
      if (error >= 0) continue;
      fail(StageReport::Kind::failed, i, error);
    }
    wake_when_orphaned();  // the kernel clears it when the user namespace changes (prctl(2))
    // Commands must not access the memory and /proc files of the stage and of every pid 1, which
    // share them.
    call(SYS_prctl, PR_SET_DUMPABLE, 0);
  }

  // Restrictions that commands inherit, installed once: installing a filter costs more than having
  // one. They do not affect the stage or a pid 1, because they take effect at exec, or deny what
  // those never do.
  void confine() {
    long error = call(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    for (int number = 0; number < orders_.capability_count && error == 0; ++number) {
      if ((orders_.capabilities >> number & 1) == 0)
        error = call(SYS_prctl, PR_CAPBSET_DROP, number);
    }
    if (error == 0) error = call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &orders_.filter);
    if (error != 0) fail(StageReport::Kind::confine_failed, 0, error);
  }

  [[nodiscard]] bool report_ready() const {
    StageReport ready{.kind = StageReport::Kind::ready, .step = 0, .error = 0, .message = {}};
    std::memcpy(ready.message.data(), scene_.run.name.data(), sizeof scene_.run.name);
    return stage_socket::report(ready);
  }

  [[noreturn]] void fail(StageReport::Kind kind, std::size_t step, long error) {
    stage_socket::report({.kind = kind,
                          .step = static_cast<int>(step),
                          .error = static_cast<int>(-error),
                          .message = scene_.message});
    clean_up();
    raw::exit(1);
  }

  long get_id_maps() {
    const bool is_asked = stage_socket::report(
        {.kind = StageReport::Kind::wants_id_maps, .step = 0, .error = 0, .message = {}});
    StageRequest request{};
    stage_socket::Descriptors descriptors;
    return is_asked && stage_socket::receive(request, descriptors) ? 0 : -ECANCELED;
  }

  // Serves until the launcher needs no more shards, is gone, or violates the protocol.
  void serve() {
    StageRequest request{};
    stage_socket::Descriptors descriptors;
    while (stage_socket::receive(request, descriptors)) {
      if (request.kind == StageRequest::Kind::start &&
          !launcher_.start(request, descriptors, caller_))
        return;
      if (request.kind == StageRequest::Kind::wake) launcher_.wake(request.shard);
      if (request.kind == StageRequest::Kind::remove_layer) remove_layer(request.shard);
    }
  }

  void remove_layer(std::uint64_t shard) {
    Path name;
    name.number(shard);
    // Retried at the end, where failures are reported.
    raw::remove_tree(scene_.run.fd, name.get(), memory_.sources);
  }

  // The run leaves nothing behind, however the stage ends, except by SIGKILL.
  void clean_up() {
    // From here on the pids of ended children stay reserved until they are reaped, so that a live
    // child's pid cannot belong to another process.
    set_action(SIGCHLD, SIG_DFL);
    launcher_.end_all();
    if (scene_.run.fd < 0) return;
    const Leftover left =
        remove_run_directory(orders_.plan->scratch.c_str(), scene_.run, memory_.sources);
    if (left.error == 0) return;
    stage_socket::report({.kind = StageReport::Kind::not_removed,
                          .step = 0,
                          .error = static_cast<int>(-left.error),
                          .message = left.path});
  }

  const StageOrders& orders_;
  Scene scene_;
  CallerState caller_;
  TreeMemory memory_;
  int is_alive_ = 1;  // until the kernel clears it, see set_tid_address(2)
  ShardLauncher launcher_{orders_, scene_, is_alive_};
};

}  // namespace

void run_stage(const StageOrders& orders) {
  Stage(orders).run();
}

}  // namespace isorun
