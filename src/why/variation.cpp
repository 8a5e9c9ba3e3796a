#include "why/variation.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "host/memory.hpp"
#include "why/host_variations.hpp"
#include "why/tree_size.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

using Words = std::span<const std::string_view>;

// The texts of strerror(3), which most programs print, and variants.
constexpr std::array<std::string_view, 9> network_words = {
    "etwork is unreachable", "ENETUNREACH",  "in name resolution", "resolve host", "EAI_AGAIN",
    "onnection refused",     "ECONNREFUSED", "no route to host",   "ot connect"};
constexpr std::array<std::string_view, 5> copy_words = {
    "ross-device link", "EXDEV", "Value too large", "EOVERFLOW", "resource busy"};
constexpr std::array<std::string_view, 4> process_words = {"/proc", "No such process", "ESRCH",
                                                           "pid "};
constexpr std::array<std::string_view, 4> namespace_words = {"unshare", "namespace", "ENOSPC",
                                                             "No space left"};

struct Row {
  const char* option;
  const char* need;
  Setting setting;
  bool (*applies)(const Options&);
  void (*apply)(Options&);
  Words words{};
  bool narrows = false;
  bool leaves_out = false;
};

bool is_named(const Options& options, const std::string& path) {
  std::error_code error;
  const fs::path wanted = fs::weakly_canonical(path, error);
  return std::ranges::any_of(options.layout.directories, [&](const DirectoryMode& named) {
    return fs::weakly_canonical(named.path, error) == wanted;
  });
}

template <Network network>
void set_network(Options& options) {
  options.layout.network = network;
}

std::span<const Row> rows() {
  static const std::array table = {
      Row{"--net private",
          "it needs a network with loopback",
          {"net", "private"},
          [](const Options& options) { return options.layout.network == Network::none; },
          set_network<Network::slot>,
          network_words},
      Row{"--net host",
          "it needs the host's network",
          {"net", "host"},
          [](const Options& options) { return options.layout.network != Network::host; },
          set_network<Network::host>,
          network_words},
      Row{"--net private",
          "it needs a network in which nothing else listens",
          {"net", "private"},
          [](const Options& options) { return options.layout.network == Network::host; },
          set_network<Network::slot>,
          {},
          true},
      Row{"--overlay /tmp",
          "it needs files that the host has in /tmp",
          {"overlay", "/tmp", true},
          [](const Options& options) { return !is_named(options, "/tmp"); },
          [](Options& options) { set_mode(options, "/tmp", Mode::overlay); }},
      Row{"--overlay /var/tmp",
          "it needs files that the host has in /var/tmp",
          {"overlay", "/var/tmp", true},
          [](const Options& options) { return !is_named(options, "/var/tmp"); },
          [](Options& options) { set_mode(options, "/var/tmp", Mode::overlay); }},
      Row{"--overlay /dev/shm",
          "it needs files that the host has in /dev/shm",
          {"overlay", "/dev/shm", true},
          [](const Options& options) { return !is_named(options, "/dev/shm"); },
          [](Options& options) { set_mode(options, "/dev/shm", Mode::overlay); }},
      Row{"--copy .",
          "it does what an overlay cannot do, such as renaming one of the host's directories",
          {"copy", ".", true, false, true},
          [](const Options& options) { return !is_named(options, "."); },
          [](Options& options) { set_mode(options, ".", Mode::copy); },
          copy_words},
      Row{"--proc host",
          "it needs the host's /proc",
          {"proc", "host"},
          [](const Options& options) { return options.layout.proc != Proc::host; },
          [](Options& options) { options.layout.proc = Proc::host; },
          process_words},
      Row{"--proc private",
          "it needs a /proc with its own processes",
          {"proc", "private"},
          [](const Options& options) { return options.layout.proc == Proc::host; },
          [](Options& options) { options.layout.proc = Proc::own; },
          process_words,
          true},
      Row{"--no-userns",
          "it creates user namespaces",
          {"no-userns", "false", false, true},
          [](const Options& options) { return !options.layout.user_namespaces; },
          [](Options& options) { options.layout.user_namespaces = true; },
          namespace_words,
          false,
          true},
      Row{"--no-userns",
          "it must not be able to create user namespaces",
          {"no-userns", "true", false, true},
          [](const Options& options) { return options.layout.user_namespaces; },
          [](Options& options) { options.layout.user_namespaces = false; },
          namespace_words,
          true},
  };
  return table;
}

