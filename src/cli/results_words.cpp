#include "cli/results_words.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/help.hpp"
#include "cli/option_values.hpp"
#include "cli/parse.hpp"
#include "cli/show_options.hpp"

namespace isorun {
namespace {

using Names = std::vector<std::string>;  // arguments that are not options

// The result of parsing.
struct Parsed {
  Request request{};
  ShowOptions show{};
  std::string budget{};
  std::string repeats{};
};

void add_diff_options(CLI::App& app, Parsed& parsed) {
  KeptOptions& kept = parsed.request.kept;
  app.add_flag("--json", kept.as_json, "print the changes as JSON");
  app.add_flag("--stat", kept.stat, "print sizes before and after");
  app.add_flag("-p,--patch", kept.patch, "print how file contents differ from the host's");
}

void add_apply_options(CLI::App& app, Parsed& parsed) {
  KeptOptions& kept = parsed.request.kept;
  app.add_flag("--dry-run", kept.dry_run, "only print what would be applied");
  app.add_flag("--force", kept.force, "apply even if the host's file has changed");
}

void add_merge_options(CLI::App& app, Parsed& parsed) {
  app.add_option("-o,--out", parsed.request.merge.out,
                 "results directory of the merged run (default: isorun-out)")
      ->type_name("DIR");
  app.add_option("--history", parsed.request.merge.history,
                 "add the durations and results of all slices to FILE, for the next run")
      ->type_name("FILE");
  app.add_flag_callback(
      "--partial", [&parsed] { parsed.request.merge.extent = MergeExtent::partial; },
      "merge some of the slices or machines, to merge the result with the others later");
  parsed.show.add_to(app, "Options");
}

void add_report_options(CLI::App& app, Parsed& parsed) {
  for (const Document& document : documents()) {
    app.add_flag_callback(
        fmt::format("--{}", document.option),
        [&parsed, &document] { parsed.request.merge.document = &document; },
        std::string(document.help));
  }
  parsed.show.add_to(app, "Options");
}

void add_why_options(CLI::App& app, Parsed& parsed) {
  WhyOptions& why = parsed.request.why;
  app.add_option("--budget", parsed.budget, "stop after TIME (default: 10m)")->type_name("TIME");
  app.add_option("--repeat", parsed.repeats,
                 "number of identical runs that must agree, at least 2 (default: 3)")
      ->type_name("N");
  app.add_flag("--write", why.write, "write the settings that fix the units to isorun.toml");
  CLI::Option* verbose = app.add_flag("-v,--verbose", why.verbose, "print the runs of every unit");
  app.add_flag("--json", why.as_json, "print what was found as JSON")->excludes(verbose);
}

void add_cache_options(CLI::App& app, Parsed& parsed) {
  app.add_flag("--json", parsed.request.cache.as_json, "print the cached set-ups as JSON");
}

Result<void> read_cache_names(const Names& names, Request& request) {
  if (names.empty()) return {};
  if (names[0] != "clear")
    return refuse(fmt::format("cache {}: the only word here is clear", names[0]));
  if (request.cache.as_json) return refuse("--json and clear cannot be combined");
  request.cache.clears = true;
  request.cache.names.assign(names.begin() + 1, names.end());
  return {};
}

Result<void> read_kept_names(const Names& names, Request& request) {
  request.kept.run = names[0];
  if (names.size() == 1) return {};
  const std::string& word = names[1];
  std::size_t shard = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), shard);
  if (error != std::errc() || end != word.data() + word.size())
    return refuse(fmt::format("{} is not a shard number", word));
  request.kept.shard = shard;
  request.kept.paths.assign(names.begin() + 2, names.end());
  return {};
}

Result<void> read_why_names(const Names& names, Request& request) {
  request.why.run = names[0];
  request.why.units.assign(names.begin() + 1, names.end());
  return {};
}

Result<void> read_why_values(Parsed& parsed) {
  constexpr unsigned most_repeats = 1000;
  WhyOptions& why = parsed.request.why;
  for (const Result<void>& good :
       {read_duration("--budget", parsed.budget, why.budget),
        read_count("--repeat", parsed.repeats, 2, most_repeats, why.repeats)}) {
    if (!good) return good;
  }
  return {};
}

Result<void> read_runs(const Names& names, Request& request) {
  request.merge.runs = names;
  if (request.merge.out.empty()) return refuse("-o needs a directory");
  if (request.merge.extent == MergeExtent::partial && !request.merge.history.empty())
    return refuse("--history takes the results of a whole suite, which --partial does not merge");
  return {};
}

struct Grammar {
  Subcommand subcommand;
  void (*add_options)(CLI::App& app, Parsed& parsed);
  std::size_t least_names;
  std::size_t most_names;
  Result<void> (*read_names)(const Names& names, Request& request);
};
constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();
constexpr Grammar grammars[] = {
    {Subcommand::diff, add_diff_options, 1, 2, read_kept_names},
    {Subcommand::apply, add_apply_options, 2, any_number, read_kept_names},
    {Subcommand::merge, add_merge_options, 1, any_number, read_runs},
    {Subcommand::report, add_report_options, 1, 1, read_runs},
    {Subcommand::why, add_why_options, 1, any_number, read_why_names},
    {Subcommand::cache, add_cache_options, 0, any_number, read_cache_names}};

}  // namespace

bool reads_results(Subcommand subcommand) {
  return std::ranges::count(grammars, subcommand, &Grammar::subcommand) > 0;
}

Result<Request> parse_results_words(const SubcommandEntry& entry, std::vector<std::string> words) {
  const Grammar& grammar = *std::ranges::find(grammars, entry.subcommand, &Grammar::subcommand);
  Parsed parsed{.request = {.subcommand = entry.subcommand}};
  Request& request = parsed.request;
  CLI::App app;
  app.allow_extras();
  add_general_options(app);
  grammar.add_options(app, parsed);
  const auto dashes = std::ranges::find(words, "--");
  Names names(dashes == words.end() ? dashes : dashes + 1, words.end());
  words.erase(dashes, words.end());
  const Result<std::string> text =
      parse(app, std::move(words), [&] { return help_of(entry, app); });
  if (!text) return std::unexpected(text.error());
  request.text = *text;
  if (!text->empty()) return std::move(request);
  const std::vector<std::string> rest = app.remaining();
  for (const std::string& word : rest) {
    if (word.starts_with('-')) return refuse_unknown_option(word, app, entry.word);
  }
  names.insert(names.begin(), rest.begin(), rest.end());
  if (names.size() < grammar.least_names || names.size() > grammar.most_names)
    return refuse(fmt::format("usage: {}", entry.usage));
  if (Result<void> good = parsed.show.read(request.merge.report); !good)
    return std::unexpected(good.error());
  if (Result<void> good = read_why_values(parsed); !good) return std::unexpected(good.error());
  if (Result<void> good = grammar.read_names(names, request); !good)
    return std::unexpected(good.error());
  return std::move(request);
}

}  // namespace isorun
