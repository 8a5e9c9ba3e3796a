#include "results/apply.hpp"

#include <algorithm>
#include <expected>
#include <fcntl.h>
#include <filesystem>

#include <fmt/format.h>

#include "base/streams.hpp"
#include "base/utf8.hpp"
#include "layers/change_maker.hpp"
#include "layers/kept_layer.hpp"
#include "results/diff.hpp"
#include "results/exit_codes.hpp"
#include "results/results_lock.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

// The path in the form that layers use: absolute, no trailing slash.
std::string clean(const std::string& path) {
  std::error_code error;
  std::string text = fs::absolute(path, error).lexically_normal();
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
  // A new file needs its new parent directories.
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

// A socket is useless without its listener, and devices are not a test's business.
bool is_applicable(const Change& change) {
  if (!change.after) return true;
  const mode_t mode = change.after->mode;
  return S_ISREG(mode) || S_ISDIR(mode) || S_ISLNK(mode) || S_ISFIFO(mode);
}

// Prints what is left out.
std::vector<Change> applicable(std::vector<Change> changes) {
  std::erase_if(changes, [](const Change& change) {
    if (is_applicable(change)) return false;
    print_error(fmt::format("isorun: {}: not applied: it is a {}\n", printable(change.path),
                            S_ISSOCK(change.after->mode) ? "socket" : "device"));
    return true;
  });
  return changes;
}

// A file that stays in a directory that is to be deleted; empty if there is none.
std::string left_behind(const Change& change, const std::vector<Change>& changes) {
  if (!needs_room(change) || !S_ISDIR(change.before->mode)) return {};
  for (const std::string& name : names_in(open_without_symlinks(AT_FDCWD, change.path).get())) {
    const auto found =
        std::ranges::lower_bound(changes, change.path + '/' + name, {}, &Change::path);
    const bool goes = found != changes.end() && found->path == change.path + '/' + name &&
                      found->kind == Change::Kind::deleted;
    if (!goes) return name;
  }
  return {};
}

std::size_t count_objections(const std::vector<Change>& changes, Host may_find) {
  HostTree host;
  std::size_t count = 0;
  for (const Change& change : changes) {
    std::string objection;
    if (may_find == Host::as_the_shard_saw_it) objection = objection_to(change, host);
    if (objection.empty()) {
      if (const std::string name = left_behind(change, changes); !name.empty())
        objection = fmt::format("cannot remove it: it still contains {}", printable(name));
    }
    if (objection.empty()) continue;
    ++count;
    print_error(fmt::format("isorun: {}: {}\n", printable(change.path), objection));
  }
  return count;
}

class Application {
 public:
  Application(const std::vector<Change>& changes, int layer, Host host)
      : changes_(changes), is_made_(changes.size()), layer_(layer), host_(host) {}

  Result<void> run() {
    const Result<void> made = make_all();
    // Also after a failure: directories must not keep temporary modes.
    const Result<void> finished = finish_directories();
    return made ? finished : made;
  }

  void tell(const Error& error) const {
    print_error(fmt::format("isorun: {}\nisorun: {} of {} changes applied; not applied:\n",
                            to_string(error), std::ranges::count(is_made_, true), changes_.size()));
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      if (!is_made_[i]) print_error(change_line(changes_[i]));
    }
  }

 private:
  Result<void> make_all() {
    // Deletes children before their directory.
    for (std::size_t i = changes_.size(); i-- > 0;) {
      if (!needs_room(changes_[i])) continue;
      if (const auto made = make_room(changes_[i], host_); !made) return made;
      is_made_[i] = !changes_[i].after;
    }
    if (const auto made = make_directories(); !made) return made;
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      if (!changes_[i].after || is_directory(changes_[i])) continue;
      if (const auto made = make_change(changes_[i], layer_, host_); !made) return made;
      is_made_[i] = true;
    }
    return {};
  }

  // Writable by the owner for now, so that files can be created in them.
  Result<void> make_directories() {
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      if (!is_directory(changes_[i])) continue;
      Change open = changes_[i];
      open.after->mode |= S_IRWXU;
      if (const auto made = make_change(open, layer_, host_); !made) return made;
      is_made_[i] = true;
    }
    return {};
  }

  // Sets final modes and times, children first: a closed directory blocks access to them.
  Result<void> finish_directories() {
    Result<void> result;
    for (std::size_t i = changes_.size(); i-- > 0;) {
      if (!is_directory(changes_[i]) || !is_made_[i]) continue;
      const auto made = make_change(changes_[i], layer_, Host::whatever);
      if (made) continue;
      is_made_[i] = false;
      if (result) result = made;
    }
    return result;
  }

  const std::vector<Change>& changes_;
  std::vector<bool> is_made_;
  int layer_;
  Host host_;
};

}  // namespace

Result<int> apply_kept(const KeptOptions& options) {
  // If the directory cannot be opened, neither can its layer.
  const UniqueFd directory(::open(options.run.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const Result<ResultsLock> lock = ResultsLock::to_read(directory.get(), options.run);
  if (!lock) return std::unexpected(lock.error());
  const Result<KeptLayer> layer =
      read_kept_layer(fmt::format("{}/layers/{}", options.run, *options.shard));
  if (!layer) return std::unexpected(layer.error());
  Result<std::vector<Change>> selected = select(layer->changes, options.paths);
  if (!selected) return std::unexpected(selected.error());
  const std::vector<Change> changes = applicable(*std::move(selected));
  for (const Change& change : changes) print(change_line(change));
  flush_output();
  const Host may_find = options.force ? Host::whatever : Host::as_the_shard_saw_it;
  if (count_objections(changes, may_find) > 0) {
    print_error(fmt::format("isorun: nothing applied{}\n",
                            options.force ? "" : "; use --force to apply anyway"));
    return exit_code::something_failed;
  }
  if (options.dry_run) return exit_code::all_passed;
  Application application(changes, layer->directory.get(), may_find);
  if (const auto applied = application.run(); !applied) {
    application.tell(applied.error());
    return exit_code::something_failed;
  }
  print(fmt::format("{} change{} applied\n", changes.size(), changes.size() == 1 ? "" : "s"));
  return exit_code::all_passed;
}

}  // namespace isorun
