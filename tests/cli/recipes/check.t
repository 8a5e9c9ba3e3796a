Check, by the recipe in docs/adapters.md, which finds test cases in the source:

Needs: pkg-config --exists check

  $ cat >numbers.c <<'.'
  > #include <check.h>
  > #include <stdlib.h>
  > START_TEST(adds) { ck_assert_int_eq(1 + 1, 2); } END_TEST
  > START_TEST(breaks) { ck_assert_int_eq(1 + 1, 3); } END_TEST
  > START_TEST(crashes) { *(volatile int*)0 = 1; } END_TEST
  > int main(void) {
  >   Suite* suite = suite_create("numbers");
  >   TCase *good = tcase_create("good"), *bad = tcase_create("bad ones");
  >   tcase_add_loop_test(good, adds, 0, 3);
  >   tcase_add_test(bad, adds);
  >   tcase_add_test(bad, breaks);
  >   suite_add_tcase(suite, good);
  >   suite_add_tcase(suite, bad);
  >   TCase* worst = tcase_create( "worst" );
  >   tcase_add_test(worst, crashes);
  >   suite_add_tcase(suite, worst);
  > #ifdef MORE
  >   suite_add_tcase(suite, tcase_create("more"));
  > #endif
  >   SRunner* runner = srunner_create(suite);
  >   srunner_run_all(runner, CK_NORMAL);
  >   return srunner_ntests_failed(runner) ? EXIT_FAILURE : EXIT_SUCCESS;
  > }
  > .
  $ gcc numbers.c -o tests $(pkg-config --cflags --libs check)
  $ recipe check >isorun.toml
  $ isorun list -- ./tests
  good
  bad ones
  worst
  more
  check: 4 units, from isorun.toml
  $ isorun -j1 --history "$PWD/history" -- ./tests | sed -n 's,^ *\([A-Z]*\) \[.*s\] (./.),\1,p'
  PASS good
  FAIL bad ones
  FAIL worst
  SKIP more

A name that is not in the source is an error:

  $ echo 'void add(Suite* s, const char* name) { suite_add_tcase(s, tcase_create(name)); }' >add.c
  $ isorun -- ./tests
  isorun: cannot list the tests of ./tests (framework.check in isorun.toml): exit code 1 (no literal name in add.c:1:tcase_create(); list = "grep -noHE 'tcase_create *\( *("[^"]*" *\))?' *.c | awk -F '"' '
    !$2 { print "no literal name in " $0; exit 1 } !seen[$2]++ { print $2 }' " must print them and exit with 0
  [2]
