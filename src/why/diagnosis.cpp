#include "why/diagnosis.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>

#include "why/halving.hpp"

namespace isorun {
namespace {

// This many runs distinguish what fails in a third of them from what never fails (2 % of such units
// pass all).
constexpr unsigned runs_of_flaky = 10;

// Fewer failures of those runs do not tell a cure from luck.
constexpr unsigned least_failures = 3;

using Units = std::vector<std::size_t>;

bool ends_the_search(const Error& error) {
  return error.phase == Phase::run && (error.code == EINTR || error.code == ETIME);
}

class Search {
 public:
  Search(Laboratory& laboratory, const Question& question)
      : laboratory_(laboratory), question_(question) {}

  Result<Diagnosis> find() {
    Result<CauseKind> kind = search();
    if (!kind && !(kind.error().phase == Phase::run && kind.error().code == ETIME))
      return std::unexpected(kind.error());
    cause_.kind = kind ? *kind : CauseKind::no_time;
    return std::move(cause_);
  }

 private:
  Result<CauseKind> search() {
    const Result<Series> alone = repeat({}, question_.repeats);
    if (!alone) return std::unexpected(alone.error());
    if (alone->passed > 0 && alone->failed > 0) return search_in_flaky();
    return alone->failed > 0 ? search_cure() : search_disturbance();
  }

  // It fails alone.
  Result<CauseKind> search_cure() {
    for (std::size_t variation = 0; variation < question_.variations; ++variation) {
      const Result<bool> passes = passes_with({.variations = {variation}});
      if (!passes) return std::unexpected(passes.error());
      if (*passes) return confirm({.variations = {variation}}, CauseKind::sandbox);
    }
    Result<std::optional<CauseKind>> found = search_predecessors();
    if (found && !*found) found = search_combination();
    if (!found) return std::unexpected(found.error());
    return found->value_or(CauseKind::everywhere);
  }

  Result<std::optional<CauseKind>> search_predecessors() {
    if (question_.predecessors.empty()) return std::nullopt;
    Circumstances all{.before = question_.predecessors, .how = first_way()};
    Result<bool> passes = passes_with(all);
    // One of them may have ended the process.
    if (passes && !*passes && question_.shares_processes) {
      all.how = Before::in_sandbox;
      passes = passes_with(all);
    }
    if (!passes) return std::unexpected(passes.error());
    if (!*passes) return std::nullopt;
    const Result<Units> units = fewest(all.before, [&](const Units& some) {
      return passes_with({.before = some, .how = all.how});
    });
    if (!units) return std::unexpected(units.error());
    Circumstances found{.before = *units, .how = all.how};
    if (found.how == Before::in_process) {
      const Result<bool> by_files = passes_with({.before = *units, .how = Before::in_sandbox});
      if (!by_files) return std::unexpected(by_files.error());
      if (*by_files) found.how = Before::in_sandbox;
    }
    return confirm(found, CauseKind::needs_before);
  }

  // Several variations may be needed at once, and perhaps other units as well.
  Result<std::optional<CauseKind>> search_combination() {
    const Units all = widening();
    Circumstances everything{.variations = all};
    Result<bool> passes = all.size() < 2 ? Result<bool>(false) : passes_with(everything);
    if (passes && !*passes && !all.empty() && !question_.predecessors.empty()) {
      everything.before = question_.predecessors;
      everything.how = first_way();
      passes = passes_with(everything);
    }
    if (!passes) return std::unexpected(passes.error());
    if (!*passes) return std::nullopt;
    Circumstances found = everything;
    for (const auto part : {&Circumstances::variations, &Circumstances::before}) {
      const Result<Units> some = fewest(found.*part, [&](const Units& fewer) {
        Circumstances tried = found;
        tried.*part = fewer;
        return passes_with(tried);
      });
      if (!some) return std::unexpected(some.error());
      found.*part = *some;
    }
    return confirm(found, CauseKind::sandbox);
  }

  // It passes alone.
  Result<CauseKind> search_disturbance() {
    if (!question_.shard.empty()) {
      const Result<std::optional<CauseKind>> found = search_polluter();
      if (!found) return std::unexpected(found.error());
      if (*found) return **found;
    }
    if (!question_.beside.empty()) {
      const Result<std::optional<CauseKind>> found = search_neighbor();
      if (!found) return std::unexpected(found.error());
      if (*found) return **found;
    }
    const Result<Series> more = repeat({}, runs_of_flaky - question_.repeats);
    if (!more) return std::unexpected(more.error());
    return more->failed > 0 ? search_in_flaky() : CauseKind::not_repeated;
  }

  Result<std::optional<CauseKind>> search_polluter() {
    const auto fails_after = [this](const Units& some) {
      return fails_with({.before = some, .how = Before::in_process});
    };
    const Result<bool> fails = fails_after(question_.shard);
    if (!fails) return std::unexpected(fails.error());
    if (!*fails) return std::nullopt;
    const Result<Units> units = fewest(question_.shard, fails_after);
    if (!units) return std::unexpected(units.error());
    Circumstances found{.before = *units, .how = Before::in_process};
    const Result<bool> by_files = fails_with({.before = *units, .how = Before::in_sandbox});
    if (!by_files) return std::unexpected(by_files.error());
    if (*by_files) found.how = Before::in_sandbox;
    return confirm(found, CauseKind::fails_after);
  }

