#include "suite/ctest/listing.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <unordered_map>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"

namespace isorun::ctest {
namespace {

// From the first line that begins an object to the last that ends it: projects may print text while
// ctest reads their files.
std::string_view object_in(std::string_view text) {
  const std::size_t begin = text.starts_with('{') ? 0 : text.find("\n{") + 1;
  const std::size_t end = text.rfind("\n}");
  if (begin >= text.size() || end == std::string_view::npos || end < begin) return {};
  return text.substr(begin, end + 2 - begin);
}

std::vector<std::string> strings(const json::Value& value) {
  std::vector<std::string> result;
  if (value.IsString()) result.emplace_back(value.GetString(), value.GetStringLength());
  if (!value.IsArray()) return result;
  for (const json::Value& item : value.GetArray())
    if (item.IsString()) result.emplace_back(item.GetString(), item.GetStringLength());
  return result;
}

// ctest in another shard would allocate the same resources again.
void add_resources(const json::Value& groups, std::vector<std::string>& locks) {
  if (!groups.IsArray()) return;
  for (const json::Value& group : groups.GetArray()) {
    const json::Value* requirements = json::array_in(group, "requirements");
    if (requirements == nullptr) continue;
    for (const json::Value& requirement : requirements->GetArray()) {
      const auto type = json::string_in(requirement, ".type");
      if (type && std::ranges::find(locks, *type) == locks.end()) locks.emplace_back(*type);
    }
  }
}

void set_labels(ListedTest& test, const json::Value& value) {
  test.labels = strings(value);
}
void set_depends(ListedTest& test, const json::Value& value) {
  test.depends = strings(value);
}
void set_sets_up(ListedTest& test, const json::Value& value) {
  test.sets_up = strings(value);
}
void set_requires(ListedTest& test, const json::Value& value) {
  test.requires_fixtures = strings(value);
}
void set_cleans_up(ListedTest& test, const json::Value& value) {
  test.cleans_up = strings(value);
}
void set_resources(ListedTest& test, const json::Value& value) {
  add_resources(value, test.locks);
}
void add_locks(ListedTest& test, const json::Value& value) {
  for (std::string& lock : strings(value)) test.locks.push_back(std::move(lock));
}
void set_serial(ListedTest& test, const json::Value& value) {
  test.serial = value.IsTrue();
}
void set_processors(ListedTest& test, const json::Value& value) {
  if (value.IsUint()) test.processors = std::max(value.GetUint(), 1U);
}
void set_cost(ListedTest& test, const json::Value& value) {
  if (value.IsNumber()) test.cost = value.GetDouble();
}
void add_directory(ListedTest& test, const json::Value& value) {
  for (const std::string& directory : strings(value)) test.identity += '\0' + directory;
}

struct Property {
  std::string_view name;
  void (*set)(ListedTest& test, const json::Value& value);
};

constexpr Property properties[] = {
    {"LABELS", set_labels},
    {"DEPENDS", set_depends},
    {"FIXTURES_SETUP", set_sets_up},
    {"FIXTURES_REQUIRED", set_requires},
    {"FIXTURES_CLEANUP", set_cleans_up},
    {"RESOURCE_LOCK", add_locks},
    {"RESOURCE_GROUPS", set_resources},
    {"RUN_SERIAL", set_serial},
    {"PROCESSORS", set_processors},
    {"COST", set_cost},
    {"WORKING_DIRECTORY", add_directory},
};

// The files in a test's backtrace: that of add_test, and its CMakeLists.txt.
class Backtraces {
 public:
  explicit Backtraces(const json::Value& listing) {
    const json::Value* graph = json::object_in(listing, "backtraceGraph");
    if (graph == nullptr) return;
    nodes_ = json::array_in(*graph, "nodes");
    files_ = json::array_in(*graph, "files");
  }

