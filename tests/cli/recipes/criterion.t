Criterion, by the recipe in docs/adapters.md:

Needs: echo '#include <criterion/criterion.h>' | gcc -E - >/dev/null

  $ cat >tests.c <<'.'
  > #include <criterion/criterion.h>
  > #include <criterion/parameterized.h>
  > Test(sums, adds) { cr_assert(1 + 1 == 2); }
  > Test(sums, breaks) { cr_assert(1 + 1 == 3); }
  > Test(sums, skips) { cr_skip_test("no network"); }
  > Test(sums, off, .disabled = true) { cr_assert(0); }
  > Test(files, crashes) { *(volatile int*)0 = 1; }
  > ParameterizedTestParameters(files, each) { static int values[] = {1, 2}; return cr_make_param_array(int, values, 2); }
  > ParameterizedTest(int* value, files, each) { cr_assert(*value < 2); }
  > Test(more_files, adds) {}
  > .
  $ gcc tests.c -o tests -lcriterion
  $ recipe criterion >isorun.toml
  $ isorun list -- ./tests
  files/crashes
  files/each
  more_files/adds
  sums/adds
  sums/breaks
  sums/off
  sums/skips
  criterion: 7 units, from isorun.toml
  $ isorun -j1 --history "$PWD/history" -- ./tests | sed -n 's,^ *\([A-Z]*\) \[.*s\] (./.),\1,p'
  FAIL files/crashes
  FAIL files/each
  PASS more_files/adds
  PASS sums/adds
  FAIL sums/breaks
  SKIP sums/off
  SKIP sums/skips
