// Rules stop in the midst of one file, or of the result, once they are interrupted.
#include "base/interruption.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "merging.hpp"

namespace isorun {
namespace {

using testing::HasSubstr;

// Counts the checks, and is requested from one of them on.
class AtCheck final : public Interruption {
 public:
  explicit AtCheck(std::size_t number) : number_(number) {}
  [[nodiscard]] bool is_requested() const noexcept override { return ++checks_ >= number_; }
  [[nodiscard]] std::size_t checks() const { return checks_; }

 private:
  std::size_t number_;
  mutable std::size_t checks_ = 0;
};

constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

// Work that is over, checks and all.
struct Done {
  std::size_t checks = 0;
  std::string problem;  // empty if it was not interrupted
};

Done interrupt_at(std::size_t number, const std::function<std::string()>& work) {
  const AtCheck interruption(number);
  const Interruptible interruptible(interruption);
  std::string problem = work();
  return {interruption.checks(), std::move(problem)};
}

std::string repeated(const std::string& before, const std::string& part, const std::string& after,
                     std::size_t count) {
  std::string text = before;
  for (std::size_t i = 0; i < count; ++i) text += fmt::format(fmt::runtime(part), i);
  return text + after;
}

// A .gcda file of GCC 12 whose records are empty.
std::string gcda(std::size_t records) {
  std::string file = "adcg*22B";
  file.append(8, '\0');
  for (std::size_t i = 0; i < records; ++i) file += std::string("\1\0\0\0\0\0\0\0", 8);
  return file.append(4, '\0');
}

struct Sample {
  std::string rule;
  std::string name;
  std::string file;                 // a large one
  std::size_t checks_of_add = 0;    // at least
  std::size_t checks_of_merge = 0;  // 0: the rule's tool writes the result
};

void PrintTo(const Sample& sample, std::ostream* out) {
  *out << sample.name;
}

// Lines are checked once per interval, others once per item.
std::vector<Sample> samples() {
  constexpr std::size_t items = 400;
  constexpr std::size_t lines = 2000;
  const std::string long_word(2 * Lines::interval / 1000, 'x');  // 4 intervals in all lines
  return {
      {"cost", "CostFigures",
       repeated("{", "\"total_{}\": 1,", R"("total_api_calls": 1, "session_id": "s"})", items),
       2 * items, items},
      {"cost", "CostCalls",
       repeated(R"({"session_id": "s", "total_api_calls": 400, "api_calls": [)",
                "{{\"cached\": true}},", R"({"cached": true}]})", items - 1),
       2 * items, 1},
      {"json-sum", "JsonObject", repeated("{", R"("k{0}": "s{0}",)", "\"n\": 1}", items), 2 * items,
       2 * items},
      {"json-sum", "JsonArray", repeated("[", "{},", "1]", items), items, items},
      {"jsonl", "JsonLines", repeated("", "[{}, 1, 2, 3, 4]\n", "", items), items, 1},
      {"csv", "Csv", repeated("a,b\n", "{}," + long_word + "\n", "", lines), 3, 3},
      {"junit", "JunitCases",
       repeated("<testsuite>", R"(<testcase name="t{}" time="0.1"/>)", "</testsuite>", items),
       items, items},
      {"junit", "JunitSuites",
       repeated("<testsuites>", R"(<testsuite name="t{}"/>)", "</testsuites>", items), items,
       items},
      {"googletest-json", "GoogletestJson",
       repeated(R"({"testsuites": [{"testsuite": [)", R"({{"name": "t{}"}},)", "{}]}]}", items),
       3 * items, 5 * items},
      {"cobertura", "CoberturaLines",
       repeated(
           R"(<coverage><packages><package name="p"><classes><class name="c" filename="c.py"><lines>)",
           R"(<line number="{}" hits="1"/>)",
           "</lines></class></classes></package></packages></coverage>", items),
       items, 2 * items},
      {"cobertura", "CoberturaClasses",
       repeated(
           R"(<coverage><packages><package name="p"><classes>)",
           R"(<class name="c{}" filename="c.py"><lines><line number="1" hits="1"/></lines></class>)",
           "</classes></package></packages></coverage>", items),
       items, 2 * items},
      {"go-cover", "GoCover", repeated("mode: set\n", long_word + ".go:{}.2,12.3 2 1\n", "", lines),
       3, lines},
      {"gcov", "Gcov", gcda(items), items, 0},
  };
}

class RuleReading : public testing::TestWithParam<Sample> {
 protected:
  // The checks of a loop in a loop, after which all must have ended.
  static constexpr std::size_t few = 12;

  static void expect_end(const Done& done, std::size_t number) {
    EXPECT_THAT(done.problem, HasSubstr("(EINTR)")) << "at check " << number;
    EXPECT_LE(done.checks, number + few) << "it went on";
  }

  // Each of the first and last checks, and one in the middle.
  static std::vector<std::size_t> some_of(std::size_t checks) {
    std::vector<std::size_t> numbers = {checks / 2 + 1};
    for (std::size_t i = 1; i <= std::min<std::size_t>(checks, 12); ++i) {
      numbers.push_back(i);
      numbers.push_back(checks + 1 - i);
    }
    return numbers;
  }

  SourceFile file = in_shard(0);
};

class RuleWriting : public RuleReading {};

TEST_P(RuleReading, EndsInTheMidstOfOneFile) {
  const auto add = [&] { return Merging(GetParam().rule).add(file, GetParam().file); };
  const Done whole = interrupt_at(never, add);
  ASSERT_EQ(whole.problem, "");
  EXPECT_GE(whole.checks, GetParam().checks_of_add);
  for (const std::size_t number : some_of(whole.checks))
    expect_end(interrupt_at(number, add), number);
}

TEST_P(RuleWriting, EndsInTheMidstOfTheResult) {
  const auto merge = [&](std::size_t number) {
    Merging merging(GetParam().rule);
    EXPECT_EQ(merging.add(file, GetParam().file), "");
    EXPECT_EQ(merging.add(in_shard(1), GetParam().file), "");
    return interrupt_at(number, [&] { return merging.merge(); });
  };
  const Done whole = merge(never);
  ASSERT_EQ(whole.problem, "");
  EXPECT_GE(whole.checks, GetParam().checks_of_merge);
  for (const std::size_t number : some_of(whole.checks)) expect_end(merge(number), number);
}

std::vector<Sample> written_samples() {
  std::vector<Sample> written = samples();
  std::erase_if(written, [](const Sample& sample) { return sample.checks_of_merge == 0; });
  return written;
}

std::string name_of(const testing::TestParamInfo<Sample>& sample) {
  return sample.param.name;
}

INSTANTIATE_TEST_SUITE_P(Rules, RuleReading, testing::ValuesIn(samples()), name_of);
INSTANTIATE_TEST_SUITE_P(Rules, RuleWriting, testing::ValuesIn(written_samples()), name_of);

}  // namespace
}  // namespace isorun
