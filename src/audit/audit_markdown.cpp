#include <fmt/format.h>

#include "audit/tables.hpp"
#include "report/markdown_cell.hpp"

namespace isorun {

std::string audit_markdown(const Audited& audited) {
  const ReadinessReport& report = audited.report;
  std::string text = fmt::format("### isorun audit: {}\n\n", ready_line(report));
  text +=
      "| Readiness | Tests of | Number | Why | What to do |\n| --- | --- | ---: | --- | --- |\n";
  for (const FileReadiness& file : report.files) {
    std::string why;
    std::string advice;
    for (const Obstacle& obstacle : file.obstacles) {
      const char* next = why.empty() ? "" : "<br>";
      why += next + markdown_cell(obstacle.what);
      const std::string verdict = obstacle.pair ? audited.verdict_on(*obstacle.pair) : "";
      if (!verdict.empty()) why += fmt::format("<br>*{}*", markdown_cell(verdict));
      advice += next + markdown_cell(obstacle.advice);
    }
    text += fmt::format("| {} | {} | {} | {} | {} |\n", name(file.readiness),
                        markdown_cell(file.name), file.accounts.size(), why, advice);
  }
  if (audited.verification != nullptr) {
    text += fmt::format("\n{}\n", audited.verdicts());
    for (const std::string& note : audited.verification->notes)
      text += fmt::format("\n{}\n", markdown_cell(note));
  }
  for (const std::string& sentence : audited.unseen())
    text += fmt::format("\nnot seen: {}\n", markdown_cell(sentence));
  return text;
}

}  // namespace isorun
