#include <algorithm>
#include <cerrno>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/config.hpp"
#include "files/read_file.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "isorun.toml";

// Options end where the command begins.
struct Scan {
  std::string config;
  bool wants_help = false;
};

Scan scan(const std::vector<std::string>& words, const CLI::App& known, const CLI::App& app) {
  Scan result;
  for (std::size_t i = 0; i < words.size() && words[i].starts_with('-') && words[i] != "--"; ++i) {
    const std::string& word = words[i];
    const bool is_long = word.starts_with("--");
    const std::size_t end = is_long ? std::min(word.find('='), word.size()) : 2;
    const CLI::Option* option = app.get_option_no_throw(word.substr(0, end));
    if (option == nullptr) option = known.get_option_no_throw(word.substr(0, end));
    if (option == nullptr) continue;
    if (option == app.get_help_ptr() || option == app.get_version_ptr()) result.wants_help = true;
    const bool takes_next = end >= word.size() && option->get_items_expected_min() > 0;
    if (option->check_name("--config")) {
      if (end < word.size()) result.config = word.substr(end + 1);
      if (takes_next && i + 1 < words.size()) result.config = words[i + 1];
    }
    if (takes_next) ++i;
  }
  return result;
}

// Empty if there is none.
std::string find_upward() {
  std::error_code error;
  for (fs::path directory = fs::current_path(error); !directory.empty() && !error;
       directory = directory.parent_path()) {
    if (fs::exists(directory / file_name, error)) return directory / file_name;
    if (directory == directory.root_path()) break;
  }
  return "";
}

}  // namespace

Result<Config> read_config(const std::vector<std::string>& words, const CLI::App& known,
                           const CLI::App& app) {
  const Scan found = scan(words, known, app);
  if (found.wants_help || found.config == "none") return Config{};
  const std::string path = found.config.empty() ? find_upward() : found.config;
  if (path.empty()) return Config{};
  Result<std::string> text = read_file(path);
  if (!text) {
    return std::unexpected(Error{Phase::usage, text.error().code, fmt::format("reading {}", path),
                                 "use --config none to read no file"});
  }
  std::error_code error;
  const fs::path here = fs::current_path(error);
  const fs::path directory = fs::absolute(path, error).lexically_normal().parent_path();
  ConfigSource source{.name = found.config.empty() && directory == here ? file_name : path,
                      .directory = directory == here ? "" : directory.string()};
  return parse_config(*text, source, known, app);
}

}  // namespace isorun
