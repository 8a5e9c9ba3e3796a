#include "suite/javascript/output.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "base/text.hpp"

namespace isorun::javascript {
namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

// "  1) adds", in mocha's list of failures.
bool is_numbered(std::string_view line) {
  const std::size_t digits = line.find_first_not_of("0123456789");
  return digits != 0 && digits != std::string_view::npos && line.substr(digits).starts_with(") ");
}

bool is_never(std::string_view /*line*/) {
  return false;
}

bool is_jest_header(std::string_view line) {
  return line.starts_with("PASS ") || line.starts_with("FAIL ");
}
bool is_jest_summary(std::string_view line) {
  return line.starts_with("Test Suites:") || line.starts_with("Summary of all ") ||
         line.starts_with("Snapshot Summary");
}

bool is_vitest_failure(std::string_view line) {
  return line.starts_with("FAIL ");
}
bool is_rule(std::string_view line) {
  return line.starts_with("⎯⎯");
}

bool is_node_failure(std::string_view line) {
  return line.starts_with("test at ");
}

// How a runner's failures look, in trimmed lines.
struct Style {
  std::string_view runner;
  bool (*begins)(std::string_view line);
  bool (*ends)(std::string_view line);
};

constexpr Style styles[] = {
    {"jest", is_jest_header, is_jest_summary},
    {"vitest", is_vitest_failure, is_rule},
    {"mocha", is_numbered, is_never},
    {"node", is_node_failure, is_never},
};

bool is_in_path(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("/._-@+[]$").contains(c);
}

// The path that a text names first, absolute or by at least its file's name: "a/b.js:1:2".
std::size_t find_named(std::string_view text, std::span<const std::string_view> paths) {
  while (!text.empty()) {
    const auto* begin = std::ranges::find_if(text, is_in_path);
    const auto* end = std::find_if_not(begin, text.end(), is_in_path);
    const std::string_view word(begin, end);
    text = std::string_view(end, text.end());
    if (word.empty()) break;
    for (std::size_t i = 0; i < paths.size(); ++i) {
      const std::string_view path = paths[i];
      if (!path.ends_with(word) || !word.contains('.')) continue;
      if (path.size() == word.size() || path[path.size() - word.size() - 1] == '/') return i;
    }
  }
  return none;
}

struct Block {
  std::size_t begin = 0;
  std::size_t owner = none;
};

}  // namespace

// ECMA-48: ESC [ parameters letter.
std::string without_escapes(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t escape = std::min(text.find("\x1b["), text.size());
    result += text.substr(0, escape);
    text.remove_prefix(escape);
    const std::size_t letter =
        text.find_first_not_of("0123456789;?", std::min<std::size_t>(2, text.size()));
    text.remove_prefix(letter == std::string_view::npos ? text.size() : letter + 1);
  }
  return result;
}

std::vector<std::vector<OutputRange>> blocks_of(std::string_view runner, std::string_view output,
                                                std::span<const std::string_view> paths) {
  std::vector<std::vector<OutputRange>> found(paths.size());
  const auto* style = std::ranges::find(styles, runner, &Style::runner);
  if (style == std::end(styles)) return found;
  std::optional<Block> block;
  const auto end_block = [&](std::size_t end) {
    if (!block) return;
    // mocha names the file only in the stack of a failure.
    if (block->owner == none)
      block->owner =
          find_named(without_escapes(output.substr(block->begin, end - block->begin)), paths);
    if (block->owner != none) found[block->owner].push_back({block->begin, end});
    block.reset();
  };
  for (const std::string_view line : lines(output)) {
    const std::size_t begin = place_of(line, output).begin;
    const std::string plain = without_escapes(line);
    const std::string_view trimmed = trim(plain);
    const bool begins = style->begins(trimmed);
    if (begins || style->ends(trimmed)) end_block(begin);
    if (begins) block = Block{begin, find_named(trimmed, paths)};
  }
  end_block(output.size());
  return found;
}

}  // namespace isorun::javascript
