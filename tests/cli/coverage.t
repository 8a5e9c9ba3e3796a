Coverage is that of a serial run, line by line: of what tests share, of children, and of tests that fail or throw.

Needs: command -v g++ gcov gcov-tool python3 && test -e /usr/include/gtest/gtest.h

  $ cat > product.hpp <<'CPP'
  > int steps_to_one(int number);
  > template <typename T> T largest(T left, T right) {
  >   if (left < right) return right;
  >   return left;
  > }
  > CPP
  $ cat > product.cpp <<'CPP'
  > #include "product.hpp"
  > int steps_to_one(int number) {
  >   int steps = 0;
  >   while (number != 1) {
  >     if (number % 2 == 0) number /= 2;
  >     else number = 3 * number + 1;
  >     steps = largest(steps + 1, steps);
  >   }
  >   return steps;
  > }
  > CPP
  $ cat > tests.cpp <<'CPP'
  > #include <gtest/gtest.h>
  > #include <sys/wait.h>
  > #include <unistd.h>
  > #include "product.hpp"
  > class EachNumber : public testing::TestWithParam<int> {};
  > TEST_P(EachNumber, Ends) {
  >   EXPECT_GT(steps_to_one(GetParam()), 0);
  > }
  > INSTANTIATE_TEST_SUITE_P(Small, EachNumber, testing::Range(2, 42));
  > TEST(Forks, CountInTheirChildren) {
  >   for (int number = 5; number < 8; ++number) {
  >     const pid_t child = fork();
  >     if (child == 0) exit(steps_to_one(number) > 0 ? 0 : 1);
  >     int status = 0;
  >     waitpid(child, &status, 0);
  >     EXPECT_EQ(status, 0);
  >   }
  > }
  > TEST(Fails, AfterItHasCounted) {
  >   EXPECT_EQ(steps_to_one(27), 112);
  > }
  > TEST(Throws, AfterItHasCounted) {
  >   steps_to_one(31);
  >   throw 7;
  > }
  > TEST(Dies, InAChild) {
  >   EXPECT_DEATH({ steps_to_one(9); abort(); }, "");
  > }
  > TEST(Skips, ItsEnd) {
  >   if (largest(1, 2) == 2) GTEST_SKIP();
  >   steps_to_one(7);
  > }
  > TEST(Crashes, AfterItHasCounted) {
  >   EXPECT_GT(steps_to_one(97), 0);
  >   abort();
  > }
  > CPP
  $ cat > counts <<'PYTHON'
  > """What gcov says of each line of the project's own sources, out of the .gcda files here."""
  > import glob, json, subprocess
  > gcov = subprocess.run(["gcov", "-j", "-t", *sorted(glob.glob("*.gcda"))], stdout=subprocess.PIPE, check=True)
  > for unit in map(json.loads, gcov.stdout.splitlines()):
  >     for file in unit["files"]:
  >         for line in file["lines"] if not file["file"].startswith("/") else []:
  >             print(file["file"], line["line_number"], line.get("function_name"), line["count"])
  > PYTHON
  $ for source in product tests; do g++ --coverage -c $source.cpp; done && g++ --coverage product.o tests.o -lgtest -lgtest_main -o tests
  $ ./tests --gtest_filter=-Crashes.* >/dev/null 2>&1; python3 counts > serially; rm *.gcda; wc -l < serially; grep 'product.cpp 5' serially
  61
  product.cpp 5 _Z12steps_to_onei 1064
  $ isorun -q -j4 --collect '**/*.gcda=gcov' -- ./tests --gtest_filter=-Crashes.* | grep Summary
       Summary [   0.000s] 44 tests run: 42 passed, 2 failed, 1 skipped
  $ ls *.gcda; cp isorun-out/collected/gcov/$PWD/*.gcda . && python3 counts > parallel; rm *.gcda
  ls: cannot access '*.gcda': No such file or directory
  $ grep -v -e AddToRegistry -e 'tests.cpp 9 ' serially > tests-serially; grep -v -e AddToRegistry -e 'tests.cpp 9 ' parallel > tests-parallel
  $ cmp tests-serially tests-parallel && wc -l < tests-parallel
  58

That leaves out what happens before the first test, as the registration of tests with parameters: it counts once a process.

  $ isorun -q -j4 --dist static --collect '**/*.gcda=gcov' -- ./tests --gtest_filter=-Crashes.* | grep -c Summary
  1
  $ cp isorun-out/collected/gcov/$PWD/*.gcda . && python3 counts > parallel; rm *.gcda; diff serially parallel | grep '^>' | cut -c 3-
  tests.cpp 6 _ZN20EachNumber_Ends_Test13AddToRegistryEv 4
  tests.cpp 9 _ZL39gtest_SmallEachNumber_EvalGenerateName_RKN7testing13TestParamInfoIiEE 160
  tests.cpp 9 _ZL36gtest_SmallEachNumber_EvalGenerator_v 4

A process that crashes leaves no counts, and takes along those of the tests before it: more than serially are never there.

  $ isorun -q -j4 --collect '**/*.gcda=gcov' -- ./tests --gtest_filter=-Small* | grep Summary
       Summary [   0.000s] 5 tests run: 2 passed, 3 failed (1 signaled), 1 skipped
  $ cp isorun-out/collected/gcov/$PWD/*.gcda . && python3 counts > parallel; rm *.gcda; paste -d' ' serially parallel | awk '/^product/ && $8 > $4'
