shunit2, by the recipe in docs/adapters.md:

Needs: command -v shunit2

  $ cat >tests <<'.'
  > #!/bin/bash
  > oneTimeSetUp() { value=2; }
  > testAdds() { assertEquals "$value" $((1 + 1)); }
  > function testBreaks { assertEquals "$value" $((1 + 2)); }
  >   testSkips () { startSkipping; assertEquals 1 2; }
  > # testOff() { fail; }
  > test -n "$value" || value=2
  > tests_something() { fail; }
  > isNoTest() { fail; }
  > . shunit2
  > .
  $ chmod +x tests
  $ recipe shunit2 >isorun.toml
  $ isorun list -- ./tests
  testAdds
  testBreaks
  testSkips
  tests_something
  shunit2: 4 units, from isorun.toml
  $ ./tests 2>/dev/null | grep '^test'
  testAdds
  testBreaks
  testSkips
  tests_something
  $ isorun -j1 --history "$PWD/history" -- ./tests | sed -n 's,^ *\([A-Z]*\) \[.*s\] (./.),\1,p'
  PASS testAdds
  FAIL testBreaks
  PASS testSkips
  FAIL tests_something
