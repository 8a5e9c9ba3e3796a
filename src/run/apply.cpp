#include "run/apply.hpp"

#include <algorithm>
#include <expected>
#include <filesystem>
#include <ranges>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "collect/change_maker.hpp"
#include "collect/kept_layer.hpp"
#include "run/diff.hpp"
#include "run/exit_codes.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

// As layers name it: absolute, without a slash at the end.
std::string clean(const std::string& path) {
  std::string text = fs::absolute(path).lexically_normal();
  if (text.size() > 1 && text.ends_with('/')) text.pop_back();
  return text;
}

bool is_at_or_below(const std::string& path, const std::string& directory) {
  return path == directory || directory == "/" || path.starts_with(directory + '/');
}

bool is_directory(const Change& change) {
  return change.after && S_ISDIR(change.after->mode);
}

Result<std::vector<Change>> select(const std::vector<Change>& changes,
                                   const std::vector<std::string>& paths) {
  if (paths.empty()) return changes;
  std::vector<bool> is_wanted(changes.size());
  for (const std::string& path : paths) {
    bool matches = false;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      if (!is_at_or_below(changes[i].path, clean(path))) continue;
      is_wanted[i] = true;
      matches = true;
    }
    if (!matches) {
      return std::unexpected(
          Error{Phase::usage, 0, printable(path) + ": the shard changed nothing there"});
    }
  }
  // A new file needs its new directories.
  std::vector<Change> selected;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const bool is_way =
        is_directory(changes[i]) && std::ranges::any_of(paths, [&](const std::string& path) {
          return is_at_or_below(clean(path), changes[i].path);
        });
    if (is_wanted[i] || is_way) selected.push_back(changes[i]);
  }
  return selected;
}

std::size_t count_objections(const std::vector<Change>& changes) {
  HostTree host;
  std::size_t count = 0;
  for (const Change& change : changes) {
    const std::string objection = objection_to(change, host);
    if (objection.empty()) continue;
    ++count;
    fmt::print(stderr, "isorun: {}: {}\n", printable(change.path), objection);
  }
  return count;
}

// Open to their owner, for the files that go into them.
Result<void> make_directories(const std::vector<Change>& changes, int layer) {
  for (Change change : changes | std::views::filter(is_directory)) {
    change.after->mode |= S_IRWXU;
    if (const auto made = make_change(change, layer); !made) return made;
  }
  return {};
}

// With their own modes and times, children first: a closed directory lets nobody through.
Result<void> finish_directories(const std::vector<Change>& changes, int layer) {
  for (const Change& change : changes | std::views::reverse | std::views::filter(is_directory)) {
    if (const auto made = make_change(change, layer); !made) return made;
  }
  return {};
}

Result<void> make_all(const std::vector<Change>& changes, int layer) {
  // What lies in a directory goes before it does.
  for (const Change& change : changes | std::views::reverse) {
    const bool goes = change.kind == Change::Kind::deleted ||
                      (change.kind == Change::Kind::type_changed &&
                       (S_ISDIR(change.before->mode) || S_ISDIR(change.after->mode)));
    if (!goes) continue;
    if (const auto made = make_room(change); !made) return made;
  }
  if (const auto made = make_directories(changes, layer); !made) return made;
  for (const Change& change : changes) {
    if (!change.after || is_directory(change)) continue;
    if (const auto made = make_change(change, layer); !made) return made;
  }
  return finish_directories(changes, layer);
}

}  // namespace

Result<int> apply_kept(const KeptOptions& options) {
  const Result<KeptLayer> layer =
      read_kept_layer(fmt::format("{}/layers/{}", options.run, *options.shard));
  if (!layer) return std::unexpected(layer.error());
  const Result<std::vector<Change>> changes = select(layer->changes, options.paths);
  if (!changes) return std::unexpected(changes.error());
  for (const Change& change : *changes) fmt::print("{}", change_line(change));
  std::fflush(stdout);
  const std::size_t objections = options.force ? 0 : count_objections(*changes);
  if (objections > 0) {
    fmt::print(stderr, "isorun: nothing was applied; --force does so all the same\n");
    return exit_code::something_failed;
  }
  if (options.dry_run) return exit_code::all_passed;
  const int directory = layer->directory.get();
  const auto made = make_all(*changes, directory);
  if (!made) return std::unexpected(made.error());
  fmt::print("{} change{} applied\n", changes->size(), changes->size() == 1 ? "" : "s");
  return exit_code::all_passed;
}

}  // namespace isorun
