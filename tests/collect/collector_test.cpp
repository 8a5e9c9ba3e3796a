#include "collect/collector.hpp"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <numeric>
#include <random>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>

#include "collect/merger.hpp"
#include "temporary_layer.hpp"

namespace isorun {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string cost_file(std::string_view session, std::string_view cost) {
  return fmt::format(
      R"({{"session_id": "{}", "total_api_calls": 1, "total_input_tokens": 10, "total_output_tokens": 1,
"total_cache_creation_tokens": 0, "total_cache_read_tokens": 0, "total_cost_usd": {},
"total_duration_seconds": 0.5, "cache_hit_rate": 0, "api_calls": [{{"cached": false}}]}})",
      session, cost);
}

class CollectorTest : public testing::Test {
 protected:
  CollectorTest() {
    std::filesystem::create_directory(out);
    results.reset(::open(out.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }

  Collector collector(std::initializer_list<std::string_view> words) const {
    std::vector<CollectRequest> requests;
    for (const std::string_view word : words) requests.push_back(parse_collect(word).value());
    Collector made =
        Collector::create(requests, "/home/u", "/work", Merger::create(requests).value()).value();
    EXPECT_TRUE(made.begin(results.get()));
    return made;
  }

  static Collected finish(Collector& collector) {
    Result<Collected> collected = collector.finish();
    EXPECT_TRUE(collected) << to_string(collected.error());
    return collected.value_or(Collected());
  }

  [[nodiscard]] std::vector<std::string> written() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(out)) {
      if (!entry.is_directory()) names.push_back(entry.path().lexically_relative(out));
    }
    std::ranges::sort(names);
    return names;
  }

  TemporaryLayer temporary;  // one shard's layer, and the results beside its parts
  std::string tmp = temporary.add_part("/tmp");
  std::string out = temporary.path() + "/results";
  UniqueFd results;
};

std::vector<std::string> targets(const Collected& collected) {
  std::vector<std::string> result;
  for (const MergedFile& file : collected.files) result.push_back(file.target);
  return result;
}

std::vector<std::string> texts(const std::vector<Problem>& problems) {
  std::vector<std::string> result;
  for (const Problem& problem : problems) result.push_back(to_string(problem));
  return result;
}

TEST_F(CollectorTest, MergesWhatAllShardsWrote) {
  Collector costs = collector({"/tmp/test_*.json=cost", "/tmp/n.json=json-sum"});
  TemporaryLayer other;
  const std::string other_tmp = other.add_part("/tmp");
  write_file_at(tmp + "/test_a.json", cost_file("a", "0.1"));
  write_file_at(tmp + "/n.json", "1");
  write_file_at(tmp + "/unrelated", "{");
  write_file_at(other_tmp + "/test_a.json", cost_file("a", "0.2"));
  write_file_at(other_tmp + "/n.json", "2");
  costs.take({0, "0", ""}, temporary.layer());
  costs.take({1, "1", ""}, other.layer());

  const Collected collected = finish(costs);
  EXPECT_THAT(collected.problems, IsEmpty());
  EXPECT_THAT(collected.warnings, IsEmpty());
  EXPECT_THAT(targets(collected), ElementsAre("costs.json", "collected/n.json"));
  EXPECT_THAT(written(), ElementsAre("collected/n.json", "costs.json"));
  EXPECT_THAT(collected.summary, SizeIs(4));
  EXPECT_THAT(collected.summary.front(), HasSubstr("cost $0.3: 2 calls"));
  EXPECT_THAT(read_file_at(out + "/costs.json"), HasSubstr("\"total_cost_usd\": 0.3,"));
  EXPECT_EQ(read_file_at(out + "/collected/n.json"), "3\n");
}

