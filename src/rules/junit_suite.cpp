#include "rules/junit_suite.hpp"

#include <algorithm>
#include <cerrno>
#include <expected>

#include <fmt/format.h>

#include "base/escaped.hpp"
#include "base/interruption.hpp"

namespace isorun {

namespace {

constexpr std::array verdict_elements = {"failure", "error", "skipped"};
constexpr std::array verdict_counts = {"failures", "errors", "skipped"};
constexpr std::array recomputed = {"tests",    "failures", "errors", "skipped",
                                   "disabled", "time",     "skips"};

struct StringWriter final : pugi::xml_writer {
  std::string text;
  void write(const void* data, std::size_t size) override {
    text.append(static_cast<const char*>(data), size);
  }
};

std::string print(pugi::xml_node node, unsigned depth) {
  StringWriter writer;
  node.print(writer, "  ", pugi::format_default, pugi::encoding_utf8, depth);
  return std::move(writer.text);
}

std::string name_of(pugi::xml_node test) {
  return fmt::format("{}.{}", test.attribute("classname").value(), test.attribute("name").value());
}

Result<Decimal> time_of(pugi::xml_node test) {
  std::string time = test.attribute("time").value();
  std::erase(time, ',');                     // some write thousands separators
  if (time.ends_with('.')) time.pop_back();  // "0.", as GoogleTest 1.18 writes it
  if (time.empty()) return Decimal();
  Result<Decimal> number = Decimal::parse(time);
  if (number) return number;
  return std::unexpected(
      Error{Phase::collect, 0,
            fmt::format("the time of {} {}", escaped(name_of(test)), number.error().what)});
}

}  // namespace

JunitCounts& JunitCounts::operator+=(const JunitCounts& more) {
  tests += more.tests;
  for (std::size_t i = 0; i < verdicts.size(); ++i) verdicts.at(i) += more.verdicts.at(i);
  disabled += more.disabled;
  time += more.time;
  return *this;
}

void JunitCounts::write(pugi::xml_node node) const {
  const auto set = [&](const char* name, const std::string& value) {
    node.append_attribute(name).set_value(value.c_str());
  };
  set("tests", std::to_string(tests));
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    set(verdict_counts.at(i), std::to_string(verdicts.at(i)));
  }
  if (disabled > 0) set("disabled", std::to_string(disabled));
  set("time", to_string(time));
}

Result<void> JunitSuite::add_case(pugi::xml_node node, std::size_t shard, TemporaryFile& texts) {
  JunitCounts counts;
  counts.tests = 1;
  for (std::size_t i = 0; i < verdict_elements.size(); ++i) {
    counts.verdicts.at(i) = node.child(verdict_elements.at(i)) ? 1 : 0;
  }
  const Result<Decimal> time = time_of(node);
  if (!time) return std::unexpected(time.error());
  counts.time = *time;

  const std::string text = print(node, 2);
  const Text where{texts.size(), text.size()};
  if (node.attribute("status").value() == std::string_view("notrun")) {
    const auto [idle, is_new] = idle_.try_emplace(name_of(node), Idle{shard, where});
    if (!is_new && idle->second.shard <= shard) return {};
    idle->second = {shard, where};
  } else if (cases_ == Cases::last) {
    waiting_.push_back({name_of(node), shard, where, counts});
  } else {
    count(shard, where, counts);
  }
  return texts.append(text);
}

void JunitSuite::count(std::size_t shard, const Text& text, const JunitCounts& counts) {
  Shard& mine = shards_[shard];
  mine.counts += counts;
  mine.cases.push_back(text);
}

void JunitSuite::settle() {
  std::map<std::string_view, std::size_t> last;
  for (const Waiting& test : waiting_) {
    if (is_interrupted()) return;
    last[test.name] = std::max(last[test.name], test.shard);
  }
  for (const Waiting& test : waiting_) {
    if (is_interrupted()) return;
    if (last[test.name] == test.shard) count(test.shard, test.text, test.counts);
  }
  waiting_.clear();
  for (auto& [name, suite] : suites_) suite.settle();
}

