#include "report/run_json.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

RunRecord a_run() {
  RunRecord run;
  run.version = "0.1.0";
  run.options = {"--net", "host"};
  run.command = {"./suite", "--flag"};
  run.slots = 2;
  run.framework = "googletest";
  run.group = "file";
  run.wall = 2s;
  run.exit_code = 1;
  run.reason = "failed";
  run.units = {{.name = "A.x",
                .suite = "A",
                .file = "a.cpp",
                .duration = 1500ms,
                .before = 1400ms,
                .shard = 1,
                .log = "logs/A.x.log",
                .output = {0, 12, 5},
                .tests = {{.name = "t", .duration = 5ms}}},
               {.name = "A.y",
                .reason = Reason::signaled,
                .duration = 1500ms,
                .slot = 1,
                .detail = "SIGSEGV",
                .log = "logs/A.y.log",
                .attempts = {{.reason = Reason::failed,
                              .duration = 500ms,
                              .shard = 3,
                              .detail = "exit code 3",
                              .log = "logs/A.y%try-1.log",
                              .tests = {{.name = "t", .reason = Reason::failed, .detail = "no"}}},
                             {.reason = Reason::signaled,
                              .duration = 1500ms,
                              .slot = 1,
                              .detail = "SIGSEGV",
                              .log = "logs/A.y.log"}}}};
  run.proc = "host";
  run.shuffle_seed = 7;
  run.not_run = {"A.z"};
  run.handed_on = {
      {.name = "A.v",
       .reason = Reason::failed,
       .duration = 1s,
       .log = "logs/A.v%try-2.log",
       .attempts = {
           {.reason = Reason::failed, .duration = 1s, .log = "logs/A.v%try-2.log", .number = 2}}}};
  run.running = {{.name = "A.z", .duration = 12s}};
  run.steps = {{.kind = "setup",
                .name = "database",
                .command = "./create",
                .reason = Reason::failed,
                .duration = 250ms,
                .detail = "exit code 3",
                .log = "logs/setup-1.output",
                .cache = "not-stored",
                .cache_detail = "no file matches x"}};
  run.shards = {{.index = 0,
                 .slot = 1,
                 .units = {"A.y"},
                 .peak_memory_bytes = 1ULL << 40,
                 .leftover_processes = 2,
                 .services = {{.name = "db",
                               .state = "signaled",
                               .start_up = 52ms,
                               .detail = "killed by SIGSEGV",
                               .log = "logs/shard-0.db.output"}},
                 .layer = "layers/0",
                 .reason = "signaled"},
                {.index = 1,
                 .units = {"A.x"},
                 .start = 20ms,
                 .wall = 1600ms,
                 .user = 12us,
                 .reason = "passed"}};
  run.collected = {
      {.patterns = {"/tmp/*.json"}, .rule = "cost", .output = "costs.json", .files = 7}};
  run.exported = {{.path = "report.xml", .rule = "junit", .files = 4}};
  run.collisions = {{.path = "/tmp/db", .kind = "write/delete", .shards = {0, 1}}};
  run.paths_of_one_shard = 5;
  run.kept_out = {.files = 12, .paths = {"golden/a.txt", "report.xml"}};
  run.slice = {{.number = 2, .count = 3, .cut_by = "00ff", .list = {"0f0f", 4}}};
  run.queue = {{.id = "ff00",
                .machine = 3,
                .host = "ci-7",
                .lost = "Redis has lost the queue",
                .list = {"f0f0", 3}}};
  run.units[0].ended = 5;
  run.units[0].uncounted = {{.reason = Reason::failed,
                             .duration = 2s,
                             .shard = 9,
                             .slot = 4,
                             .detail = "exit code 1",
                             .log = "logs/machine-2.A.x.log"}};
  run.problems = {"shard 0: exit code 23"};
  run.notes = {"costs: 3.5"};
  return run;
}

