#include "values/xml.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <expected>

#include <fmt/format.h>

#include "base/interruption.hpp"
#include "base/utf8.hpp"

namespace isorun {

namespace {

std::unexpected<Error> refuse(std::string why) {
  return std::unexpected(Error{Phase::collect, 0, std::move(why)});
}

// pugixml allocates page by page, and stops if there is no memory: so it does once interrupted.
void* allocate(std::size_t size) {
  return is_interrupted() ? nullptr : std::malloc(size);  // NOLINT(cppcoreguidelines-no-malloc)
}

// Set before main() starts, since threads use pugixml at the same time.
[[maybe_unused]] const bool is_interruptible = [] {
  pugi::set_memory_management_functions(allocate, std::free);
  return true;
}();

// Checks piece by piece, each up to the end of a character, until interrupted.
bool is_utf8_throughout(std::string_view content) {
  constexpr std::size_t piece = std::size_t{1} << 20;
  while (!content.empty() && !is_interrupted()) {
    std::size_t end = std::min(piece, content.size());
    while (end > 0 && end < content.size() && (content[end] & 0xc0) == 0x80) --end;
    if (end == 0 || !is_utf8(content.substr(0, end))) return false;
    content.remove_prefix(end);
  }
  return true;
}

bool is_too_deep(pugi::xml_document& document) {
  struct Walker final : pugi::xml_tree_walker {
    bool for_each(pugi::xml_node& /*node*/) override {
      return depth() < deepest_xml && !is_interrupted();
    }
  };
  Walker walker;
  return !document.traverse(walker);
}

}  // namespace

Result<void> load_xml(pugi::xml_document& document, std::string_view content) {
  if (content.empty()) return refuse("it is empty");
  // Keep attributes verbatim: blanks in a message belong to the test.
  constexpr unsigned options = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol;
  const pugi::xml_parse_result parsed =
      document.load_buffer(content.data(), content.size(), options);
  const bool is_text =
      !parsed || parsed.encoding != pugi::encoding_utf8 || is_utf8_throughout(content);
  const bool too_deep = parsed && is_too_deep(document);
  if (was_interrupted()) return std::unexpected(Error{Phase::collect, EINTR, "reading it"});
  if (!is_text) return refuse("it is not UTF-8");
  if (too_deep) return refuse(fmt::format("it nests deeper than {} levels", deepest_xml));
  if (parsed) return {};
  const auto offset = std::min(static_cast<std::size_t>(parsed.offset), content.size());
  const auto line = std::ranges::count(content.substr(0, offset), '\n') + 1;
  return std::unexpected(
      Error{Phase::collect, 0, fmt::format("line {}: {}", line, parsed.description())});
}

}  // namespace isorun
