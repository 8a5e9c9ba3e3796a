#include "rules/cobertura_lines.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <expected>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/escaped.hpp"
#include "base/interruption.hpp"
#include "base/text.hpp"
#include "values/decimal.hpp"

namespace isorun {

namespace {

constexpr unsigned long rate_places = 4;

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::unexpected<Error> refuse(pugi::xml_node line, const char* attribute) {
  return std::unexpected(Error{
      Phase::collect, 0,
      fmt::format("line {} of a class has the {} \"{}\"", escaped(line.attribute("number").value()),
                  attribute, escaped(line.attribute(attribute).value()))});
}

std::string rate(std::uint64_t covered, std::uint64_t valid) {
  if (valid == 0) return "1";
  return to_string(Decimal::quotient(Decimal(covered), Decimal(valid), rate_places));
}

}  // namespace

CoberturaCounts& CoberturaCounts::operator+=(const CoberturaCounts& more) {
  lines += more.lines;
  lines_covered += more.lines_covered;
  branches += more.branches;
  branches_covered += more.branches_covered;
  return *this;
}

std::string CoberturaCounts::line_rate() const {
  return rate(lines_covered, lines);
}

std::string CoberturaCounts::branch_rate() const {
  return rate(branches_covered, branches);
}

void CoberturaLines::Branches::add(const Branches& more) {
  if (missing && more.missing && total == more.total) {
    std::set<std::string> both;
    std::ranges::set_intersection(*missing, *more.missing, std::inserter(both, both.end()));
    missing = std::move(both);
    covered = total - std::min<std::uint64_t>(total, missing->size());
    return;
  }
  missing.reset();
  covered = std::max(covered, more.covered);
  total = std::max(total, more.total);
}

// condition-coverage="50% (1/2)" missing-branches="7,exit"
Result<CoberturaLines::Branches> CoberturaLines::branches_of(pugi::xml_node line) {
  const std::string_view text = line.attribute("condition-coverage").value();
  const std::size_t open = text.find('(');
  const std::size_t slash = text.find('/');
  const std::size_t close = text.find(')');
  if (open == std::string_view::npos || slash < open || close == std::string_view::npos ||
      slash > close) {
    return refuse(line, "condition-coverage");
  }
  const auto covered = number_in(text.substr(open + 1, slash - open - 1));
  const auto total = number_in(text.substr(slash + 1, close - slash - 1));
  if (!covered || !total || *covered > *total) return refuse(line, "condition-coverage");
  Branches branches{*covered, *total, std::nullopt};
  const pugi::xml_attribute missing = line.attribute("missing-branches");
  if (missing || *covered == *total) branches.missing.emplace();
  if (!missing) return branches;
  for (const std::string_view name : split(missing.value(), ',')) branches.missing->emplace(name);
  return branches;
}

Result<void> CoberturaLines::add(pugi::xml_node list) {
  for (const pugi::xml_node node : list.children("line")) {
    if (is_interrupted()) return std::unexpected(Error{Phase::collect, EINTR, "reading it"});
    const auto number = number_in(node.attribute("number").value());
    const auto hits = number_in(node.attribute("hits").value());
    if (!number) return refuse(node, "number");
    if (!hits) return refuse(node, "hits");
    Line& line = lines_[*number];
    line.hits += *hits;
    if (!node.attribute("condition-coverage")) continue;
    const Result<Branches> branches = branches_of(node);
    if (!branches) return std::unexpected(branches.error());
    if (line.branches) {
      line.branches->add(*branches);
    } else {
      line.branches = *branches;
    }
  }
  return {};
}

void CoberturaLines::write(pugi::xml_node list) const {
  for (const auto& [number, line] : lines_) {
    if (is_interrupted()) break;
    pugi::xml_node node = list.append_child("line");
    node.append_attribute("number").set_value(std::to_string(number).c_str());
    node.append_attribute("hits").set_value(std::to_string(line.hits).c_str());
    if (!line.branches) continue;
    const Branches& branches = *line.branches;
    node.append_attribute("branch").set_value("true");
    const std::uint64_t percent =
        branches.total == 0 ? 100 : 100 * branches.covered / branches.total;
    node.append_attribute("condition-coverage")
        .set_value(fmt::format("{}% ({}/{})", percent, branches.covered, branches.total).c_str());
    if (!branches.missing || branches.missing->empty()) continue;
    node.append_attribute("missing-branches")
        .set_value(fmt::format("{}", fmt::join(*branches.missing, ",")).c_str());
  }
}

CoberturaCounts CoberturaLines::counts() const {
  CoberturaCounts counts;
  for (const auto& [number, line] : lines_) {
    if (is_interrupted()) break;
    ++counts.lines;
    if (line.hits > 0) ++counts.lines_covered;
    if (!line.branches) continue;
    counts.branches += line.branches->total;
    counts.branches_covered += line.branches->covered;
  }
  return counts;
}

}  // namespace isorun
