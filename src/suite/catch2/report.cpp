#include "suite/catch2/report.hpp"

#include <algorithm>
#include <pugixml.hpp>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/duration.hpp"
#include "base/text.hpp"

namespace isorun::catch2 {
namespace {

std::string one_line(std::string_view text) {
  std::string result;
  for (const std::string_view line : lines(trim(text))) {
    if (!result.empty()) result += ' ';
    result += trim(line);
  }
  return result;
}

std::string place_of(const pugi::xml_node& node) {
  return fmt::format("{}:{}: ", node.attribute("filename").value(), node.attribute("line").value());
}

std::string describe(const pugi::xml_node& node) {
  const std::string_view kind = node.name();
  const std::string text = one_line(node.text().get());
  if (kind == "Expression") {
    return fmt::format("{}{}( {} ): {}", place_of(node), node.attribute("type").value(),
                       one_line(node.child("Original").text().get()),
                       one_line(node.child("Expanded").text().get()));
  }
  if (kind == "Failure") return fmt::format("{}FAIL: {}", place_of(node), text);
  return fmt::format("{}{}", place_of(node), text);
}

bool is_failure(const pugi::xml_node& node) {
  const std::string_view kind = node.name();
  if (kind == "Expression") return !node.attribute("success").as_bool(true);
  return kind == "Failure" || kind == "Exception" || kind == "FatalErrorCondition";
}

UnitResult read_result(const pugi::xml_node& test, const pugi::xml_node& end) {
  const double seconds = end.attribute("durationInSeconds").as_double();
  UnitResult result{.reason = Reason::failed, .duration = duration_told(seconds)};
  if (!end.attribute("success").as_bool()) {
    const pugi::xml_node failure = test.find_node(is_failure);
    result.detail = failure ? describe(failure) : "failed";
    return result;
  }
  const bool is_skipped = end.attribute("skips").as_uint() > 0;
  result.reason = is_skipped ? Reason::skipped : Reason::passed;
  return result;
}

// The positions in the log where tests ended: the ends of lines "0.001 s: NAME", which the console
// reporter prints after each test.
class Ends {
 public:
  // Longer names are not searched for.
  Ends(std::string_view log, std::size_t longest_name) {
    constexpr std::string_view mark = " s: ";
    for (const std::string_view line : lines(log)) {
      const std::size_t end = log.find('\n', static_cast<std::size_t>(line.end() - log.begin()));
      if (end == std::string_view::npos) break;  // an incomplete line
      std::string_view rest = trim(line);
      rest.remove_prefix(rest.size() - std::min(rest.size(), longest_name + mark.size()));
      for (std::size_t at = 0; (at = rest.find(mark, at)) != std::string_view::npos; ++at)
        ends_[trim(rest.substr(at + mark.size()))].push_back(end + 1);
    }
  }

  [[nodiscard]] std::optional<std::size_t> after(std::size_t from, std::string_view name) const {
    const auto found = ends_.find(name);
    if (found == ends_.end()) return std::nullopt;
    const auto end = std::ranges::upper_bound(found->second, from);
    return end == found->second.end() ? std::nullopt : std::optional(*end);
  }

 private:
  std::unordered_map<std::string_view, std::vector<std::size_t>> ends_;  // by name, sorted
};

std::size_t longest(std::span<const std::string_view> names) {
  std::size_t size = 0;
  for (const std::string_view name : names) size = std::max(size, name.size());
  return size;
}

class Reader {
 public:
  Reader(std::string_view log, std::span<const std::string_view> names)
      : ends_(log, longest(names)) {
    outcomes_.tests.resize(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) index_.emplace(trim(names[i]), i);
  }

  Outcomes read(const pugi::xml_node& run) {
    for (const pugi::xml_node test : run.children("TestCase")) take(test);
    outcomes_.is_complete = run.child("OverallResultsCases");
    return std::move(outcomes_);
  }

 private:
  void take(const pugi::xml_node& test) {
    // The listing keeps spaces around names, the report does not.
    const std::string_view name = trim(test.attribute("name").value());
    const std::size_t begin = at_;
    const std::optional<std::size_t> end = ends_.after(at_, name);
    if (end) at_ = *end;
    const pugi::xml_node result = test.child("OverallResult");
    // A test that was not requested but matches a spec: its name differs only in case.
    const auto found = index_.find(name);
    if (found == index_.end()) {
      if (!result.attribute("success").as_bool(true)) outcomes_.others_failed = true;
      return;
    }
    const auto is_fatal = [](const pugi::xml_node& node) {
      return std::string_view(node.name()) == "FatalErrorCondition";
    };
    if (!result || test.find_node(is_fatal)) outcomes_.running = found->second;
    if (!result) {
      outcomes_.running_since = begin;
      return;
    }
    UnitResult unit_result = read_result(test, result);
    if (end) unit_result.output = {begin, *end};
    add(outcomes_.tests[found->second], std::move(unit_result));
  }

  Ends ends_;
  std::unordered_map<std::string_view, std::size_t> index_;
  std::size_t at_ = 0;  // where the next test's part of the log begins
  Outcomes outcomes_;
};

}  // namespace

std::optional<std::vector<Unit>> read_listing(std::string_view xml) {
  pugi::xml_document document;
  document.load_buffer(xml.data(), xml.size());
  const pugi::xml_node root = document.child("MatchingTests");
  if (!root) return std::nullopt;
  std::vector<Unit> units;
  std::unordered_set<std::string> seen;
  for (const pugi::xml_node test : root.children("TestCase")) {
    Unit unit{.name = test.child("Name").text().get(),
              .suite = test.child("ClassName").text().get(),
              .file = test.child("SourceInfo").child("File").text().get()};
    if (seen.insert(unit.name).second) units.push_back(std::move(unit));
  }
  return units;
}

Outcomes read_report(std::string_view xml, std::string_view log,
                     std::span<const std::string_view> names) {
  // pugixml keeps what it parsed of a truncated report.
  pugi::xml_document document;
  document.load_buffer(xml.data(), xml.size());
  return Reader(log, names).read(document.child("Catch2TestRun"));
}

}  // namespace isorun::catch2
