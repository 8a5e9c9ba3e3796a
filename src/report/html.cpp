#include "report/html.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/html_sections.hpp"
#include "report/html_text.hpp"
#include "report/page.hpp"
#include "report/summary.hpp"

namespace isorun {
namespace {

bool has_failed(const RunRecord& run) {
  return !run.problems.empty() || !run.not_run.empty() ||
         std::ranges::any_of(run.units,
                             [](const UnitRecord& unit) { return !is_good(unit.reason); });
}

std::string command_text(const RunRecord& run) {
  return html_line(fmt::format("{}", fmt::join(run.command, " ")));
}

// The page loads nothing, whatever a test may have written into it.
std::string head(const RunRecord& run) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n<title>{}: {}</title>\n<style>\n{}</style>\n</head>\n",
      has_failed(run) ? "Failed" : "Passed", command_text(run), page_style);
}

std::string fact(std::string_view name, std::string_view value) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, value);
}

std::string header(const RunRecord& run, const DocumentSource& source) {
  const Figures numbers = figures(run);
  std::string facts = fact("Time", html_seconds(run.wall));
  if (numbers.longest != nullptr) {
    facts += fact("All tests one by one", html_seconds(numbers.sum));
    facts += fact("Speed-up", fmt::format("{:.2f} ×", numbers.speed_up));
    facts += fact("Bound", fmt::format("{}, {:.0f} % reached", html_seconds(numbers.bound),
                                       numbers.percent_of_bound));
  }
  facts += fact("Slots", fmt::format("{}", run.slots));
  facts += fact("Framework", html_line(run.framework));
  if (run.shuffle_seed) facts += fact("Shuffle seed", fmt::format("{}", *run.shuffle_seed));
  return fmt::format(
      "<header class=\"{0}\">\n<p class=\"verdict\">{0}</p>\n<h1><code>{1}</code></h1>\n"
      "<p class=\"counts\">{2}</p>\n<dl>\n{3}</dl>\n</header>\n",
      has_failed(run) ? "failed" : "passed", command_text(run),
      html_line(counts_text(run, source.settings.slow)), facts);
}

}  // namespace

void write_html(const RunRecord& run, const DocumentSource& source, const Sink& sink) {
  sink(head(run));
  sink("<body>\n<a class=\"skip\" href=\"#content\">Skip to the results</a>\n");
  sink(header(run, source));
  std::string navigation;
  std::vector<std::pair<const HtmlSection*, std::string>> shown;
  for (const HtmlSection& section : html_sections()) {
    std::string content = section.content(run, source);
    if (content.empty()) continue;
    navigation += fmt::format("<a href=\"#{}\">{}</a>\n", section.id, section.title);
    shown.emplace_back(&section, std::move(content));
  }
  sink(fmt::format("<nav aria-label=\"Sections\">\n{}</nav>\n<main id=\"content\">\n", navigation));
  for (const auto& [section, content] : shown) {
    sink(
        fmt::format("<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n<h2 id=\"{0}-title\">{1}"
                    "</h2>\n",
                    section->id, section->title));
    sink(content);
    sink("</section>\n");
  }
  sink(fmt::format(
      "</main>\n<footer>Written by isorun {}. <a href=\"run.json\">run.json</a>, "
      "<a href=\"junit.xml\">junit.xml</a>, <a href=\"trace.json\">trace.json</a></footer>\n"
      "<script>\n{}</script>\n</body>\n</html>\n",
      html_line(run.version), page_script));
}

}  // namespace isorun
