// Ways to the kernel and to what it has once for all. The calls of the twin are real root's, with
// arguments that the kernel rejects after it has looked at the caller's capabilities, or that
// change nothing.
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <string>
#include <unistd.h>

#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <sys/fanotify.h>
#include <sys/klog.h>
#include <sys/resource.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#ifdef __x86_64__
#include <sys/io.h>
#endif

#include <isorun/unique_fd.hpp>

#include "attack.hpp"

namespace isorun {
namespace {

constexpr const char* capabilities = "capabilities";
constexpr const char* read_only = "read-only /proc and /sys";
constexpr const char* masked = "masked /proc and /sys";
constexpr const char* nowhere = "/isorun-attack";

Verdict load_a_module(const Target&) {
  return if_permitted(::syscall(SYS_init_module, nullptr, 0, ""));
}
Verdict load_a_module_file(const Target&) {
  return if_permitted(::syscall(SYS_finit_module, -1, "", 0));
}
Verdict unload_a_module(const Target&) {
  return if_permitted(::syscall(SYS_delete_module, "isorun_attack", O_NONBLOCK));
}
Verdict load_a_kernel(const Target&) {
  return if_permitted(::syscall(SYS_kexec_load, 0, 1UL << 20, nullptr, 0));
}
Verdict reboot(const Target&) {
  return if_permitted(::syscall(SYS_reboot, 0, 0, 0, nullptr));
}
Verdict swap_on(const Target&) {
  return if_permitted(::swapon(nowhere, 0));
}
Verdict swap_off(const Target&) {
  return if_permitted(::swapoff(nowhere));
}
Verdict keep_accounts(const Target&) {
  return if_permitted(::acct(nowhere));
}
Verdict adjust_the_clock(const Target&) {
  timex state{};
  ::adjtimex(&state);
  state.modes = ADJ_STATUS;
  return if_done(::adjtimex(&state));
}
Verdict clear_the_kernel_log(const Target&) {
  return if_permitted(::klogctl(4 /* READ_CLEAR */, nullptr, 0));
}
Verdict set_the_host_name(const Target&) {
  char name[256] = {};
  ::gethostname(name, sizeof name - 1);
  return if_done(::sethostname(name, std::strlen(name)));
}
Verdict set_the_domain_name(const Target&) {
  return if_done(::setdomainname("(none)", 6));
}
Verdict use_bpf(const Target&) {
  bpf_attr attributes{};
  attributes.map_type = BPF_MAP_TYPE_ARRAY;
  attributes.key_size = 4;
  attributes.value_size = 4;
  attributes.max_entries = 1;
  return if_done(::syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes));
}
Verdict watch_all_processors(const Target&) {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_SOFTWARE;
  attributes.config = PERF_COUNT_SW_CPU_CLOCK;
  return if_done(::syscall(SYS_perf_event_open, &attributes, -1, 0, -1, 0));
}
Verdict handle_kernel_faults(const Target&) {
  return if_done(::syscall(SYS_userfaultfd, O_CLOEXEC));
}
Verdict decide_on_file_access(const Target&) {
  return if_done(::fanotify_init(FAN_CLASS_CONTENT, O_RDONLY));
}
Verdict be_urgent(const Target&) {
  return if_done(::setpriority(PRIO_PROCESS, 0, -20));
}
Verdict be_real_time(const Target&) {
  const sched_param parameter{1};
  return if_done(::sched_setscheduler(0, SCHED_FIFO, &parameter));
}
#ifdef __x86_64__
Verdict use_ports(const Target&) {
  return if_done(::iopl(3));
}
Verdict use_a_port(const Target&) {
  return if_done(::ioperm(0x80, 1, 1));
}
#endif
Verdict press_sysrq(const Target&) {
  return if_opened("/proc/sysrq-trigger", O_WRONLY);
}
Verdict set_the_core_pattern(const Target&) {
  return if_opened("/proc/sys/kernel/core_pattern", O_WRONLY);
}
Verdict set_the_overcommit(const Target&) {
  return if_opened("/proc/sys/vm/overcommit_memory", O_WRONLY);
}
Verdict drop_caches(const Target&) {
  return if_opened("/proc/sys/vm/drop_caches", O_WRONLY);
}
Verdict allow_typing(const Target&) {
  return if_opened("/proc/sys/dev/tty/legacy_tiocsti", O_WRONLY);
}
Verdict lift_limits(const Target&) {
  if (!become_root_of(0)) return Verdict::refused;
  const UniqueFd file(::open("/proc/sys/user/max_cgroup_namespaces", O_WRONLY | O_CLOEXEC));
  static_cast<void>(::write(file.get(), "100", 3));
  return if_done(::unshare(CLONE_NEWCGROUP));
}
Verdict move_interrupts(const Target&) {
  return if_opened("/proc/irq/default_smp_affinity", O_WRONLY);
}
Verdict suspend(const Target&) {
  return if_opened("/sys/power/state", O_WRONLY);
}
Verdict unplug_a_processor(const Target&) {
  return if_opened("/sys/devices/system/cpu/smt/control", O_WRONLY);
}
Verdict change_huge_pages(const Target&) {
  return if_opened("/sys/kernel/mm/transparent_hugepage/enabled", O_WRONLY);
}
// What is masked is an empty file or directory.
Verdict if_read(const char* path) {
  const UniqueFd file(::open(path, O_RDONLY | O_CLOEXEC));
  if (!file) return errno == ENOENT ? Verdict::absent : Verdict::refused;
  char letter = 0;
  return ::read(file.get(), &letter, 1) == 1 ? Verdict::reached : Verdict::refused;
}
Verdict read_kernel_memory(const Target&) {
  return if_read("/proc/kcore");
}
Verdict read_timers(const Target&) {
  return if_read("/proc/timer_list");
}
Verdict read_firmware_tables(const Target&) {
  return if_read("/sys/firmware/acpi/tables/DSDT");
}

constexpr Attack attacks[] = {
    {"load_a_module", capabilities, Twin::root, load_a_module},
    {"load_a_module_file", capabilities, Twin::root, load_a_module_file},
    {"unload_a_module", capabilities, Twin::root, unload_a_module},
    {"load_a_kernel", capabilities, Twin::root, load_a_kernel},
    {"reboot", capabilities, Twin::root, reboot},
    {"swap_on", capabilities, Twin::root, swap_on},
    {"swap_off", capabilities, Twin::root, swap_off},
    {"keep_accounts", capabilities, Twin::root, keep_accounts},
    {"adjust_the_clock", capabilities, Twin::root, adjust_the_clock},
    {"clear_the_kernel_log", capabilities, Twin::root, clear_the_kernel_log},
    {"set_the_host_name", capabilities, Twin::unshared, set_the_host_name},
    {"set_the_domain_name", capabilities, Twin::unshared, set_the_domain_name},
    {"use_bpf", capabilities, Twin::root, use_bpf},
    {"watch_all_processors", capabilities, Twin::root, watch_all_processors},
    {"handle_kernel_faults", capabilities, Twin::root, handle_kernel_faults},
    {"decide_on_file_access", capabilities, Twin::root, decide_on_file_access},
    {"be_urgent", capabilities, Twin::root, be_urgent},
    {"be_real_time", capabilities, Twin::root, be_real_time},
#ifdef __x86_64__
    {"use_ports", capabilities, Twin::root, use_ports},
    {"use_a_port", capabilities, Twin::root, use_a_port},
#endif
    {"press_sysrq", read_only, Twin::root, press_sysrq},
    {"set_the_core_pattern", read_only, Twin::root, set_the_core_pattern},
    {"set_the_overcommit", read_only, Twin::root, set_the_overcommit},
    {"drop_caches", read_only, Twin::root, drop_caches},
    {"allow_typing", read_only, Twin::root, allow_typing},
    {"lift_limits", "limits of the run", Twin::host, lift_limits},
    {"move_interrupts", read_only, Twin::root, move_interrupts},
    {"suspend", read_only, Twin::root, suspend},
    {"change_the_memory_management", read_only, Twin::root, change_huge_pages},
    {"unplug_processors", read_only, Twin::root, unplug_a_processor},
    {"read_kernel_memory", masked, Twin::root, read_kernel_memory},
    {"read_timers", masked, Twin::root, read_timers},
    {"read_firmware_tables", masked, Twin::root, read_firmware_tables},
};

}  // namespace

std::span<const Attack> kernel_attacks() {
  return attacks;
}

}  // namespace isorun
