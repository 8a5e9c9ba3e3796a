#include "suite/javascript/listing.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/json.hpp"

namespace isorun::javascript {
namespace {

std::string text_in(const json::Value& value, const char* name) {
  return std::string(json::string_in(value, name).value_or(""));
}

Words texts_in(const json::Value& value, const char* name) {
  Words words;
  const json::Value* array = json::array_in(value, name);
  if (array == nullptr) return words;
  for (const json::Value& one : array->GetArray())
    if (one.IsString()) words.emplace_back(one.GetString(), one.GetStringLength());
  return words;
}

// Reports refer to their rule's name for good.
std::string_view rule_named(std::string_view name) {
  static constexpr std::array<std::string_view, 3> rules = {"junit", "lcov", "concat"};
  const auto found = std::ranges::find(rules, name);
  return found == rules.end() ? std::string_view() : *found;
}

std::vector<Report> read_reports(const json::Value& listing) {
  std::vector<Report> reports;
  const json::Value* array = json::array_in(listing, "reports");
  if (array == nullptr) return reports;
  for (const json::Value& one : array->GetArray()) {
    const bool is_pattern = json::bool_in(one, "pattern").value_or(false);
    reports.push_back(
        {.path = text_in(one, "path"),
         .rule = rule_named(text_in(one, "rule")),
         .is_pattern = is_pattern,
         .if_missing = is_pattern ? Report::IfMissing::ignore : Report::IfMissing::warn});
  }
  return reports;
}

// `sh` changes the directory first.
Words placed(Words argv, const std::string& directory) {
  if (directory.empty()) return argv;
  Words result = {"sh", "-c", R"(cd "$1" && shift && exec "$@")", "sh", directory};
  std::ranges::move(argv, std::back_inserter(result));
  return result;
}

}  // namespace

Words Listing::argv_for(std::string_view results) const {
  constexpr std::string_view place = "{results}";
  Words words = argv;
  for (std::string& word : words)
    if (const std::size_t at = word.find(place); at != std::string::npos)
      word.replace(at, place.size(), results);
  return words;
}

std::optional<Listing> read_listing(std::string_view text) {
  const auto document = json::parse(text);
  if (document == nullptr) return std::nullopt;
  Listing listing{.whole = text_in(*document, "whole"),
                  .code = text_in(*document, "code"),
                  .directory = text_in(*document, "directory"),
                  .runner = text_in(*document, "runner")};
  listing.reports = read_reports(*document);
  if (!listing.whole.empty()) return listing;
  const json::Value* files = json::array_in(*document, "files");
  if (files == nullptr || listing.runner.empty()) return std::nullopt;
  for (const json::Value& file : files->GetArray()) {
    std::string name = text_in(file, "name");
    listing.units.push_back({.name = name, .file = name});
    listing.paths.push_back(text_in(file, "path"));
  }
  listing.always = texts_in(*document, "always");
  listing.argv = placed(texts_in(*document, "argv"), listing.directory);
  listing.set = texts_in(*document, "set");
  listing.takes_words = text_in(*document, "takes") == "words";
  listing.matches_parts = json::bool_in(*document, "matchesParts").value_or(false);
  listing.wishes.max_fail = static_cast<unsigned>(json::count_in(*document, "maxFail").value_or(0));
  if (text_in(*document, "lastFailed") == "none")
    listing.wishes.last_failed = LastFailed::else_none;
  return listing;
}

}  // namespace isorun::javascript
