#include "sandbox/trial.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>

#include <fmt/format.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <isorun/sandbox.hpp>

#include "base/raw.hpp"
#include "base/utf8.hpp"
#include "sandbox/handles.hpp"
#include "sandbox/id_maps.hpp"
#include "sandbox/slot_networks.hpp"
#include "sandbox/steps.hpp"

namespace isorun {
namespace {

using raw::call;

// The trial process sends this to the launcher.
struct TrialReport {
  enum class Kind : std::uint32_t {
    wants_id_maps,
    stage_step,  // `step` failed
    shard_step,
    network,
    clone,
    confinement,
    end,  // all failures have been reported
  };
  Kind kind;
  std::uint32_t step;
  std::int32_t error;
  std::uint32_t stage_steps;  // number of steps reached; `end` only
  Message message;
};

bool is_gate(Verb verb) {
  switch (verb) {
    case Verb::new_mount_namespace:
    case Verb::new_user_namespace:
    case Verb::privatize:  // later steps could affect the host
    case Verb::workshop:   // later steps work in it
    case Verb::enter_root:
      return true;
    default:
      return false;
  }
}

bool is_in_layer(Verb verb) {
  return verb == Verb::overlay || verb == Verb::whole || verb == Verb::copy ||
         verb == Verb::copy_file;
}

bool is_of_network(Verb verb) {
  return verb == Verb::slot_network || verb == Verb::loopback_up || verb == Verb::network_setting;
}

// Runs in the trial process: makes only system calls, although it has its own copy of the memory.
class Trier {
 public:
  Trier(const Plan& plan, sock_fprog filter, const Capabilities& capabilities, int socket,
        std::vector<char>& has_failed)
      : plan_(plan),
        filter_(filter),
        capabilities_(capabilities),
        socket_(socket),
        has_failed_(has_failed) {}

  [[noreturn]] void run() {
    call(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL);
    call(SYS_umask, 0);
    scene_.memory = &memory_;
    scene_.keep_owners = plan_.keep_owners;
    scene_.middles = plan_.middles;
    const std::size_t reached = try_stage();
    if (has_user_namespace_ && plan_.network == Network::slot) try_network();
    if (reached == plan_.stage.size()) try_shard();
    if (scene_.run.fd >= 0)
      remove_run_directory(plan_.scratch.c_str(), scene_.run, memory_.sources);
    try_confinement();
    report(TrialReport::Kind::end, 0, 0, reached);
    raw::exit(0);
  }

 private:
  bool report(TrialReport::Kind kind, std::size_t step, long error, std::size_t reached = 0) {
    const TrialReport report{.kind = kind,
                             .step = static_cast<std::uint32_t>(step),
                             .error = static_cast<std::int32_t>(-error),
                             .stage_steps = static_cast<std::uint32_t>(reached),
                             .message = scene_.message};
    scene_.message = {};
    return call(SYS_sendto, socket_, &report, sizeof report, MSG_NOSIGNAL, nullptr, 0) >= 0;
  }

  // Returns the number of steps reached.
  std::size_t try_stage() {
    scene_.steps = plan_.stage;
    for (std::size_t i = 0; i < plan_.stage.size(); ++i) {
      const Step& step = plan_.stage[i];
      const long error = carry_out(step, scene_);
      if (error < 0) report(TrialReport::Kind::stage_step, i, error);
      if (error < 0 && is_gate(step.verb)) return i + 1;
      if (step.verb != Verb::new_user_namespace) continue;
      if (!get_id_maps()) return i + 1;
      has_user_namespace_ = true;
    }
    return plan_.stage.size();
  }

  bool get_id_maps() {
    if (!report(TrialReport::Kind::wants_id_maps, 0, 0)) return false;
    char is_written = 0;
    return call(SYS_recvfrom, socket_, &is_written, 1, 0, nullptr, nullptr) == 1 && is_written != 0;
  }

  void try_network() {
    static SlotNetworks networks;
    const long network = networks.get(0, false);
    if (network < 0) report(TrialReport::Kind::network, 0, network);
    scene_.slot_network = static_cast<int>(network);
  }

  void try_shard() {
    const long child = call(SYS_clone, plan_.namespaces | SIGCHLD, 0L, 0L, 0L, 0L);
    if (child == 0) {
      call(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL);
      try_steps();
      raw::exit(0);
    }
    if (child < 0) report(TrialReport::Kind::clone, 0, child);
    int status = 0;
    while (child > 0 && call(SYS_wait4, child, &status, __WALL, nullptr) == -EINTR) {
    }
  }

  void try_steps() {
    scene_.steps = plan_.shard;
    bool has_layer = true;
    const bool has_network = plan_.network != Network::slot || scene_.slot_network >= 0;
    for (std::size_t i = 0; i < plan_.shard.size(); ++i) {
      const Step& step = plan_.shard[i];
      const std::size_t maker = step.tree < 0 ? i : static_cast<std::size_t>(step.tree);
      const bool lacks_something = (!has_layer && is_in_layer(step.verb)) ||
                                   (!has_network && is_of_network(step.verb)) ||
                                   has_failed_[maker] != 0;
      const long error = lacks_something ? 0 : carry_out(step, scene_);
      if (lacks_something || error < 0) has_failed_[i] = 1;
      if (error >= 0) continue;
      if (step.verb == Verb::layer) has_layer = false;
      const bool is_put = step.verb == Verb::attach || step.verb == Verb::attach_root;
      report(TrialReport::Kind::shard_step, is_put ? maker : i, error);
    }
  }

