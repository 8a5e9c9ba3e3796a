// What frameworks themselves remember of a run, in their own files.
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "suite/prove/options.hpp"
#include "suite/prove/state.hpp"
#include "suite/pytest/cache.hpp"

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

LastRun run_of(const std::vector<UnitResult>& results, std::map<std::string, std::string> files) {
  return {.results = results,
          .end = std::chrono::system_clock::time_point(100s),
          .file = [files = std::move(files)](const std::string& path) {
            const auto found = files.find(path);
            return found == files.end() ? std::nullopt : std::optional(found->second);
          }};
}

TEST(ProveState, IsSavedWhereTheWordsSaySo) {
  EXPECT_EQ(prove::state_file({"prove", "--state=failed,save", "t"}, ""), ".prove");
  EXPECT_EQ(prove::state_file({"prove", "--state", "save", "--statefile=x", "t"}, ""), "x");
  EXPECT_EQ(prove::state_file({"prove", "t"}, "-l\n--state=save\n"), ".prove");
  EXPECT_EQ(prove::state_file({"prove", "--state=failed", "t"}, ""), std::nullopt);
  EXPECT_EQ(prove::state_file({"prove", "t", "::", "--state=save"}, ""), std::nullopt);
}

TEST(ProveState, HoldsTheResultsOfTheRun) {
  const std::vector<std::string> scripts = {"t/a.t", "t/b c.t"};
  const std::vector<UnitResult> first = {{.unit = 0, .reason = Reason::passed, .duration = 2s},
                                         {.unit = 1, .reason = Reason::failed, .duration = 1s}};
  EXPECT_EQ(prove::next_state("", scripts, run_of(first, {})),
            "---\n"
            "generation: 1\n"
            "last_run_time: 100.000\n"
            "tests:\n"
            "  \"t/b c.t\":\n"
            "    elapsed: 1.000000\n"
            "    gen: 1\n"
            "    last_fail_time: 100.000\n"
            "    last_result: 1\n"
            "    last_run_time: 100.000\n"
            "    last_todo: 0\n"
            "    seq: 2\n"
            "    total_failures: 1\n"
            "  t/a.t:\n"
            "    elapsed: 2.000000\n"
            "    gen: 1\n"
            "    last_pass_time: 100.000\n"
            "    last_result: 0\n"
            "    last_run_time: 100.000\n"
            "    last_todo: 0\n"
            "    seq: 1\n"
            "    total_passes: 1\n"
            "version: 1\n"
            "...\n");
}

TEST(ProveState, KeepsWhatDidNotRunAndAddsToWhatDid) {
  const std::vector<std::string> scripts = {"t/a.t"};
  const std::vector<UnitResult> results = {{.unit = 0, .reason = Reason::timeout}};
  const std::string before =
      "---\ngeneration: 6\nlast_run_time: 9.5\ntests:\n  t/a.t:\n    gen: 6\n    last_result: 0\n"
      "    mtime: 77\n    seq: 3\n    total_passes: 5\n  t/z.t:\n    gen: 2\n    last_result: 1\n"
      "    seq: 8\nversion: 1\n...\n";
  const std::string after = prove::next_state(before, scripts, run_of(results, {}));
  EXPECT_THAT(after, HasSubstr("generation: 7\n"));
  EXPECT_THAT(after, HasSubstr("  t/a.t:\n    elapsed: 0.000000\n    gen: 7\n"));
  EXPECT_THAT(after, HasSubstr("    last_result: 1\n    last_run_time: 100.000\n    last_todo: 0\n"
                               "    mtime: 77\n    seq: 9\n    total_failures: 1\n"
                               "    total_passes: 5\n"));
  EXPECT_THAT(after, HasSubstr("  t/z.t:\n    gen: 2\n    last_result: 1\n    seq: 8\n"));
}

const std::vector<Unit> units = {{.name = "a.py::x", .file = "a.py"},
                                 {.name = "a.py::y", .file = "a.py"},
                                 {.name = "b.py", .file = "b.py"}};

TEST(PytestCache, NamesWhatFailed) {
  const std::vector<UnitResult> results = {{.unit = 0, .reason = Reason::passed},
                                           {.unit = 1, .reason = Reason::failed},
                                           {.unit = 2, .reason = Reason::failed}};
  const std::string before = R"({"a.py::x": true, "a.py": true, "other.py::z": true})";
  const auto files = pytest::next_cache(
      "/c", units, run_of(results, {{"/c/v/cache/lastfailed", before}, {"/c/CACHEDIR.TAG", ""}}));
  ASSERT_THAT(files, SizeIs(1));
  EXPECT_EQ(files[0].path, "/c/v/cache/lastfailed");
  EXPECT_EQ(files[0].content,
            "{\n  \"a.py::y\": true,\n  \"b.py\": true,\n  \"other.py::z\": true\n}");
}

TEST(PytestCache, IsMadeAsPytestMakesIt) {
  const std::vector<UnitResult> results = {{.unit = 1, .reason = Reason::failed}};
  const auto files = pytest::next_cache("/c", units, run_of(results, {}));
  ASSERT_THAT(files, SizeIs(3));
  EXPECT_EQ(files[1].path, "/c/CACHEDIR.TAG");
  EXPECT_EQ(files[2].path, "/c/.gitignore");
}

TEST(PytestCache, StaysWhereNothingIsNew) {
  const std::vector<UnitResult> results = {{.unit = 0, .reason = Reason::flaky}};
  EXPECT_THAT(pytest::next_cache("/c", units, run_of(results, {})), IsEmpty());
}

}  // namespace
}  // namespace isorun
