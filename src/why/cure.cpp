#include "why/cure.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace isorun {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : i + 1 == words.size() ? " and " : ", ", words[i]);
  return text;
}

std::string name_of(const Examined& examined, std::size_t unit) {
  return examined.suite.units()[unit].name;
}

// The units of the decisive circumstances; many are counted.
std::string names_of(const Examined& examined, const std::vector<std::size_t>& units) {
  constexpr std::size_t most_named = 3;
  if (units.size() > most_named) return fmt::format("{} other units", units.size());
  std::vector<std::string> names;
  names.reserve(units.size());
  for (const std::size_t unit : units) names.push_back(printable(name_of(examined, unit)));
  return joined(names);
}

std::string phrase(const Variation& variation) {
  return fmt::format("{} {}", variation.leaves_out ? "without" : "with", variation.option);
}

Override override_of(const Examined& examined, Setting setting) {
  return {{name_of(examined, examined.unit)}, std::move(setting)};
}

Setting word(std::string key, std::string value) {
  return {.key = std::move(key), .value = std::move(value), .is_word = true};
}

// Returns twice the time that it took.
std::string longer_limit(std::chrono::nanoseconds took) {
  return fmt::format("{}s", std::chrono::ceil<std::chrono::seconds>(2 * took).count());
}

// Returns the field if all units have it in common.
std::string_view common(const Examined& examined, const std::vector<std::size_t>& units,
                        std::string Unit::*field) {
  const std::string& own = examined.suite.units()[examined.unit].*field;
  const bool is_common = std::ranges::all_of(
      units, [&](std::size_t unit) { return examined.suite.units()[unit].*field == own; });
  return is_common ? std::string_view(own) : std::string_view();
}

Cure cure_by_predecessors(const Examined& examined) {
  const Circumstances& decisive = examined.cause.decisive;
  const bool by_files = decisive.how == Before::in_sandbox;
  Cure cure{.sentence = fmt::format(
                "needs {} to run before it in one {}", names_of(examined, decisive.before),
                by_files ? "sandbox, for the files that it leaves" : "process")};
  if (decisive.before.size() > 1 && by_files)
    cure.sentence = fmt::format(
        "needs {} to run before it in one sandbox, for the files that they "
        "leave",
        names_of(examined, decisive.before));
  if (examined.suite.limits().units == 1) {
    cure.sentence += fmt::format(
        "; isorun runs each unit of {} in a sandbox of its own: make them "
        "one unit",
        examined.suite.framework());
    return cure;
  }
  const std::string_view groups[] = {
      common(examined, decisive.before, &Unit::suite).empty() ? "" : "suite",
      common(examined, decisive.before, &Unit::file).empty() ? "" : "file"};
  for (const std::string_view group : groups) {
    if (group.empty() || group == examined.group) continue;
    cure.option = fmt::format("--group {}", group);
    cure.lines.settings.push_back({"group", std::string(group)});
    cure.sentence += fmt::format(": {}", cure.option);
    return cure;
  }
  Override table = override_of(examined, {"bundle", name_of(examined, examined.unit)});
  for (const std::size_t unit : decisive.before)
    table.units.insert(table.units.end() - 1, name_of(examined, unit));
  cure.lines.overrides.push_back(std::move(table));
  cure.sentence += ": bundle them";
  return cure;
}

// Whether the run had them in one shard anyway.
bool were_together(const Examined& examined) {
  const std::vector<std::size_t>& before = examined.cause.decisive.before;
  return (examined.group == "suite" && !common(examined, before, &Unit::suite).empty()) ||
         (examined.group == "file" && !common(examined, before, &Unit::file).empty());
}

// It also needs other units before it.
void add_order(const Examined& examined, Cure& cure) {
  if (were_together(examined)) {
    cure.sentence +=
        fmt::format(", after {} as in the run", names_of(examined, examined.cause.decisive.before));
    return;
  }
  const Cure order = cure_by_predecessors(examined);
  cure.sentence += "; and " + order.sentence;
  cure.lines.add(order.lines);
  if (!order.option.empty()) cure.option += " and " + order.option;
  if (!order.is_known()) cure = {.sentence = cure.sentence};
}

