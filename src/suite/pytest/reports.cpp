#include "suite/pytest/reports.hpp"

#include <iterator>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace isorun::pytest {
namespace {

struct Option {
  const char* name;  // in pytest's configuration
  std::string_view rule;
};

constexpr Option options[] = {
    {"xmlpath", "junit"},     // --junitxml
    {"report_log", "jsonl"},  // --report-log, of pytest-reportlog
    {"log_file", "concat"},   // --log-file
};

constexpr std::string_view script = "pytest/isorun_coverage.py";

// Formats an argument of isorun_coverage.py.
struct Step {
  std::string_view what;
  std::string_view argument = "-";
};

std::string member(const json::Value& value, const char* name) {
  return std::string(json::string_in(value, name).value_or(""));
}

// One of pytest-cov's reports, made from the data of all shards.
class Coverage {
 public:
  Coverage(const json::Value& facts, std::string_view support)
      : facts_(facts), support_(support), data_(member(facts, "data")) {}

  [[nodiscard]] Report into(std::string target, const Step& step) const {
    const bool is_data = target == data_;
    return {.path = data_,
            .rule = "exec",
            .command = command(step),
            .target = is_data ? "" : std::move(target),
            .pieces = is_data ? data_ + "." : "",
            .if_missing = is_data ? Report::IfMissing::warn : Report::IfMissing::ignore};
  }

  [[nodiscard]] Report into_results(std::string target, std::string_view rule, const Step& step,
                                    Report::IfMissing if_missing) const {
    return {.path = data_,
            .rule = rule,
            .command = command(step),
            .target = std::move(target),
            .stays_in_results = true,
            .if_missing = if_missing};
  }

 private:
  [[nodiscard]] std::string command(const Step& step) const {
    return fmt::format("{}\n{}/{}\n{}\n{}\n{}\n{}", member(facts_, "python"), support_, script,
                       step.what, member(facts_, "directory"), member(facts_, "configuration"),
                       step.argument);
  }

  const json::Value& facts_;
  std::string_view support_;
  std::string data_;
};

void add_coverage(std::vector<Report>& reports, const Coverage& coverage,
                  const json::Value& facts) {
  reports.push_back(coverage.into(member(facts, "data"), {"data"}));
  if (const json::Value* files = json::object_in(facts, "files")) {
    for (const auto& file : files->GetObject())
      if (file.value.IsString())
        reports.push_back(coverage.into(file.value.GetString(), {file.name.GetString()}));
  }
  if (const std::string terminal = member(facts, "terminal"); !terminal.empty())
    reports.push_back(coverage.into_results("collected/coverage.txt", "show", {"term", terminal},
                                            Report::IfMissing::ignore));
  if (const std::string least = member(facts, "fail_under"); !least.empty())
    reports.push_back(coverage.into_results("collected/coverage-total.txt", "exec",
                                            {"total", least}, Report::IfMissing::fail));
}

}  // namespace

std::vector<Report> read_reports(const json::Value& listing, std::string_view support) {
  std::vector<Report> reports;
  if (const json::Value* paths = json::object_in(listing, "reports")) {
    for (const auto& [name, rule] : options) {
      if (const auto path = json::string_in(*paths, name))
        reports.push_back({.path = std::string(*path), .rule = rule});
    }
  }
  if (const json::Value* facts = json::object_in(listing, "coverage"))
    add_coverage(reports, Coverage(*facts, support), *facts);
  return reports;
}

}  // namespace isorun::pytest
