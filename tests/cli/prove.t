Perl's prove: each script is a unit.

Needs: prove --version

  $ mkdir -p t/sub lib
  $ echo 'package Ours; sub plan { print "1..$_[0]\n" } 1;' > lib/Ours.pm
  $ echo 'use Ours; Ours::plan(2); print "ok 1\nnot ok 2 # TODO later\n";' > t/pass.t
  $ echo 'print "1..3\nok 1\nnot ok 2 - bad\nok 3\n"; print STDERR "# why\n";' > t/fail.t
  $ echo 'print "1..0 # SKIP no network\n";' > t/skip.t
  $ echo 'print "1..1\nok 1\n"; exit 4' > t/exit.t
  $ echo '$| = 1; print "1..2\nok 1\n"; kill SEGV => $$' > t/crash.t
  $ echo 'print "1..2\nok 1\nBail out! no database\n"; exit 255' > t/bail.t
  $ echo 'print "ok 1\n"' > t/plan.t
  $ echo 'print "1..1\n", $ARGV[0] eq "a b" ? "ok 1\n" : "not ok 1\n"' > "t/odd 'name.t"
  $ echo 'print "1..1\nok 1\n"' > t/sub/deep.t
  $ isorun list -- prove t
  t/bail.t
  t/crash.t
  t/exit.t
  t/fail.t
  t/odd 'name.t
  t/pass.t
  t/plan.t
  t/skip.t
  prove: 8 units, detected by inspection
  $ isorun list -- prove -r t/sub t/pass.t
  t/sub/deep.t
  t/pass.t
  prove: 2 units, detected by inspection
  $ isorun list -- prove -vrj4 t | wc -l
  prove: 9 units, detected by inspection
  9
  $ isorun -j2 -- prove -j4 -l t/ :: 'a b' | sed -n 's/^ *\([A-Z-]* \)\[.*\] \([a-z]\)/\1\2/p' | sort
  FAIL t/bail.t: Bailout called: no database
  FAIL t/exit.t: exit code 4
  FAIL t/fail.t: Failed 1/3 subtests
  FAIL t/plan.t: No plan found in TAP output
  SIGSEGV t/crash.t
  $ isorun -j2 -- prove -l t/ :: 'a b' | grep 'PASS \|SKIP ' | sed 's/\[[^(]*([^)]*) //' | sort
          PASS t/odd 'name.t
          PASS t/pass.t
          SKIP t/skip.t
  $ isorun -j1 -- prove -l t/fail.t | sed -n '/OUTPUT/,/Report/p'
  --- OUTPUT: t/fail.t: Failed 1/3 subtests ---
  # why
  t/fail.t .. 
  1..3
  ok 1
  not ok 2 - bad
  ok 3
  Failed 1/3 subtests 
  (empty)
  Test Summary Report
  $ cat isorun-out/logs/* | grep -c '^not ok 2 - bad'
  1

prove itself knows of the results where it saves its state:

  $ isorun -j2 -q -- prove -l --state=save t/pass.t t/fail.t t/exit.t >/dev/null; prove --dry --state=failed | sort
  t/exit.t
  t/fail.t
  $ sed -i 's/exit 4//' t/exit.t; isorun -j2 -q -- prove -l --state=failed,save | grep 'tests run'
       Summary [   0.000s] 2 tests run: 1 passed, 1 failed, 0 skipped
  $ prove --dry --state=failed; prove --dry --state=all | wc -l
  t/fail.t
  3
  $ isorun -j2 -q -- prove -l --state=failed | grep 'test run'; prove -l --state=failed >/dev/null 2>&1; echo $?
       Summary [   0.000s] 1 test run: 0 passed, 1 failed, 0 skipped
  1

With prove's own default, its resource file, and other interpreters:

  $ echo '-Ilib' > .proverc
  $ isorun -j1 -- prove t/pass.t | grep 'tests\? run'
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ printf 'echo 1..1\necho ok\n' > shell.t
  $ isorun -j1 -- prove -e sh shell.t | grep 'tests\? run'
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ isorun list -- prove --ext=.none t
  isorun: no units found (prove, detected by inspection)
  [4]
  $ isorun -j1 -- prove absent.t | grep 'FAIL.*: '
          FAIL [   0.000s] absent.t: exit code 2 (Cannot detect source of 'absent.t'!)
