#include "audit/explain.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "audit/tables.hpp"
#include "audit/things.hpp"
#include "base/utf8.hpp"

namespace isorun {
namespace {

constexpr std::size_t most_units = 5;  // that are named for one thing

std::set<std::size_t> accounts_named(const Audited& audited, const std::string& wanted) {
  std::set<std::size_t> found;
  for (std::size_t account = 0; account < audited.accounts.size(); ++account) {
    const Unit& unit = audited.unit_of(account);
    if (unit.name == wanted || unit.file == wanted || unit.suite == wanted) found.insert(account);
  }
  return found;
}

// "created by python3 at test_a.py:12 after 0.012 s"
std::string sign_text(const Journal& journal, const Sign& sign) {
  const std::string& program =
      sign.process < journal.processes.size() ? journal.processes[sign.process] : "?";
  if (sign.when == 0) return fmt::format("{}, as its layer shows", name(sign.act));
  const std::string& line = journal.lines[sign.line];
  return fmt::format("{} by {}{} after {:.3f} s", name(sign.act), printable(program),
                     line.empty() ? "" : " at " + printable(line),
                     static_cast<double>(sign.when) / 1e9);
}

// What the unit did to it; `only`, if given, is the act that matters.
std::string signs_text(const AuditedUnit& account, const std::string& thing,
                       std::optional<Act> only = {}) {
  std::vector<std::pair<std::uint64_t, std::string>> signs;
  for (const auto& [touched, use] : account.journal.uses) {
    if (key_of(touched) != thing) continue;
    for (const Sign& sign : use.signs)
      if (!only || sign.act == *only)
        signs.emplace_back(sign.when, sign_text(account.journal, sign));
  }
  std::ranges::sort(signs);
  std::string text;
  for (const auto& [when, sign] : signs) text += (text.empty() ? "" : ", ") + sign;
  return text;
}

std::string role_text(const Audited& audited, const Conflict& conflict, const Role& role) {
  const AuditedUnit& account = audited.accounts[role.account];
  const std::string directory = conflict.thing.substr(0, conflict.thing.rfind('/'));
  const std::string what =
      role.by_listing
          ? fmt::format("{} {}", spoken(directory), signs_text(account, directory, Act::listed))
          : signs_text(account, conflict.thing);
  return fmt::format("    {}: {}\n", printable(audited.unit_of(role.account).name), what);
}

bool concerns(const AccountPair& pair, const std::set<std::size_t>& wanted) {
  return wanted.contains(pair.first) || wanted.contains(pair.second);
}

std::string verdicts_text(const Audited& audited, const Conflict& conflict,
                          const std::set<std::size_t>& wanted) {
  if (audited.verification == nullptr) return {};
  std::string text;
  std::size_t count = 0;
  for (const auto& [one, other] : conflict.pairs) {
    const AccountPair pair = accounts_of(conflict, one, other);
    if (!concerns(pair, wanted) || ++count > most_units) continue;
    text += fmt::format("    {} and {}: {}\n", printable(audited.unit_of(pair.first).name),
                        printable(audited.unit_of(pair.second).name), audited.verdict_on(pair));
  }
  if (count > most_units) text += fmt::format("    and {} more pairs\n", count - most_units);
  return text;
}

// The roles that units of `wanted` have part in, and those on the other side.
std::string conflict_text(const Audited& audited, const Conflict& conflict,
                          const std::set<std::size_t>& wanted) {
  std::set<std::size_t> mine;
  std::set<std::size_t> others;
  for (const auto& [one, other] : conflict.pairs) {
    for (const auto& [a, b] : {std::pair(one, other), std::pair(other, one)}) {
      if (!wanted.contains(conflict.roles[a].account)) continue;
      mine.insert(a);
      others.insert(b);
    }
  }
  if (mine.empty()) return {};
  std::string text = fmt::format("{}\n", spoken(conflict.thing));
  std::set<std::size_t> strangers;
  std::ranges::set_difference(others, mine, std::inserter(strangers, strangers.end()));
  for (const auto* side : {&mine, &strangers}) {
    std::size_t count = 0;
    for (const std::size_t role : *side)
      if (++count <= most_units) text += role_text(audited, conflict, conflict.roles[role]);
    if (count > most_units) text += fmt::format("    and {} more units\n", count - most_units);
  }
  return text + verdicts_text(audited, conflict, wanted);
}

}  // namespace

Result<std::string> explain_conflicts(const Audited& audited, const std::string& name) {
  const std::set<std::size_t> wanted = accounts_named(audited, name);
  if (wanted.empty())
    return std::unexpected(
        Error{Phase::usage, 0, fmt::format("no file, suite or unit {} was audited", name)});
  std::string text;
  for (const Conflict& conflict : audited.conflicts.all)
    text += conflict_text(audited, conflict, wanted);
  if (text.empty()) text = fmt::format("{} conflicts with nothing\n", printable(name));
  return text + verification_text(audited);
}

std::vector<AccountPair> pairs_explained(const Audited& audited, const std::string& name) {
  const std::set<std::size_t> wanted = accounts_named(audited, name);
  std::set<AccountPair> pairs;
  for (const Conflict& conflict : audited.conflicts.all) {
    for (const auto& [one, other] : conflict.pairs) {
      const AccountPair pair = accounts_of(conflict, one, other);
      if (concerns(pair, wanted)) pairs.insert(pair);
    }
  }
  return {pairs.begin(), pairs.end()};
}

}  // namespace isorun
