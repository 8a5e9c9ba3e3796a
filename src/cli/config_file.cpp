#include <cerrno>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/config.hpp"
#include "cli/option_words.hpp"
#include "files/read_file.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

struct Scan {
  std::string config;
  bool wants_help = false;
};

Scan scan(const std::vector<std::string>& words, const CLI::App& known, const CLI::App& app) {
  Scan result;
  for (const OptionWords& found : option_words(words, app, known)) {
    if (found.option == nullptr) continue;
    if (found.option == app.get_help_ptr() || found.option == app.get_version_ptr())
      result.wants_help = true;
    if (found.option->check_name("--config") && found.value) result.config = *found.value;
  }
  return result;
}

}  // namespace

std::string nearest_config() {
  std::error_code error;
  for (fs::path directory = fs::current_path(error); !directory.empty() && !error;
       directory = directory.parent_path()) {
    if (fs::exists(directory / config_name, error)) return directory / config_name;
    if (directory == directory.root_path()) break;
  }
  return "";
}

Result<Config> read_config(const std::vector<std::string>& words, const CLI::App& known,
                           const CLI::App& app) {
  const Scan found = scan(words, known, app);
  if (found.wants_help || found.config == "none") return Config{};
  const std::string path = found.config.empty() ? nearest_config() : found.config;
  if (path.empty()) return Config{};
  Result<std::string> text = read_file(path);
  if (!text) {
    return std::unexpected(Error{Phase::usage, text.error().code, fmt::format("reading {}", path),
                                 "use --config none to read no file"});
  }
  std::error_code error;
  const fs::path here = fs::current_path(error);
  const fs::path directory = fs::absolute(path, error).lexically_normal().parent_path();
  ConfigSource source{.name = found.config.empty() && directory == here ? config_name : path,
                      .directory = directory == here ? "" : directory.string()};
  return parse_config(*text, source, known, app);
}

}  // namespace isorun
