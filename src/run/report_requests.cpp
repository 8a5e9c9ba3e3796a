#include "run/report_requests.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>

#include "base/variable.hpp"
#include "collect/pattern.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

// The path as layers name it: symbolic links in its directory resolved.
std::string canonical(const std::string& path, const std::string& directory) {
  const fs::path whole = (fs::path(directory) / path).lexically_normal();
  std::error_code error;
  const fs::path parent = fs::weakly_canonical(whole.parent_path(), error);
  return ((error ? whole.parent_path() : parent) / whole.filename()).string();
}

// Standard output and similar.
bool is_no_file(const std::string& path) {
  return path.starts_with("/dev/") || path.starts_with("/proc/");
}

class Making {
 public:
  Making(std::span<const CollectRequest> asked, const std::string& home,
         const std::string& directory)
      : directory_(directory) {
    for (const CollectRequest& request : asked) {
      if (request.to != CollectRequest::To::host) continue;
      if (Result<Pattern> pattern = Pattern::create(request.pattern, home, directory))
        exported_.push_back(*std::move(pattern));
    }
  }

  std::optional<CollectRequest> request_of(const Report& report) const {
    const std::string path = report.is_pattern ? report.path : canonical(report.path, directory_);
    const std::string target = report.target.empty() || report.stays_in_results
                                   ? report.target
                                   : canonical(report.target, directory_);
    const std::string& place = target.empty() ? path : target;
    if (is_no_file(place) || (!report.stays_in_results && is_asked_for(place))) return std::nullopt;
    return CollectRequest{
        .pattern = report.is_pattern ? path : quoted_for_pattern(path),
        .rule = std::string(report.rule),
        .target = target,
        .command = report.command,
        .required = report.if_missing == Report::IfMissing::fail,
        .to = report.stays_in_results ? CollectRequest::To::results : CollectRequest::To::host,
        .may_be_missing = report.if_missing == Report::IfMissing::ignore};
  }

 private:
  [[nodiscard]] bool is_asked_for(const std::string& path) const {
    return std::ranges::any_of(exported_,
                               [&path](const Pattern& pattern) { return pattern.matches(path); });
  }

  std::vector<Pattern> exported_;
  const std::string& directory_;
};

}  // namespace

std::vector<Report> all_reports(const Suite& suite) {
  std::vector<Report> reports = suite.reports();
  std::ranges::move(reports_of_variables(own_environment()), std::back_inserter(reports));
  return reports;
}

std::vector<std::string> pieces_of(std::span<const Report> reports, const std::string& directory) {
  std::vector<std::string> pieces;
  for (const Report& report : reports)
    if (!report.pieces.empty()) pieces.push_back(canonical(report.pieces, directory));
  return pieces;
}

std::vector<CollectRequest> requests_of(std::span<const Report> reports,
                                        std::span<const CollectRequest> asked,
                                        const std::string& home, const std::string& directory) {
  const Making making(asked, home, directory);
  std::vector<CollectRequest> requests;
  for (const Report& report : reports) {
    if (std::optional<CollectRequest> request = making.request_of(report))
      requests.push_back(*std::move(request));
  }
  return requests;
}

}  // namespace isorun
