#include "results/reports.hpp"

#include <cerrno>
#include <fstream>
#include <unistd.h>

#include <fmt/format.h>

#include "base/variable.hpp"
#include "report/color.hpp"
#include "report/github.hpp"
#include "report/junit.hpp"
#include "report/run_json.hpp"
#include "report/shortened.hpp"

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

Result<void> write_junit_report(const RunRecord& run, ResultsDirectory& directory) {
  const auto read_log = [&directory](const std::string& log, std::size_t most) {
    return read_shortened(directory.fd(), log, most);
  };
  return directory.write("junit.xml", [&run, &read_log](const ResultsDirectory::Sink& sink) {
    write_junit(run, read_log, sink);
  });
}

Result<void> write_reports(const RunRecord& run, ResultsDirectory& directory) {
  if (Result<void> written = write_junit_report(run, directory); !written) return written;
  if (Result<void> written = directory.write("run.json", run_json(run)); !written) return written;
  return directory.check_place();
}

std::string tell_github(RunRecord& run, const TerminalSettings& settings) {
  if (variable("GITHUB_ACTIONS") != "true") return "";
  if (const auto path = variable("GITHUB_STEP_SUMMARY"); path && !path->empty()) {
    std::ofstream page(std::string(*path), std::ios::app);
    page << github_summary(run, settings);
    if (!page.flush()) {
      run.warnings.push_back(
          fmt::format("GITHUB_STEP_SUMMARY: cannot write {}: {}", *path, strerrordesc_np(errno)));
    }
  }
  return github_annotations(run, variable("GITHUB_WORKSPACE").value_or(""));
}

}  // namespace isorun
