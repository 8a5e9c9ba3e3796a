#include "sandbox/traced_calls.hpp"

#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <seccomp.h>

#include "sandbox/filter.hpp"

namespace isorun {
namespace {

using Condition = TracedCall::Condition;
using If = TracedCall::If;

constexpr std::int8_t none = TracedCall::none;
constexpr std::uint64_t low_half = 0xffffffff;
constexpr std::uint64_t whole = ~std::uint64_t{0};

// fstat(2) as C libraries call it names no path.
constexpr Condition names_a_path(std::uint8_t flags) {
  return {If::equal, flags, AT_EMPTY_PATH, 0};
}
constexpr Condition is_given(std::uint8_t argument) {
  return {If::differs, argument, whole, 0};
}
constexpr Condition is_command(std::uint64_t command) {
  return {If::equal, 1, low_half, command};
}
constexpr Condition has_key = {If::differs, 0, low_half, 0};  // not IPC_PRIVATE

constexpr TracedCall calls[] = {
    {SCMP_SYS(open), Deed::open, none, 0, 1},
    {SCMP_SYS(openat), Deed::open, 0, 1, 2},
    {SCMP_SYS(openat2), Deed::open, 0, 1, 2},
    {SCMP_SYS(creat), Deed::open, none, 0},
    {SCMP_SYS(stat), Deed::look, none, 0},
    {SCMP_SYS(lstat), Deed::look, none, 0},
    {SCMP_SYS(newfstatat), Deed::look, 0, 1, 3, none, none, names_a_path(3)},
    {SCMP_SYS(statx), Deed::look, 0, 1, 2, none, none, names_a_path(2)},
    {SCMP_SYS(access), Deed::look, none, 0},
    {SCMP_SYS(faccessat), Deed::look, 0, 1},
    {SCMP_SYS(faccessat2), Deed::look, 0, 1, 3, none, none, names_a_path(3)},
    {SCMP_SYS(readlink), Deed::read_link, none, 0},
    {SCMP_SYS(readlinkat), Deed::read_link, 0, 1},
    {SCMP_SYS(execve), Deed::execute, none, 0},  // not execveat(2): see init.cpp
    {SCMP_SYS(getdents), Deed::list, none, 0},
    {SCMP_SYS(getdents64), Deed::list, none, 0},
    {SCMP_SYS(mkdir), Deed::make_directory, none, 0},
    {SCMP_SYS(mkdirat), Deed::make_directory, 0, 1},
    {SCMP_SYS(mknod), Deed::make_node, none, 0},
    {SCMP_SYS(mknodat), Deed::make_node, 0, 1},
    {SCMP_SYS(symlink), Deed::make_symlink, none, 1},
    {SCMP_SYS(symlinkat), Deed::make_symlink, 1, 2},
    {SCMP_SYS(link), Deed::make_link, none, 0, none, none, 1},
    {SCMP_SYS(linkat), Deed::make_link, 0, 1, none, 2, 3},
    {SCMP_SYS(rename), Deed::rename, none, 0, none, none, 1},
    {SCMP_SYS(renameat), Deed::rename, 0, 1, none, 2, 3},
    {SCMP_SYS(renameat2), Deed::rename, 0, 1, 4, 2, 3},
    {SCMP_SYS(unlink), Deed::remove, none, 0},
    {SCMP_SYS(unlinkat), Deed::remove, 0, 1, 2},
    {SCMP_SYS(rmdir), Deed::remove_directory, none, 0},
    {SCMP_SYS(truncate), Deed::truncate, none, 0},
    {SCMP_SYS(chmod), Deed::change, none, 0},
    {SCMP_SYS(fchmodat), Deed::change, 0, 1},
    {SCMP_SYS(chown), Deed::change, none, 0},
    {SCMP_SYS(lchown), Deed::change, none, 0},
    {SCMP_SYS(fchownat), Deed::change, 0, 1, 4, none, none, names_a_path(4)},
    {SCMP_SYS(utime), Deed::change, none, 0},
    {SCMP_SYS(utimes), Deed::change, none, 0},
    {SCMP_SYS(futimesat), Deed::change, 0, 1},
    {SCMP_SYS(utimensat), Deed::change, 0, 1, 3, none, none, is_given(1)},
    {SCMP_SYS(setxattr), Deed::change, none, 0},
    {SCMP_SYS(lsetxattr), Deed::change, none, 0},
    {SCMP_SYS(flock), Deed::lock, none, 0},
    {SCMP_SYS(fcntl), Deed::lock, none, 0, none, none, none, is_command(F_SETLK)},
    {SCMP_SYS(fcntl), Deed::lock, none, 0, none, none, none, is_command(F_SETLKW)},
    {SCMP_SYS(fcntl), Deed::lock, none, 0, none, none, none, is_command(F_OFD_SETLK)},
    {SCMP_SYS(fcntl), Deed::lock, none, 0, none, none, none, is_command(F_OFD_SETLKW)},
    {SCMP_SYS(bind), Deed::bind, none, 1, 2},
    {SCMP_SYS(connect), Deed::connect, none, 1, 2},
    {SCMP_SYS(sendto), Deed::connect, none, 4, 5, none, none, is_given(4)},
    {SCMP_SYS(shmget), Deed::share_memory, none, 0, 2, none, none, has_key},
    {SCMP_SYS(semget), Deed::share_semaphores, none, 0, 2, none, none, has_key},
    {SCMP_SYS(msgget), Deed::share_queue, none, 0, 1, none, none, has_key},
    {SCMP_SYS(mq_open), Deed::open_queue, none, 0, 1},
    {SCMP_SYS(mq_unlink), Deed::remove_queue, none, 0},
    {SCMP_SYS(kill), Deed::signal, none, 0, 1},
    {SCMP_SYS(clock_settime), Deed::set_clock, none, 0},
    {SCMP_SYS(settimeofday), Deed::set_clock},
    {SCMP_SYS(setrlimit), Deed::set_limit, none, 0},
    {SCMP_SYS(prlimit64), Deed::set_limit, none, 1, none, none, none, is_given(2)},
    {SCMP_SYS(sethostname), Deed::set_host_name},
    {SCMP_SYS(setdomainname), Deed::set_host_name},
};

int add(scmp_filter_ctx filter, const TracedCall& call) {
  if (call.number < 0) return 0;
  const Condition& condition = call.condition;
  if (condition.holds == If::always)
    return ::seccomp_rule_add(filter, SCMP_ACT_NOTIFY, call.number, 0);
  scmp_arg_cmp comparison{condition.argument, SCMP_CMP_NE, condition.value, 0};
  if (condition.holds == If::equal) {
    comparison.op = SCMP_CMP_MASKED_EQ;
    comparison.datum_a = condition.mask;
    comparison.datum_b = condition.value;
  }
  return ::seccomp_rule_add_array(filter, SCMP_ACT_NOTIFY, call.number, 1, &comparison);
}

}  // namespace

std::span<const TracedCall> traced_calls() {
  return calls;
}

Result<std::vector<sock_filter>> make_trace_filter() {
  const std::unique_ptr<void, void (*)(void*)> filter(::seccomp_init(SCMP_ACT_ALLOW),
                                                      ::seccomp_release);
  int error =
      filter ? ::seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ALLOW) : -ENOMEM;
  // A search tree, not a chain of sixty comparisons.
  if (error == 0) error = ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);
  for (const TracedCall& call : calls)
    if (error == 0) error = add(filter.get(), call);
  return program_of(filter.get(), error);
}

}  // namespace isorun
