#include "report/document.hpp"

#include "report/html.hpp"
#include "report/junit.hpp"
#include "report/markdown.hpp"
#include "report/trace.hpp"

namespace isorun {

std::span<const Document> documents() {
  static constexpr Document table[] = {
      {"junit", "print the results as JUnit XML", "junit.xml", write_junit},
      {"html", "print the HTML report", "report.html", write_html},
      {"trace", "print the timeline in Chrome's trace format", "trace.json", write_trace},
      {"markdown", "print a short report for a pull request", nullptr, write_markdown},
  };
  return table;
}

}  // namespace isorun
