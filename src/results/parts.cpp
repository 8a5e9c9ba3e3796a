#include "results/parts.hpp"

#include <cerrno>
#include <fcntl.h>

#include <fmt/format.h>
#include <sys/stat.h>

#include "collect/unmerged.hpp"
#include "files/files.hpp"
#include "files/host_tree.hpp"
#include "layers/kept_layer.hpp"
#include "results/joined_record.hpp"

namespace isorun {
namespace {

constexpr const char* parts = "parts";
constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

std::unexpected<Error> fail(const std::string& what, int code) {
  return std::unexpected(Error{Phase::report, code, what});
}

Result<UniqueFd> make_directory(int parent, const std::string& name) {
  if (::mkdirat(parent, name.c_str(), 0777) != 0 && errno != EEXIST)
    return fail(fmt::format("making the directory {}", name), errno);
  UniqueFd made(::openat(parent, name.c_str(), directory_flags));
  return made ? Result<UniqueFd>(std::move(made))
              : fail(fmt::format("opening the directory {}", name), errno);
}

Result<void> keep_file(int from, int to, const std::string& name) {
  if (link_regular_file(from, name.c_str(), to, name.c_str())) return {};
  const Result<Content> content = read_regular_file(from, name.c_str());
  if (!content && content.error().code == ENOENT) return {};
  if (!content) return fail(content.error().what, content.error().code);
  const UniqueFd copy(
      ::openat(to, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
  if (!copy || !write_all(copy.get(), content->text()))
    return fail(fmt::format("copying {}", name), errno);
  return {};
}

Result<void> keep_logs(int from, int to) {
  const UniqueFd logs(::openat(from, "logs", directory_flags));
  if (!logs) return {};
  const Result<UniqueFd> copies = make_directory(to, "logs");
  if (!copies) return std::unexpected(copies.error());
  for (const std::string& name : names_in(logs.get()))
    if (Result<void> copied = keep_file(logs.get(), copies->get(), name); !copied) return copied;
  return {};
}

Result<void> keep_layers(const SavedRun& run, int to) {
  for (const ShardRecord& shard : run.record.shards) {
    if (shard.layer.empty()) continue;
    const Result<KeptLayer> layer = read_kept_layer(shard.layer, run.directory.get());
    if (!layer) return std::unexpected(layer.error());
    const Result<UniqueFd> copies = make_directory(to, "layers");
    if (!copies) return std::unexpected(copies.error());
    const Result<UniqueFd> copy = make_directory(copies->get(), fmt::format("{}", shard.index));
    if (!copy) return std::unexpected(copy.error());
    if (Result<void> copied = copy_kept_layer(*layer, copy->get()); !copied) return copied;
  }
  return {};
}

}  // namespace

Result<void> keep_part(const SavedRun& run, int results) {
  const Result<UniqueFd> all = make_directory(results, parts);
  if (!all) return std::unexpected(all.error());
  const Result<UniqueFd> part = make_directory(all->get(), part_name(run.record));
  if (!part) return std::unexpected(part.error());
  for (const char* name : {"run.json", "units.json", unmerged_name})
    if (Result<void> copied = keep_file(run.directory.get(), part->get(), name); !copied)
      return copied;
  if (Result<void> copied = keep_logs(run.directory.get(), part->get()); !copied) return copied;
  return keep_layers(run, part->get());
}

std::vector<std::string> kept_parts(int results) {
  const UniqueFd all(::openat(results, parts, directory_flags));
  if (!all) return {};
  std::vector<std::string> names = names_in(all.get());
  for (std::string& name : names) name = fmt::format("{}/{}", parts, name);
  return names;
}

}  // namespace isorun
