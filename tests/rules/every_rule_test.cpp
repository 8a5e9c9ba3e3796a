// What is promised of all rules, tried with each.
#include <algorithm>
#include <fcntl.h>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collect/collector.hpp"
#include "collect/merger.hpp"
#include "merging.hpp"
#include "program.hpp"

namespace isorun {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Sample {
  std::string rule;
  std::string good;              // a file, {} in it being another number in each
  std::vector<std::string> bad;  // files that are empty, cut off, of another format, no UTF-8
  bool is_directory = false;     // the result
  std::string tool = {};
  std::string maker = {};   // commands that make the good file, called "good", with $i
  std::string suffix = {};  // of names
};

void PrintTo(const Sample& sample, std::ostream* out) {
  *out << sample.rule;
}

constexpr const char* cost_document =
    R"({"session_id": "s{}", "total_api_calls": 1, "total_input_tokens": {}, "total_output_tokens": 1,
"total_cache_creation_tokens": 0, "total_cache_read_tokens": 0, "total_cost_usd": 0.{},
"total_duration_seconds": 0.5, "api_calls": [{"cached": false}]})";

constexpr const char* c_program =
    "printf 'int main(int n, char** w) { return n > 1 && w[1][0] == 50 ? n - n : 0; }' > p.c\n";

std::string coverage_py_file() {
  std::string file("SQLite format 3\0\2\0", 18);
  file.resize(512);
  file[31] = 1;  // one page
  return file + "{}";
}

std::vector<Sample> samples() {
  const std::string no_text = "\"\xff\"";
  return {
      {"cost", cost_document, {"", "{\"session_id\": \"a\"", "<a/>", no_text}},
      {"json-sum",
       R"({"n": {}, "a": [{}], "s": "{}", "k{}": 1})",
       {"", "{\"n\": 1", "<a/>", no_text}},
      {"jsonl", "{\"n\": {}}\n[{}]\n", {"{\"n\": 1", "<a/>", no_text}},
      {"csv", "a,b\n{},2\n", {"", "a,b\n1,\"2", "\n1\n", "\xff,b\n"}},
      {"lines", "{}\nb\n", {}},
      {"concat", "{}", {}},
      {"sum", "{}.1\n", {"", "1.", "seven", "\xff"}},
      {"max", "{}\n", {"", "1e", "seven", "\xff"}},
      {"newest", "{}", {}},
      {"copy", "{}", {}, true},
      {"copy:fail", "the same", {"not the same"}, true},
      {"gcov",
       "",
       {"", "adcg", "a text that is long enough"},
       true,
       "gcov-tool",
       fmt::format("{}gcc --coverage p.c -o p; ./p $i; mv *.gcda good", c_program),
       ".gcda"},
      {"junit",
       R"(<testsuites><testsuite name="s{}"><testcase name="{}" time="0.{}"/></testsuite></testsuites>)",
       {"", "<testsuites><testsuite", "{}", "<testsuite name=\"\xff\"/>"}},
      {"googletest-json",
       R"({"tests": 1, "testsuites": [{"name": "s{}", "testsuite": [{"name": "{}", "time": "0.{}s"}]}]})",
       {"", "{\"testsuites\": [", "{}", "[]", R"({"testsuites": [{}]})", no_text}},
      {"lcov",
       "TN:\nSF:/{}.c\nDA:{},1\nend_of_record\n",
       {"", "TN:\nSF:/a.c\nDA:1,1\n", "nonsense end_of_record\n"},
       false,
       "lcov"},
      {"coverage.py",
       coverage_py_file(),
       {"", coverage_py_file().substr(0, 200), "!coverage.py: v4"},
       true},
      {"llvm-profraw",
       "",
       {"", "a text"},
       false,
       "llvm-profdata",
       fmt::format("{}clang -fprofile-instr-generate p.c -o p; LLVM_PROFILE_FILE=good ./p $i",
                   c_program)},
      {"go-cover",
       "mode: count\nm/a.go:{}.2,12.3 2 1\nm/a.go:9.1,9.5 1 {}\n",
       {"", "mode: count\nm/a.go:1.1,1.2 1", "<a/>\n"}},
      {"cobertura",
       R"(<coverage><packages><package name="p"><classes><class name="c{}" filename="c.py"><methods/>
<lines><line number="{}" hits="1"/></lines></class></classes></package></packages></coverage>)",
       {"", "<coverage><packages>", "{}",
        "<coverage><packages><package name=\"\xff\"/></packages></coverage>"}},
  };
}

