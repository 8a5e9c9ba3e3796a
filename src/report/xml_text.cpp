#include "report/xml_text.hpp"

#include "base/utf8.hpp"
#include "report/color.hpp"

namespace isorun {
namespace {

// U+FFFE and U+FFFF are valid UTF-8 but not XML characters.
void replace_noncharacters(std::string& text) {
  for (const std::string_view wrong : {"\xef\xbf\xbe", "\xef\xbf\xbf"}) {
    for (std::size_t at = 0; (at = text.find(wrong, at)) != std::string::npos;)
      text.replace(at, wrong.size(), "\xef\xbf\xbd");
  }
}

}  // namespace

std::string xml_text(std::string_view text) {
  const std::string plain = without_styles(text);
  std::string result;
  for (std::string_view rest = plain; !rest.empty();) {
    const std::size_t end = std::min(rest.find_first_of("\t\n"), rest.size());
    std::string_view part = rest.substr(0, end);
    const bool ends_line = end < rest.size() && rest[end] == '\n';
    if (ends_line && part.ends_with('\r')) part.remove_suffix(1);
    result += printable(part);
    if (end < rest.size()) result += rest[end];
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  replace_noncharacters(result);
  return result;
}

}  // namespace isorun
