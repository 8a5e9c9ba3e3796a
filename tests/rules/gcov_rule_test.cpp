#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "merging.hpp"
#include "program.hpp"

namespace isorun {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view program = R"(
#include <stdlib.h>
int small(int x) { return x < 3 ? 1 : 2; }
int large(int x) { int sum = 0; for (int i = 0; i < x; ++i) sum += small(i); return sum; }
int main(int count, char** words) {
  const int number = count > 1 ? atoi(words[1]) : 0;
  if (number % 2) return large(number) < 0;
  return small(number) < 0;
}
)";

class GcovRule : public testing::Test {
 protected:
  void SetUp() override {
    NEED_PROGRAM("gcc");
    NEED_PROGRAM("gcov-tool");
    write_file_at(place.path() + "/p.c", program);
    write_file_at(place.path() + "/q.c", "int unused(void) { return 1; }\n");
    shell(place.path(), "gcc --coverage -c p.c q.c; gcc --coverage p.o q.o -o p");
  }

  // Runs the program as one shard, and answers its .gcda of p.c.
  std::string run_shard(int number) {
    shell(place.path(), fmt::format("rm -f *.gcda; ./p {}", number));
    return read_file_at(place.path() + "/p.gcda");
  }

  std::string report() { return shell(place.path(), "gcov -b -c -t p.gcda"); }

  TemporaryLayer place;
};

TEST_F(GcovRule, CountsWhatASerialRunWouldHave) {
  shell(place.path(), "for i in 1 2 3 4 5; do ./p $i; done");
  const std::string serial = report();
  ASSERT_THAT(serial, HasSubstr("small"));
  Merging merging("gcov");
  for (const int number : {5, 1, 4, 2, 3}) {
    const auto shard = static_cast<std::size_t>(number);
    const std::string path = place.path() + "/p.gcda";
    ASSERT_EQ(merging.add({shard, fmt::format("{}", shard), path}, run_shard(number)), "");
    if (number % 2 == 0) continue;
    ASSERT_EQ(merging.add({shard, fmt::format("{}", shard), place.path() + "/q.gcda"},
                          read_file_at(place.path() + "/q.gcda")),
              "");
  }
  ASSERT_EQ(merging.merge(), "");
  std::filesystem::copy_file(merging.path() + place.path() + "/p.gcda", place.path() + "/p.gcda",
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(report(), serial);
  EXPECT_TRUE(std::filesystem::exists(merging.path() + place.path() + "/q.gcda"));
}

TEST_F(GcovRule, RefusesAFileCutOffAtAnyByte) {
  const std::string whole = run_shard(3);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(Merging("gcov").add(in_shard(0), whole.substr(0, size)), "") << size;
  }
  EXPECT_EQ(Merging("gcov").add(in_shard(0), whole), "");
}

TEST_F(GcovRule, FilesOfDifferentProgramsAreAProblem) {
  Merging merging("gcov");
  ASSERT_EQ(merging.add({0, "0", "/p.gcda"}, run_shard(1)), "");
  write_file_at(place.path() + "/p.c", "int main(void) { return 0; }\n");
  shell(place.path(), "gcc --coverage -c p.c; gcc --coverage p.o q.o -o p");
  ASSERT_EQ(merging.add({1, "1", "/p.gcda"}, run_shard(1)), "");
  EXPECT_THAT(merging.merge(), StartsWith("gcov-tool"));
}

}  // namespace
}  // namespace isorun
