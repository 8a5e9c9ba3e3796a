#include "suite/pytest/cache.hpp"

#include <set>
#include <string_view>

#include <fmt/format.h>

#include "base/json.hpp"

namespace isorun::pytest {
namespace {

std::set<std::string> read_names(const std::string& text) {
  std::set<std::string> names;
  const auto object = json::parse(text);
  if (!object || !object->IsObject()) return names;
  for (const auto& member : object->GetObject())
    names.emplace(member.name.GetString(), member.name.GetStringLength());
  return names;
}

std::string write_names(const std::set<std::string>& names) {
  json::Text written;
  json::Writer& writer = written.out;
  writer.SetIndent(' ', 2);
  writer.StartObject();
  for (const std::string& name : names) {
    json::write_key(writer, name);
    writer.Bool(true);
  }
  writer.EndObject();
  return written.take();
}

}  // namespace

std::vector<StateFile> next_cache(const std::string& directory, std::span<const Unit> units,
                                  const LastRun& run) {
  const std::string path = fmt::format("{}/v/cache/lastfailed", directory);
  const std::set<std::string> before = read_names(run.file(path).value_or(""));
  std::set<std::string> failed = before;
  // Entries of files that could not be collected are replaced by their tests' results.
  for (const UnitResult& result : run.results) failed.erase(units[result.unit].file);
  for (const UnitResult& result : run.results) {
    const std::string& name = units[result.unit].name;
    if (is_good(result.reason))
      failed.erase(name);
    else
      failed.insert(name);
  }
  if (failed == before) return {};
  std::vector<StateFile> files = {{path, write_names(failed)}};
  // The files that pytest adds to a new cache.
  const std::string tag = fmt::format("{}/CACHEDIR.TAG", directory);
  if (!run.file(tag)) {
    files.push_back({tag, "Signature: 8a477f597d28d172789f06886806bc55\n"});
    files.push_back({fmt::format("{}/.gitignore", directory), "*\n"});
  }
  return files;
}

}  // namespace isorun::pytest