Cure cure_by_sandbox(const Examined& examined) {
  Cure cure;
  std::vector<std::string> options;
  std::vector<std::string> phrases;
  std::vector<std::string> needs;
  std::string said;
  for (const std::size_t number : examined.cause.decisive.variations) {
    Variation variation = examined.variations[number];
    if (variation.is_limit) {
      const std::string limit = longer_limit(examined.cause.longest);
      variation.option += ' ' + limit;
      cure.lines.overrides.push_back(override_of(examined, {"timeout", limit}));
    } else {
      if (!variation.setting.key.empty()) cure.lines.settings.push_back(variation.setting);
      if (said.empty()) said = variation.said;
    }
    options.push_back(variation.option);
    phrases.push_back(phrase(variation));
    needs.push_back(variation.need);
  }
  cure.option = joined(options);
  const std::string& detail = said.empty() ? examined.cause.failure.detail : said;
  cure.sentence = fmt::format("passes {}: {}{}", joined(phrases), joined(needs),
                              detail.empty() ? "" : fmt::format(" ({})", printable(detail)));
  if (!examined.cause.decisive.before.empty()) add_order(examined, cure);
  return cure;
}

Cure cure_by_own_shard(const Examined& examined) {
  const Circumstances& decisive = examined.cause.decisive;
  const bool by_files = decisive.how == Before::in_sandbox;
  Cure cure{.sentence =
                fmt::format("fails after {} in one {}: give it a shard of its own",
                            names_of(examined, decisive.before),
                            by_files ? "sandbox, because of the files left there" : "process")};
  cure.lines.overrides.push_back(override_of(examined, word("own-shard", "true")));
  return cure;
}

const char* fails(const Examined& examined) {
  return examined.cause.failure.reason == Reason::out_of_memory ? "runs out of memory" : "fails";
}

Cure cure_by_lock(const Examined& examined) {
  const Circumstances& decisive = examined.cause.decisive;
  const std::string& own = name_of(examined, examined.unit);
  Cure cure{.sentence = fmt::format("{} while {} run{}: give them a lock", fails(examined),
                                    names_of(examined, decisive.beside),
                                    decisive.beside.size() == 1 ? "s" : "")};
  Override table{.setting = {"lock", own}};
  for (const std::size_t unit : decisive.beside) table.units.push_back(name_of(examined, unit));
  table.units.push_back(own);
  cure.lines.overrides.push_back(std::move(table));
  return cure;
}

// All runs in the same circumstances.
Series sum_of(const Diagnosis& cause, const Circumstances& circumstances) {
  Series sum;
  for (const Series& series : cause.evidence) {
    if (series.circumstances != circumstances) continue;
    sum.passed += series.passed;
    sum.failed += series.failed;
  }
  return sum;
}

Cure cure_by_serial(const Examined& examined) {
  const Series together = sum_of(examined.cause, examined.cause.decisive);
  const Series alone = sum_of(examined.cause, {});
  Cure cure{.sentence = fmt::format("{} in {} of {} runs beside other units, and in {} of {} "
                                    "alone: run it alone",
                                    fails(examined), together.failed, together.runs(), alone.failed,
                                    alone.runs())};
  cure.lines.overrides.push_back(override_of(examined, word("serial", "true")));
  return cure;
}

Cure cure_by_retries(const Examined& examined) {
  const Series alone = sum_of(examined.cause, {});
  Cure cure{.sentence = fmt::format("fails in {} of {} runs alone, in equal sandboxes: it is flaky",
                                    alone.failed, alone.runs()),
            .option = "--retries 2"};
  const bool fails_in_wide = std::ranges::any_of(examined.cause.evidence, [](const Series& series) {
    return series.circumstances.variations.size() > 1 && series.failed > 0;
  });
  if (fails_in_wide) cure.sentence += ", also with the host's network, files and processes";
  cure.lines.overrides.push_back(override_of(examined, word("retries", "2")));
  return cure;
}

Cure no_cure_not_repeated(const Examined& examined) {
  const Series alone = sum_of(examined.cause, {});
  return {.sentence = fmt::format("passes in {} of {} runs alone: the failure did not happen again",
                                  alone.passed, alone.runs())};
}

