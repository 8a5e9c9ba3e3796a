#include "audit/audited.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace isorun {
namespace {

std::string units(std::size_t count) {
  return fmt::format("{} unit{}", count, count == 1 ? "" : "s");
}

}  // namespace

std::string Audited::verdict_on(const AccountPair& pair) const {
  if (verification == nullptr) return {};
  const auto found = verification->pairs.find(pair);
  if (found == verification->pairs.end()) return "not verified";
  return fmt::format("{}: {}", name(found->second.verdict), found->second.sentence);
}

std::string Audited::verdicts() const {
  if (verification == nullptr) return {};
  std::string text;
  for (const PairVerdict verdict :
       {PairVerdict::confirmed, PairVerdict::harmless, PairVerdict::not_reproduced}) {
    const auto count = std::ranges::count_if(verification->pairs, [verdict](const auto& pair) {
      return pair.second.verdict == verdict;
    });
    text += text.empty() ? fmt::format("{} pair{} {}", count, count == 1 ? "" : "s", name(verdict))
                         : fmt::format(", {} {}", count, name(verdict));
  }
  return text;
}

std::vector<std::string> Audited::unseen() const {
  std::vector<std::string> sentences;
  const auto untraced = static_cast<std::size_t>(std::ranges::count_if(
      accounts, [](const AuditedUnit& account) { return account.untraced.has_value(); }));
  if (untraced > 0) {
    const auto first = std::ranges::find_if(
        accounts, [](const AuditedUnit& account) { return account.untraced.has_value(); });
    sentences.push_back(
        fmt::format("{} could not be traced ({}); only the files that they changed are known, not "
                    "what they read, listed, bound or connected to",
                    units(untraced), to_string(*first->untraced)));
  }
  std::size_t unread = 0;
  std::size_t having = 0;
  for (const AuditedUnit& account : accounts) {
    unread += account.journal.unread;
    having += account.journal.unread > 0 ? 1 : 0;
  }
  if (unread > 0)
    sentences.push_back(
        fmt::format("{} system call{} of {} could not be read, such as those of "
                    "programs that their user may not read",
                    unread, unread == 1 ? "" : "s", units(having)));
  if (suite.units().size() == 1)
    sentences.emplace_back(
        "the suite has one unit, which has no other to conflict with; if it holds several tests, "
        "isorun list --explain says why it is not split");
  if (!conflicts.is_complete)
    sentences.push_back(
        fmt::format("there are more than {} pairs; not all are listed", Conflicts::most_pairs));
  return sentences;
}

}  // namespace isorun
