#include "report/log_name.hpp"

#include <set>

#include <gtest/gtest.h>

namespace isorun {
namespace {

TEST(LogName, PlainNamesStay) {
  EXPECT_EQ(log_name("Suite.Test"), "Suite.Test.log");
  EXPECT_EQ(log_name("suite (shard 1 of 4)"), "suite (shard 1 of 4).log");
  EXPECT_EQ(log_name("caf\xc3\xa9"), "caf\xc3\xa9.log");
}

TEST(LogName, EscapesWhatAFileCannotHold) {
  EXPECT_EQ(log_name("Inst/Suite.Test/0"), "Inst%2FSuite.Test%2F0.log");
  EXPECT_EQ(log_name("../../etc"), "%2E.%2F..%2Fetc.log");
  EXPECT_EQ(log_name(std::string_view("a\0b\n\xff", 5)), "a%00b%0A%FF.log");
  EXPECT_EQ(log_name("a::b<c*>"), "a%3A%3Ab%3Cc%2A%3E.log");
}

// An artifact store may leave out what begins with a dot.
TEST(LogName, ATestWithoutANameHasOne) {
  EXPECT_EQ(log_name(""), "%.log");
}

TEST(LogName, EscapesCannotBeForged) {
  EXPECT_EQ(log_name("a%2Fb"), "a%252Fb.log");
  EXPECT_NE(log_name("a%2Fb"), log_name("a/b"));
}

TEST(LogName, LongNamesStayApartAndFit) {
  std::set<std::string> names;
  for (const char last : {'a', 'b'}) {
    for (const char* first : {"x", "\xc3\xa9", "/"}) {
      std::string name;
      for (int i = 0; i < 300; ++i) name += first;
      names.insert(log_name(name + last));
    }
  }
  EXPECT_EQ(names.size(), 6U);
  for (const std::string& name : names) EXPECT_LE(name.size(), 204U);
  EXPECT_TRUE(log_name(std::string(200, 'x')) == std::string(200, 'x') + ".log");
}

TEST(LogName, LongNamesAreNotCutWithinACharacter) {
  std::string name = "x";
  for (int i = 0; i < 150; ++i) name += "\xc3\xa9";
  const std::string cut = log_name(name);
  EXPECT_EQ(cut.substr(cut.find("%~") - 2, 2), "\xc3\xa9");
}

}  // namespace
}  // namespace isorun
