#include "sandbox/filter.hpp"

#include <array>
#include <cerrno>
#include <memory>
#include <seccomp.h>
#include <unistd.h>

#include <asm/ioctls.h>
#include <sys/capability.h>
#include <sys/mman.h>

#include <isorun/unique_fd.hpp>

namespace isorun {
namespace {

struct Denial {
  const char* call;
  int answer;
  std::uint32_t second_argument;  // 0: any value
};

constexpr std::array denials = {
    // Injecting input into the caller's terminal: CVE-2017-5226. The kernel only reads 32 bits of
    // the number: CVE-2019-10063.
    Denial{"ioctl", EPERM, TIOCSTI},
    Denial{"ioctl", EPERM, TIOCLINUX},
    // Keyrings belong to the user, not to a namespace: shards would share them, and keys would
    // outlive the run.
    Denial{"keyctl", ENOSYS, 0},
    Denial{"add_key", ENOSYS, 0},
    Denial{"request_key", ENOSYS, 0},
    // CLONE_INTO_CGROUP only needs permission on a group's files, not a writable mount: root could
    // leave the group whose limits apply to the run. Filters cannot inspect clone3's structure; C
    // libraries fall back to clone(2), as in containers.
    Denial{"clone3", ENOSYS, 0},
};

constexpr std::array container_capabilities = {
    CAP_AUDIT_WRITE, CAP_CHOWN,  CAP_DAC_OVERRIDE, CAP_FOWNER,          CAP_FSETID,
    CAP_KILL,        CAP_MKNOD,  CAP_NET_RAW,      CAP_SETFCAP,         CAP_SETGID,
    CAP_SETPCAP,     CAP_SETUID, CAP_SYS_CHROOT,   CAP_NET_BIND_SERVICE};

int add(scmp_filter_ctx filter, const Denial& denial) {
  const int number = ::seccomp_syscall_resolve_name(denial.call);
  const std::uint32_t action = SCMP_ACT_ERRNO(static_cast<unsigned>(denial.answer));
  if (denial.second_argument == 0) return ::seccomp_rule_add(filter, action, number, 0);
  constexpr std::uint64_t low_half = 0xffffffff;
  return ::seccomp_rule_add(filter, action, number, 1,
                            SCMP_A1(SCMP_CMP_MASKED_EQ, low_half, denial.second_argument));
}

// clone3(2) is always refused.
int refuse_namespace(scmp_filter_ctx filter, std::uint64_t flag) {
  for (const int call : {SCMP_SYS(clone), SCMP_SYS(unshare)}) {
    const int error = ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSPC), call, 1,
                                         SCMP_A0(SCMP_CMP_MASKED_EQ, flag, flag));
    if (error != 0) return error;
  }
  return 0;
}

struct Architecture {
  std::uint32_t native;
  std::uint32_t sibling;
};

// Programs of the machine's other ABIs may run too, under the same rules.
constexpr std::array siblings = {Architecture{SCMP_ARCH_X86_64, SCMP_ARCH_X86},
                                 Architecture{SCMP_ARCH_X86_64, SCMP_ARCH_X32},
                                 Architecture{SCMP_ARCH_AARCH64, SCMP_ARCH_ARM}};

int add_siblings(scmp_filter_ctx filter) {
  for (const Architecture& architecture : siblings) {
    if (architecture.native != ::seccomp_arch_native()) continue;
    if (const int error = ::seccomp_arch_add(filter, architecture.sibling)) return error;
  }
  return 0;
}

std::unexpected<Error> fail(int negative_errno) {
  return std::unexpected(Error{Phase::setup, -negative_errno, "building the system call filter"});
}

}  // namespace

Result<std::vector<sock_filter>> program_of(void* filter, int error) {
  if (error != 0) return fail(error);
  const UniqueFd file(::memfd_create("filter", MFD_CLOEXEC));
  if (!file) return fail(-errno);
  error = ::seccomp_export_bpf(filter, file.get());
  if (error != 0) return fail(error);
  const off_t size = ::lseek(file.get(), 0, SEEK_END);
  std::vector<sock_filter> program(static_cast<std::size_t>(size) / sizeof(sock_filter));
  const ssize_t got = ::pread(file.get(), program.data(), program.size() * sizeof(sock_filter), 0);
  if (got != size) return fail(-EIO);
  return program;
}

Result<std::vector<sock_filter>> make_filter(std::uint64_t refused_namespaces) {
  const std::unique_ptr<void, void (*)(void*)> filter(::seccomp_init(SCMP_ACT_ALLOW),
                                                      ::seccomp_release);
  if (!filter) return fail(-ENOMEM);
  int error = ::seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ALLOW);
  if (error == 0) error = add_siblings(filter.get());
  for (const Denial& denial : denials) {
    if (error == 0) error = add(filter.get(), denial);
  }
  for (std::uint64_t flags = refused_namespaces; flags != 0 && error == 0; flags &= flags - 1)
    error = refuse_namespace(filter.get(), flags & -flags);
  return program_of(filter.get(), error);
}

Capabilities command_capabilities(bool is_root) {
  Capabilities result{.count = static_cast<int>(::cap_max_bits())};
  if (!is_root) return result;
  for (const int capability : container_capabilities) result.kept |= std::uint64_t{1} << capability;
  return result;
}

}  // namespace isorun
