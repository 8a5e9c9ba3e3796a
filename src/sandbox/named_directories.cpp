#include "sandbox/named_directories.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "base/worded.hpp"
#include "sandbox/trail.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using Treatment = Directory::Treatment;

std::unexpected<Error> refuse(std::string what, int code = 0) {
  return std::unexpected(Error{Phase::usage, code, std::move(what)});
}

struct ModeEntry {
  Mode mode;
  LayoutSetting setting;
  Treatment treatment;
};

constexpr std::array modes = {
    ModeEntry{Mode::overlay, LayoutSetting::mode_overlay, Treatment::overlay},
    ModeEntry{Mode::copy, LayoutSetting::mode_copy, Treatment::copy},
    ModeEntry{Mode::tmpfs, LayoutSetting::mode_tmpfs, Treatment::tmpfs},
    ModeEntry{Mode::read_only, LayoutSetting::mode_read_only, Treatment::read_only},
    ModeEntry{Mode::share, LayoutSetting::mode_share, Treatment::share},
    ModeEntry{Mode::hide, LayoutSetting::mode_hide, Treatment::hide},
};

const ModeEntry& entry(Mode mode) {
  return *std::ranges::find(modes, mode, &ModeEntry::mode);
}

}  // namespace

Result<std::string> canonical_path(const std::string& path, const std::string& base) {
  if (path.empty()) return refuse("empty directory name");
  std::error_code error;
  fs::path canonical = fs::weakly_canonical(fs::path(base) / path, error);
  if (error) return refuse(fmt::format("resolving {}", path), error.value());
  std::string text = canonical.lexically_normal().string();
  if (text.size() > 1 && text.ends_with('/')) text.pop_back();
  for (fs::path present = text; present.has_relative_path(); present = present.parent_path()) {
    const fs::file_status status = fs::symlink_status(present, error);
    if (fs::is_symlink(status))
      return refuse(fmt::format("{} is a dangling symbolic link", present.string()));
    if (fs::exists(status)) break;
  }
  return text;
}

namespace {

bool works_on_files(Treatment treatment) {
  return treatment == Treatment::copy || treatment == Treatment::read_only ||
         treatment == Treatment::share || treatment == Treatment::hide;
}

Result<void> add_once(const Directory& wanted, LayoutSetting setting, DirectoryTable& table) {
  if (is_within(wanted.path, "/proc")) {
    return refuse(fmt::format("{} {}: /proc belongs to the sandbox", called(setting), wanted.path));
  }
  const auto [place, is_new] = table.emplace(wanted.path, wanted);
  if (!is_new && place->second != wanted) {
    return refuse(fmt::format("{} {}: another setting already names this directory",
                              called(setting), wanted.path));
  }
  return {};
}

}  // namespace

Result<DirectoryTable> named_directories(const Layout& layout) {
  const std::string& base = layout.working_directory;
  DirectoryTable table;
  for (const DirectoryMode& word : layout.directories) {
    const ModeEntry& mode = entry(word.mode);
    Result<std::string> path = canonical_path(word.path, base);
    if (!path) return std::unexpected(path.error());
    const Directory wanted = examine(*path, mode.treatment, *path);
    if (wanted.is_file && !works_on_files(mode.treatment)) {
      return refuse(fmt::format("{} {}: not a directory", called(mode.setting), word.path));
    }
    if (Result<void> added = add_once(wanted, mode.setting, table); !added)
      return std::unexpected(added.error());
  }
  for (const Bind& bind : layout.binds) {
    Result<std::string> source = canonical_path(bind.source, base);
    if (!source) return std::unexpected(source.error());
    Result<std::string> target = canonical_path(bind.target, base);
    if (!target) return std::unexpected(target.error());
    std::error_code error;
    const fs::file_status status = fs::status(*source, error);
    if (!fs::exists(status))
      return refuse(fmt::format("{} {}: does not exist", called(LayoutSetting::bind), bind.source));
    Directory wanted = examine(*target, Treatment::share, *source);
    wanted.is_file = !fs::is_directory(status);
    if (Result<void> added = add_once(wanted, LayoutSetting::bind, table); !added)
      return std::unexpected(added.error());
  }
  return table;
}

Result<Layout> with_canonical_paths(const Layout& layout) {
  Layout complete = layout;
  std::error_code error;
  const fs::path start = layout.working_directory.empty() ? "." : layout.working_directory;
  complete.working_directory = fs::canonical(start, error).string();
  if (error) return refuse(fmt::format("working directory {}", start.string()), error.value());
  if (!layout.scratch.empty()) {
    complete.scratch = fs::canonical(fs::path(complete.working_directory) / layout.scratch, error);
    if (!error && !fs::is_directory(complete.scratch, error))
      error = std::make_error_code(std::errc::not_a_directory);
    if (error)
      return refuse(fmt::format("{} {}", called(LayoutSetting::scratch), layout.scratch),
                    error.value());
  }
  return complete;
}

}  // namespace isorun
