#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "merging.hpp"
#include "program.hpp"

namespace isorun {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class CoverageRules : public testing::Test {
 protected:
  [[nodiscard]] std::string file(const std::string& name) const {
    return read_file_at(place.path() + "/" + name);
  }

  // One file a shard, each made by COMMANDS with $i, as NAME.
  void add_shards(Merging& merging, const std::string& commands, const std::string& name) {
    for (std::size_t i = 1; i <= 4; ++i) {
      shell(place.path(), fmt::format("i={}\n{}", i, commands));
      ASSERT_EQ(merging.add({i, fmt::format("{}", i), "/tmp/" + name}, file(name)), "");
    }
  }

  TemporaryLayer place;
};

constexpr std::string_view c_program = R"(
#include <stdlib.h>
static int large(int x) { int sum = 0; for (int i = 0; i < x; ++i) sum += i > 2 ? 1 : 2; return sum; }
int main(int count, char** words) {
  int number = count > 1 ? atoi(words[1]) : 0;
  if (number % 2) return large(number) < 0;
  return 0;
}
)";

TEST_F(CoverageRules, LcovCountsWhatASerialRunWouldHave) {
  NEED_PROGRAM("lcov");
  write_file_at(place.path() + "/p.c", c_program);
  const std::string capture =
      "lcov -q --rc lcov_branch_coverage=1 -c -d . -o cover.info; rm -f *.gcda";
  shell(place.path(),
        "gcc --coverage -c p.c; gcc --coverage p.o -o p\n"
        "for i in 1 2 3 4; do ./p $i; done\n" +
            capture);
  const std::string serial = file("cover.info");
  EXPECT_THAT(serial, AllOf(HasSubstr("BRDA:"), HasSubstr("FNDA:4,main")));
  Merging merging("lcov");
  add_shards(merging, "./p $i; " + capture, "cover.info");
  // lcov adds totals to what it has merged, even to a single file.
  const std::string normal = "lcov -q --rc lcov_branch_coverage=1 -a serial -o normal; sort normal";
  write_file_at(place.path() + "/serial", serial);
  write_file_at(place.path() + "/merged", merging.text());
  EXPECT_EQ(shell(place.path(), "sort merged"), shell(place.path(), normal));
}

TEST_F(CoverageRules, LcovWritesTheSameBytesEachTime) {
  NEED_PROGRAM("lcov");
  std::string tracefile = "TN:\nSF:/a.c\n";
  for (int i = 1; i < 50; ++i) tracefile += fmt::format("FN:{0},f{0}\nFNDA:1,f{0}\nDA:{0},1\n", i);
  tracefile += "end_of_record\n";
  const std::string once = merge("lcov", {tracefile, tracefile});
  EXPECT_THAT(once, HasSubstr("DA:49,2"));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(merge("lcov", {tracefile, tracefile}), once);
}

TEST_F(CoverageRules, LcovNamesTheFileThatIsWrong) {
  EXPECT_THAT(Merging("lcov").add(in_shard(0), "TN:\nSF:a\nDA:1,1\n"), HasSubstr("truncated"));
  EXPECT_THAT(Merging("lcov").add(in_shard(0), ""), HasSubstr("empty"));
  NEED_PROGRAM("lcov");
  Merging merging("lcov");
  ASSERT_EQ(merging.add({4, "4", "/tmp/bad.info"}, "nonsense end_of_record\n"), "");
  EXPECT_THAT(merging.merge(),
              AllOf(HasSubstr("lcov exited with code"), HasSubstr("shard-4/tmp/bad.info")));
}

TEST_F(CoverageRules, CoveragePyFilesCombineToASerialRuns) {
  const std::string coverage = "/usr/bin/python3 -m coverage";
  if (!has_program("/usr/bin/python3") ||
      std::system((coverage + " --version > /dev/null 2>&1").c_str()) != 0) {
    ASSERT_EQ(std::getenv("ISORUN_MUST_WORK"), nullptr) << "coverage.py is missing";
    GTEST_SKIP() << "coverage.py is missing";
  }
  write_file_at(
      place.path() + "/p.py",
      "import sys\nn = int(sys.argv[1])\nif n == 1:\n  print(1)\nelif n == 4:\n  print(4)\n"
      "else:\n  pass\nif n > 7:\n  print(7)\n");
  const std::string report = coverage + " report -m";
  shell(place.path(),
        fmt::format("for i in 1 2 3 4; do {} run --branch -p p.py $i; done; {} combine -q",
                    coverage, coverage));
  const std::string serial = shell(place.path(), report);
  ASSERT_THAT(serial, HasSubstr("p.py"));
  Merging merging("coverage.py");
  add_shards(merging, coverage + " erase; " + coverage + " run --branch p.py $i", ".coverage");
  ASSERT_EQ(merging.merge(), "");
  shell(place.path(),
        fmt::format("{} erase; {} combine -q '{}'", coverage, coverage, merging.path()));
  EXPECT_EQ(shell(place.path(), report), serial);

  const std::string whole = read_file_at(place.path() + "/.coverage");
  EXPECT_EQ(Merging("coverage.py").add(in_shard(0), whole), "");
  EXPECT_THAT(Merging("coverage.py").add(in_shard(0), whole.substr(0, whole.size() - 1)),
              HasSubstr("truncated"));
  EXPECT_THAT(Merging("coverage.py").add(in_shard(0), "!coverage.py: v4"),
              HasSubstr("not a data file"));
}

