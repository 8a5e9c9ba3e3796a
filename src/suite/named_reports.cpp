#include "suite/named_reports.hpp"

#include <algorithm>
#include <optional>
#include <ranges>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "suite/driver.hpp"
#include "suite/googletest/googletest.hpp"

namespace isorun {
namespace {

enum class Makes { file, directory };

struct NamedReport {
  std::string_view word;
  std::string_view rule = {};
  Makes makes = Makes::file;
};

constexpr NamedReport table[] = {
    {"--junitxml", "junit"},
    {"--junit-xml", "junit"},
    {"--output-junit", "junit"},
    {"--log-junit", "junit"},
    {"--report-log", "jsonl"},
    {"--log-file", "concat"},
    {"--output-log", "concat"},
    {"--logfile", "concat"},
    {"--html"},
    {"--json-report-file"},
    {"--outputFile"},
    {"--output-file"},
    {"--test-reporter-destination"},
    {"--coverageDirectory", "", Makes::directory},
    {"--coverage.reportsDirectory", "", Makes::directory},
    {"--report-dir", "", Makes::directory},
    {"--reports-dir", "", Makes::directory},
    {"--coverage-html", "", Makes::directory},
    {"--coverage-clover"},
    {"--coverage-cobertura", "cobertura"},
    {"-coverprofile", "go-cover"},
    {"--coverprofile", "go-cover"},
};

// `--cov-report=KIND:FILE` of pytest-cov.
struct CoverageKind {
  std::string_view kind;
  std::string_view usual;
  std::string_view rule;
  Makes makes = Makes::file;
};
constexpr std::string_view coverage_word = "--cov-report";
constexpr CoverageKind coverage_kinds[] = {{"xml", "coverage.xml", "cobertura"},
                                           {"json", "coverage.json", ""},
                                           {"lcov", "coverage.lcov", "lcov"},
                                           {"html", "htmlcov", "", Makes::directory}};

// Words that write a directory of a usual name.
constexpr std::pair<std::string_view, std::string_view> usual_directories[] = {
    {"--coverage", "coverage"}, {"c8", "coverage"}, {"nyc", "coverage"}};

std::string without_quotes(std::string_view word) {
  std::string text(word);
  std::erase_if(text, [](char c) { return c == '"' || c == '\'' || c == ';'; });
  return text;
}

// `sh -c 'pytest --junitxml=report.xml'`
Words with_those_of_code(const Words& argv) {
  Words words;
  for (const std::string& word : argv) {
    if (word.find_first_of(" \n") == std::string::npos) {
      words.push_back(word);
      continue;
    }
    for (const std::string_view line : lines(word))
      for (const std::string_view part : split(line, ' '))
        if (!part.empty()) words.push_back(without_quotes(part));
  }
  return words;
}

// Names as the layers have them: a variable's value is unknown here.
bool is_name(std::string_view value) {
  return !value.empty() && !value.starts_with('-') && value.find_first_of("$`") == value.npos;
}

class Found {
 public:
  void add(std::string_view path, std::string_view rule, Makes makes = Makes::file,
           std::string command = {}) {
    if (!is_name(path)) return;
    const bool is_pattern = path.contains("{}") || makes == Makes::directory;
    std::string name = is_pattern ? pattern_of(path) : std::string(path);
    if (makes == Makes::directory) name += "/**";
    add({.path = std::move(name),
         .rule = rule,
         .command = std::move(command),
         .is_pattern = is_pattern});
  }

  void add(Report report) {
    report.if_missing = Report::IfMissing::ignore;
    const auto is_same = [&report](const Report& other) { return other.path == report.path; };
    if (std::ranges::none_of(reports_, is_same)) reports_.push_back(std::move(report));
  }

  std::vector<Report> take() { return std::move(reports_); }

 private:
  static std::string pattern_of(std::string_view path) {
    std::string pattern;
    for (std::size_t at = 0; (at = path.find("{}")) != std::string_view::npos;) {
      pattern += quoted_for_pattern(path.substr(0, at)) + "**";
      path.remove_prefix(at + 2);
    }
    return pattern + quoted_for_pattern(path);
  }

