#include "results/cache.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/json.hpp"
#include "base/streams.hpp"
#include "base/utf8.hpp"
#include "results/exit_codes.hpp"
#include "results/setup_cache.hpp"

namespace isorun {
namespace {

constexpr std::size_t name_length = 12;  // of a key: enough to tell all apart

std::string size_text(std::uint64_t bytes) {
  double size = static_cast<double>(bytes) / 1024;
  for (const char* unit : {"KiB", "MiB"}) {
    if (size < 1000) return fmt::format("{:.1f} {}", size, unit);
    size /= 1024;
  }
  return fmt::format("{:.1f} GiB", size);
}

std::uint64_t sum_of(const std::vector<CachedSetup>& setups) {
  return std::accumulate(
      setups.begin(), setups.end(), std::uint64_t{0},
      [](std::uint64_t sum, const CachedSetup& setup) { return sum + setup.bytes; });
}

std::string counted(std::size_t count) {
  return fmt::format("{} cached set-up{}", count, count == 1 ? "" : "s");
}

std::string table(const std::vector<CachedSetup>& setups) {
  if (setups.empty()) return {};
  std::size_t width = 0;  // of the directories
  for (const CachedSetup& setup : setups)
    width = std::max(width, printable(setup.directory).size());
  std::string text = fmt::format("{:<12}  {:>10}  {:<16}  {:<{}}  {}\n", "NAME", "SIZE", "LAST USE",
                                 "DIRECTORY", width, "SET-UP");
  for (const CachedSetup& setup : setups) {
    text += fmt::format("{:<12}  {:>10}  {:%Y-%m-%d %H:%M}  {:<{}}  {}",
                        setup.key.substr(0, name_length), size_text(setup.bytes),
                        fmt::localtime(setup.last_use.tv_sec), printable(setup.directory), width,
                        printable(setup.name));
    if (setup.name != setup.command) text += ": " + printable(setup.command);
    text += '\n';
  }
  return text;
}

std::string as_json(const std::vector<CachedSetup>& setups) {
  json::Text written;
  json::Writer& out = written.out;
  out.StartArray();
  for (const CachedSetup& setup : setups) {
    out.StartObject();
    for (const auto& [key, value] :
         {std::pair{"key", &setup.key}, std::pair{"name", &setup.name},
          std::pair{"command", &setup.command}, std::pair{"directory", &setup.directory},
          std::pair{"isorun", &setup.version}}) {
      out.Key(key);
      json::write_string(out, *value);
    }
    out.Key("bytes");
    out.Uint64(setup.bytes);
    out.Key("last_use");
    out.Int64(setup.last_use.tv_sec);
    out.EndObject();
  }
  out.EndArray();
  return written.take() + "\n";
}

bool has_name(const CachedSetup& setup, const std::string& name) {
  return setup.name == name || (name.size() >= 4 && setup.key.starts_with(name));
}

Result<std::vector<CachedSetup>> named(const std::vector<CachedSetup>& all,
                                       const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (std::ranges::none_of(all, [&](const CachedSetup& each) { return has_name(each, name); }))
      return std::unexpected(
          Error{Phase::usage, 0,
                fmt::format("no cached set-up is named {}; see isorun cache", printable(name))});
  std::vector<CachedSetup> found;
  std::ranges::copy_if(all, std::back_inserter(found), [&](const CachedSetup& each) {
    return std::ranges::any_of(names,
                               [&](const std::string& name) { return has_name(each, name); });
  });
  return found;
}

Result<void> clear(const SetupCache& cache, const std::vector<CachedSetup>& setups,
                   const CacheOptions& options) {
  if (options.names.empty()) return cache.clear();
  for (const CachedSetup& setup : setups)
    if (Result<void> removed = cache.remove(setup.key); !removed) return removed;
  return {};
}

}  // namespace

Result<int> manage_cache(const CacheOptions& options) {
  const std::string directory = SetupCache::standard_directory();
  if (directory.empty())
    return std::unexpected(
        Error{Phase::usage, 0, "neither XDG_CACHE_HOME nor HOME names a directory"});
  const SetupCache cache(directory, std::numeric_limits<std::uint64_t>::max());
  Result<std::vector<CachedSetup>> setups = cache.list();
  if (setups && !options.names.empty()) setups = named(*setups, options.names);
  if (!setups) return std::unexpected(setups.error());
  if (options.clears) {
    if (const Result<void> cleared = clear(cache, *setups, options); !cleared)
      return std::unexpected(cleared.error());
    print(fmt::format("{} removed: {}\n", counted(setups->size()), size_text(sum_of(*setups))));
  } else if (options.as_json) {
    print(as_json(*setups));
  } else {
    print(fmt::format("{}{}, {}, in {}\n", table(*setups), counted(setups->size()),
                      size_text(sum_of(*setups)), printable(directory)));
  }
  return exit_code::all_passed;
}

}  // namespace isorun
