#include "values/xml.hpp"

#include <algorithm>
#include <expected>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace isorun {

namespace {

std::unexpected<Error> refuse(std::string why) {
  return std::unexpected(Error{Phase::collect, 0, std::move(why)});
}

bool is_too_deep(pugi::xml_document& document) {
  struct Walker final : pugi::xml_tree_walker {
    bool for_each(pugi::xml_node& /*node*/) override { return depth() < deepest_xml; }
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
  if (parsed && parsed.encoding == pugi::encoding_utf8 && !is_utf8(content))
    return refuse("it is not UTF-8");
  if (parsed && is_too_deep(document))
    return refuse(fmt::format("it nests deeper than {} levels", deepest_xml));
  if (parsed) return {};
  const auto offset = std::min(static_cast<std::size_t>(parsed.offset), content.size());
  const auto line = std::ranges::count(content.substr(0, offset), '\n') + 1;
  return std::unexpected(
      Error{Phase::collect, 0, fmt::format("line {}: {}", line, parsed.description())});
}

}  // namespace isorun