  Result<std::optional<CauseKind>> search_neighbor() {
    const Result<Series> together = repeat({.beside = question_.beside}, question_.repeats);
    if (!together) return std::unexpected(together.error());
    if (together->failed == 0) return std::nullopt;
    cause_.decisive = {.beside = question_.beside};
    if (together->passed > 0) return CauseKind::crowded;
    const Result<Units> units = fewest(
        question_.beside, [this](const Units& some) { return fails_with({.beside = some}); });
    if (!units) return std::unexpected(units.error());
    constexpr std::size_t most_named = 2;
    if (units->size() > most_named) return CauseKind::crowded;
    return confirm({.beside = *units}, CauseKind::fails_beside);
  }

  // Now and then it fails alone; perhaps never in other circumstances.
  Result<CauseKind> search_in_flaky() {
    const unsigned done = alone().runs();
    const Result<Series> more = repeat({}, runs_of_flaky - std::min(done, runs_of_flaky));
    if (!more) return std::unexpected(more.error());
    if (alone().failed < least_failures) return CauseKind::flaky;
    const Units all = widening();
    if (all.empty()) return CauseKind::flaky;
    const Result<bool> helps = always_passes_with({.variations = all});
    if (!helps) return std::unexpected(helps.error());
    if (!*helps) return CauseKind::flaky;
    for (const std::size_t variation : all) {
      const Circumstances one{.variations = {variation}};
      const Result<bool> cures = always_passes_with(one);
      if (!cures) return std::unexpected(cures.error());
      if (!*cures) continue;
      cause_.decisive = one;
      return CauseKind::sandbox;
    }
    return CauseKind::flaky;
  }

  // The same again, and then the opposite again, since a flaky unit also changes its mind.
  Result<CauseKind> confirm(const Circumstances& found, CauseKind kind) {
    const Result<Series> same = repeat(found, question_.repeats);
    if (!same) return std::unexpected(same.error());
    const Result<Series> opposite = repeat({}, question_.repeats - 1);
    if (!opposite) return std::unexpected(opposite.error());
    cause_.decisive = found;
    const bool is_mixed = same->passed > 0 && same->failed > 0;
    const bool is_opposite = (same->passed > 0 ? opposite->passed : opposite->failed) == 0;
    if (!is_mixed && is_opposite) return kind;
    cause_.decisive = {};
    return search_in_flaky();
  }

  [[nodiscard]] Before first_way() const {
    return question_.shares_processes ? Before::in_process : Before::in_sandbox;
  }

  [[nodiscard]] Units widening() const {
    Units all;
    for (std::size_t variation = 0; variation < question_.variations; ++variation) {
      const bool is_untried =
          std::ranges::count(cause_.untried, variation, &Untried::variation) > 0;
      if (!is_untried && std::ranges::count(question_.narrowing, variation) == 0)
        all.push_back(variation);
    }
    return all;
  }

  // All runs alone so far.
  [[nodiscard]] Series alone() const {
    Series sum;
    for (const Series& series : cause_.evidence) {
      if (series.circumstances != Circumstances{}) continue;
      sum.passed += series.passed;
      sum.failed += series.failed;
    }
    return sum;
  }

  Result<Observation> observe(const Circumstances& circumstances) {
    Result<Observation> seen = laboratory_.observe(circumstances);
    if (!seen) return seen;
    if (!is_good(seen->reason) && is_good(cause_.failure.reason)) cause_.failure = *seen;
    if (is_good(seen->reason)) cause_.longest = std::max(cause_.longest, seen->duration);
    return seen;
  }

  // Gathers evidence.
  Result<Series> repeat(const Circumstances& circumstances, unsigned times) {
    Series series{.circumstances = circumstances};
    for (unsigned i = 0; i < times; ++i) {
      const Result<Observation> seen = observe(circumstances);
      if (!seen) return std::unexpected(seen.error());
      ++(is_good(seen->reason) ? series.passed : series.failed);
    }
    if (series.runs() > 0) cause_.evidence.push_back(series);
    return series;
  }

  // A single trial; a skipped test has not passed. What cannot be tried does not help.
  Result<bool> passes_with(const Circumstances& circumstances) {
    const Result<Observation> seen = observe(circumstances);
    if (seen) return is_good(seen->reason) && seen->reason != Reason::skipped;
    if (ends_the_search(seen.error())) return std::unexpected(seen.error());
    if (circumstances.variations.size() == 1)
      cause_.untried.push_back({circumstances.variations.front(), seen.error()});
    return false;
  }

  Result<bool> fails_with(const Circumstances& circumstances) {
    const Result<Observation> seen = observe(circumstances);
    if (!seen) return std::unexpected(seen.error());
    return !is_good(seen->reason);
  }

  // Ends at the first failure.
  Result<bool> always_passes_with(const Circumstances& circumstances) {
    Series series{.circumstances = circumstances};
    while (series.failed == 0 && series.passed < runs_of_flaky) {
      const Result<bool> passes = passes_with(circumstances);
      if (!passes) return passes;
      ++(*passes ? series.passed : series.failed);
    }
    cause_.evidence.push_back(series);
    return series.failed == 0;
  }

  Laboratory& laboratory_;
  const Question& question_;
  Diagnosis cause_;
};

}  // namespace

const char* name(CauseKind kind) {
  constexpr std::array names = {"sandbox", "needs-before", "fails-after", "fails-beside", "crowded",
                                "flaky",   "not-repeated", "everywhere",  "no-time"};
  return names[static_cast<std::size_t>(kind)];
}

Result<Diagnosis> diagnose(Laboratory& laboratory, const Question& question) {
  return Search(laboratory, question).find();
}

}  // namespace isorun
