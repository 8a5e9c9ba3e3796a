#include "host/remedy.hpp"

#include <cerrno>

#include <gtest/gtest.h>

namespace isorun {
namespace {

const Surroundings machine;
const Surroundings docker = {.container = Container::docker,
                             .has_filter = true,
                             .apparmor_profile = "docker-default",
                             .masked = {"/proc/kcore"},
                             .may_map_user_0 = true};

struct Case {
  Facility facility;
  int code;
  Surroundings surroundings;
  const char* words;
};

TEST(Remedy, NamesTheCauseAndOneLineThatRemovesIt) {
  const std::string all_of_docker =
      "docker run --security-opt seccomp=unconfined --security-opt systempaths=unconfined "
      "--security-opt apparmor=unconfined";
  const Surroundings podman = {
      .container = Container::podman, .masked = {"/proc/kcore"}, .may_map_user_0 = false};
  const Surroundings kubernetes = {
      .container = Container::kubernetes, .has_filter = true, .masked = {"/proc/kcore"}};
  const Case cases[] = {
      {Facility::user_namespace, EPERM, docker, all_of_docker.c_str()},
      {Facility::mounts, EACCES, docker,
       "docker run --security-opt systempaths=unconfined --security-opt apparmor=unconfined"},
      {Facility::proc, EPERM, docker, "masked"},
      {Facility::proc, EPERM, docker, "Proc::host"},
      {Facility::proc, EROFS, docker, "Proc::host"},
      {Facility::proc, EPERM, podman, "podman run --security-opt unmask=ALL"},
      {Facility::id_map, EPERM, podman, "podman run --security-opt unmask=ALL --cap-add SETFCAP"},
      {Facility::user_namespace, EPERM, kubernetes,
       "hostUsers: false; securityContext: {seccompProfile: {type: Unconfined}, procMount: "
       "Unmasked}"},
      {Facility::user_namespace,
       EPERM,
       {.userns_is_switched_off = true},
       "as root: sysctl -w kernel.unprivileged_userns_clone=1"},
      {Facility::id_map,
       EPERM,
       {.apparmor_restricts_userns = true},
       "as root: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"},
      {Facility::mounts,
       EPERM,
       {.apparmor_restricts_userns = true,
        .program = "/opt/isorun/bin/isorun",
        .apparmor_file = "/opt/isorun/share/isorun/apparmor"},
       "as root: sed 's|/usr/bin/isorun|/opt/isorun/bin/isorun|' "
       "/opt/isorun/share/isorun/apparmor >/etc/apparmor.d/isorun && apparmor_parser -r "
       "/etc/apparmor.d/isorun"},
      {Facility::mounts,
       EPERM,
       {.apparmor_restricts_userns = true, .program = "/a b/isorun", .apparmor_file = "/c"},
       "as root: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"},
      {Facility::user_namespace,
       ENOSPC,
       {.used_up = {"max_user_namespaces"}},
       "as root: sysctl -w user.max_user_namespaces=10000"},
      {Facility::user_namespace, EPERM, {.has_root_mount = false}, "chroot(2)"},
      {Facility::user_namespace, EINVAL, machine, "CONFIG_USER_NS"},
      {Facility::proc,
       EROFS,
       {.masked = {"/proc/sys"}, .is_in_isorun = true},
       "run the outer isorun as another user"},
      {Facility::kernel, ENOSYS, machine, "Linux 5.12"},
      {Facility::overlay, EINVAL, machine, "Mode::copy"},
      {Facility::overlay, ENODEV, machine, "modprobe overlay"},
      {Facility::layer, ENOSPC, machine, "Layout::scratch"},
      {Facility::proc,
       EROFS,
       {.container = Container::nspawn},
       "; SYSTEMD_NSPAWN_API_VFS_WRITABLE=1 systemd-nspawn"},
      {Facility::network, EROFS, podman, "podman run --security-opt unmask=ALL"},
      {Facility::network, ENOSPC, machine, "max_net_namespaces"},
      {Facility::network, EPERM, machine, "Network::host"},
      {Facility::process, EAGAIN, machine, "ulimit -u"},
      {Facility::mounts, ENOSYS, machine, "5.12"},
      {Facility::mounts, ENOSPC, machine, "max_mnt_namespaces"},
  };
  for (const Case& each : cases) {
    const std::string said = remedy(each.facility, each.code, each.surroundings);
    EXPECT_TRUE(said.contains(each.words)) << said << "\nlacks: " << each.words;
  }
}

TEST(Remedy, NothingIsMadeUp) {
  EXPECT_EQ(remedy(Facility::other, EPERM, docker), "");
  EXPECT_EQ(remedy(Facility::layer, EIO, docker), "");
  EXPECT_TRUE(certain_changes(machine).empty());
}

TEST(Surroundings, APartOfProcIsMaskedByAnyMountThatANewProcWouldShow) {
  const std::vector<Mount> mounts = {{"/", "ext4"},
                                     {"/proc", "proc"},
                                     {"/proc/kcore", "devtmpfs"},
                                     {"/proc/sys/fs/binfmt_misc", "binfmt_misc"}};
  EXPECT_EQ(masked_paths(mounts), std::vector<std::string>{"/proc/kcore"});
}

}  // namespace
}  // namespace isorun
