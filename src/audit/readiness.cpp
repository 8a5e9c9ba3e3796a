#include "audit/readiness.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "audit/advice.hpp"
#include "audit/hazards.hpp"
#include "audit/outside.hpp"
#include "audit/things.hpp"
#include "base/utf8.hpp"

namespace isorun {
namespace {

std::string_view directory_of(std::string_view path) {
  return path.substr(0, std::max<std::size_t>(1, path.rfind('/')));
}

std::string in_brackets(const std::string& line) {
  return line.empty() ? "" : fmt::format(" ({})", printable(line));
}

// A pair of roles in a conflict, from the point of view of a file: how much it weighs there.
struct Weighed {
  std::size_t pairs = 0;  // with units of the file
  const Conflict* conflict = nullptr;
  std::size_t mine = 0;  // index into its roles
  std::size_t other = 0;
};

class Judge {
 public:
  Judge(const Suite& suite, std::span<const AuditedUnit> accounts, const Conflicts& conflicts)
      : suite_(suite), accounts_(accounts), conflicts_(conflicts) {
    report_.tests = accounts.size();
    make_files();
  }

  ReadinessReport run() {
    for (const Conflict& conflict : conflicts_.all) weigh(conflict);
    for (std::size_t file = 0; file < report_.files.size(); ++file) judge(file);
    std::ranges::stable_sort(report_.files, {}, &FileReadiness::readiness);
    return std::move(report_);
  }

 private:
  [[nodiscard]] const Unit& unit_of(const AuditedUnit& account) const {
    return suite_.units()[account.unit];
  }

  const std::string& name_of_file(const Unit& unit) {
    if (!unit.file.empty()) return unit.file;
    report_.noun = unit.suite.empty() ? "unit" : "suite";
    return unit.suite.empty() ? unit.name : unit.suite;
  }

  void make_files() {
    std::map<std::string, std::size_t> index;
    file_of_.resize(accounts_.size());
    for (std::size_t account = 0; account < accounts_.size(); ++account) {
      const Unit& unit = unit_of(accounts_[account]);
      const std::string& name = name_of_file(unit);
      const auto [place, is_new] = index.emplace(name, report_.files.size());
      if (is_new) report_.files.push_back({.name = name});
      report_.files[place->second].accounts.push_back(account);
      file_of_[account] = place->second;
    }
    weightiest_.resize(report_.files.size());
  }

  // Keeps, for each of its files, the conflict of each kind with most pairs, and one as example.
  void weigh(const Conflict& conflict) {
    std::map<std::size_t, Weighed> here;  // by file
    const auto add = [&](std::size_t mine, std::size_t other) {
      const std::size_t file = file_of_[conflict.roles[mine].account];
      Weighed& weighed = here[file];
      if (weighed.conflict == nullptr || is_better(conflict, mine, other, weighed))
        weighed = {weighed.pairs, &conflict, mine, other};
      ++weighed.pairs;
    };
    for (const auto& [one, other] : conflict.pairs) {
      add(one, other);
      add(other, one);
    }
    for (const auto& [file, weighed] : here) {
      const bool by_listing =
          conflict.roles[weighed.mine].by_listing || conflict.roles[weighed.other].by_listing;
      Weighed& best = weightiest_[file][sharing_of(conflict.thing, by_listing)];
      if (best.conflict == nullptr || best.pairs < weighed.pairs) best = weighed;
    }
  }

  // An example with another file says more than one within the file.
  [[nodiscard]] bool is_better(const Conflict& conflict, std::size_t mine, std::size_t other,
                               const Weighed& than) const {
    const auto is_foreign = [&](std::size_t a, std::size_t b) {
      return file_of_[conflict.roles[a].account] != file_of_[conflict.roles[b].account];
    };
    return is_foreign(mine, other) && !is_foreign(than.mine, than.other);
  }

