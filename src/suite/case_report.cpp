#include "suite/case_report.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <memory>
#include <pugixml.hpp>

#include <fmt/format.h>

#include "base/duration.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace isorun {
namespace {

std::string first_line(std::string_view text) {
  const std::string_view trimmed = trim(text);
  return std::string(trim(trimmed.substr(0, trimmed.find('\n'))));
}

std::vector<std::string> names_of(std::string_view name, std::string_view group,
                                  std::initializer_list<std::string_view> wholes) {
  std::vector<std::string> names = {std::string(name)};
  if (!group.empty())
    names.insert(names.end(), {fmt::format("{}.{}", group, name),
                               fmt::format("{}::{}", group, name), std::string(group)});
  for (const std::string_view whole : wholes)
    if (!whole.empty()) names.emplace_back(whole);
  return names;
}

class JunitReader : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node& node) override {
    if (std::string_view(node.name()) == "testcase") cases_.push_back(read(node));
    return true;
  }

  std::vector<TestCase> take() { return std::move(cases_); }

 private:
  static TestCase read(const pugi::xml_node& node) {
    const pugi::xml_node suite = node.parent();
    TestCase one{
        .names = names_of(node.attribute("name").value(), node.attribute("classname").value(),
                          {suite.attribute("name").value(), node.attribute("file").value(),
                           suite.attribute("file").value()}),
        .result = {.reason = Reason::passed}};
    one.result.duration = duration_told(node.attribute("time").as_double());
    for (const auto& [kind, reason] :
         {std::pair{"skipped", Reason::skipped}, std::pair{"error", Reason::failed},
          std::pair{"failure", Reason::failed}}) {
      const pugi::xml_node child = node.child(kind);
      if (!child) continue;
      one.result.reason = reason;
      const std::string_view message = child.attribute("message").value();
      one.result.detail = first_line(message.empty() ? child.child_value() : message);
    }
    return one;
  }

  std::vector<TestCase> cases_;
};

std::optional<Reason> reason_of(std::string_view status) {
  static constexpr std::pair<std::string_view, Reason> words[] = {{"pass", Reason::passed},
                                                                  {"ok", Reason::passed},
                                                                  {"fail", Reason::failed},
                                                                  {"error", Reason::failed},
                                                                  {"skip", Reason::skipped}};
  const auto lower = [](unsigned char c) { return std::tolower(c); };
  for (const auto& [word, reason] : words)
    if (std::ranges::equal(word, status.substr(0, word.size()), {}, {}, lower)) return reason;
  return std::nullopt;
}

std::optional<TestCase> read_json_case(const json::Value& value) {
  const auto name = json::string_in(value, "name");
  const auto reason = reason_of(json::string_in(value, "status").value_or(""));
  if (!name || !reason) return std::nullopt;
  const auto text = [&value](const char* key) { return json::string_in(value, key).value_or(""); };
  TestCase one{.names = names_of(*name, text("class"), {text("suite"), text("file")}),
               .result = {.reason = *reason}};
  one.result.duration = duration_told(json::number_in(value, "duration").value_or(0));
  if (*reason != Reason::passed) one.result.detail = first_line(text("message"));
  return one;
}

using Cases = std::optional<std::vector<TestCase>>;

Cases read_array(const json::Value& array) {
  std::vector<TestCase> cases;
  for (const json::Value& value : array.GetArray()) {
    std::optional<TestCase> one = read_json_case(value);
    if (!one) return std::nullopt;
    cases.push_back(*std::move(one));
  }
  return cases;
}

Cases read_lines(std::string_view text) {
  std::vector<TestCase> cases;
  for (const std::string_view line : lines(text)) {
    if (trim(line).empty()) continue;
    const std::shared_ptr<const json::Value> value = json::parse(line);
    std::optional<TestCase> one = value == nullptr ? std::nullopt : read_json_case(*value);
    if (!one) return std::nullopt;
    cases.push_back(*std::move(one));
  }
  return cases;
}

}  // namespace

std::optional<std::vector<TestCase>> read_junit_cases(std::string_view text) {
  pugi::xml_document document;
  if (!document.load_buffer(text.data(), text.size())) return std::nullopt;
  JunitReader reader;
  document.traverse(reader);
  return reader.take();
}

std::optional<std::vector<TestCase>> read_json_cases(std::string_view text) {
  const std::shared_ptr<const json::Value> value = json::parse(text);
  if (value == nullptr) return read_lines(text);
  if (value->IsArray()) return read_array(*value);
  if (const json::Value* tests = json::array_in(*value, "tests")) return read_array(*tests);
  return read_lines(text);
}

}  // namespace isorun
