#include "collect/request.hpp"

#include <algorithm>
#include <expected>
#include <utility>

#include <fmt/format.h>

#include "base/escaped.hpp"
#include "base/text.hpp"
#include "collect/results_names.hpp"
#include "rules/rules.hpp"

namespace isorun {

namespace {

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::usage, 0, std::move(what)});
}

constexpr std::string_view ends_of_rule = ":!";

// The longest matching name, because both copy and copy:fail exist.
const Rule* rule_at_start(std::string_view text) {
  const Rule* longest = nullptr;
  for (const Rule& rule : rules()) {
    if (!text.starts_with(rule.name)) continue;
    const std::string_view rest = text.substr(rule.name.size());
    const bool ends = rest.empty() || ends_of_rule.find(rest.front()) != std::string_view::npos;
    if (ends && (!longest || rule.name.size() > longest->name.size())) longest = &rule;
  }
  return longest;
}

// Takes RULE or RULE! from the start of `text`. Null: no such rule.
const Rule* take_rule(std::string_view& text, CollectRequest& request) {
  const Rule* rule = rule_at_start(text);
  request.rule = rule ? rule->name : text.substr(0, text.find_first_of(ends_of_rule));
  text.remove_prefix(request.rule.size());
  request.required = text.starts_with('!');
  if (request.required) text.remove_prefix(1);
  return rule;
}

// A command may contain '='.
std::size_t end_of_pattern(std::string_view word) {
  std::size_t first = std::string_view::npos;
  for (const Rule& rule : rules()) {
    if (!rule.takes_command) continue;
    for (const std::string_view end : {":", "!:"}) {
      first = std::min(first, word.find(fmt::format("={}{}", rule.name, end)));
    }
  }
  return first == std::string_view::npos ? word.rfind('=') : first;
}

// Leaves only the target, if there is one.
std::string take_command(std::string_view& text) {
  const std::size_t colon = text.rfind(':');
  const bool has_target =
      colon != std::string_view::npos && text.find(' ', colon) == std::string_view::npos;
  std::string command(text.substr(0, has_target ? colon : text.size()));
  text.remove_prefix(std::min(command.size() + 1, text.size()));
  return command;
}

}  // namespace

bool is_of_setups(const CollectRequest& request) {
  return request.pattern.starts_with(of_setups);
}

std::string_view path_pattern(std::string_view pattern) {
  if (pattern.starts_with(of_setups)) pattern.remove_prefix(of_setups.size());
  return pattern;
}

std::string default_target(const Rule& rule, std::string_view pattern) {
  if (!rule.target.empty()) return std::string(rule.target);
  pattern = path_pattern(pattern);
  const std::string_view last = pattern.substr(pattern.find_last_of('/') + 1);
  std::string name;
  for (std::size_t at = 0; at < last.size(); ++at) {
    const std::size_t set_end = last[at] == '[' ? last.find(']', at) : std::string_view::npos;
    if (set_end != std::string_view::npos) {
      at = set_end;
    } else if (last[at] != '*' && last[at] != '?' && last[at] != '\\') {
      name += last[at];
    }
  }
  const std::size_t dot = std::min(name.find_last_of('.'), name.size());
  std::string stem = name.substr(0, dot);
  // A separator left between stem and wildcard: the _ of stats_*.json.
  constexpr std::string_view joints = "-_. ";
  stem.erase(0, std::min(stem.find_first_not_of(joints), stem.size()));
  stem.erase(stem.find_last_not_of(joints) + 1);
  return fmt::format("collected/{}{}", stem.empty() ? std::string(rule.name) : stem,
                     name.substr(dot));
}

Result<void> check_target(std::string_view target) {
  const std::vector<std::string_view> components = split(target, '/');
  const bool leads_elsewhere = std::ranges::any_of(components, [](std::string_view component) {
    return component.empty() || component == "." || component == "..";
  });
  if (leads_elsewhere || target.find('\0') != std::string_view::npos) {
    return refuse(fmt::format("the target {} is not a file below the results directory", target));
  }
  if (is_reserved(components.front())) {
    return refuse(
        fmt::format("the target {} is reserved; choose another name", components.front()));
  }
  return {};
}

std::string words_of(const CollectRequest& request) {
  const bool is_export = request.to == CollectRequest::To::host;
  return fmt::format("--{} {}{}{}", is_export ? "export" : "collect", escaped(request.pattern),
                     request.rule.empty() ? "" : "=", request.rule);
}

Result<void> check_request(const CollectRequest& request) {
  if (path_pattern(request.pattern).empty()) return refuse("it needs a pattern");
  const bool is_export = request.to == CollectRequest::To::host;
  if (is_export && request.rule.empty()) {
    if (request.command.empty()) return {};
    return refuse("a command needs a rule that takes one");
  }
  const Rule* rule = find_rule(request.rule);
  if (!rule)
    return refuse(
        fmt::format("there is no rule \"{}\"; the rules are {}", request.rule, rule_names()));
  if (rule->takes_command && trim(request.command).empty())
    return refuse(fmt::format("{} needs a command", rule->name));
  if (!rule->takes_command && !request.command.empty())
    return refuse(fmt::format("{} takes no command", rule->name));
  if (is_export && rule->makes_directory)
    return refuse(fmt::format("{} makes a directory, which cannot be exported", rule->name));
  if (is_export || request.target.empty()) return {};
  return check_target(request.target);
}

Result<CollectRequest> parse_collect(std::string_view word) {
  const std::size_t equals = end_of_pattern(word);
  if (equals == std::string_view::npos || equals == 0) {
    return refuse(fmt::format("--collect {}: must be PATTERN=RULE or PATTERN=RULE:TARGET", word));
  }
  CollectRequest request{.pattern = std::string(word.substr(0, equals)), .rule = "", .target = ""};
  std::string_view rest = word.substr(equals + 1);
  const Rule* rule = take_rule(rest, request);
  const bool has_more = !rest.empty();
  if (has_more) rest.remove_prefix(1);
  const bool has_command = rule && rule->takes_command;
  if (has_command) request.command = take_command(rest);
  request.target = rest;
  if (Result<void> checked = check_request(request); !checked)
    return refuse(fmt::format("--collect {}: {}", word, checked.error().what));
  if (has_more && !has_command && request.target.empty())
    return refuse(fmt::format("--collect {}: a target is missing after the colon", word));
  return request;
}

Result<CollectRequest> parse_export(std::string_view word) {
  CollectRequest request{.pattern = std::string(word),
                         .rule = "",
                         .target = "",
                         .to = CollectRequest::To::host,
                         .from_failed = false};
  if (const std::size_t equals = end_of_pattern(word); equals != std::string_view::npos) {
    request.pattern = word.substr(0, equals);
    std::string_view rest = word.substr(equals + 1);
    const Rule* rule = take_rule(rest, request);
    if (request.rule.empty()) return refuse(fmt::format("--export {}: a rule is missing", word));
    if (rest.starts_with(':') && rule && rule->takes_command) {
      request.command = rest.substr(1);
    } else if (!rest.empty()) {
      return refuse(fmt::format("--export {}: it takes no target; --collect does", word));
    }
  }
  if (Result<void> checked = check_request(request); !checked)
    return refuse(fmt::format("--export {}: {}", word, checked.error().what));
  return request;
}

}  // namespace isorun
