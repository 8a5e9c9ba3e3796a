#include "run/recorder.hpp"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdlib.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include "collect/merger.hpp"
#include "fake_suite.hpp"
#include "run/judgement.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

// A shard that ended.
struct Story {
  Job job{};
  std::vector<UnitResult> results{};
  std::vector<Meaning> meanings = std::vector<Meaning>(results.size(), Meaning::last_word);
  std::string_view output = {};  // "Oout\nEerr\n": lines on standard output and error
  std::optional<ShardProblem> problem = std::nullopt;
  Evidence::Stop stop = Evidence::Stop::none;
  std::uint64_t most_output = ShardOutput::no_limit;
};

UnitResult result(std::size_t unit, Reason reason, OutputRange output = OutputRange::whole()) {
  return {.unit = unit, .reason = reason, .output = output};
}

class RecorderTest : public testing::Test {
 protected:
  RecorderTest() {
    std::string pattern = testing::TempDir() + "isorun-recorder-XXXXXX";
    root_ = ::mkdtemp(pattern.data());
    directory_.emplace(std::move(*ResultsDirectory::claim(root_ + "/out")));
    EXPECT_TRUE(directory_->begin("{\n  \"schema\": 1,\n"));
    recorder_.emplace(Recorder::Parts{.suite = suite_,
                                      .directory = *directory_,
                                      .collector = collector_,
                                      .collisions = collisions_,
                                      .kept_out = kept_out_,
                                      .terminal = terminal_});
  }
  ~RecorderTest() override { fs::remove_all(root_); }

  static Result<UniqueFd> make_scratch() {
    return UniqueFd(::memfd_create("scratch", MFD_CLOEXEC));
  }

  std::unique_ptr<ShardOutput> output_of(const Story& story) {
    auto output = ShardOutput::open(*directory_->create_log(shard_log_name(story.job.index)),
                                    make_scratch, {.most = story.most_output});
    EXPECT_TRUE(outputs_.add(**output));
    std::istringstream lines{std::string(story.output)};
    for (std::string line; std::getline(lines, line);) {
      const Stream stream = line.front() == 'O' ? Stream::output : Stream::error;
      line = line.substr(1) + "\n";
      EXPECT_EQ(::write((*output)->write_end(stream), line.data(), line.size()),
                static_cast<ssize_t>(line.size()));
      outputs_.pump();
    }
    (*output)->close_write_ends();
    while (!(*output)->settle()) {
    }
    return std::move(*output);
  }

  void take(const Story& story) {
    const auto output = output_of(story);
    Evidence evidence{.stop = story.stop, .output = output->output(), .log = output->all()};
    evidence.ending.leftover_processes = 2;
    const RunningShard shown{.slot = 1, .shard = story.job.index};
    const Layer layer;
    const auto& [results, places, logs] =
        keep_logs({.results = story.results, .problem = story.problem},
                  {story.job, evidence, *output, layer}, *directory_);
    recorder_->take(
        {story.job, shown, evidence, results, story.meanings, places, logs, layer, output.get()},
        nullptr);
  }

  RunRecord record() {
    RunRecord run;
    const std::size_t all[] = {0, 1, 2};
    recorder_->fill(run, all, {});
    return run;
  }