TEST_F(CoverageRules, LlvmProfilesCountWhatASerialRunWouldHave) {
  NEED_PROGRAM("clang");
  NEED_PROGRAM("llvm-profdata");
  write_file_at(place.path() + "/p.c", c_program);
  const std::string show = "llvm-profdata show -all-functions -counts ";
  shell(place.path(),
        "clang -fprofile-instr-generate -fcoverage-mapping p.c -o p\n"
        "for i in 1 2 3 4; do LLVM_PROFILE_FILE=s$i.profraw ./p $i; done\n"
        "llvm-profdata merge -sparse s*.profraw -o serial");
  const std::string serial = shell(place.path(), show + "serial");
  ASSERT_THAT(serial, HasSubstr("main"));
  Merging merging("llvm-profraw");
  add_shards(merging, "LLVM_PROFILE_FILE=one.profraw ./p $i", "one.profraw");
  ASSERT_EQ(merging.merge(), "");
  EXPECT_EQ(shell(place.path(), show + merging.path()), serial);

  Merging bad("llvm-profraw");
  ASSERT_EQ(bad.add({3, "3", "/tmp/bad.profraw"}, file("one.profraw").substr(0, 90)), "");
  EXPECT_THAT(bad.merge(), HasSubstr("shard-3/tmp/bad.profraw"));
}

TEST(GoCoverRule, SumsCountsAndSortsBlocks) {
  EXPECT_EQ(merge("go-cover", {"mode: count\nm/a.go:10.2,12.3 2 1\nm/a.go:9.1,9.5 1 0\n",
                               "mode: count\nm/a.go:10.2,12.3 2 41\nC:\\b.go:1.1,1.2 1 3\n"}),
            "mode: count\nC:\\b.go:1.1,1.2 1 3\nm/a.go:9.1,9.5 1 0\nm/a.go:10.2,12.3 2 42\n");
  EXPECT_EQ(merge("go-cover", {"mode: set\na.go:1.1,1.2 1 1\na.go:2.1,2.2 1 0\n",
                               "mode: set\na.go:1.1,1.2 1 1\na.go:2.1,2.2 1 0\n"}),
            "mode: set\na.go:1.1,1.2 1 1\na.go:2.1,2.2 1 0\n");
}

TEST(GoCoverRule, RefusesWhatIsNoProfile) {
  const auto objection = [](std::string_view content) {
    return Merging("go-cover").add(in_shard(0), content);
  };
  EXPECT_THAT(objection(""), HasSubstr("empty"));
  EXPECT_THAT(objection("mode: set\na.go:1.1,1.2 1 1"), HasSubstr("truncated"));
  EXPECT_THAT(objection("mode: fast\n"), HasSubstr("line 1"));
  for (const char* binary : {"\0cvm\1\0\0\0", "\0cwm\1\0\0\0"}) {
    EXPECT_THAT(objection({binary, 8}), HasSubstr("go tool covdata textfmt"));
  }
  for (const std::string_view block : {"a.go:1.1,1.2 1", "a.go", ":1.1,1.2 1 1", "a.go:1.1-1.2 1 1",
                                       "a.go:1.1,1.2 1 1 1", "a.go:1.1,1.2 1 -1"}) {
    EXPECT_THAT(objection(fmt::format("mode: set\n{}\n", block)), HasSubstr("line 2")) << block;
  }
  Merging merging("go-cover");
  ASSERT_EQ(merging.add(in_shard(0), "mode: set\n"), "");
  EXPECT_THAT(merging.add(in_shard(1), "mode: count\n"), HasSubstr("another file"));
}

TEST_F(CoverageRules, GoReadsTheMergedProfile) {
  NEED_PROGRAM("go");
  write_file_at(place.path() + "/go.mod", "module m\n\ngo 1.19\n");
  write_file_at(
      place.path() + "/a.go",
      "package m\n\nfunc Small(x int) int {\n\tif x < 3 {\n\t\treturn 1\n\t}\n\treturn 2\n}\n");
  write_file_at(place.path() + "/a_test.go",
                "package m\n\nimport \"testing\"\n\nfunc Test1(t *testing.T) { Small(1) }\n"
                "func Test2(t *testing.T) { Small(1); Small(5) }\nfunc Test3(t *testing.T) "
                "{}\nfunc Test4(t *testing.T) { Small(4) }\n");
  const std::string go =
      "export HOME=$PWD GOFLAGS=-mod=mod GOTOOLCHAIN=local; go test -vet=off -covermode=count "
      "-coverprofile=cover.out ";
  shell(place.path(), go + ".");
  const std::string serial = file("cover.out");
  Merging merging("go-cover");
  add_shards(merging, go + "-run \"Test$i\" .", "cover.out");
  EXPECT_EQ(merging.text(), serial);
}

}  // namespace
}  // namespace isorun
