#include "schedule/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace isorun {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

TEST(History, SurvivesItsFile) {
  History history;
  history.record("B.y", Reason::out_of_memory, 1500ms);
  history.record("A.x \"quoted\"\n", Reason::passed, 33ms);
  history.record("tiny", Reason::passed, 12us);
  const auto read = History::parse(to_json(history));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(to_json(*read), to_json(history));
  EXPECT_THAT(read->entries(), SizeIs(3));
  EXPECT_EQ(read->find("B.y")->reason, Reason::out_of_memory);
  EXPECT_EQ(read->find("B.y")->duration, 1500ms);
  EXPECT_EQ(read->find("tiny")->duration, 12us);
  EXPECT_FALSE(read->find("none").has_value());
  EXPECT_THAT(to_json(history), HasSubstr("\"seconds\": 0.000012"));
}

TEST(History, KeepsWhatThisRunDidNotMeasure) {
  auto history = History::parse(R"({"schema":1,"units":{"a":{"seconds":2,"reason":"failed"},
                                                       "b":{"seconds":1,"reason":"passed"}}})");
  ASSERT_TRUE(history.has_value());
  history->record("b", Reason::skipped, 0s);
  history->record("c", Reason::setup_failed, 0s);
  EXPECT_EQ(history->find("a")->reason, Reason::failed);
  EXPECT_EQ(history->find("b")->duration, 1s);
  EXPECT_EQ(history->find("b")->reason, Reason::skipped);
  EXPECT_FALSE(history->find("c").has_value());
  const auto read = History::parse(to_json(*history));
  EXPECT_EQ(read->find("b")->duration, 1s);
  EXPECT_EQ(read->find("b")->reason, Reason::skipped);
}

TEST(History, BrokenNamesAreFoundAgain) {
  History history;
  history.record("caf\xe9", Reason::passed, 1s);
  const auto read = History::parse(to_json(history));
  ASSERT_TRUE(read.has_value());
  EXPECT_TRUE(read->find("caf\xe9").has_value());
}

TEST(History, CorruptOrNewerIsAnError) {
  const auto what = [](std::string_view text) {
    const auto read = History::parse(text);
    return read.has_value() ? std::string("read") : read.error().what;
  };
  EXPECT_EQ(what(R"({"schema":1,"units":{}})"), "read");
  EXPECT_THAT(what(""), HasSubstr("not JSON"));
  EXPECT_THAT(what(R"({"schema":1,"units":{"a")"), HasSubstr("not JSON"));
  EXPECT_THAT(what("[]"), HasSubstr("no schema"));
  EXPECT_THAT(what(R"({"schema":2,"units":{}})"), HasSubstr("schema 2"));
  EXPECT_THAT(what(R"({"schema":1})"), HasSubstr("no units"));
  EXPECT_THAT(what(R"({"schema":1,"units":{"a\n":{"seconds":-1,"reason":"passed"}}})"),
              HasSubstr("entry for a\\n"));
  EXPECT_THAT(what(R"({"schema":1,"units":{"a":{"seconds":1e300,"reason":"passed"}}})"),
              HasSubstr("entry for a"));
  EXPECT_THAT(what(R"({"schema":1,"units":{"a":{"seconds":1,"reason":"odd"}}})"),
              HasSubstr("entry for a"));
  EXPECT_THAT(what(R"({"schema":1,"units":{"a":3}})"), HasSubstr("entry for a"));
}

TEST(Reasons, AreFoundByTheirNames) {
  for (const Reason reason : all_reasons) EXPECT_EQ(reason_named(name(reason)), reason);
  EXPECT_FALSE(reason_named("odd").has_value());
}

}  // namespace
}  // namespace isorun
