#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "audit/locks.hpp"
#include "base/utf8.hpp"
#include "why/setting.hpp"

namespace isorun {
namespace {

using Names = std::vector<std::string>;

Names names_of(const Audited& audited, const Lock& lock) {
  Names names;
  for (const std::size_t account : lock.accounts) names.push_back(audited.unit_of(account).name);
  return names;
}

// Files whose tests are all in the group, by their name alone, and the other tests.
Names shortened(const Audited& audited, const Lock& group) {
  std::map<std::string, std::size_t> here;
  std::map<std::string, std::size_t> all;
  for (const std::size_t account : group.accounts) ++here[audited.unit_of(account).file];
  for (std::size_t account = 0; account < audited.accounts.size(); ++account)
    ++all[audited.unit_of(account).file];
  Names names;
  for (const std::size_t account : group.accounts) {
    const Unit& unit = audited.unit_of(account);
    const bool is_whole = !unit.file.empty() && here[unit.file] == all[unit.file];
    names.push_back(is_whole ? unit.file : unit.name);
  }
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  return names;
}

// A string of TOML is one of Python as well. xdist reads the groups in the same hook, after it.
std::string conftest(const Audited& audited) {
  std::string text = "# conftest.py; run pytest -n4 --dist=loadgroup\nGROUPS = {\n";
  for (const Lock& group : groups_of(audited.conflicts))
    for (const std::string& name : shortened(audited, group))
      text += fmt::format("    {}: {},\n", quoted_for_toml(name), quoted_for_toml(group.name));
  return text +
         "}\n\n\n"
         "@pytest.hookimpl(tryfirst=True)\n"
         "def pytest_collection_modifyitems(items):\n"
         "    for item in items:\n"
         "        group = GROUPS.get(item.nodeid) or GROUPS.get(item.nodeid.split(\"::\")[0])\n"
         "        if group:\n"
         "            item.add_marker(pytest.mark.xdist_group(group))\n";
}

// A bracket argument of CMake, in which nothing is special but its end.
std::string bracketed(std::string_view text) {
  std::string fence;
  while (text.contains(fmt::format("]{}]", fence))) fence += '=';
  return fmt::format("[{0}[{1}]{0}]", fence, text);
}

std::string cmake(const Audited& audited) {
  std::map<std::size_t, Names> locks;  // by unit
  for (const Lock& lock : locks_of(audited.conflicts))
    for (const std::size_t account : lock.accounts) locks[account].push_back(lock.name);
  std::string text = "# CMakeLists.txt\n";
  for (const auto& [account, names] : locks)
    text += fmt::format("set_tests_properties({} PROPERTIES RESOURCE_LOCK {})\n",
                        bracketed(audited.unit_of(account).name),
                        bracketed(fmt::format("{}", fmt::join(names, ";"))));
  return text;
}

std::string overrides(const Audited& audited) {
  std::vector<Override> tables;
  for (const Lock& lock : locks_of(audited.conflicts)) {
    Override table;
    table.units = names_of(audited, lock);
    table.setting.key = "lock";
    table.setting.value = lock.name;
    tables.push_back(std::move(table));
  }
  return "# isorun.toml\n" + lines_of(tables);
}

}  // namespace

std::string locks_text(const Audited& audited) {
  if (audited.conflicts.all.empty()) return "no units conflict: no locks are needed\n";
  if (audited.suite.framework() == "pytest") return "import pytest\n\n" + conftest(audited);
  return audited.suite.framework() == "ctest" ? cmake(audited) : overrides(audited);
}

}  // namespace isorun
