#include "results/reports.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

#include <fmt/format.h>

#include <isorun/unique_fd.hpp>

#include "base/variable.hpp"
#include "files/read_file.hpp"
#include "report/color.hpp"
#include "report/github.hpp"
#include "report/markdown.hpp"
#include "report/run_json.hpp"
#include "report/shortened.hpp"
#include "results/conclusion.hpp"

namespace isorun {

TerminalSettings terminal_settings(const ReportOptions& options, unsigned tries) {
  const bool is_terminal = ::isatty(STDOUT_FILENO) == 1;
  return {.color = choose_color({.choice = options.color,
                                 .no_color = variable("NO_COLOR"),
                                 .force_color = variable("FORCE_COLOR"),
                                 .clicolor_force = variable("CLICOLOR_FORCE"),
                                 .clicolor = variable("CLICOLOR"),
                                 .term = variable("TERM"),
                                 .is_terminal = is_terminal}),
          .is_live = choose_live(
              {.ci = variable("CI"), .term = variable("TERM"), .is_terminal = is_terminal}),
          .output = options.output,
          .detail = options.detail,
          .slow = options.slow,
          .tries = tries};
}

namespace {

// Nothing but isorun audit writes it; whatever else is there is left out.
std::string audit_in(int directory) {
  const UniqueFd file(
      ::openat(directory, "audit.json", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file) return {};
  return read_file(file.get(), "audit.json").value_or("");
}

}  // namespace

DocumentSource document_source(const ResultsDirectory& directory,
                               const TerminalSettings& settings) {
  return {.read_log = [&directory](
                          const std::string& log,
                          std::size_t most) { return read_shortened(directory.fd(), log, most); },
          .settings = settings,
          .audit = audit_in(directory.fd())};
}

Result<void> write_documents(const RunRecord& run, const TerminalSettings& settings,
                             ResultsDirectory& directory) {
  const DocumentSource source = document_source(directory, settings);
  for (const Document& document : documents()) {
    if (document.file == nullptr) continue;
    Result<void> written = directory.write(document.file, [&](const ResultsDirectory::Sink& sink) {
      document.write(run, source, sink);
    });
    if (!written) return written;
  }
  return {};
}

Result<void> write_reports(RunRecord& run, const Result<RunEnd>& end,
                           const TerminalSettings& settings, ResultsDirectory& directory) {
  const Result<void> documents = write_documents(run, settings, directory);
  if (!documents) run.problems.push_back(to_string(documents.error()));
  conclude(run, end);
  Result<void> written = directory.write(
      "run.json", [&run](const ResultsDirectory::Sink& sink) { write_run_json(run, sink); });
  if (written) written = directory.check_place();
  return written;
}

std::string tell_github(RunRecord& run, const TerminalSettings& settings) {
  if (variable("GITHUB_ACTIONS") != "true") return "";
  if (const auto path = variable("GITHUB_STEP_SUMMARY"); path && !path->empty()) {
    std::ofstream page(std::string(*path), std::ios::app);
    write_markdown(run, {.read_log = {}, .settings = settings},
                   [&page](std::string_view part) { page << part; });
    if (!page.flush()) {
      run.warnings.push_back(
          fmt::format("GITHUB_STEP_SUMMARY: cannot write {}: {}", *path, strerrordesc_np(errno)));
    }
  }
  return github_annotations(run, variable("GITHUB_WORKSPACE").value_or(""));
}

}  // namespace isorun
