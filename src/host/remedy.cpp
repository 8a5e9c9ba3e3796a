#include "host/remedy.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/worded.hpp"

namespace isorun {
namespace {

using Condition = bool (*)(const Surroundings&);

constexpr Condition always = [](const Surroundings&) { return true; };
constexpr Condition is_filtered = [](const Surroundings& around) { return around.has_filter; };
constexpr Condition has_apparmor_profile = [](const Surroundings& around) {
  return !around.apparmor_profile.empty();
};
constexpr Condition is_masked = [](const Surroundings& around) { return !around.masked.empty(); };
constexpr Condition is_in_isorun = [](const Surroundings& around) { return around.is_in_isorun; };
constexpr Condition is_in_isorun_of_root = [](const Surroundings& around) {
  return around.is_in_isorun && !around.masked.empty();
};
constexpr Condition is_in_chroot = [](const Surroundings& around) {
  return !around.has_root_mount;
};
constexpr Condition lacks_setfcap = [](const Surroundings& around) {
  return !around.may_map_user_0;
};
constexpr Condition userns_is_switched_off = [](const Surroundings& around) {
  return around.userns_is_switched_off;
};
constexpr Condition apparmor_restricts = [](const Surroundings& around) {
  return around.apparmor_restricts_userns;
};
constexpr Condition has_used_up_userns = [](const Surroundings& around) {
  return std::ranges::find(around.used_up, "max_user_namespaces") != around.used_up.end();
};
constexpr Condition has_used_up = [](const Surroundings& around) {
  return !around.used_up.empty();
};

constexpr const char* apparmor_userns =
    "AppArmor denies user namespaces to programs without a profile that allows `userns`";
constexpr const char* filtered = "a container's system call filter forbids it";
constexpr const char* profiled = "a container's AppArmor profile forbids mounts";
constexpr const char* masked =
    "parts of /proc are masked, as in containers, and a new proc would show them; {Proc::host} "
    "uses "
    "the existing one";
constexpr const char* outer_isorun =
    "the sandbox of root's isorun that this runs in protects /proc, so that a new proc cannot be "
    "mounted; {Proc::host} uses the existing one, or run the outer isorun as another user";
constexpr const char* used_up = "a limit of namespaces in /proc/sys/user is 0";

enum class Certain { no, yes };  // whether it will fail, known before anything was tried

// A Cause; settings in braces, as for worded().
struct Why {
  const char* sentence;
  HostChange change = HostChange::nothing;
};

struct Entry {
  Facility facility;
  int code;  // 0: any
  Condition applies;
  Why why;
  Certain certain = Certain::no;
};

// The first entry that applies is reported.
constexpr std::array entries = {
    Entry{Facility::kernel,
          ENOSYS,
          is_filtered,
          {"a system call filter, or a container runtime older than the call, refuses it",
           HostChange::allow_calls}},
    Entry{Facility::kernel, ENOSYS, always, {"isorun needs Linux 5.12 or later"}},
    Entry{Facility::user_namespace,
          EPERM,
          userns_is_switched_off,
          {"unprivileged user namespaces are disabled", HostChange::switch_userns_on},
          Certain::yes},
    Entry{Facility::user_namespace,
          0,
          has_used_up_userns,
          {"user namespaces are limited to 0", HostChange::raise_limits},
          Certain::yes},
    Entry{Facility::user_namespace,
          EPERM,
          apparmor_restricts,
          {apparmor_userns, HostChange::allow_apparmor_userns}},
    Entry{Facility::user_namespace, EPERM, is_filtered, {filtered, HostChange::allow_calls}},
    Entry{Facility::user_namespace,
          EPERM,
          is_in_chroot,
          {"the kernel forbids user namespaces in a chroot(2); start isorun as root with "
           "CAP_SYS_CHROOT, or outside, or enter the root directory with pivot_root(2), as bwrap "
           "does"}},
    Entry{Facility::user_namespace,
          EPERM,
          always,
          {"a chroot(2), or a security module of the host, forbids it"}},
    Entry{Facility::user_namespace,
          ENOSPC,
          always,
          {"too many user namespaces exist, or an enclosing one allows none; see "
           "user.max_user_namespaces there"}},
    Entry{Facility::user_namespace, ENOSYS, is_filtered, {filtered, HostChange::allow_calls}},
    Entry{Facility::user_namespace,
          EINVAL,
          always,
          {"this kernel has no user namespaces (CONFIG_USER_NS)"}},
    Entry{Facility::id_map,
          EPERM,
          apparmor_restricts,
          {apparmor_userns, HostChange::allow_apparmor_userns}},
    Entry{Facility::id_map,
          EPERM,
          lacks_setfcap,
          {"root without CAP_SETFCAP may not map user 0", HostChange::allow_user_0}},
    Entry{
        Facility::id_map,
        EROFS,
        is_in_isorun,
        {"the isorun in whose sandbox this runs shows /proc read-only ({Proc::host}), and id maps "
         "are written there"}},
    Entry{Facility::id_map,
          EROFS,
          always,
          {"/proc is read-only, and id maps are written there", HostChange::unmask_proc}},
    Entry{Facility::mounts,
          EACCES,
          has_apparmor_profile,
          {profiled, HostChange::lift_apparmor_profile},
          Certain::yes},
    Entry{Facility::mounts,
          EACCES,
          always,
          {"a security module of the host, such as AppArmor or SELinux, forbids mounts",
           HostChange::lift_apparmor_profile}},
    Entry{Facility::mounts,
          EPERM,
          apparmor_restricts,
          {apparmor_userns, HostChange::allow_apparmor_userns}},
    Entry{Facility::mounts, EPERM, is_filtered, {filtered, HostChange::allow_calls}},
    Entry{Facility::mounts, ENOSYS, is_filtered, {filtered, HostChange::allow_calls}},
    Entry{Facility::mounts, ENOSYS, always, {"isorun needs Linux 5.12 or later (mount_setattr)"}},
    Entry{Facility::mounts, ENOSPC, has_used_up, {used_up, HostChange::raise_limits}},
    Entry{Facility::mounts,
          ENOSPC,
          always,
          {"too many mounts or mount namespaces exist; see fs.mount-max and "
           "user.max_mnt_namespaces"}},
    Entry{Facility::proc, EPERM, is_in_isorun_of_root, {outer_isorun}, Certain::yes},
    Entry{Facility::proc, EPERM, is_masked, {masked, HostChange::unmask_proc}, Certain::yes},
    Entry{Facility::proc, EPERM, always, {masked, HostChange::unmask_proc}},
    Entry{Facility::proc, EROFS, is_in_isorun_of_root, {outer_isorun}},
    Entry{Facility::proc,
          EROFS,
          always,
          {"/proc/sys is read-only, as in containers, so no new proc can be mounted; {Proc::host} "
           "uses the existing one",
           HostChange::unmask_proc}},
    Entry{
        Facility::overlay,
        EINVAL,
        is_in_isorun,
        {"the kernel stacks no more than two overlays, and this is the sandbox of another isorun; "
         "use {Mode::copy}, {Mode::tmpfs} or {Mode::read_only}, or {Isolation::declared}"}},
    Entry{Facility::overlay,
          EINVAL,
          always,
          {"this directory cannot be the lower layer of an overlay (it is the upper layer of "
           "another, has mounts below, or ignores case, as vfat does); use {Mode::copy}, "
           "{Mode::tmpfs} or "
           "{Mode::read_only} instead"}},
    Entry{Facility::overlay, EPERM, is_filtered, {filtered, HostChange::allow_calls}},
    Entry{Facility::overlay,
          EPERM,
          always,
          {"overlays for ordinary users need Linux 5.11 or later; use {Mode::copy} instead"}},
    Entry{Facility::overlay,
          EACCES,
          has_apparmor_profile,
          {profiled, HostChange::lift_apparmor_profile}},
    Entry{Facility::overlay,
          ENODEV,
          always,
          {"this kernel has no overlay file system", HostChange::load_overlay}},
    Entry{Facility::layer,
          ENOSPC,
          always,
          {"the layer is full; enlarge it with {Layout::scratch_bytes}, or keep it on disk with "
           "{Layout::scratch}"}},
    Entry{Facility::network,
          EROFS,
          always,
          {"/proc/sys is read-only, as in containers; {Proc::host} leaves out such settings",
           HostChange::unmask_proc}},
    Entry{Facility::network, ENOSPC, has_used_up, {used_up, HostChange::raise_limits}},
    Entry{Facility::network,
          ENOSPC,
          always,
          {"too many network namespaces exist; see user.max_net_namespaces"}},
    Entry{Facility::network,
          EPERM,
          is_filtered,
          {"a container's system call filter forbids it; {Network::host} avoids it",
           HostChange::allow_calls}},
    Entry{Facility::network,
          EPERM,
          always,
          {"private networks are not permitted; {Network::host} uses the host's"}},
    Entry{Facility::process, EAGAIN, always, {"too many processes; see ulimit -u"}},
    Entry{Facility::process, ENOSPC, has_used_up, {used_up, HostChange::raise_limits}},
    Entry{Facility::process,
          ENOSPC,
          always,
          {"too many namespaces exist; see the limits in /proc/sys/user"}},
    Entry{Facility::process, ENOMEM, always, {"the kernel is out of memory for another process"}},
    Entry{Facility::process, EPERM, is_filtered, {filtered, HostChange::allow_calls}},
    Entry{Facility::descriptors,
          EMFILE,
          always,
          {"too many open files; raise the limit (ulimit -Hn) or run fewer shards at once"}},
    Entry{Facility::descriptors,
          ENOSYS,
          is_filtered,
          {"a system call filter refuses close_range(2)", HostChange::allow_calls}},
    Entry{Facility::descriptors, ENOSYS, always, {"isorun needs Linux 5.9 or later (close_range)"}},
    Entry{Facility::descriptors, EPERM, is_filtered, {filtered, HostChange::allow_calls}},
    Entry{Facility::filter, EPERM, is_filtered, {filtered, HostChange::allow_calls}},
    Entry{Facility::filter, ENOSYS, is_filtered, {filtered, HostChange::allow_calls}},
    Entry{Facility::filter,
          ENOSYS,
          always,
          {"this kernel has no system call filters (CONFIG_SECCOMP_FILTER)"}},
    Entry{Facility::filter,
          EINVAL,
          always,
          {"this kernel has no system call filters (CONFIG_SECCOMP_FILTER)"}},
};

}  // namespace

std::optional<Cause> cause_of(Facility facility, int code, const Surroundings& surroundings) {
  for (const Entry& entry : entries) {
    const bool fits =
        code == 0 ? entry.certain == Certain::yes : entry.code == 0 || entry.code == code;
    if (entry.facility == facility && fits && entry.applies(surroundings))
      return Cause{worded(entry.why.sentence), entry.why.change};
  }
  return std::nullopt;
}

std::set<HostChange> certain_changes(const Surroundings& surroundings) {
  std::set<HostChange> changes;
  for (const Facility facility : {Facility::user_namespace, Facility::mounts, Facility::proc}) {
    if (const std::optional<Cause> cause = cause_of(facility, 0, surroundings))
      changes.insert(cause->change);
  }
  return changes;
}

std::string remedy(Facility facility, int code, const Surroundings& surroundings) {
  const std::optional<Cause> cause = cause_of(facility, code, surroundings);
  if (!cause) return "";
  std::set<HostChange> changes = {cause->change};
  if (cause->change != HostChange::nothing) changes.merge(certain_changes(surroundings));
  const std::string line = line_for(changes, surroundings);
  return cause->sentence + (line.empty() ? "" : "; " + line);
}

}  // namespace isorun