  void locate(ListedTest& test, double backtrace) const {
    if (nodes_ == nullptr || files_ == nullptr) return;
    // Parents may precede or follow their children; no chain is longer than the number of nodes.
    std::optional<double> at = backtrace;
    for (std::size_t steps = 0; at && steps < nodes_->Size(); ++steps) {
      const json::Value* node = item(*nodes_, *at);
      if (node == nullptr) return;
      const std::string_view file = file_of(*node);
      if (test.file.empty()) test.file = file;
      test.directory = file.substr(0, file.rfind('/'));
      at = json::number_in(*node, "parent");
    }
  }

 private:
  static const json::Value* item(const json::Value& array, double index) {
    if (index < 0 || index >= array.Size()) return nullptr;
    return &array[static_cast<rapidjson::SizeType>(index)];
  }

  [[nodiscard]] std::string_view file_of(const json::Value& node) const {
    const auto index = json::number_in(node, "file");
    const json::Value* file = index ? item(*files_, *index) : nullptr;
    if (file == nullptr || !file->IsString()) return {};
    return {file->GetString(), file->GetStringLength()};
  }

  const json::Value* nodes_ = nullptr;
  const json::Value* files_ = nullptr;
};

void read_properties(ListedTest& test, const json::Value& value) {
  const json::Value* array = json::array_in(value, "properties");
  if (array == nullptr) return;
  for (const json::Value& entry : array->GetArray()) {
    const auto name = json::string_in(entry, "name");
    if (!name || !entry.HasMember("value")) continue;
    const auto* found = std::ranges::find(properties, *name, &Property::name);
    if (found != std::end(properties)) found->set(test, entry["value"]);
  }
}

ListedTest read_test(const json::Value& value, std::string_view name,
                     const Backtraces& backtraces) {
  ListedTest test = {.name = std::string(name)};
  test.identity = name;
  if (const json::Value* command = json::array_in(value, "command")) {
    for (const std::string& word : strings(*command)) test.identity += '\0' + word;
  }
  read_properties(test, value);
  if (const auto backtrace = json::number_in(value, "backtrace"))
    backtraces.locate(test, *backtrace);
  return test;
}

std::optional<std::vector<ListedTest>> read_tests(std::string_view text) {
  const std::shared_ptr<const json::Value> listing = json::parse(object_in(text));
  if (listing == nullptr || json::string_in(*listing, "kind") != "ctestInfo") return std::nullopt;
  const json::Value* array = json::array_in(*listing, "tests");
  if (array == nullptr) return std::nullopt;
  const Backtraces backtraces(*listing);
  std::vector<ListedTest> tests;
  for (const json::Value& value : array->GetArray()) {
    if (const auto name = json::string_in(value, "name"))
      tests.push_back(read_test(value, *name, backtraces));
  }
  return tests;
}

std::size_t common_prefix(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

// "/src/net", "/src/net/tcp" and "/src/netto" are "net", "net/tcp" and "netto" below "/src".
void make_relative(std::vector<ListedTest>& tests) {
  std::optional<std::string> top;
  for (const ListedTest& test : tests) {
    if (test.directory.empty()) continue;
    const std::string path = test.directory + '/';
    top = top ? path.substr(0, common_prefix(path, *top)) : path;
    top->erase(top->rfind('/') + 1);
  }
  for (ListedTest& test : tests) {
    if (!test.directory.empty())
      test.directory.erase(0, std::min(top->size(), test.directory.size() + 1));
  }
}

}  // namespace

std::optional<std::vector<ListedTest>> read_listing(std::string_view selected,
                                                    std::string_view all) {
  auto tests = read_tests(selected);
  const auto everything = read_tests(all);
  if (!tests || !everything) return std::nullopt;
  std::unordered_map<std::string_view, std::deque<unsigned>> numbers;
  for (std::size_t i = 0; i < everything->size(); ++i)
    numbers[(*everything)[i].identity].push_back(static_cast<unsigned>(i + 1));
  for (ListedTest& test : *tests) {
    std::deque<unsigned>& left = numbers[test.identity];
    if (left.empty()) return std::nullopt;
    test.number = left.front();
    left.pop_front();
  }
  std::ranges::sort(*tests, {}, &ListedTest::number);
  make_relative(*tests);
  return tests;
}

}  // namespace isorun::ctest