// The first line with one of the words.
std::string line_with(Words words, std::string_view output) {
  for (const std::string_view line : lines(output))
    if (std::ranges::any_of(words, [line](std::string_view word) { return line.contains(word); }))
      return printable(trim(line));
  return "";
}

void add_rows(const Symptoms& symptoms, const Options& options, Variations& variations) {
  for (const Row& row : rows()) {
    if (!row.applies(options)) continue;
    if (row.setting.key == "copy" && !is_small(row.setting.value, {})) {
      variations.left_out.push_back(
          fmt::format("{}: it would copy more than 512 MiB, or 200000 files", row.option));
      continue;
    }
    variations.all.push_back({.option = row.option,
                              .need = row.need,
                              .setting = row.setting,
                              .apply = row.apply,
                              .leaves_out = row.leaves_out,
                              .narrows = row.narrows,
                              .said = line_with(row.words, symptoms.output)});
  }
}

// Ten times as long, until the laboratory's own limit.
void lengthen(Options& options) {
  constexpr int times = 10;
  options.unit_timeout *= times;
  for (UnitRule& rule : options.rules)
    if (rule.settings.timeout) *rule.settings.timeout *= times;
}

void add_limits(const Symptoms& symptoms, const Options& options, Variations& variations) {
  if (symptoms.has_limit && symptoms.reason == Reason::timeout)
    variations.all.push_back({.option = "--timeout",
                              .need = "it needs more time",
                              .apply = lengthen,
                              .said = "timed out",
                              .is_limit = true});
  if (symptoms.reason != Reason::disk_full || !options.layout.scratch.empty()) return;
  const std::uint64_t half = memory_bytes() / 2;
  const std::uint64_t now =
      options.layout.scratch_bytes > 0 ? options.layout.scratch_bytes : half / options.jobs;
  constexpr unsigned factor = 8;
  for (std::uint64_t bytes = now * factor; bytes / factor < half; bytes *= factor) {
    const std::string size =
        fmt::format("{}M", std::max<std::uint64_t>(std::min(bytes, half) >> 20, 1));
    variations.all.push_back(
        {.option = fmt::format("--scratch-size {}", size),
         .need = "it writes more than its layer holds",
         .setting = {"scratch-size", size},
         .apply = [bytes = std::min(bytes, half)](
                      Options& changed) { changed.layout.scratch_bytes = bytes; },
         .said = "disk full"});
  }
}

struct ModeName {
  Mode mode;
  const char* option;
};
constexpr std::array restricting = {ModeName{Mode::hide, "--hide"},
                                    ModeName{Mode::read_only, "--read-only"},
                                    ModeName{Mode::tmpfs, "--tmpfs"}};

// Directories that the user's own options restrict.
void add_named(const Options& options, Variations& variations) {
  for (const DirectoryMode& named : options.layout.directories) {
    const auto* const found = std::ranges::find(restricting, named.mode, &ModeName::mode);
    std::error_code error;
    const bool is_file = fs::exists(named.path, error) && !fs::is_directory(named.path, error);
    if (found != restricting.end())
      variations.all.push_back({.option = fmt::format("{} {}", found->option, named.path),
                                .need = fmt::format("it needs {} as the host has it", named.path),
                                .apply =
                                    [path = named.path, is_file](Options& changed) {
                                      set_mode(changed, path, is_file ? Mode::copy : Mode::overlay);
                                    },
                                .leaves_out = true});
    if (named.mode == Mode::overlay && is_small(named.path, {}))
      variations.all.push_back(
          {.option = fmt::format("--copy {} in place of --overlay", named.path),
           .need = "it does what an overlay cannot do, such as renaming one of the host's "
                   "directories",
           .apply = [path = named.path](Options& changed) {
             set_mode(changed, path, Mode::copy);
           }});
  }
}

}  // namespace

void set_mode(Options& options, const std::string& path, Mode mode) {
  std::error_code error;
  const fs::path wanted = fs::weakly_canonical(path, error);
  std::erase_if(options.layout.directories, [&](const DirectoryMode& named) {
    return fs::weakly_canonical(named.path, error) == wanted;
  });
  options.layout.directories.push_back({path, mode});
}

Variations variations_for(const Symptoms& symptoms, const Options& options) {
  Variations variations;
  add_limits(symptoms, options, variations);
  add_host_variations(symptoms.output, options, variations);
  add_rows(symptoms, options, variations);
  add_named(options, variations);
  std::ranges::stable_sort(variations.all, {},
                           [](const Variation& variation) { return variation.said.empty(); });
  return variations;
}

}  // namespace isorun