  void judge(std::size_t number) {
    FileReadiness& file = report_.files[number];
    for (const auto& [sharing, weighed] : weightiest_[number]) {
      const Conflict& conflict = *weighed.conflict;
      const Role& other = conflict.roles[weighed.other];
      const std::string& unit = unit_of(accounts_[other.account]).name;
      file.readiness = Readiness::isolate;
      file.obstacles.push_back({sentence_about(conflict, conflict.roles[weighed.mine], other, unit),
                                std::string(advice_for(suite_.framework(), sharing)),
                                accounts_of(conflict, weighed.mine, weighed.other)});
    }
    add_hazards(file);
    add_failures(file);
  }

  // Adds one hazard of each kind.
  void add_hazards(FileReadiness& file) const {
    std::set<std::string> known;
    for (const std::size_t number : file.accounts) {
      for (const Hazard& hazard : hazards_of(accounts_[number])) {
        file.readiness = Readiness::isolate;
        if (!known.insert(hazard.what).second) continue;
        const std::string unit = printable(unit_of(accounts_[number]).name);
        file.obstacles.push_back(
            {fmt::format("{}{} {}", unit, in_brackets(hazard.line), hazard.what), hazard.advice});
      }
    }
  }

  void add_failures(FileReadiness& file) const {
    for (const std::size_t number : file.accounts) {
      const AuditedUnit& account = accounts_[number];
      if (is_good(account.reason)) continue;
      const std::optional<Obstacle> need = need_of_outside(account);
      const bool is_first = file.readiness != Readiness::blocked;
      file.readiness = Readiness::blocked;
      if (!is_first) continue;
      const std::string name = printable(unit_of(account).name);
      if (need)
        file.obstacles.insert(file.obstacles.begin(),
                              {fmt::format("{} needs {}", name, need->what), need->advice});
      else
        file.obstacles.insert(
            file.obstacles.begin(),
            {fmt::format("{} fails alone in a sandbox: {}", name, printable(account.detail)),
             "run it with isorun, then ask isorun why"});
    }
  }

  const Suite& suite_;
  std::span<const AuditedUnit> accounts_;
  const Conflicts& conflicts_;
  ReadinessReport report_{};
  std::vector<std::size_t> file_of_;                    // by account
  std::vector<std::map<Sharing, Weighed>> weightiest_;  // by file
};

std::string deed_of(const Role& role) {
  return role.is_passing ? "created and deleted" : name(role.act);
}

}  // namespace

const char* name(Readiness readiness) {
  constexpr std::array names = {"READY", "ISOLATE", "BLOCKED"};
  return names[static_cast<std::size_t>(readiness)];
}

std::string sentence_about(const Conflict& conflict, const Role& mine, const Role& other,
                           std::string_view other_unit) {
  const std::string by_unit =
      fmt::format("by {}{}", printable(other_unit), in_brackets(other.line));
  const std::string my_line = in_brackets(mine.line);
  const std::string thing = spoken(conflict.thing);
  const std::string directory = spoken(directory_of(conflict.thing));
  const std::string here = deed_of(mine);
  const std::string there = deed_of(other);
  if (mine.by_listing)
    return fmt::format("{} listed here{}, {} {} {}", directory, my_line, thing, there, by_unit);
  if (other.by_listing)
    return fmt::format("{} {} here{}, {} listed {}", thing, here, my_line, directory, by_unit);
  if (here == there) return fmt::format("{} {} here{} and {}", thing, here, my_line, by_unit);
  return fmt::format("{} {} here{}, {} {}", thing, here, my_line, there, by_unit);
}

std::size_t ReadinessReport::files_that_are(Readiness readiness) const {
  return static_cast<std::size_t>(std::ranges::count(files, readiness, &FileReadiness::readiness));
}

std::size_t ReadinessReport::tests_that_are(Readiness readiness) const {
  std::size_t count = 0;
  for (const FileReadiness& file : files)
    if (file.readiness == readiness) count += file.accounts.size();
  return count;
}

ReadinessReport judge_readiness(const Suite& suite, std::span<const AuditedUnit> accounts,
                                const Conflicts& conflicts) {
  return Judge(suite, accounts, conflicts).run();
}

}  // namespace isorun