Result<void> JunitSuite::add(pugi::xml_node node, Place& place, TemporaryFile& texts) {
  if (place < first_) {
    first_ = place;
    attributes_.clear();
    for (const pugi::xml_attribute attribute : node.attributes()) {
      if (std::ranges::find(recomputed, std::string_view(attribute.name())) == recomputed.end()) {
        attributes_.emplace_back(attribute.name(), attribute.value());
      }
    }
  }
  ++place.second;
  for (const pugi::xml_node child : node.children()) {
    if (is_interrupted()) return std::unexpected(Error{Phase::collect, EINTR, "reading it"});
    const std::string_view kind = child.name();
    Result<void> added;
    if (kind == "testsuite") {
      const auto suite = suites_.try_emplace(child.attribute("name").value(), cases_).first;
      added = suite->second.add(child, place, texts);
    } else if (kind == "testcase") {
      added = add_case(child, place.first, texts);
    } else if (kind == "properties") {
      for (const pugi::xml_node property : child.children()) {
        if (*property.name() != '\0') properties_[place.first].insert(print(property, 3));
      }
    } else if (!kind.empty()) {
      const std::string text = print(child, 2);
      shards_[place.first].others.push_back({texts.size(), text.size()});
      added = texts.append(text);
    }
    if (!added) return added;
  }
  return {};
}

JunitCounts JunitSuite::counts() const {
  JunitCounts sum;
  sum.tests = idle_.size();
  sum.disabled = idle_.size();
  for (const auto& [number, shard] : shards_) sum += shard.counts;
  for (const auto& [name, suite] : suites_) sum += suite.counts();
  return sum;
}

std::string JunitSuite::opening(const char* element, unsigned depth) const {
  pugi::xml_document document;
  pugi::xml_node node = document.append_child(element);
  for (const auto& [name, value] : attributes_) {
    node.append_attribute(name.c_str()).set_value(value.c_str());
  }
  counts().write(node);
  std::string text = print(node, depth);
  // An interrupted document is empty.
  if (const std::size_t end = text.rfind(" />"); end != std::string::npos)
    text.replace(end, std::string::npos, ">\n");
  return text;
}

Result<void> JunitSuite::write(Output& out, const char* element, unsigned depth,
                               const TemporaryFile& texts) const {
  if (is_interrupted()) return std::unexpected(Error{Phase::collect, EINTR, "merging it"});
  Result<void> result;
  const auto copy = [&](const Text& text) {
    if (result && is_interrupted())
      result = std::unexpected(Error{Phase::collect, EINTR, "merging it"});
    if (!result) return;
    const Result<Content> content = texts.read(text.begin, text.size);
    if (content) {
      out.write(content->text());
    } else {
      result = std::unexpected(content.error());
    }
  };
  out.write(opening(element, depth));
  std::set<std::string> properties;
  for (const auto& [shard, texts_of_shard] : properties_) {
    properties.insert(texts_of_shard.begin(), texts_of_shard.end());
  }
  if (!properties.empty()) out.write("    <properties>\n");
  for (const std::string& property : properties) out.write(property);
  if (!properties.empty()) out.write("    </properties>\n");
  for (const auto& [number, shard] : shards_) std::ranges::for_each(shard.cases, copy);
  for (const auto& [name, idle] : idle_) copy(idle.text);
  for (const auto& [number, shard] : shards_) std::ranges::for_each(shard.others, copy);

  std::vector<const JunitSuite*> suites;
  suites.reserve(suites_.size());
  for (const auto& [name, suite] : suites_) suites.push_back(&suite);
  std::ranges::sort(suites, {}, &JunitSuite::first_);
  for (const JunitSuite* suite : suites) {
    if (result) result = suite->write(out, "testsuite", depth + 1, texts);
  }
  out.write(fmt::format("{}</{}>\n", std::string(std::size_t{2} * depth, ' '), element));
  return result;
}

}  // namespace isorun
