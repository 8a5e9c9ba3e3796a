#include "cli/config_edit.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include <fmt/format.h>
#include <sys/stat.h>

#include <isorun/unique_fd.hpp>

#include "cli/config.hpp"
#include "cli/toml_source.hpp"
#include "files/files.hpp"
#include "files/host_place.hpp"
#include "files/read_file.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view tables_key = "overrides";

// The byte at a place; its column counts characters (toml++ counts code points).
std::size_t offset_of(std::string_view text, const toml::source_position& place) {
  std::size_t offset = 0;
  for (toml::source_index line = 1; line < place.line && offset != std::string_view::npos; ++line)
    offset = text.find('\n', offset) + 1;
  for (toml::source_index column = 1; column < place.column && offset < text.size(); ++offset)
    if ((static_cast<unsigned char>(text[offset + 1]) & 0xc0) != 0x80) ++column;
  return std::min(offset, text.size());
}

Result<toml::table> parse(std::string_view text, const TomlSource& source) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return source.fail(error.source().begin, error.description());
  }
}

// The text of a value.
std::string value_of(const Setting& setting) {
  return setting.is_word ? setting.value : quoted_for_toml(setting.value);
}

bool has_value(const toml::array& values, const Setting& setting) {
  return std::ranges::any_of(values, [&setting](const toml::node& node) {
    const auto* text = node.as_string();
    return text != nullptr && text->get() == setting.value;
  });
}

Result<void> put(std::string& text, const TomlSource& source, const Setting& setting) {
  const Result<toml::table> table = parse(text, source);
  if (!table) return std::unexpected(table.error());
  const toml::node* const node = table->get(setting.key);
  if (node == nullptr) {
    text.insert(0, lines_of(std::vector{setting}) + (text.starts_with('[') ? "\n" : ""));
    return {};
  }
  const toml::source_region& place = node->source();
  const std::size_t begin = offset_of(text, place.begin);
  const std::size_t end = offset_of(text, place.end);
  const std::string value = value_of(setting);
  if (const toml::array* values = node->as_array()) {
    if (has_value(*values, setting)) return {};
    text.insert(begin + 1, values->empty() ? value : value + ", ");
  } else if (node->is_table()) {
    return source.fail(*node, fmt::format("{} is a table", setting.key));
  } else if (setting.is_list) {
    text.insert(end, "]");
    text.insert(begin, fmt::format("[{}, ", value));
  } else {
    text.replace(begin, end - begin, value);
  }
  return {};
}

Result<void> put(std::string& text, const TomlSource& source,
                 const std::vector<Override>& overrides) {
  if (overrides.empty()) return {};
  const Result<toml::table> table = parse(text, source);
  if (!table) return std::unexpected(table.error());
  const std::string added = lines_of(overrides);
  const toml::node* const node = table->get(tables_key);
  const toml::array* const tables = node == nullptr ? nullptr : node->as_array();
  if (tables == nullptr || tables->empty()) {
    text += fmt::format("{}{}", text.empty() ? "" : "\n", added);
    return {};
  }
  const std::size_t first = offset_of(text, tables->front().source().begin);
  if (text.find("[[", first) != first)
    return source.fail(*node, "isorun why --write needs its tables as [[overrides]]");
  text.insert(first, added + '\n');
  return {};
}

std::unexpected<Error> refuse(const std::string& file, int code) {
  return std::unexpected(Error{Phase::report, code, fmt::format("writing {}", file)});
}

}  // namespace

std::string config_to_edit(const std::vector<std::string>& options) {
  constexpr std::string_view option = "--config";
  std::string nearest = nearest_config();
  for (std::size_t i = 0; i < options.size(); ++i) {
    const std::string_view word = options[i];
    if (word == option && i + 1 < options.size()) nearest = options[i + 1];
    if (word.starts_with("--config=")) nearest = word.substr(option.size() + 1);
  }
  std::error_code error;
  if (nearest.empty() || nearest == "none" ||
      fs::path(nearest).parent_path() == fs::current_path(error))
    return config_name;
  return nearest;
}

TomlLines relative_to_config(TomlLines lines, const std::string& file) {
  const fs::path directory = fs::path(file).parent_path();
  std::error_code error;
  for (Setting& setting : lines.settings)
    if (setting.is_path && !setting.value.starts_with('/') && !directory.empty())
      setting.value = fs::relative(setting.value, directory, error).string();
  return lines;
}

Result<std::string> with_lines(std::string text, const std::string& name, const TomlLines& lines) {
  const TomlSource source{name};
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  for (const Setting& setting : lines.settings)
    if (Result<void> done = put(text, source, setting); !done) return std::unexpected(done.error());
  if (Result<void> done = put(text, source, lines.overrides); !done)
    return std::unexpected(done.error());
  if (const Result<toml::table> valid = parse(text, source); !valid)
    return std::unexpected(valid.error());
  return text;
}

Result<void> add_to_config(const std::string& file, const TomlLines& lines) {
  std::error_code error;
  const bool exists = fs::exists(file, error);
  Result<std::string> before = exists ? read_file(file) : Result<std::string>("");
  if (!before) return std::unexpected(before.error());
  const Result<std::string> after =
      with_lines(std::move(*before), file, relative_to_config(lines, file));
  if (!after) return std::unexpected(after.error());
  const UniqueFd content = memory_file(*after);
  if (!content) return refuse(file, errno);
  struct stat status {};
  constexpr mode_t usual = 0644;
  const mode_t mode = exists && ::stat(file.c_str(), &status) == 0 ? status.st_mode : usual;
  const Result<void> placed =
      place_on_host(content.get(), fs::absolute(file, error).string(), mode & 0777);
  if (!placed) return refuse(file, placed.error().code);
  return {};
}

}  // namespace isorun