  [[nodiscard]] std::vector<std::string> logs() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(root_ + "/out/logs"))
      names.push_back(entry.path().filename());
    return names;
  }

  [[nodiscard]] std::string log(const std::string& name) const {
    std::ifstream file(root_ + "/out/logs/" + name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string root_;
  FakeSuite suite_{{{.name = "a", .suite = "s"}, {.name = "b"}, {.name = "c"}}};
  std::optional<ResultsDirectory> directory_;
  Collector collector_ = std::move(*Collector::create({}, "", "/", std::move(*Merger::create({}))));
  Collisions collisions_{"/own"};
  KeptOut kept_out_{"/own", "/work"};
  UniqueFd null_{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
  Terminal terminal_{null_.get(), {}, 3};
  ShardOutputs outputs_ = std::move(*ShardOutputs::open());
  std::optional<Recorder> recorder_;
};

TEST_F(RecorderTest, ALoneUnitsLogIsItsShards) {
  take({.job = {.index = 4, .units = {0}},
        .results = {result(0, Reason::failed)},
        .output = "Oone\nEtwo\nOthree\n"});
  EXPECT_THAT(logs(), ElementsAre("a.log"));
  EXPECT_EQ(log("a.log"), "one\ntwo\nthree\n");
  const RunRecord run = record();
  ASSERT_THAT(run.units, SizeIs(1));
  EXPECT_EQ(run.units[0].suite, "s");
  EXPECT_EQ(run.units[0].log, "logs/a.log");
  EXPECT_THAT(run.units[0].output, ElementsAre(4, 4, 6));
  EXPECT_EQ(run.units[0].shard, 4U);
  EXPECT_EQ(run.units[0].slot, 1U);
  EXPECT_THAT(run.not_run, ElementsAre("b", "c"));
  EXPECT_EQ(run.shards[0].reason, "failed");
}

TEST_F(RecorderTest, UnitsOfOneShardHaveTheirPartsOfItsLog) {
  take({.job = {.units = {1, 0}},
        .results = {result(1, Reason::passed, {0, 2}), result(0, Reason::passed, {2, 4})},
        .output = "Ob\nEx\nOa\nEy\n"});
  EXPECT_THAT(logs(), UnorderedElementsAre("a.log", "b.log"));
  EXPECT_EQ(log("b.log"), "b\nx\n");
  EXPECT_EQ(log("a.log"), "a\ny\n");
  EXPECT_THAT(record().units[0].output, ElementsAre(2, 2));
}

TEST_F(RecorderTest, UnitsThatRanAtTheSameTimeHaveTheirPieces) {
  UnitResult a = result(0, Reason::passed, {0, 6});
  a.pieces = {{0, 2}, {4, 6}};
  UnitResult b = result(1, Reason::passed, {2, 8});
  b.pieces = {{2, 4}, {6, 8}};
  take({.job = {.units = {0, 1}}, .results = {a, b}, .output = "Oa\nEx\nOb\nOc\nOd\n"});
  EXPECT_EQ(log("a.log"), "a\nx\nc\n");
  EXPECT_EQ(log("b.log"), "b\nd\n");
  EXPECT_THAT(record().units[0].output, ElementsAre(2, 2, 2));
  EXPECT_THAT(record().units[1].output, IsEmpty());
}

TEST_F(RecorderTest, AProblemKeepsTheShardsLogAndSaysSo) {
  take({.job = {.index = 7, .units = {0, 1}},
        .results = {result(0, Reason::passed, {0, 2})},
        .output = "Oa\nOthe end\n",
        .problem = ShardProblem{Reason::failed, "exit code 3, between two tests"}});
  EXPECT_EQ(log("shard-7.output"), "a\nthe end\n");
  const RunRecord run = record();
  EXPECT_THAT(run.problems, ElementsAre("shard 7: exit code 3, between two tests"));
  EXPECT_EQ(run.shards[0].reason, "failed");
}

TEST_F(RecorderTest, AUnitThatIsGoodInTheEndIsFlaky) {
  take({.job = {.units = {0}},
        .results = {result(0, Reason::failed)},
        .meanings = {Meaning::again},
        .output = "Ofirst\n"});
  take({.job = {.index = 1, .units = {0}, .attempt = 1},
        .results = {result(0, Reason::passed)},
        .output = "Osecond\n"});
  const RunRecord run = record();
  EXPECT_EQ(run.units[0].reason, Reason::flaky);
  ASSERT_THAT(run.units[0].attempts, SizeIs(2));
  EXPECT_EQ(run.units[0].attempts[0].log, "logs/a%try-1.log");
  EXPECT_EQ(log("a%try-1.log"), "first\n");
  EXPECT_EQ(log("a.log"), "second\n");
}

TEST_F(RecorderTest, TheFirstBadRoundIsTheLastWord) {
  for (const auto& [round, reason] : {std::pair{0U, Reason::passed}, std::pair{1U, Reason::failed},
                                      std::pair{2U, Reason::passed}})
    take({.job = {.index = round, .units = {0}, .round = round},
          .results = {result(0, reason)},
          .output = round == 1 ? "Obad\n" : "Ogood\n"});
  const RunRecord run = record();
  EXPECT_EQ(run.units[0].reason, Reason::failed);
  EXPECT_EQ(log("a.log"), "bad\n");
  ASSERT_THAT(run.units[0].attempts, SizeIs(3));
  EXPECT_EQ(run.units[0].attempts[0].log, "") << "the later round's took its place";
}

TEST_F(RecorderTest, WhatNobodyAskedForIsForgotten) {
  take({.job = {.units = {0, 1}},
        .results = {result(0, Reason::passed, {0, 2}), result(1, Reason::failed, {2, 4})},
        .meanings = {Meaning::last_word, Meaning::not_asked_for},
        .output = "Oa\nOb\n"});
  EXPECT_THAT(logs(), ElementsAre("a.log"));
  EXPECT_THAT(record().not_run, ElementsAre("b", "c"));
}

TEST_F(RecorderTest, TwoResultsOfOneUnitAreAProblem) {
  take({.job = {.units = {0}},
        .results = {result(0, Reason::passed), result(0, Reason::passed)},
        .output = "Oa\n"});
  EXPECT_THAT(record().problems, ElementsAre(HasSubstr("a has two results")));
}

TEST_F(RecorderTest, OutputThatIsCutOffIsAProblemAndCounted) {
  for (const std::size_t index : {3U, 5U, 6U})
    take({.job = {.index = index, .units = {0}},
          .results = {result(0, Reason::passed)},
          .output = "O0123456789\n",
          .most_output = index == 6 ? ShardOutput::no_limit : 4});
  EXPECT_THAT(record().problems,
              ElementsAre(HasSubstr("the output of shard 3 and 1 more is truncated: ")));
}

TEST_F(RecorderTest, WhatIsorunStoppedHadNoChanceToTidyUp) {
  take({.job = {.index = 0, .units = {0}}, .results = {result(0, Reason::passed)}});
  take({.job = {.index = 1, .units = {1}}, .stop = Evidence::Stop::interrupted});
  const RunRecord run = record();
  ASSERT_THAT(run.shards, SizeIs(2));
  EXPECT_EQ(run.shards[0].leftover_processes, 2U);
  EXPECT_EQ(run.shards[1].leftover_processes, 0U);
  EXPECT_EQ(run.shards[1].reason, "interrupted");
}

// Workers of a suite: their controller reports for them.
TEST_F(RecorderTest, AShardWithoutUnitsIsAShard) {
  const Job job{.index = 9};
  const RunningShard shown{.slot = 2, .shard = 9};
  const Evidence evidence;
  const Layer layer;
  recorder_->take({job, shown, evidence, {}, {}, {}, {}, layer, nullptr}, nullptr);
  const RunRecord run = record();
  ASSERT_THAT(run.shards, SizeIs(1));
  EXPECT_EQ(run.shards[0].index, 9U);
  EXPECT_THAT(run.units, IsEmpty());
}

}  // namespace
}  // namespace isorun
