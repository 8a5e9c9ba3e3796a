// Names of tests and output, on their way to terminals, files and XML.
#include <algorithm>

#include "base/escaped.hpp"
#include "base/utf8.hpp"
#include "fuzz.hpp"
#include "report/display_width.hpp"
#include "report/live_output.hpp"
#include "report/log_name.hpp"
#include "report/shortened.hpp"
#include "report/xml_text.hpp"

using namespace isorun;
using namespace isorun::fuzz;

namespace {

// But for those that the text may have.
bool has_controls(std::string_view text, std::string_view allowed) {
  return std::ranges::any_of(text, [allowed](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 || byte == 0x7f) && !allowed.contains(c);
  });
}

void check_safe(std::string_view text, std::string_view allowed = "") {
  require(is_utf8(text), "text is UTF-8");
  require(!has_controls(text, allowed), "text has no control characters");
}

void check_widths(const std::string& shown) {
  for (const std::size_t columns : {0U, 1U, 5U, 40U}) {
    const std::string end = fit_end(shown, columns);
    const std::string beginning = fit_beginning(shown, columns);
    check_safe(end);
    check_safe(beginning);
    require(display_width(end) <= columns && display_width(beginning) <= columns, "text fits");
  }
}

void check_log_names(std::string_view one, std::string_view other) {
  const std::string name = log_name(one);
  check_safe(name);
  require(name.size() < 256 && !name.contains('/') && !name.starts_with('.'), "a log has a name");
  require(one == other || name != log_name(other), "different units have different logs");
  require(name != log_name(other, 2), "no unit's log is that of an attempt");
}

}  // namespace

FUZZ(text) {
  const auto parts = parts_of(input);
  require(is_utf8(to_utf8(input)) && to_utf8(to_utf8(input)) == to_utf8(input), "UTF-8 is made");
  const std::string shown = printable(input);
  check_safe(shown);
  require(printable(shown) == shown, "printable text stays as it is");
  check_widths(shown);
  check_safe(escaped(input));
  check_safe(xml_text(input), "\t\n");
  check_safe(live_line(0, input, Color::never), "\t\n");
  check_safe(live_line(0, input, Color::always), "\t\n\033");
  check_log_names(part(parts, 0), part(parts, 1));
  const std::string cut = shortened(input, "logs/x.log", 64);
  require(cut.size() <= std::max<std::size_t>(input.size(), 64 + 100), "long output is cut");
}
