CppUTest, by the recipe in docs/adapters.md:

Needs: echo '#include <CppUTest/TestHarness.h>' | g++ -E -x c++ - >/dev/null

  $ cat >tests.cpp <<'.'
  > #include <CppUTest/CommandLineTestRunner.h>
  > #include <CppUTest/TestHarness.h>
  > TEST_GROUP(Sums) {};
  > TEST(Sums, Adds) { LONGS_EQUAL(2, 1 + 1); }
  > TEST(Sums, Breaks) { LONGS_EQUAL(3, 1 + 1); }
  > IGNORE_TEST(Sums, Off) { FAIL("off"); }
  > TEST_GROUP(SumsOfMore) {};
  > TEST(SumsOfMore, Adds) { LONGS_EQUAL(3, 1 + 1 + 1); }
  > TEST(SumsOfMore, Crashes) { *static_cast<volatile int*>(nullptr) = 1; }
  > int main(int argc, char** argv) { return CommandLineTestRunner::RunAllTests(argc, argv); }
  > .
  $ g++ tests.cpp -o tests -lCppUTest
  $ recipe cpputest >isorun.toml
  $ isorun list -- ./tests
  SumsOfMore.Crashes
  SumsOfMore.Adds
  Sums.Off
  Sums.Breaks
  Sums.Adds
  cpputest: 5 units, from isorun.toml
  $ isorun -j1 --history "$PWD/history" -- ./tests | sed -n 's,^ *\([A-Z]*\) \[.*s\] (./.),\1,p'
  FAIL SumsOfMore.Crashes
  PASS SumsOfMore.Adds
  SKIP Sums.Off
  FAIL Sums.Breaks
  PASS Sums.Adds