  std::vector<Report> reports_;
};

// The value of `NAME=VALUE` or `NAME VALUE` at this place.
std::string_view value_at(const Words& words, std::size_t i) {
  const std::string_view word = words[i];
  const std::size_t equals = word.find('=');
  if (equals != std::string_view::npos) return word.substr(equals + 1);
  return i + 1 < words.size() ? std::string_view(words[i + 1]) : std::string_view();
}

void add_coverage_report(Found& found, std::string_view value) {
  const std::string_view kind = value.substr(0, value.find(':'));
  const std::string_view file = value.substr(std::min(kind.size() + 1, value.size()));
  for (const auto& [name, usual, rule, makes] : coverage_kinds)
    if (kind == name) found.add(file.empty() ? usual : file, rule, makes);
}

// `coverage run` and pytest-cov's --cov.
class CoverageData {
 public:
  CoverageData(const UserCommand& command, const Words& words) : command_(command), words_(words) {}

  void add_to(Found& found) const {
    const auto data = variable_in(command_.environment, "COVERAGE_FILE").value_or(".coverage");
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (words_[i] == "--cov" || words_[i].starts_with("--cov=")) add(found, data, "python3");
      if (i == 0 || words_[i] != "run" || !base_name(words_[i - 1]).contains("coverage")) continue;
      const bool is_module = i >= 3 && words_[i - 2] == "-m";
      add(found, option_after(i, "--data-file").value_or(data),
          is_module ? std::string_view(words_[i - 3]) : "python3");
    }
  }

 private:
  // Adds the names that coverage.py uses if each process has its own file.
  void add(Found& found, std::string_view data, std::string_view python) const {
    found.add(
        data, "exec", Makes::file,
        fmt::format("{}\n{}/pytest/isorun_coverage.py\ndata\n.\n\n-", python, command_.support));
    if (std::ranges::any_of(words_, is_parallel)) found.add(fmt::format("{}.{{}}", data), "");
  }

  static bool is_parallel(std::string_view word) {
    return word == "-p" || word == "--parallel-mode";
  }

  [[nodiscard]] std::optional<std::string_view> option_after(std::size_t place,
                                                             std::string_view name) const {
    for (std::size_t i = place; i < words_.size(); ++i)
      if (words_[i].substr(0, words_[i].find('=')) == name) return value_at(words_, i);
    return std::nullopt;
  }

  const UserCommand& command_;
  const Words& words_;
};

void add_word(Found& found, const Words& words, std::size_t i) {
  std::string_view name = std::string_view(words[i]).substr(0, words[i].find('='));
  if (name == coverage_word) return add_coverage_report(found, value_at(words, i));
  if (name.starts_with("--outputFile.")) name = "--outputFile";  // vitest's, of one reporter
  for (const auto& [known, rule, makes] : table)
    if (name == known) found.add(value_at(words, i), rule, makes);
  for (const auto& [known, usual] : usual_directories)
    if (words[i] == known) found.add(usual, "", Makes::directory);
}

}  // namespace

std::vector<Report> named_reports(const UserCommand& command) {
  const Words words = with_those_of_code(command.argv);
  Found found;
  for (std::size_t i = 1; i < words.size(); ++i) add_word(found, words, i);
  CoverageData(command, words).add_to(found);
  UserCommand read = command;
  read.argv = words;
  for (Report& report : googletest::reports_of(read)) {
    if (report.is_pattern)
      found.add(std::move(report));
    else
      found.add(report.path, report.rule);
  }
  return found.take();
}

std::vector<Report> own_reports(const UserCommand& command, std::vector<Report> reports) {
  if (reports.empty()) reports = named_reports(command);
  for (Report& report : reports) {
    report.rule = "newest";
    report.command.clear();
    report.if_missing = Report::IfMissing::ignore;
  }
  return reports;
}

}  // namespace isorun
