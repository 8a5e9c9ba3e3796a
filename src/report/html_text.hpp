// Text and tables in HTML.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace isorun {

// One line, with what HTML reserves and what a terminal might obey escaped.
std::string html_line(std::string_view text);

// Lines of output, without colors.
std::string html_output(std::string_view text);

// "1.234 s"
std::string html_seconds(std::chrono::nanoseconds duration);

// The address of a file of the results directory, next to the page.
std::string html_link(std::string_view path, std::string_view text);

struct HtmlColumn {
  std::string_view name;
  bool is_number = false;
};

// Its cells are HTML already.
class HtmlTable {
 public:
  HtmlTable(std::string_view caption, std::vector<HtmlColumn> columns);
  void add(const std::vector<std::string>& cells);
  [[nodiscard]] std::string str() const;  // empty without rows

 private:
  std::vector<HtmlColumn> columns_;
  std::string text_;
  std::size_t rows_ = 0;
};

}  // namespace isorun
