#include "suite/pytest/log.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "suite/marks.hpp"

namespace isorun::pytest {

std::string own_message(std::string_view log_with_marks) {
  const std::string log = without_marks(log_with_marks);
  constexpr std::string_view internal = "INTERNALERROR> ";
  std::string_view last;
  std::string_view said;
  for (const std::string_view line : lines(log)) {
    if (line.starts_with("ERROR: ") || line.contains(": error: ")) said = line;
    if (line.starts_with(internal)) said = line.substr(internal.size());
    if (!trim(line).empty()) last = trim(line);
  }
  return printable(said.empty() ? last : said);
}

}  // namespace isorun::pytest