struct Suspicion {
  std::string_view words;
  const char* sentence;
};
constexpr Suspicion suspicions[] = {
    {"Invalid argument",
     "; or it needs user or group ids that the sandbox lacks, see isorun check"},
    {"Operation not permitted", "; or it needs what no sandbox permits"},
};

Cure no_cure_everywhere(const Examined& examined) {
  if (examined.cause.failure.reason == Reason::out_of_memory)
    return {.sentence =
                "runs out of memory even alone: it needs more than the machine has, or than "
                "isorun's control group may use"};
  Cure cure{.sentence =
                "fails in every sandbox, alone and after all units before it: the test "
                "itself is probably the cause"};
  const bool has_limit = std::ranges::any_of(examined.variations, &Variation::is_limit);
  if (examined.cause.failure.reason == Reason::timeout && !has_limit)
    cure.sentence += ", or a time limit that is not isorun's";
  for (const Suspicion& suspicion : suspicions) {
    if (!examined.cause.failure.output.contains(suspicion.words)) continue;
    cure.sentence += suspicion.sentence;
    break;
  }
  return cure;
}

Cure no_cure_in_time(const Examined& /*examined*/) {
  return {.sentence = "the budget was used up before the cause was found; --budget extends it"};
}

struct Entry {
  CauseKind kind;
  Cure (*cure)(const Examined&);
};
constexpr Entry entries[] = {
    {CauseKind::sandbox, cure_by_sandbox},
    {CauseKind::needs_before, cure_by_predecessors},
    {CauseKind::fails_after, cure_by_own_shard},
    {CauseKind::fails_beside, cure_by_lock},
    {CauseKind::crowded, cure_by_serial},
    {CauseKind::flaky, cure_by_retries},
    {CauseKind::not_repeated, no_cure_not_repeated},
    {CauseKind::everywhere, no_cure_everywhere},
    {CauseKind::no_time, no_cure_in_time},
};

}  // namespace

Cure cure_of(const Examined& examined) {
  return std::ranges::find(entries, examined.cause.kind, &Entry::kind)->cure(examined);
}

std::vector<std::string> evidence_of(const Examined& examined) {
  std::vector<std::string> lines;
  for (const Series& series : examined.cause.evidence) {
    const bool fails = series.failed > 0;
    const bool says_why = lines.empty() && fails && !examined.cause.failure.detail.empty();
    lines.push_back(fmt::format(
        "{} in {} of {} runs {}{}", fails ? "fails" : "passes",
        fails ? series.failed : series.passed, series.runs(), where(examined, series.circumstances),
        says_why ? fmt::format(": {}", printable(examined.cause.failure.detail)) : ""));
  }
  for (const std::string& untried : untried_of(examined))
    lines.push_back(fmt::format("not tried: {}", untried));
  return lines;
}

std::string where(const Examined& examined, const Circumstances& circumstances) {
  std::string with = circumstances.variations.empty()
                         ? ""
                         : with_options(circumstances.variations, examined.variations);
  if (!circumstances.before.empty())
    return fmt::format("{}{}after {} in one {}", with, with.empty() ? "" : " ",
                       names_of(examined, circumstances.before),
                       circumstances.how == Before::in_process ? "process" : "sandbox");
  if (!with.empty()) return with;
  if (!circumstances.beside.empty())
    return fmt::format("beside {}", names_of(examined, circumstances.beside));
  return "alone";
}

std::vector<std::string> untried_of(const Examined& examined) {
  std::vector<std::string> lines;
  lines.reserve(examined.cause.untried.size());
  for (const Untried& untried : examined.cause.untried)
    lines.push_back(fmt::format("{}: {}", phrase(examined.variations[untried.variation]),
                                to_string(untried.why)));
  return lines;
}

std::string with_options(const std::vector<std::size_t>& some,
                         const std::vector<Variation>& variations) {
  std::vector<std::string> phrases;
  phrases.reserve(some.size());
  for (const std::size_t number : some) phrases.push_back(phrase(variations[number]));
  return joined(phrases);
}

}  // namespace isorun
