#include "audit/tables.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace isorun {
namespace {

struct Meaning {
  const char* of_one;
  const char* of_many;
};

const char* meaning(Readiness readiness, std::size_t files) {
  constexpr std::array meanings = {
      Meaning{"runs in parallel as it is", "run in parallel as they are"},
      Meaning{"needs isorun, or a change", "need isorun, or a change"},
      Meaning{"fails even in a sandbox of its own", "fail even in a sandbox of their own"}};
  const Meaning& found = meanings[static_cast<std::size_t>(readiness)];
  return files == 1 ? found.of_one : found.of_many;
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

double percent(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
}

std::string sums(const ReadinessReport& report) {
  std::string text;
  for (const Readiness readiness : all_readiness) {
    const std::size_t files = report.files_that_are(readiness);
    if (files == 0) continue;
    text +=
        fmt::format("{:<8} {:<10} {:<11} {}\n", name(readiness), counted(files, report.noun),
                    counted(report.tests_that_are(readiness), "test"), meaning(readiness, files));
  }
  return text;
}

std::string rows(const Audited& audited) {
  std::string text;
  for (const FileReadiness& file : audited.report.files) {
    if (file.obstacles.empty()) continue;
    text += fmt::format("\n{} {}\n", name(file.readiness), printable(file.name));
    for (const Obstacle& obstacle : file.obstacles) {
      text += fmt::format("    {}\n", obstacle.what);
      const std::string verdict = obstacle.pair ? audited.verdict_on(*obstacle.pair) : "";
      if (!verdict.empty()) text += fmt::format("        {}\n", verdict);
      if (!obstacle.advice.empty()) text += fmt::format("        {}\n", obstacle.advice);
    }
  }
  return text;
}

}  // namespace

std::string verification_text(const Audited& audited) {
  if (audited.verification == nullptr) return {};
  std::string text = fmt::format("{}\n", audited.verdicts());
  for (const std::string& note : audited.verification->notes) text += fmt::format("{}\n", note);
  return text;
}

std::string ready_line(const ReadinessReport& report) {
  return fmt::format("{:.1f} % of the {}s, {:.1f} % of the tests are ready",
                     percent(report.files_that_are(Readiness::ready), report.files.size()),
                     report.noun, percent(report.tests_that_are(Readiness::ready), report.tests));
}

std::string audit_text(const Audited& audited) {
  std::string text = sums(audited.report) + rows(audited);
  text += fmt::format("\n{}\n", ready_line(audited.report)) + verification_text(audited);
  for (const std::string& sentence : audited.unseen())
    text += fmt::format("not seen: {}\n", sentence);
  return text;
}

}  // namespace isorun
