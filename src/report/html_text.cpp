#include "report/html_text.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "report/escapes.hpp"
#include "report/xml_text.hpp"

namespace isorun {
namespace {

constexpr Escape html_escapes[] = {
    {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};

// Everything else could end the path (RFC 3986).
constexpr std::string_view plain_in_addresses =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

std::string address(std::string_view path) {
  return percent_encoded(path, [](char c) { return plain_in_addresses.contains(c); });
}

}  // namespace

std::string html_line(std::string_view text) {
  return escaped(printable(text), html_escapes);
}

std::string html_output(std::string_view text) {
  return escaped(xml_text(text), html_escapes);
}

std::string html_seconds(std::chrono::nanoseconds duration) {
  return fmt::format("{:.3f} s", std::chrono::duration<double>(duration).count());
}

std::string html_link(std::string_view path, std::string_view text) {
  return fmt::format("<a href=\"{}\">{}</a>", address(path), html_line(text));
}

HtmlTable::HtmlTable(std::string_view caption, std::vector<HtmlColumn> columns)
    : columns_(std::move(columns)),
      text_(fmt::format("<div class=\"wide\"><table><caption>{}</caption><thead><tr>",
                        html_line(caption))) {
  for (const HtmlColumn& column : columns_) {
    text_ += fmt::format("<th scope=\"col\"{}>{}</th>", column.is_number ? " class=\"number\"" : "",
                         html_line(column.name));
  }
  text_ += "</tr></thead><tbody>\n";
}

std::string HtmlTable::str() const {
  return rows_ == 0 ? "" : text_ + "</tbody></table></div>\n";
}

void HtmlTable::add(const std::vector<std::string>& cells) {
  text_ += "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i)
    text_ +=
        fmt::format("<td{}>{}</td>", columns_[i].is_number ? " class=\"number\"" : "", cells[i]);
  text_ += "</tr>\n";
  ++rows_;
}

}  // namespace isorun