TEST_F(CollectorTest, CountsWhatAShardWrote) {
  Collector none = collector({});
  const std::string overlay = temporary.add_part("/w", LayerPart::Kind::overlay);
  write_file_at(tmp + "/a/b", "12345");
  std::filesystem::create_hard_link(tmp + "/a/b", tmp + "/link");
  std::filesystem::create_symlink("x", tmp + "/symlink");
  write_file_at(overlay + "/c", "123");
  ASSERT_EQ(::mknod((overlay + "/gone").c_str(), S_IFCHR, makedev(0, 0)), 0);
  const LayerUse use = none.take({0, "0", ""}, temporary.layer());
  EXPECT_EQ(use.bytes, 8U);
  EXPECT_EQ(use.files, 3U);
}

TEST_F(CollectorTest, TheOrderOfArrivalChangesNoByte) {
  constexpr std::size_t shards = 12;
  std::vector<std::unique_ptr<TemporaryLayer>> layers;
  for (std::size_t i = 0; i < shards; ++i) {
    const std::string part =
        layers.emplace_back(std::make_unique<TemporaryLayer>())->add_part("/tmp");
    for (const char* name : {"b", "a/x", "a-y"}) {
      write_file_at(fmt::format("{}/{}.json", part, name),
                    cost_file(fmt::format("s{}", i % 5), "0.07"));
      write_file_at(fmt::format("{}/{}.sum", part, name),
                    fmt::format(R"({{"l": ["{}{}"]}})", i, name));
    }
    if (i % 3 == 0) write_file_at(part + "/bad.bad", "{");
  }
  std::vector<std::size_t> order(shards);
  std::iota(order.begin(), order.end(), 0);
  std::mt19937 random(4);
  std::vector<std::string> seen;
  for (int round = 0; round < 5; ++round) {
    Collector all =
        collector({"/tmp/**/*.json=cost", "/tmp/**.sum=json-sum", "/tmp/*.bad=cost:bad.json"});
    for (const std::size_t shard : order) {
      all.take({shard, fmt::format("{}", shard), ""}, layers[shard]->layer());
    }
    const Collected collected = finish(all);
    seen.push_back(read_file_at(out + "/costs.json") +
                   read_file_at(out + "/collected/json-sum.sum") +
                   fmt::format("{}", fmt::join(texts(collected.problems), "\n")));
    EXPECT_EQ(seen.front(), seen.back());
    std::ranges::shuffle(order, random);
  }
  EXPECT_THAT(seen.front(), HasSubstr("\"files\": 36"));
}

TEST_F(CollectorTest, HundredsOfFilesSumExactly) {
  Collector costs = collector({"/tmp/test_*.json=cost"});
  for (int i = 0; i < 500; ++i) {
    write_file_at(fmt::format("{}/test_{}.json", tmp, i), cost_file("a", "0.0001"));
  }
  for (std::size_t shard = 0; shard < 4; ++shard) costs.take({shard, "s", ""}, temporary.layer());
  EXPECT_THAT(finish(costs).problems, IsEmpty());
  EXPECT_THAT(read_file_at(out + "/costs.json"),
              AllOf(HasSubstr("\"files\": 2000"), HasSubstr("\"total_cost_usd\": 0.2,")));
}

TEST_F(CollectorTest, ABadFileIsNamedAndThereIsNoTotal) {
  write_file_at(out + "/costs.json", "an older run's");
  Collector costs = collector({"/tmp/test_*.json=cost", "/tmp/n=json-sum"});
  write_file_at(tmp + "/test_good.json", cost_file("a", "1"));
  write_file_at(tmp + "/test_empty.json", "");
  write_file_at(tmp + "/test_cut.json", cost_file("a", "1").substr(0, 99));
  write_file_at(tmp + "/test_\n.json", "[]");
  write_file_at(tmp + "/n", "5");
  costs.take({7, "seven", ""}, temporary.layer());
  const Collected collected = finish(costs);
  EXPECT_THAT(
      texts(collected.problems),
      ElementsAre(HasSubstr("/tmp/test_\\x0a.json of shard seven: it is not a cost file"),
                  AllOf(HasSubstr("/tmp/test_cut.json of shard seven"), HasSubstr("truncated")),
                  HasSubstr("/tmp/test_empty.json of shard seven: it is empty")));
  EXPECT_THAT(collected.warnings,
              ElementsAre("costs.json was not written: 3 of its files could not be merged"));
  EXPECT_THAT(targets(collected), ElementsAre("collected/n"));
  EXPECT_THAT(written(), ElementsAre("collected/n"));
}

