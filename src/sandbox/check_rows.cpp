#include "sandbox/check_rows.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>
#include <sys/utsname.h>

#include "base/utf8.hpp"
#include "host/memory.hpp"

namespace isorun {
namespace {

Finding works(std::string what) {
  return {.what = std::move(what)};
}

Finding loses(std::string what, std::string remedy) {
  return {.verdict = Finding::Verdict::loss, .what = std::move(what), .remedy = std::move(remedy)};
}

Finding check_kernel(const CheckEvidence&) {
  utsname name{};
  ::uname(&name);
  return works(fmt::format("{} {}", name.sysname, name.release));
}

Finding check_user_namespace(const CheckEvidence& evidence) {
  return works(evidence.facts->uid == 0 ? "as root" : "as an ordinary user");
}

Finding check_ids(const CheckEvidence& evidence) {
  const Ids& ids = evidence.facts->ids;
  if (ids.source == Ids::Source::own_map) return works("all ids that exist here");
  const std::string alone = fmt::format(
      "only user {} and group {}: the command cannot change to other ids or give files to them",
      evidence.facts->uid, evidence.facts->gid);
  if (ids.source == Ids::Source::own)
    return loses(fmt::format("{} ({})", alone, printable(ids.no_range)), range_remedy(ids));
  if (!evidence.trial.has_granted_ids)
    return loses(alone + " (newuidmap or newgidmap failed)",
                 fmt::format("see what `newuidmap PID {}` says of a process in a user namespace",
                             to_text(ids.users)));
  return works(fmt::format("users {}; groups {}", to_text(ids.users), to_text(ids.groups)));
}

Finding check_mounts(const CheckEvidence& evidence) {
  return works(fmt::format("private; {} of the host", evidence.facts->mounts.size()));
}

std::optional<Finding> loss_of(Facility facility, const CheckEvidence& evidence) {
  std::vector<std::string> all;
  for (const Loss& loss : evidence.plan->losses)
    if (loss.facility == facility) all.push_back(loss.what);
  if (all.empty()) return std::nullopt;
  if (all.size() == 1) return loses(all.front(), "");
  return loses(fmt::format("{}; and {} more, see isorun plan", all.front(), all.size() - 1), "");
}

Finding check_overlay(const CheckEvidence& evidence) {
  const bool is_forced_to_disk =
      evidence.plan->scratch_on_host != evidence.layout.scratch && evidence.layout.scratch.empty();
  if (is_forced_to_disk)
    return loses(fmt::format("layers are on disk, in {}, which is slower: this kernel's tmpfs has "
                             "no user attributes",
                             printable(evidence.plan->scratch_on_host)),
                 "Linux 6.6 or later keeps them in memory");
  if (std::optional<Finding> loss = loss_of(Facility::overlay, evidence)) return *std::move(loss);
  const auto count = std::ranges::count(evidence.plan->shard, Verb::overlay, &Step::verb);
  return works(fmt::format(
      "{} {} copy-on-write; layers {}", count, count == 1 ? "directory" : "directories",
      evidence.plan->scratch.empty() ? "in memory"
                                     : "on disk, in " + printable(evidence.plan->scratch_on_host)));
}

Finding check_proc(const CheckEvidence& evidence) {
  if (evidence.layout.proc == Proc::own) return works("private, with only the sandbox's processes");
  Finding finding = loss_of(Facility::proc, evidence).value_or(Finding());
  const char* outer = "the existing one, read-only: its process numbers are not the sandbox's";
  finding.what = finding.what.empty() ? outer : fmt::format("{}; {}", outer, finding.what);
  return finding;
}

Finding check_devices(const CheckEvidence&) {
  std::vector<std::string_view> missing;
  for (const char* device :
       {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}) {
    if (::access(device, F_OK) != 0) missing.emplace_back(device);
  }
  if (missing.empty()) return works("with private pseudo-terminals");
  return loses(fmt::format("{} does not exist", fmt::join(missing, ", ")),
               "create it where this container or chroot gets its /dev");
}

Finding check_network(const CheckEvidence& evidence) {
  if (std::optional<Finding> loss = loss_of(Facility::network, evidence)) return *std::move(loss);
  switch (evidence.layout.network) {
    case Network::slot:
    case Network::fresh:
      return works("private, with loopback up");
    case Network::none:
      return works("private, with loopback down");
    case Network::host:
      break;
  }
  return works("the host's, as requested");
}

Finding check_filter(const CheckEvidence& evidence) {
  return works(evidence.surroundings.has_filter ? "its own filter, in addition to the installed one"
                                                : "its own filter");
}

Finding check_groups(const CheckEvidence&) {
  return works(owns_control_group() ? "not needed; this user may create some"
                                    : "not needed; none is delegated to this user");
}

struct LimitRow {
  __rlimit_resource resource;
  rlim_t enough;
  const char* name;
  const char* option;  // of ulimit(1)
};
constexpr std::array limits = {LimitRow{RLIMIT_NOFILE, 1024, "open files", "-Hn"},
                               LimitRow{RLIMIT_NPROC, 512, "processes", "-Hu"}};

Finding check_limits(const CheckEvidence& evidence) {
  std::vector<std::string> all;
  for (const LimitRow& row : limits) {
    rlimit limit{};
    ::getrlimit(row.resource, &limit);
    const bool is_infinite = limit.rlim_max == RLIM_INFINITY;
    if (!is_infinite && limit.rlim_max < row.enough)
      return loses(fmt::format("at most {} {}: enough for only a few shards at once",
                               limit.rlim_max, row.name),
                   fmt::format("ulimit {} {}, as root, or where this session gets its limits",
                               row.option, row.enough));
    all.push_back(is_infinite ? fmt::format("any number of {}", row.name)
                              : fmt::format("{} {}", limit.rlim_max, row.name));
  }
  return works(fmt::format("{}; layers in memory may take {} MiB", fmt::join(all, ", "),
                           evidence.facts->memory_bytes / 2 >> 20));
}

constexpr std::array rows = {
    CheckRow{"kernel", {Facility::kernel, Facility::kernel}, false, check_kernel},
    CheckRow{"user namespace",
             {Facility::user_namespace, Facility::user_namespace},
             true,
             check_user_namespace},
    CheckRow{"ids", {Facility::id_map, Facility::id_map}, true, check_ids},
    CheckRow{"mounts", {Facility::mounts, Facility::mounts}, true, check_mounts},
    CheckRow{"overlay", {Facility::overlay, Facility::layer}, true, check_overlay},
    CheckRow{"/proc", {Facility::proc, Facility::proc}, true, check_proc},
    CheckRow{"/dev", {Facility::devices, Facility::devices}, true, check_devices},
    CheckRow{"network", {Facility::network, Facility::network}, true, check_network},
    CheckRow{"seccomp", {Facility::filter, Facility::filter}, true, check_filter},
    CheckRow{"cgroups", {Facility::other, Facility::other}, false, check_groups},
    CheckRow{"limits", {Facility::process, Facility::descriptors}, true, check_limits},
};

}  // namespace

std::span<const CheckRow> check_rows() {
  return rows;
}

}  // namespace isorun
