#include "layers/kept_layer.hpp"

#include <algorithm>
#include <cerrno>
#include <expected>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "base/escaped.hpp"
#include "base/interruption.hpp"
#include "base/sparse_copy.hpp"
#include "files/files.hpp"
#include "files/output.hpp"

namespace isorun {

namespace {

constexpr const char* manifest = "changes.json";
constexpr std::size_t longest_kept = 2000;  // leaves room to name RESULTS/layers/N/files/...

std::unexpected<Error> fail(std::string_view path, int code = errno) {
  return std::unexpected(Error{Phase::collect, code, fmt::format("keeping {}", escaped(path))});
}

// Creates and opens the file and its parent directories.
UniqueFd create(int directory, const std::string& path) {
  for (std::size_t slash = path.find('/'); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    const std::string above = path.substr(0, slash);
    if (::mkdirat(directory, above.c_str(), 0777) != 0 && errno != EEXIST) return {};
  }
  return UniqueFd(::openat(directory, path.c_str(),
                           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
}

Result<void> keep_content(int source, off_t size, int directory, const Change& change) {
  const UniqueFd target = create(directory, change.content);
  if (!target) return fail(change.path);
  const long error = raw::copy_sparse(source, target.get(), size, is_interrupted);
  return error == 0 ? Result<void>() : fail(change.path, static_cast<int>(-error));
}

Result<void> keep_manifest(const std::vector<Change>& changes, int directory) {
  Output out(directory, ".changes.new");
  out.write(changes_json(changes));
  return out.place(directory, manifest);
}

}  // namespace

Result<void> keep_layer(const Layer& layer, std::string_view own, int directory) {
  std::vector<Change> changes;
  const Result<void> found =
      find_changes(layer, own, [&](Change change, const LayerEntry* entry) -> Result<void> {
        if (is_interrupted()) return fail(change.path, EINTR);
        if (entry != nullptr && S_ISREG(entry->status.st_mode)) {
          change.content = change.path.size() > longest_kept
                               ? fmt::format("long/{}", changes.size())
                               : "files" + change.path;
          const Result<UniqueFd> source = open_entry(*entry);
          if (!source) return std::unexpected(source.error());
          const Result<void> kept =
              keep_content(source->get(), entry->status.st_size, directory, change);
          if (!kept) return kept;
        }
        changes.push_back(std::move(change));
        return {};
      });
  if (!found) return found;
  std::ranges::sort(changes, {}, &Change::path);
  return keep_manifest(changes, directory);
}

Result<KeptLayer> read_kept_layer(const std::string& path, int base) {
  KeptLayer kept;
  kept.directory.reset(::openat(base, path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!kept.directory) {
    const int code = errno;
    return std::unexpected(
        Error{Phase::usage, code, "opening " + path, "run with --keep to keep layers"});
  }
  const auto in_context = [&path](Error error) {
    return std::unexpected(
        Error{Phase::usage, error.code, fmt::format("{}/{}: {}", path, manifest, error.what)});
  };
  const Result<Content> text = read_regular_file(kept.directory.get(), manifest);
  if (!text) return in_context(text.error());
  Result<std::vector<Change>> changes = parse_changes(text->text());
  if (!changes) return in_context(changes.error());
  kept.changes = std::move(*changes);
  return kept;
}

UniqueFd open_content(int layer, const Change& change) {
  return UniqueFd(
      ::openat(layer, change.content.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
}

Result<void> copy_kept_layer(const KeptLayer& from, int directory) {
  for (const Change& change : from.changes) {
    if (is_interrupted()) return fail(change.path, EINTR);
    if (change.content.empty()) continue;
    const UniqueFd source = open_content(from.directory.get(), change);
    struct stat status {};
    if (!source || ::fstat(source.get(), &status) != 0) return fail(change.path);
    const Result<void> kept = keep_content(source.get(), status.st_size, directory, change);
    if (!kept) return kept;
  }
  return keep_manifest(from.changes, directory);
}

}  // namespace isorun
