#include "results/diff.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fcntl.h>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/entries.hpp"
#include "base/streams.hpp"
#include "base/utf8.hpp"
#include "files/host_tree.hpp"
#include "layers/kept_layer.hpp"
#include "results/diff_tool.hpp"
#include "results/exit_codes.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

using Layers = std::map<std::size_t, KeptLayer>;

Result<std::vector<std::size_t>> shards_of(const std::string& run) {
  std::error_code error;
  std::vector<std::size_t> shards;
  const std::string layers = run + "/layers";
  for (const fs::path& entry : entries_of(layers, error)) {
    const std::string name = entry.filename();
    std::size_t shard = 0;
    const auto [end, bad] = std::from_chars(name.data(), name.data() + name.size(), shard);
    if (bad == std::errc() && end == name.data() + name.size()) shards.push_back(shard);
  }
  if (error) {
    return std::unexpected(
        Error{Phase::usage, error.value(), "opening " + layers, "run with --keep to keep layers"});
  }
  return shards;
}

Result<Layers> read_layers(const KeptOptions& options) {
  Result<std::vector<std::size_t>> shards =
      options.shard ? std::vector{*options.shard} : shards_of(options.run);
  if (!shards) return std::unexpected(shards.error());
  Layers layers;
  for (const std::size_t shard : *shards) {
    Result<KeptLayer> layer = read_kept_layer(fmt::format("{}/layers/{}", options.run, shard));
    if (!layer) return std::unexpected(layer.error());
    layers.emplace(shard, std::move(*layer));
  }
  return layers;
}

bool is_directory(const Change& change) {
  return S_ISDIR((change.after ? change.after : change.before)->mode);
}

std::string label(const Change& change) {
  constexpr std::array labels = {"new file:", "modified:", "deleted:", "typechange:", "metadata:"};
  if (change.kind == Change::Kind::created && is_directory(change)) return "new directory:";
  if (change.kind == Change::Kind::metadata && change.before->mode != change.after->mode)
    return "mode:";
  if (change.kind == Change::Kind::metadata &&
      change.before->attributes != change.after->attributes)
    return "xattrs:";
  return labels[static_cast<std::size_t>(change.kind)];
}

// The names of attributes that were added, changed or removed.
std::vector<std::string> changed_attributes(const Change& change) {
  const UserAttributes none;
  const UserAttributes& before = change.before ? change.before->attributes : none;
  const UserAttributes& after = change.after ? change.after->attributes : none;
  std::vector<UserAttributes::value_type> different;
  std::ranges::set_symmetric_difference(before, after, std::back_inserter(different));
  std::set<std::string> names;
  for (const auto& [name, value] : different) names.insert(printable(name));
  return {names.begin(), names.end()};
}

std::string size_text(const std::optional<FileState>& state) {
  return state && !S_ISDIR(state->mode) ? fmt::format("{}", state->size) : "-";
}

std::string stat_text(const std::vector<Change>& changes) {
  std::string text;
  std::map<Change::Kind, std::size_t> counts;
  for (const Change& change : changes) {
    ++counts[change.kind];
    text += fmt::format(" {} | {} -> {} bytes\n", printable(change.path), size_text(change.before),
                        size_text(change.after));
  }
  std::vector<std::string> parts;
  parts.reserve(counts.size());
  for (const auto& [kind, count] : counts) parts.push_back(fmt::format("{} {}", count, name(kind)));
  return text + fmt::format(" {} change{}{}{}\n", changes.size(), changes.size() == 1 ? "" : "s",
                            parts.empty() ? "" : ": ", fmt::join(parts, ", "));
}

std::string json_text(const Layers& layers) {
  json::Text written;
  json::Writer& out = written.out;
  out.StartObject();
  out.Key("schema");
  out.Int(1);
  out.Key("shards");
  out.StartArray();
  for (const auto& [shard, layer] : layers) {
    out.StartObject();
    out.Key("shard");
    out.Uint64(shard);
    out.Key("changes");
    write_changes(out, layer.changes);
    out.EndObject();
  }
  out.EndArray();
  out.EndObject();
  return written.take() + "\n";
}

// The host's current file, if it is a regular file.
UniqueFd open_host(HostTree& host, const std::string& path) {
  const auto status = host.status(path);
  if (!status || !S_ISREG(status->st_mode)) return {};
  return UniqueFd(::openat(host.parent_of(path), base_name(path).c_str(),
                           O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
}

Result<void> print_patch(const KeptLayer& layer) {
  HostTree host;
  for (const Change& change : layer.changes) {
    const bool has_content = (change.before && S_ISREG(change.before->mode)) ||
                             (change.after && S_ISREG(change.after->mode));
    if (!has_content || change.kind == Change::Kind::metadata) continue;
    const UniqueFd before = change.before ? open_host(host, change.path) : UniqueFd();
    const UniqueFd after =
        change.content.empty() ? UniqueFd() : open_content(layer.directory.get(), change);
    if (const auto printed = print_difference(before.get(), after.get(), change.path); !printed)
      return printed;
  }
  return {};
}

}  // namespace

std::string change_line(const Change& change) {
  std::string more = is_directory(change) ? "/" : "";
  if (!change.target.empty()) more = " -> " + printable(change.target);
  if (label(change) == "mode:")
    more += fmt::format(" ({:06o} -> {:06o})", change.before->mode, change.after->mode);
  if (const auto names = changed_attributes(change); change.after && !names.empty())
    more += fmt::format(" ({})", fmt::join(names, ", "));
  return fmt::format("\t{:<15}{}{}\n", label(change), printable(change.path), more);
}

Result<int> diff_kept(const KeptOptions& options) {
  const Result<Layers> layers = read_layers(options);
  if (!layers) return std::unexpected(layers.error());
  if (options.as_json) {
    print(json_text(*layers));
    return exit_code::all_passed;
  }
  for (const auto& [shard, layer] : *layers) {
    print(fmt::format("shard {}:\n", shard));
    if (options.stat) print(stat_text(layer.changes));
    if (!options.stat && !options.patch) {
      for (const Change& change : layer.changes) print(change_line(change));
    }
    flush_output();
    if (!options.patch) continue;
    if (const auto printed = print_patch(layer); !printed) return std::unexpected(printed.error());
  }
  return exit_code::all_passed;
}

}  // namespace isorun