class EveryRule : public testing::TestWithParam<Sample> {
 protected:
  void SetUp() override {
    if (!GetParam().tool.empty()) NEED_PROGRAM(GetParam().tool);
    if (GetParam().rule == "llvm-profraw") NEED_PROGRAM("clang");
  }

  // The good file of that number.
  [[nodiscard]] std::string good(std::size_t number) const {
    const Sample& sample = GetParam();
    if (!sample.maker.empty()) {
      shell(place.path(), fmt::format("i={}\n{}", number, sample.maker));
      return read_file_at(place.path() + "/good");
    }
    std::string text = sample.good;
    for (std::size_t at = 0; (at = text.find("{}", at)) != std::string::npos;) {
      text.replace(at, 2, fmt::format("{}", number));
    }
    return text;
  }

  TemporaryLayer place;
};

TEST_P(EveryRule, MakesTheSameBytesWhateverShardCameFirst) {
  std::vector<std::string> contents;
  for (std::size_t number = 0; number < 6; ++number) contents.push_back(good(number));
  std::vector<std::size_t> shards = {0, 1, 2};
  std::vector<std::string> seen;
  do {
    Merging merging(GetParam().rule);
    for (const std::size_t shard : shards) {
      for (const std::size_t file : {0U, 1U}) {
        SourceFile source = in_shard(shard);
        source.path = fmt::format("/tmp/f{}{}", file, GetParam().suffix);
        ASSERT_EQ(merging.add(source, contents[2 * shard + file]), "");
      }
    }
    seen.push_back(GetParam().is_directory ? fmt::format("{}", fmt::join(merging.files(), "\n"))
                                           : merging.text());
    ASSERT_TRUE(std::filesystem::exists(merging.path())) << seen.back();
  } while (std::ranges::next_permutation(shards).found);
  for (const std::string& result : seen) EXPECT_EQ(result, seen.front());
}

TEST_P(EveryRule, NamesABadFileAndItsShardAndWritesNoResult) {
  for (const std::string& bad : GetParam().bad) {
    TemporaryLayer first;
    TemporaryLayer second;
    const TemporaryLayer results;
    write_file_at(first.add_part("/tmp") + "/file", good(0));
    write_file_at(second.add_part("/tmp") + "/file", bad);
    const std::vector<CollectRequest> requests = {
        {.pattern = "/tmp/file", .rule = GetParam().rule, .target = "result"}};
    Collector collector =
        Collector::create(requests, "", "/", Merger::create(requests).value()).value();
    ASSERT_TRUE(collector.begin(results.layer().root.get()));
    collector.take({0, "0", ""}, first.layer());
    collector.take({1, "1", ""}, second.layer());
    const Result<Collected> collected = collector.finish();
    ASSERT_TRUE(collected);
    ASSERT_THAT(collected->problems, SizeIs(1)) << bad;
    EXPECT_THAT(to_string(collected->problems.front()),
                AnyOf(HasSubstr("/tmp/file of shard 1: "), HasSubstr("shard-1/tmp/file")));
    EXPECT_THAT(collected->files, IsEmpty());
    EXPECT_TRUE(std::filesystem::is_empty(results.path())) << bad;
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, EveryRule, testing::ValuesIn(samples()), [](const auto& sample) {
  std::string name = sample.param.rule;
  std::erase_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
  return name;
});

TEST(EveryRuleIsTried, ButThoseThatNeedASandbox) {
  for (const Rule& rule : rules()) {
    if (rule.takes_command) continue;  // see tests/cli/collect.t
    const auto tried = samples();
    EXPECT_NE(std::ranges::find(tried, rule.name, &Sample::rule), tried.end()) << rule.name;
  }
}

}  // namespace
}  // namespace isorun
