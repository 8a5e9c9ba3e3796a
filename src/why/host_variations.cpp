#include "why/host_variations.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "base/variable.hpp"
#include "base/working_directory.hpp"
#include "host/mounts.hpp"
#include "run/paths_in_text.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

// Each path takes trials, and output may name thousands.
constexpr std::size_t most_paths = 8;

constexpr std::array<std::string_view, 3> private_directories = {"/tmp", "/var/tmp", "/dev/shm"};

struct Named {
  std::string path;
  std::string line;  // the last that names it, which often says why; empty: the environment does
};

// Existing ones, each once.
std::vector<Named> named_on_host(std::string_view output) {
  std::vector<Named> found;
  const auto add = [&](std::string_view text, std::string_view line) {
    std::string path(text);
    const auto known = std::ranges::find(found, path, &Named::path);
    if (known != found.end() && !line.empty()) known->line = printable(trim(line));
    struct stat status {};
    if (known == found.end() && found.size() < most_paths && ::lstat(path.c_str(), &status) == 0)
      found.push_back({std::move(path), printable(trim(line))});
  };
  for (const std::string_view line : lines(output))
    for (const std::string_view path : paths_in(line)) add(path, line);
  for (const std::string_view variable : variables()) {
    for (const std::string_view path : paths_in(variable.substr(variable.find('=') + 1))) {
      struct stat status {};
      if (::stat(std::string(path).c_str(), &status) == 0 && S_ISSOCK(status.st_mode))
        add(path, "");
    }
  }
  return found;
}

class Adding {
 public:
  Adding(const Options& options, Variations& variations)
      : options_(options), variations_(variations) {}

  void add(const Named& named) {
    struct stat status {};
    if (::stat(named.path.c_str(), &status) != 0) return;
    if (S_ISSOCK(status.st_mode))
      return add("share", Mode::share, named,
                 fmt::format("it connects to {}, a socket of the host", printable(named.path)));
    if (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) return leave_out_device(named);
    add_by_error(named, S_ISDIR(status.st_mode));
    add_below_private(named);
  }

 private:
  // The sandboxes of ordinary users have all devices; root's lack those that root could write to
  // the host's disks with.
  void leave_out_device(const Named& named) {
    if (named.line.contains("No such file"))
      variations_.left_out.push_back(fmt::format(
          "--share {}: through a device, root could write to the host", printable(named.path)));
  }

  // What lies in a directory that is private in the sandbox: all of it below one name. The tree of
  // the working directory is visible anyway.
  void add_below_private(const Named& named) {
    for (const std::string_view directory : private_directories) {
      if (named.path == directory || !is_within(named.path, directory)) continue;
      const std::string top = named.path.substr(0, named.path.find('/', directory.size() + 1));
      if (is_within(working_directory(), top)) continue;
      std::error_code error;
      const bool is_directory = fs::is_directory(top, error);
      add(is_directory ? "overlay" : "copy", is_directory ? Mode::overlay : Mode::copy,
          {top, named.line}, fmt::format("it needs {}, which the host has", printable(top)));
    }
  }

  void add_by_error(const Named& named, bool is_directory) {
    const std::string above(directory_above(named.path));
    if (named.line.contains("ross-device link") && !above.empty() && above != "/")
      add("copy", Mode::copy, {above, named.line},
          "an overlay cannot rename the host's directories");
    if (named.line.contains("Value too large") || named.line.contains("EOVERFLOW"))
      add("copy", Mode::copy, named,
          fmt::format("{} has an owner or group that does not exist in the sandbox",
                      printable(named.path)));
    if (named.line.contains("Read-only file system")) {
      const std::string directory = is_directory ? named.path : above;
      if (!directory.empty() && directory != "/")
        add("overlay", Mode::overlay, {directory, named.line},
            fmt::format("it writes to {}", printable(directory)));
    }
  }

  void add(const char* key, Mode mode, const Named& named, std::string need) {
    const std::string option = fmt::format("--{} {}", key, named.path);
    if (std::ranges::count(variations_.all, option, &Variation::option) > 0) return;
    const auto has_it = [&](const DirectoryMode& known) {
      return known.path == named.path && known.mode == mode;
    };
    if (std::ranges::any_of(options_.layout.directories, has_it)) return;
    // Member by member: at -O3, GCC 12 warns of a nested initializer.
    Variation variation;
    variation.option = option;
    variation.need = std::move(need);
    variation.setting.key = key;
    variation.setting.value = named.path;
    variation.setting.is_list = true;
    variation.setting.is_path = true;
    variation.apply = [path = named.path, mode](Options& changed) {
      set_mode(changed, path, mode);
    };
    variation.said = named.line;
    variations_.all.push_back(std::move(variation));
  }

  const Options& options_;
  Variations& variations_;
};

}  // namespace

void add_host_variations(std::string_view output, const Options& options, Variations& variations) {
  Adding adding(options, variations);
  for (const Named& named : named_on_host(output)) adding.add(named);
}

}  // namespace isorun