TEST_F(CollectorTest, AMismatchBetweenShardsIsAProblem) {
  Collector sums = collector({"/tmp/n=json-sum"});
  write_file_at(tmp + "/n", "5");
  sums.take({0, "0", ""}, temporary.layer());
  write_file_at(tmp + "/n", "[5]");
  sums.take({1, "1", ""}, temporary.layer());
  const Collected collected = finish(sums);
  EXPECT_THAT(texts(collected.problems),
              ElementsAre("/tmp/n of shard 1: $ is an array, but a number in /tmp/n of shard 0"));
  EXPECT_THAT(written(), IsEmpty());
}

TEST_F(CollectorTest, NothingButRegularFilesIsReadAndNothingIsFollowed) {
  Collector costs = collector({"/tmp/test_*=cost"});
  write_file_at(temporary.path() + "/outside.json", cost_file("secret", "1000"));
  std::filesystem::create_symlink(temporary.path() + "/outside.json", tmp + "/test_1link");
  ASSERT_EQ(::mkfifo((tmp + "/test_2fifo").c_str(), 0600), 0);
  ASSERT_EQ(::mknod((tmp + "/test_3device").c_str(), S_IFCHR, makedev(0, 0)), 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  (tmp + "/test_4socket").copy(static_cast<char*>(address.sun_path), sizeof address.sun_path - 1);
  const UniqueFd listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  std::filesystem::create_directory(tmp + "/test_5directory");

  costs.take({0, "0", ""}, temporary.layer());
  EXPECT_THAT(
      texts(finish(costs).problems),
      ElementsAre("/tmp/test_1link of shard 0: it is a symbolic link, which is not followed",
                  "/tmp/test_2fifo of shard 0: it is a fifo",
                  "/tmp/test_3device of shard 0: it is a device",
                  "/tmp/test_4socket of shard 0: it is a socket"));
  EXPECT_THAT(written(), IsEmpty());
}

TEST_F(CollectorTest, LinksInTheMiddleOfAPathLeadNowhere) {
  write_file_at(temporary.path() + "/outside/test_a.json", cost_file("secret", "1000"));
  std::filesystem::create_directory_symlink(temporary.path() + "/outside", tmp + "/dir");
  Collector costs = collector({"/tmp/dir/test_*.json=cost"});
  costs.take({0, "0", ""}, temporary.layer());
  const Collected collected = finish(costs);
  EXPECT_THAT(collected.warnings, ElementsAre(HasSubstr("no shard wrote")));
  EXPECT_THAT(written(), IsEmpty());
}

TEST_F(CollectorTest, DeletedFilesAreNoFiles) {
  const std::string overlay = temporary.add_part("/work", LayerPart::Kind::overlay);
  ASSERT_EQ(::mknod((overlay + "/c.json").c_str(), S_IFCHR, makedev(0, 0)), 0);
  Collector costs = collector({"c.json=cost"});
  costs.take({0, "0", ""}, temporary.layer());
  const Collected collected = finish(costs);
  EXPECT_THAT(collected.problems, IsEmpty());
  EXPECT_THAT(collected.warnings,
              ElementsAre("--collect c.json=cost: no shard wrote a file that matches"));
}

TEST_F(CollectorTest, ARequiredPatternWithoutAFileIsAProblem) {
  Collector all = collector({"/tmp/x=concat!", "/tmp/y=concat"});
  all.take({0, "0", ""}, temporary.layer());
  const Collected collected = finish(all);
  EXPECT_THAT(texts(collected.problems),
              ElementsAre("--collect /tmp/x=concat: no shard wrote a file that matches"));
  EXPECT_THAT(collected.warnings, SizeIs(1));
}

TEST_F(CollectorTest, NothingOfTheWorkIsLeftInTheResults) {
  write_file_at(out + "/.collect/result-0", "of a run that was killed");
  Collector logs = collector({"/tmp/log=concat"});
  write_file_at(tmp + "/log", "1");
  logs.take({0, "0", ""}, temporary.layer());
  finish(logs);
  EXPECT_FALSE(std::filesystem::exists(out + "/.collect"));
  EXPECT_EQ(read_file_at(out + "/collected/log"), "1");
}

TEST_F(CollectorTest, APatternWithoutAFileLeavesNoOldResultStanding) {
  write_file_at(out + "/costs.json", "an older run's");
  Collector costs = collector({"/tmp/x=cost"});
  costs.take({0, "0", ""}, temporary.layer());
  EXPECT_THAT(finish(costs).warnings, SizeIs(1));
  EXPECT_THAT(written(), IsEmpty());
}

TEST_F(CollectorTest, AFileThatTwoPatternsOfOneTargetMatchCountsOnce) {
  Collector costs = collector({"/tmp/a*=cost", "/tmp/*a=cost"});
  write_file_at(tmp + "/a", cost_file("a", "1"));
  costs.take({0, "0", ""}, temporary.layer());
  const Collected collected = finish(costs);
  EXPECT_THAT(collected.warnings, IsEmpty());
  EXPECT_THAT(targets(collected), ElementsAre("costs.json"));
  EXPECT_THAT(read_file_at(out + "/costs.json"), HasSubstr("\"files\": 1,"));
}

TEST_F(CollectorTest, ReadsBeyondTheLongestPath) {
  const UniqueFd deepest = make_deep(tmp, "directory", 600);
  const UniqueFd file(::openat(deepest.get(), "c.json", O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
  const std::string content = cost_file("deep", "0.25");
  ASSERT_EQ(::write(file.get(), content.data(), content.size()),
            static_cast<ssize_t>(content.size()));
  Collector costs = collector({"/tmp/**/c.json=cost"});
  costs.take({0, "0", ""}, temporary.layer());
  EXPECT_THAT(finish(costs).problems, IsEmpty());
  EXPECT_THAT(read_file_at(out + "/costs.json"), HasSubstr("\"total_cost_usd\": 0.25,"));
}

TEST_F(CollectorTest, ALayerThatCannotBeReadSpoilsEveryTotal) {
  Collector costs = collector({"/tmp/a=cost"});
  write_file_at(tmp + "/a", cost_file("a", "1"));
  costs.take({0, "0", ""}, temporary.layer());
  Layer broken;
  broken.parts = {{"/tmp", "part-0", LayerPart::Kind::whole}};
  costs.take({1, "1", ""}, broken);
  EXPECT_THAT(texts(finish(costs).problems),
              ElementsAre(HasSubstr("shard 1: reading the layer of /tmp")));
  EXPECT_THAT(written(), IsEmpty());
}

TEST_F(CollectorTest, AFileTooLargeToReadWholeIsAProblem) {
  write_file_at(tmp + "/a", "");
  std::filesystem::resize_file(tmp + "/a", std::uintmax_t{1} << 40);  // sparse
  Collector costs = collector({"/tmp/a=cost"});
  costs.take({0, "0", ""}, temporary.layer());
  EXPECT_THAT(texts(finish(costs).problems), ElementsAre(HasSubstr("larger than 256 MiB")));
}

TEST_F(CollectorTest, RulesThatMakeNoDocumentTakeFilesOfAnySize) {
  write_file_at(tmp + "/a", "mode: set\n");
  std::filesystem::resize_file(tmp + "/a", std::uintmax_t{1} << 40);  // sparse
  Collector profiles = collector({"/tmp/a=go-cover"});
  profiles.take({0, "0", ""}, temporary.layer());
  EXPECT_THAT(texts(finish(profiles).problems), ElementsAre(HasSubstr("truncated")));
}

TEST_F(CollectorTest, LargeFilesArriveWhole) {
  std::string large;
  for (int i = 0; i < 400'000; ++i) large += fmt::format("{:07}\n", i);
  write_file_at(tmp + "/a", "0\n");  // so that the next one does not begin at a page
  write_file_at(tmp + "/b", large);
  write_file_at(tmp + "/c", "1\n");
  Collector all = collector({"/tmp/?=concat:concat", "/tmp/b=newest:newest", "/tmp/?=jsonl:jsonl",
                             "/tmp/?=copy:copy", "/tmp/b=lines:lines"});
  all.take({0, "0", ""}, temporary.layer());
  EXPECT_THAT(texts(finish(all).problems),
              ElementsAre(HasSubstr("/tmp/b of shard 0: line 1, byte 1")));
  EXPECT_TRUE(read_file_at(out + "/concat") == "0\n" + large + "1\n");
  EXPECT_TRUE(read_file_at(out + "/newest") == large);
  EXPECT_TRUE(read_file_at(out + "/copy/tmp/b") == large);
  EXPECT_TRUE(read_file_at(out + "/lines") == large);
}

TEST_F(CollectorTest, LongJsonLinesArriveWhole) {
  std::string large;
  for (int i = 0; i < 200'000; ++i) large += fmt::format("[{}]\n", i);
  write_file_at(tmp + "/a", large);
  Collector all = collector({"/tmp/a=jsonl"});
  all.take({0, "0", ""}, temporary.layer());
  EXPECT_THAT(finish(all).problems, IsEmpty());
  EXPECT_TRUE(read_file_at(out + "/collected/a") == large);
}

TEST_F(CollectorTest, ResultsThatCannotBeWrittenAreAnErrorAndTheOldOnesStay) {
  std::filesystem::create_directories(out + "/costs.json/in-the-way");
  Collector costs = collector({"/tmp/a=cost"});
  write_file_at(tmp + "/a", cost_file("a", "1"));
  costs.take({0, "0", ""}, temporary.layer());
  const Result<Collected> collected = costs.finish();
  ASSERT_FALSE(collected);
  EXPECT_EQ(collected.error().phase, Phase::collect);
  EXPECT_THAT(collected.error().what, HasSubstr("costs.json"));
  EXPECT_THAT(written(), IsEmpty());
}

TEST(CollectorRequests, ClashesAreRefused) {
  const auto refusal = [](const std::vector<CollectRequest>& requests) {
    Result<std::unique_ptr<Merger>> merger = Merger::create(requests);
    const Result<Collector> made =
        merger ? Collector::create(requests, "/home/u", "/work", std::move(*merger))
               : std::unexpected(merger.error());
    if (made) return std::string("taken");
    EXPECT_EQ(made.error().phase, Phase::usage);
    return made.error().what;
  };
  EXPECT_THAT(refusal({{"/a", "cost", "x"}, {"/b", "json-sum", "x"}}),
              HasSubstr("also that of the rule cost"));
  EXPECT_THAT(refusal({{"/a/x", "json-sum", ""}, {"/b/x", "json-sum", ""}}),
              HasSubstr("json-sum:TARGET"));
  EXPECT_EQ(refusal({{"/a/x", "json-sum", "y"}, {"/b/x", "json-sum", "y"}}), "taken");
  EXPECT_THAT(refusal({{"/a[", "cost", ""}}), HasSubstr("/a["));
  EXPECT_THAT(refusal({{"/a", "cost", "../x"}}), HasSubstr("../x"));
  EXPECT_THAT(refusal({{"/a", "product", ""}}), HasSubstr("no such rule"));
}

}  // namespace
}  // namespace isorun
