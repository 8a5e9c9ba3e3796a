#include "suite/catch2/user_reports.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "suite/catch2/spec.hpp"

namespace isorun::catch2 {
namespace {

struct Reporter {
  std::string_view name;
  std::string_view rule;
};

// No rule can merge other reporters' output.
constexpr Reporter reporters[] = {
    {"junit", "junit"}, {"console", "concat"}, {"compact", "concat"}, {"", "concat"}};

void add_report(std::vector<Report>& reports, std::string_view reporter, std::string_view file) {
  const auto* found = std::ranges::find(reporters, reporter, &Reporter::name);
  if (found == std::end(reporters) || file.empty() || file.starts_with('%')) return;
  reports.push_back({.path = std::string(file), .rule = found->rule});
}

}  // namespace

std::vector<Report> user_reports(const Words& argv) {
  std::vector<Report> reports;
  const std::string_view file = option_value(argv, {"-o", "--out"});
  std::string_view without_file;
  for (std::size_t i = 0; i < argv.size(); ++i) {
    const std::string_view word = argv[i];
    const std::string_view name_of_option = word.substr(0, word.find_first_of("=:"));
    if (name_of_option != "-r" && name_of_option != "--reporter") continue;
    std::string_view spec = i + 1 < argv.size() ? std::string_view(argv[i + 1]) : "";
    if (name_of_option.size() < word.size()) spec = word.substr(name_of_option.size() + 1);
    const std::string_view name = spec.substr(0, spec.find("::"));
    const std::size_t out = spec.find("::out=");
    if (out == std::string_view::npos)
      without_file = name;
    else
      add_report(reports, name, spec.substr(out + 6, spec.find("::", out + 2) - out - 6));
  }
  add_report(reports, without_file, file);
  return reports;
}

}  // namespace isorun::catch2
