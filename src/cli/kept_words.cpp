#include "cli/kept_words.hpp"

#include <algorithm>
#include <charconv>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/help.hpp"
#include "cli/option_values.hpp"
#include "cli/parse.hpp"

namespace isorun {
namespace {

void add_options(CLI::App& app, Subcommand subcommand, KeptOptions& kept) {
  if (subcommand == Subcommand::apply) {
    app.add_flag("--dry-run", kept.dry_run, "tell what would be done, and do nothing");
    app.add_flag("--force", kept.force, "also where the host's file is another one by now");
    return;
  }
  app.add_flag("--json", kept.as_json, "print the changes as JSON");
  app.add_flag("--stat", kept.stat, "print the sizes before and after");
  app.add_flag("-p,--patch", kept.patch, "print how the content of files differs from the host's");
}

Result<void> read_shard(const std::string& word, KeptOptions& kept) {
  std::size_t shard = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), shard);
  if (error != std::errc() || end != word.data() + word.size())
    return refuse(fmt::format("{}: not the number of a shard", word));
  kept.shard = shard;
  return {};
}

}  // namespace

Result<Request> parse_kept_words(const SubcommandEntry& entry, std::vector<std::string> words) {
  Request request{.subcommand = entry.subcommand};
  CLI::App app;
  app.allow_extras();
  add_general_options(app);
  add_options(app, entry.subcommand, request.kept);
  const auto dashes = std::ranges::find(words, "--");
  std::vector<std::string> names(dashes == words.end() ? dashes : dashes + 1, words.end());
  words.erase(dashes, words.end());
  const Result<std::string> text =
      parse(app, std::move(words), [&] { return help_of(entry, app); });
  if (!text) return std::unexpected(text.error());
  request.text = *text;
  if (!text->empty()) return request;
  const std::vector<std::string> rest = app.remaining();
  for (const std::string& word : rest) {
    if (word.starts_with('-'))
      return refuse(fmt::format("unknown option {}; see isorun {} --help", word, entry.word));
  }
  names.insert(names.begin(), rest.begin(), rest.end());
  const bool is_diff = entry.subcommand == Subcommand::diff;
  if (names.size() < (is_diff ? 1U : 2U) || (is_diff && names.size() > 2))
    return refuse(fmt::format("usage: {}", entry.usage));
  request.kept.run = names[0];
  if (names.size() > 1) {
    if (Result<void> read = read_shard(names[1], request.kept); !read)
      return std::unexpected(read.error());
    request.kept.paths.assign(names.begin() + 2, names.end());
  }
  return request;
}

}  // namespace isorun
