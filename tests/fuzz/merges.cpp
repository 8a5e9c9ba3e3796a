#include "merges.hpp"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "base/escaped.hpp"
#include "files/files.hpp"
#include "fuzz.hpp"
#include "rules/rules.hpp"
#include "values/json.hpp"
#include "values/xml.hpp"

namespace isorun::fuzz {
namespace {

constexpr std::size_t most_files = 5;
constexpr const char* result_name = "result";

// The rules write here; it exists until the program ends.
class Directory {
 public:
  Directory() {
    path_ = (std::filesystem::temp_directory_path() / "isorun-fuzz-XXXXXX").string();
    require(::mkdtemp(path_.data()) != nullptr, "there is room for temporary files");
    fd_ = UniqueFd(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  ~Directory() { std::filesystem::remove_all(path_); }

  [[nodiscard]] int fd() const { return fd_.get(); }

 private:
  std::string path_;
  UniqueFd fd_;
};

struct File {
  std::size_t shard;
  std::string_view content;
};

// nullopt where the rule refuses a file, or all of them together.
std::optional<std::string> merged(std::string_view name, std::span<const File> files) {
  static const Directory directory;
  const auto merge = find_rule(name)->start({.directory = directory.fd()});
  bool is_good = true;
  for (const auto& [shard, content] : files) {
    const SourceFile file{shard, fmt::format("{}", shard), fmt::format("/tmp/f{}", shard)};
    is_good = merge->add(file, content).has_value() && is_good;
  }
  if (!is_good) return std::nullopt;
  Output out(directory.fd(), "made");
  if (!merge->merge(out)) {
    ::unlinkat(directory.fd(), "made", 0);
    return std::nullopt;
  }
  require(out.place(directory.fd(), result_name).has_value(), "a result takes its place");
  return std::string(read_regular_file(directory.fd(), result_name).value().text());
}

// Exact sums may leave what a double holds, and then RapidJSON reads them no more.
bool is_too_big(const Result<JsonValue>& value) {
  return !value && value.error().what.contains("too big");
}

bool is_json(std::string_view text) {
  const Result<JsonValue> value = parse_json(text);
  return value || is_too_big(value);
}

bool is_json_lines(std::string_view text) {
  return text.empty() || each_json(text, [](const JsonValue&) { return Result<void>(); });
}

bool is_xml(std::string_view text) {
  pugi::xml_document document;
  return load_xml(document, text).has_value();
}

bool is_what(Makes makes, std::string_view text) {
  switch (makes) {
    case Makes::json:
      return is_json(text);
    case Makes::json_lines:
      return is_json_lines(text);
    case Makes::xml:
      return is_xml(text);
    case Makes::text:
      return true;
  }
  return false;
}

}  // namespace

void run_rule(std::string_view rule, Makes makes, Again again, std::string_view input) {
  std::vector<File> files;
  for (const std::string_view content : parts_of(input))
    if (files.size() < most_files) files.push_back({files.size(), content});
  const std::optional<std::string> result = merged(rule, files);
  std::ranges::reverse(files);
  require(merged(rule, files) == result, "the order of arrival does not matter");
  if (!result) return;
  require(is_what(makes, *result), "the result is what it says");
  if (again == Again::differs || (makes == Makes::json && is_too_big(parse_json(*result)))) return;
  const File alone{0, *result};
  require(merged(rule, {&alone, 1}) == result, "the merge of a result is itself");
}

}  // namespace isorun::fuzz
