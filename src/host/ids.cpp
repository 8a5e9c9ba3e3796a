#include "host/ids.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <string_view>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>

#include "base/text.hpp"
#include "host/account.hpp"
#include "host/capabilities.hpp"

namespace isorun {
namespace {

struct Kind {
  const char* own_map;
  const char* grants;
  const char* program;  // privileged program that writes the granted map
};
constexpr Kind users{"/proc/self/uid_map", "/etc/subuid", "newuidmap"};
constexpr Kind groups{"/proc/self/gid_map", "/etc/subgid", "newgidmap"};

IdMap identity_of_own_map(const Kind& kind) {
  std::ifstream file(kind.own_map);
  IdMap map;
  for (IdRange range; file >> range.inside >> range.outside >> range.count;)
    map.push_back({range.inside, range.inside, range.count});
  return map;
}

bool may_map_everything() {
  return has_capability(CAP_SETUID) && has_capability(CAP_SETGID);
}

std::optional<std::uint32_t> id(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  return is_number ? std::optional(value) : std::nullopt;
}

struct Grant {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
};

// The first grant to the caller, by name or by number (subuid(5)). Skips malformed lines, as
// newuidmap(1) does.
std::optional<Grant> granted(const Kind& kind) {
  const std::optional<Account> account = account_of(::getuid());
  const std::string name = account ? account->name : "";
  const std::string number = std::to_string(::getuid());
  std::ifstream file(kind.grants);
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string_view> fields = split(line, ':');
    if (fields.size() != 3 || (fields[0] != name && fields[0] != number)) continue;
    const std::optional<std::uint32_t> first = id(fields[1]);
    const std::optional<std::uint32_t> count = id(fields[2]);
    if (first && count && *count > 0) return Grant{*first, *count};
  }
  return std::nullopt;
}

std::string find_program(std::string_view name) {
  const char* path = std::getenv("PATH");
  for (const std::string_view directory : split(path == nullptr ? "" : path, ':')) {
    std::string candidate = fmt::format("{}/{}", directory, name);
    if (!directory.empty() && ::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return "";
}

// Set-user-ID, or with file capabilities as on Fedora.
bool has_privilege(const std::string& program) {
  struct stat status {};
  struct statvfs file_system {};
  if (::stat(program.c_str(), &status) != 0 || ::statvfs(program.c_str(), &file_system) != 0)
    return false;
  if ((file_system.f_flag & ST_NOSUID) != 0) return false;
  const bool is_set_uid = (status.st_mode & S_ISUID) != 0 && status.st_uid == 0;
  return is_set_uid || ::getxattr(program.c_str(), "security.capability", nullptr, 0) > 0;
}

struct Objection {
  Ids::Lack lack = Ids::Lack::nothing;
  std::string why = {};
};

// Why there is no range of this kind.
Objection objection(const Kind& kind) {
  using Lack = Ids::Lack;
  if (::geteuid() == 0) return {Lack::capabilities, "root lacks CAP_SETUID or CAP_SETGID"};
  if (!granted(kind)) return {Lack::grant, fmt::format("{} grants none", kind.grants)};
  const std::string program = find_program(kind.program);
  if (program.empty()) return {Lack::program, fmt::format("{} is not installed", kind.program)};
  if (!has_privilege(program))
    return {Lack::privilege, fmt::format("{} is not set-user-ID root", program)};
  if (::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
    return {Lack::gaining_privileges,
            fmt::format("no_new_privs keeps {} from its privilege", program)};
  return {};
}

}  // namespace

bool has_id(const IdMap& map, std::uint64_t outside) {
  return std::ranges::any_of(map, [outside](const IdRange& range) {
    return outside >= range.outside && outside - range.outside < range.count;
  });
}

IdMap own_id(std::uint64_t id) {
  return {{id, id, 1}};
}

IdMap ids_around(std::uint64_t own, std::uint64_t first_granted, std::uint64_t count) {
  if (own >= count) return {{0, first_granted, count}, {own, own, 1}};
  IdMap map;
  if (own > 0) map.push_back({0, first_granted, own});
  map.push_back({own, own, 1});
  map.push_back({own + 1, first_granted + own, count - own});
  return map;
}

Ids read_ids() {
  if (may_map_everything())
    return {.users = identity_of_own_map(users), .groups = identity_of_own_map(groups)};
  for (const Kind& kind : {users, groups}) {
    if (Objection found = objection(kind); found.lack != Ids::Lack::nothing)
      return {.source = Ids::Source::own,
              .users = own_id(::geteuid()),
              .groups = own_id(::getegid()),
              .no_range = std::move(found.why),
              .lack = found.lack};
  }
  const Grant uids = *granted(users);
  const Grant gids = *granted(groups);
  return {.source = Ids::Source::granted,
          .users = ids_around(::geteuid(), uids.first, uids.count),
          .groups = ids_around(::getegid(), gids.first, gids.count)};
}

std::string to_text(const IdMap& map) {
  std::string text;
  for (const IdRange& range : map) {
    if (!text.empty()) text += ", ";
    text += std::to_string(range.inside);
    if (range.count > 1) text += fmt::format("-{}", range.inside + range.count - 1);
  }
  return text;
}

}  // namespace isorun