  void try_confinement() {
    long error = call(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    for (int number = 0; has_user_namespace_ && number < capabilities_.count && error == 0;
         ++number) {
      if ((capabilities_.kept >> number & 1) == 0) error = call(SYS_prctl, PR_CAPBSET_DROP, number);
    }
    if (error == 0) error = call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter_);
    if (error < 0) report(TrialReport::Kind::confinement, 0, error);
  }

  const Plan& plan_;
  const sock_fprog filter_;
  const Capabilities& capabilities_;
  const int socket_;
  std::vector<char>& has_failed_;  // by number of the shard's step
  Scene scene_;
  TreeMemory memory_;
  bool has_user_namespace_ = false;
};

// In the launcher -----------------------------------------------------------------

class TrialListener {
 public:
  TrialListener(const Plan& plan, int socket, int process)
      : plan_(plan), socket_(socket), process_(process) {}

  Trial listen() {
    TrialReport report{};
    while (receive(report)) hear(report);
    if (!has_ended_)
      add(Facility::process, 0, "the process that tries the steps was killed, or cannot report");
    note_untried();
    return std::move(result_);
  }

 private:
  bool receive(TrialReport& report) const {
    ssize_t size = 0;
    do size = ::recv(socket_, &report, sizeof report, 0);
    while (size < 0 && errno == EINTR);
    return size == static_cast<ssize_t>(sizeof report);
  }

  void hear(const TrialReport& report) {
    switch (report.kind) {
      case TrialReport::Kind::wants_id_maps:
        return write_maps();
      case TrialReport::Kind::stage_step:
        return add(plan_.stage[report.step], report);
      case TrialReport::Kind::shard_step:
        return add(plan_.shard[report.step], report);
      case TrialReport::Kind::network:
        return add(Facility::network, report.error, "making a private network");
      case TrialReport::Kind::clone:
        return add(Facility::process, report.error, "starting a process in new namespaces");
      case TrialReport::Kind::confinement:
        return add(Facility::filter, report.error, "installing the system call filter");
      case TrialReport::Kind::end:
        has_ended_ = true;
        stage_steps_ = report.stage_steps;
    }
  }

  void add(const Step& step, const TrialReport& report) {
    add(facility_of(step), report.error,
        step_error(step, report.error, report.message.data()).what);
  }

  void add(Facility facility, int code, std::string what) {
    result_.failures.push_back({facility, code, std::move(what)});
  }

  void write_maps() {
    const Result<void> written = write_id_maps(process_, plan_.ids);
    if (!written) add(Facility::id_map, written.error().code, written.error().what);
    result_.has_granted_ids = written.has_value() && has_id_ranges(process_);
    const char answer = written ? 1 : 0;
    [[maybe_unused]] const ssize_t sent = ::send(socket_, &answer, 1, MSG_NOSIGNAL);
  }

  void note_untried() {
    for (std::size_t i = stage_steps_; i < plan_.stage.size(); ++i)
      result_.untried.insert(facility_of(plan_.stage[i]));
    const bool has_shard =
        stage_steps_ == plan_.stage.size() && result_.failure_of(Facility::process) == nullptr;
    if (has_shard) return;
    for (const Step& step : plan_.shard) result_.untried.insert(facility_of(step));
    if (result_.failure_of(Facility::user_namespace) != nullptr)
      result_.untried.insert({Facility::id_map, Facility::network});
  }

  const Plan& plan_;
  const int socket_;
  const int process_;  // a pidfd
  Trial result_;
  bool has_ended_ = false;
  std::size_t stage_steps_ = 0;
};

}  // namespace

const TrialFailure* Trial::failure_of(Facility facility) const {
  const auto found = std::ranges::find(failures, facility, &TrialFailure::facility);
  return found == failures.end() ? nullptr : &*found;
}

Result<Trial> try_plan(const Plan& plan, const std::vector<sock_filter>& filter,
                       const Capabilities& capabilities) {
  const auto fail = [](const char* what, int code) {
    return std::unexpected(Error{Phase::setup, code, what, remedy(Facility::process, code)});
  };
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return fail("making a socket pair", errno);
  UniqueFd own(ends[0]);
  UniqueFd childs(ends[1]);
  std::vector<char> has_failed(plan.shard.size());
  const sock_fprog program{static_cast<unsigned short>(filter.size()),
                           const_cast<sock_filter*>(filter.data())};
  int pidfd = -1;
  const long child = call(SYS_clone, CLONE_PIDFD, 0L, &pidfd, 0L, 0L);
  if (child == 0) {
    call(SYS_close, own.get());
    Trier(plan, program, capabilities, childs.get(), has_failed).run();
  }
  if (child < 0) return fail("starting a process", static_cast<int>(-child));
  const UniqueFd process(pidfd);
  childs.reset();
  Trial trial = TrialListener(plan, own.get(), process.get()).listen();
  own.reset();
  int status = 0;
  while (::waitpid(static_cast<pid_t>(child), &status, __WALL) < 0 && errno == EINTR) {
  }
  return trial;
}

}  // namespace isorun
