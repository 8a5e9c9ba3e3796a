#include "collect/unmerged.hpp"

#include <fcntl.h>
#include <optional>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "merging.hpp"
#include "temporary_layer.hpp"

namespace isorun {
namespace {

using testing::ElementsAre;

// What an intake was given.
struct Given {
  SourceFile file{};
  std::vector<std::size_t> requests{};
  std::optional<std::string> content{};
  std::string error{};
};

class Noting final : public Intake {
 public:
  Result<void> begin(int /*results_directory*/) override { return {}; }
  void take(const SourceFile& file, std::span<const std::size_t> requests,
            const Result<std::string_view>& content) override {
    Given& given = all.emplace_back(file, std::vector(requests.begin(), requests.end()));
    if (content)
      given.content = *content;
    else
      given.error = to_string(content.error());
  }
  Result<Collected> finish() override { return Collected{}; }

  std::vector<Given> all;
};

const std::vector<CollectRequest> requests = {
    {.pattern = "/tmp/\xff*", .rule = "exec", .target = "t", .command = "cat", .required = true},
    {.pattern = "*.json", .rule = "cost", .target = ""}};

class UnmergedTest : public testing::Test {
 protected:
  UnmergedTest() { EXPECT_TRUE(intake->begin(results.layer().root.get())); }

  std::string finish() {
    EXPECT_TRUE(intake->finish());
    return read_file_at(results.path() + "/unmerged");
  }

  TemporaryLayer results;
  std::unique_ptr<Intake> intake = keep_unmerged(requests);
};

std::vector<Given> read_back(const std::string& text, const Unmerged::Numbers& numbers = {},
                             const std::set<std::size_t>& left_out = {}) {
  const Result<Unmerged> unmerged = Unmerged::parse(text);
  EXPECT_TRUE(unmerged) << to_string(unmerged.error());
  Noting noting;
  if (unmerged) unmerged->give(noting, numbers, left_out);
  return noting.all;
}

TEST_F(UnmergedTest, ComesBackAsItWas) {
  SourceFile file = in_shard(2);
  file.path = "/tmp/a\n\xff";
  file.modified = {-5, 123'456'789};
  file.mode = 0100755;
  file.has_failed = true;
  intake->take(file, std::vector<std::size_t>{0, 1}, "line\n{\"files\":1}\n");
  intake->take(in_shard(2), std::vector<std::size_t>{1}, "");
  intake->take(in_shard(0), std::vector<std::size_t>{1},
               std::unexpected(Error{Phase::collect, 13, "opening \xfe", "chmod"}));
  const std::string text = finish();

  const std::vector<Given> given = read_back(text, {.first_shard = 40});
  ASSERT_EQ(given.size(), 3U);
  EXPECT_EQ(given[0].file.shard, 42U);
  EXPECT_EQ(given[0].file.shard_name, "42");
  EXPECT_EQ(given[0].file.path, file.path);
  EXPECT_EQ(given[0].file.modified.tv_sec, -5);
  EXPECT_EQ(given[0].file.modified.tv_nsec, 123'456'789);
  EXPECT_EQ(given[0].file.mode, 0100755U);
  EXPECT_TRUE(given[0].file.has_failed);
  EXPECT_THAT(given[0].requests, ElementsAre(0, 1));
  EXPECT_EQ(given[0].content, "line\n{\"files\":1}\n");
  EXPECT_EQ(given[1].content, "");
  EXPECT_EQ(given[2].content, std::nullopt);
  EXPECT_EQ(given[2].error, to_string(Error{Phase::collect, 13, "opening \xfe", "chmod"}));

  const Result<Unmerged> unmerged = Unmerged::parse(text);
  EXPECT_EQ(unmerged->requests(), requests);
}

TEST_F(UnmergedTest, ShardsCanBeLeftOut) {
  for (const std::size_t shard : {1U, 2U, 3U})
    intake->take(in_shard(shard), std::vector<std::size_t>{1}, "");
  const std::vector<Given> given = read_back(finish(), {.first_shard = 10}, {2});
  ASSERT_EQ(given.size(), 2U);
  EXPECT_EQ(given[0].file.shard, 11U);
  EXPECT_EQ(given[1].file.shard, 13U);
}

TEST_F(UnmergedTest, TheBuildsFilesHaveANumberOfTheirOwn) {
  SourceFile file = in_shard(build_shard);
  file.shard_name = "build";
  intake->take(file, std::vector<std::size_t>{1}, "");
  const std::vector<Given> given = read_back(finish(), {.first_shard = 10, .build = 99});
  ASSERT_EQ(given.size(), 1U);
  EXPECT_EQ(given[0].file.shard, 99U);
  EXPECT_EQ(given[0].file.shard_name, "build");
}

TEST_F(UnmergedTest, MayBeEmpty) {
  EXPECT_THAT(read_back(finish()), testing::IsEmpty());
}

TEST_F(UnmergedTest, IsNotThereBeforeItIsWhole) {
  intake->take(in_shard(0), std::vector<std::size_t>{0}, std::string(1UL << 20, 'x'));
  EXPECT_EQ(::faccessat(results.layer().root.get(), unmerged_name, F_OK, 0), -1);
  finish();
  EXPECT_EQ(::faccessat(results.layer().root.get(), unmerged_name, F_OK, 0), 0);
  EXPECT_EQ(::faccessat(results.layer().root.get(), WorkDirectory::name, F_OK, 0), -1);
}

TEST_F(UnmergedTest, EveryCutIsNoticed) {
  intake->take(in_shard(0), std::vector<std::size_t>{0}, "some\ncontent\n");
  intake->take(in_shard(1), std::vector<std::size_t>{1}, "more");
  const std::string text = finish();
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_FALSE(Unmerged::parse(std::string_view(text).substr(0, size))) << size;
  EXPECT_TRUE(Unmerged::parse(text));
}

std::string with(std::string_view records) {
  return fmt::format(
      "isorun unmerged 1\n"
      R"({{"requests":[{{"pattern":"a","rule":"lines","target":"","command":"","required":false,)"
      R"("export":false,"from_failed":true,"may_be_missing":false}}]}})"
      "\n{}",
      records);
}

std::string record(std::string_view shard, std::string_view request, std::string_view size) {
  return fmt::format(
      R"({{"shard":{},"requests":[{}],"path":"/a","modified":[0,0],"mode":33188,"failed":false,"size":{}}})"
      "\nabc\n",
      shard, request, size);
}

TEST(Unmerged, OthersAreRefused) {
  const std::string good = record("0", "0", "3");
  EXPECT_TRUE(Unmerged::parse(with(good + "{\"files\":1}\n")));
  EXPECT_FALSE(Unmerged::parse(with(good + "{\"files\":2}\n")));
  EXPECT_FALSE(Unmerged::parse(with(good + good)));
  EXPECT_FALSE(Unmerged::parse(with(record("0", "1", "3") + "{\"files\":1}\n")));
  EXPECT_FALSE(Unmerged::parse(with(record("0", "0", "2") + "{\"files\":1}\n")));
  EXPECT_FALSE(Unmerged::parse(with(record("0", "0", "18446744073709551614") + "{\"files\":1}\n")));
  EXPECT_FALSE(Unmerged::parse(with(record("18446744073709551614", "0", "3") + "{\"files\":1}\n")));
  EXPECT_FALSE(Unmerged::parse(with(record("-1", "0", "3") + "{\"files\":1}\n")));
  const std::string again = good + record("1", "0", "3") + good;
  EXPECT_FALSE(Unmerged::parse(with(again + "{\"files\":3}\n"))) << "a shard comes in one piece";
}

}  // namespace
}  // namespace isorun