TEST(RunJson, IsKnownByItsBeginning) {
  EXPECT_TRUE(is_run_json(run_json(a_run()).substr(0, 200)));
  EXPECT_FALSE(is_run_json(R"({"schema": 1, "run": "somebody else's"})"));
  EXPECT_FALSE(is_run_json(""));
}

TEST(RunJson, IsWhatTheSchemaSays) {
  EXPECT_EQ(run_json(a_run()), R"({
    "schema": 1,
    "isorun": "0.1.0",
    "options": [
        "--net",
        "host"
    ],
    "command": [
        "./suite",
        "--flag"
    ],
    "slots": 2,
    "framework": "googletest",
    "group": "file",
    "proc": "host",
    "shuffle_seed": 7,
    "wall_seconds": 2.000000,
    "sum_seconds": 3.500000,
    "longest": {
        "unit": "A.x",
        "seconds": 1.500000
    },
    "bound_seconds": 1.750000,
    "speed_up": 1.750000,
    "counts": {
        "passed": 1,
        "failed": 0,
        "signaled": 1,
        "timeout": 0,
        "out-of-memory": 0,
        "disk-full": 0,
        "setup-failed": 0,
        "exec-failed": 0,
        "skipped": 0,
        "flaky": 0,
        "not-run": 1
    },
    "exit_code": 1,
    "reason": "failed",
    "slice": {
        "number": 2,
        "count": 3,
        "cut_by": "00ff",
        "list": "0f0f",
        "list_units": 4
    },
    "queue": {
        "id": "ff00",
        "machine": 3,
        "host": "ci-7",
        "lost": "Redis has lost the queue",
        "list": "f0f0",
        "list_units": 3
    },
    "units": [
        {
            "name": "A.x",
            "suite": "A",
            "file": "a.cpp",
            "reason": "passed",
            "seconds": 1.500000,
            "shard": 1,
            "slot": 0,
            "detail": "",
            "log": "logs/A.x.log",
            "output": [
                0,
                12,
                5
            ],
            "tests": [
                {
                    "name": "t",
                    "reason": "passed",
                    "seconds": 0.005000,
                    "detail": ""
                }
            ],
            "before_seconds": 1.400000,
            "attempts": [],
            "ended": 5,
            "uncounted": [
                {
                    "reason": "failed",
                    "seconds": 2.000000,
                    "shard": 9,
                    "slot": 4,
                    "detail": "exit code 1",
                    "log": "logs/machine-2.A.x.log"
                }
            ]
        },
        {
            "name": "A.y",
            "suite": "",
            "file": "",
            "reason": "signaled",
            "seconds": 1.500000,
            "shard": 0,
            "slot": 1,
            "detail": "SIGSEGV",
            "log": "logs/A.y.log",
            "attempts": [
                {
                    "reason": "failed",
                    "seconds": 0.500000,
                    "shard": 3,
                    "slot": 0,
                    "detail": "exit code 3",
                    "log": "logs/A.y%try-1.log",
                    "tests": [
                        {
                            "name": "t",
                            "reason": "failed",
                            "seconds": 0.000000,
                            "detail": "no"
                        }
                    ]
                },
                {
                    "reason": "signaled",
                    "seconds": 1.500000,
                    "shard": 0,
                    "slot": 1,
                    "detail": "SIGSEGV",
                    "log": "logs/A.y.log"
                }
            ]
        }
    ],
    "not_run": [
        "A.z"
    ],
    "handed_on": [
        {
            "name": "A.v",
            "suite": "",
            "file": "",
            "reason": "failed",
            "seconds": 1.000000,
            "shard": 0,
            "slot": 0,
            "detail": "",
            "log": "logs/A.v%try-2.log",
            "attempts": [
                {
                    "reason": "failed",
                    "seconds": 1.000000,
                    "shard": 0,
                    "slot": 0,
                    "detail": "",
                    "log": "logs/A.v%try-2.log",
                    "number": 2
                }
            ]
        }
    ],
    "running": [
        {
            "name": "A.z",
            "seconds": 12.000000
        }
    ],
    "steps": [
        {
            "kind": "setup",
            "name": "database",
            "command": "./create",
            "reason": "failed",
            "seconds": 0.250000,
            "detail": "exit code 3",
            "log": "logs/setup-1.output",
            "cache": "not-stored",
            "cache_detail": "no file matches x"
        }
    ],
    "shards": [
        {
            "index": 0,
            "slot": 1,
            "units": [
                "A.y"
            ],
            "wall_seconds": 0.000000,
            "user_seconds": 0.000000,
            "system_seconds": 0.000000,
            "peak_memory_bytes": 1099511627776,
            "layer_bytes": 0,
            "layer_files": 0,
            "leftover_processes": 2,
            "services": [
                {
                    "name": "db",
                    "state": "signaled",
                    "start_up_seconds": 0.052000,
                    "detail": "killed by SIGSEGV",
                    "log": "logs/shard-0.db.output"
                }
            ],
            "layer": "layers/0",
            "reason": "signaled"
        },
        {
            "index": 1,
            "slot": 0,
            "units": [
                "A.x"
            ],
            "start_seconds": 0.020000,
            "wall_seconds": 1.600000,
            "user_seconds": 0.000012,
            "system_seconds": 0.000000,
            "peak_memory_bytes": 0,
            "layer_bytes": 0,
            "layer_files": 0,
            "leftover_processes": 0,
            "layer": "",
            "reason": "passed"
        }
    ],
    "collected": [
        {
            "patterns": [
                "/tmp/*.json"
            ],
            "rule": "cost",
            "output": "costs.json",
            "files": 7
        }
    ],
    "exported": [
        {
            "path": "report.xml",
            "rule": "junit",
            "files": 4
        }
    ],
    "collisions": [
        {
            "path": "/tmp/db",
            "kind": "write/delete",
            "shards": [
                0,
                1
            ]
        }
    ],
    "paths_of_one_shard": 5,
    "kept_out": {
        "files": 12,
        "paths": [
            "golden/a.txt",
            "report.xml"
        ]
    },
    "problems": [
        "shard 0: exit code 23"
    ],
    "warnings": [],
    "notes": [
        "costs: 3.5"
    ]
}
)");
}

// Every member is described, and every one that is described is written.
TEST(RunJson, IsWhatItsSchemaDescribes) {
  const std::string path = testing::TempDir() + "isorun-run-json-" + std::to_string(::getpid());
  std::ofstream(path) << run_json(a_run());
  const int status =
      std::system(fmt::format("'{}' --complete '{}' '{}'", VALIDATES, RUN_SCHEMA, path).c_str());
  std::filesystem::remove(path);
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "no python3-jsonschema";
  EXPECT_EQ(status, 0);
}

TEST(RunJson, IsValidWhateverTheNamesHold) {
  RunRecord run = a_run();
  run.units[0].name = "a\"\\\n\x01\xff\xed\xa0\x80";
  run.command.emplace_back("\xc0");
  const std::string text = run_json(run);
  ASSERT_NE(json::parse(text), nullptr);
  rapidjson::Document strict;
  strict.Parse<rapidjson::kParseValidateEncodingFlag>(text.c_str());
  EXPECT_FALSE(strict.HasParseError());
  EXPECT_THAT(text, HasSubstr("\xef\xbf\xbd"));
}

TEST(RunJson, IsReadBackAsItWas) {
  const std::string text = run_json(a_run());
  const Result<RunRecord> run = parse_run_json(text);
  ASSERT_TRUE(run) << to_string(run.error());
  EXPECT_EQ(run_json(*run), text);
  EXPECT_EQ(run->units[1].attempts[0].reason, Reason::failed);
  EXPECT_EQ(run->units[0].duration, 1500ms);
  EXPECT_EQ(run->shards[1].user, 12us);
  EXPECT_EQ(run->proc, "host");
  EXPECT_EQ(run->shuffle_seed, 7U);
  const Result<RunRecord> empty = parse_run_json(run_json({}));
  ASSERT_TRUE(empty) << to_string(empty.error());
  EXPECT_FALSE(empty->slice);
}

std::string refusal(const std::string& text) {
  const Result<RunRecord> run = parse_run_json(text);
  if (run) return "taken";
  EXPECT_EQ(run.error().phase, Phase::usage);
  return run.error().what;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(RunJson, IsNotReadIfItIsNotWhatWasWritten) {
  const std::string text = run_json(a_run());
  EXPECT_THAT(refusal(text.substr(0, text.size() / 2)), HasSubstr("truncated"));
  EXPECT_THAT(refusal("[1]"), HasSubstr("not written by isorun"));
  EXPECT_THAT(refusal(replaced(text, "\"schema\": 1", "\"schema\": 2")),
              HasSubstr("its schema is 2, and this isorun reads 1"));
  EXPECT_THAT(refusal(replaced(text, "\"signaled\",\n            \"seconds\"",
                               "\"eaten\",\n            \"seconds\"")),
              HasSubstr("reason"));
  EXPECT_THAT(refusal(replaced(text, "1.600000", "-1")), HasSubstr("wall_seconds"));
  EXPECT_THAT(refusal(replaced(text, "1.600000", "1e300")), HasSubstr("wall_seconds"));
  EXPECT_THAT(refusal(replaced(text, "\"leftover_processes\": 2", "\"leftover_processes\": -2")),
              HasSubstr("leftover_processes"));
  EXPECT_THAT(refusal(replaced(text, "\"not_run\"", "\"not-run\"")), HasSubstr("not_run"));
}

TEST(RunJson, AnEmptyRunIsValidToo) {
  const auto root = json::parse(run_json({}));
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(json::object_in(*root, "longest"), nullptr);
  EXPECT_EQ(json::number_in(*root, "speed_up"), 0.0);
}

TEST(Json, ReadsOnlyTheTypeThatIsAskedFor) {
  const auto root = json::parse(R"({"text": "x", "number": 3, "list": [], "object": {}})");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(json::string_in(*root, "text"), "x");
  EXPECT_FALSE(json::string_in(*root, "number").has_value());
  EXPECT_FALSE(json::string_in(*root, "absent").has_value());
  EXPECT_FALSE(json::number_in(*root, "text").has_value());
  EXPECT_NE(json::array_in(*root, "list"), nullptr);
  EXPECT_EQ(json::array_in(*root, "object"), nullptr);
  EXPECT_EQ(json::object_in(*json::array_in(*root, "list"), "x"), nullptr) << "not an object";
}

TEST(Figures, NoScheduleBeatsTheLongestGroup) {
  RunRecord run;
  run.slots = 4;
  for (const char* file : {"a", "a", "a", "b"})
    run.units.push_back({.name = "x", .file = file, .duration = 1s});
  run.units[1].attempts = {{.reason = Reason::failed, .duration = 3s}, {.duration = 1s}};
  EXPECT_EQ(figures(run).bound, 3s);
  run.group = "file";
  EXPECT_EQ(figures(run).bound, 5s);
}

TEST(Figures, KnowTheBound) {
  const RunRecord run = a_run();
  const Figures numbers = figures(run);
  EXPECT_EQ(numbers.sum, 3500ms) << "all attempts";
  EXPECT_EQ(numbers.bound, 1750ms);
  EXPECT_EQ(numbers.longest->name, "A.x");
  EXPECT_DOUBLE_EQ(numbers.speed_up, 1.75);
  EXPECT_DOUBLE_EQ(numbers.percent_of_bound, 87.5);
}

}  // namespace
}  // namespace isorun
