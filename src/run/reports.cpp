#include "run/reports.hpp"

#include <cerrno>
#include <fstream>

#include <fmt/format.h>

#include "report/github.hpp"
#include "report/junit.hpp"
#include "report/run_json.hpp"
#include "report/shortened.hpp"
#include "run/variable.hpp"

namespace isorun {

Result<void> write_reports(const RunRecord& run, ResultsDirectory& directory) {
  const auto read_log = [&directory](const std::string& log, std::size_t most) {
    return read_shortened(directory.fd(), log, most);
  };
  const auto write = [&run, &read_log](const Sink& sink) { write_junit(run, read_log, sink); };
  if (Result<void> written = directory.write("junit.xml", write); !written) return written;
  return directory.write("run.json", run_json(run));
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
