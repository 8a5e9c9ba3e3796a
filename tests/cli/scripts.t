A folder of scripts: its executable files, and its .t files.

Needs: perl -e1

  $ mkdir t t/sub
  $ printf '#!/bin/sh\necho fine\n' > t/pass
  $ printf '#!/bin/sh\necho wrong; exit 3\n' > "t/odd '[name] ü"
  $ printf '#!/bin/sh\necho no network; exit 77\n' > t/skip
  $ printf '#!/bin/sh\nexit 99\n' > t/hard
  $ printf '#!/bin/sh\nkill -SEGV $$\n' > t/crash
  $ printf '#!/bin/sh\necho 1..2; echo ok 1; echo not ok 2 - sum\n' > t/tap
  $ printf '#!/nowhere/sh\n' > t/gone
  $ chmod +x t/*
  $ printf '#!/bin/sh -e\necho 1..5; echo ok; false\n' > t/plan.t
  $ echo 'print "1..0 # SKIP no database\n"' > t/perl.t
  $ touch t/data t/.hidden t/sub/deep; chmod +x t/.hidden t/sub/deep
  $ isorun list -- t/
  t/crash
  t/gone
  t/hard
  t/odd '[name] ü
  t/pass
  t/perl.t
  t/plan.t
  t/skip
  t/tap
  scripts: 9 units, detected by inspection
  $ isorun list -- t 2>&1 >/dev/null
  scripts: 9 units, detected by inspection
  $ isorun -j2 -- t/ | sed -n 's/^ *\([A-Z-]* \)\[[^(]*\] \(t\)/\1\2/p' | sort
  EXEC-FAILED t/gone: executing t/gone: No such file or directory (ENOENT); its interpreter /nowhere/sh does not exist
  FAIL t/hard: hard error (exit code 99)
  FAIL t/odd '[name] ü: exit code 3
  FAIL t/plan.t: planned 5, ran 1
  FAIL t/tap: not ok 2 - sum
  SIGSEGV t/crash
  $ isorun -j2 -- t/ | grep 'PASS \|SKIP ' | sed 's/\[[^(]*([^)]*) //' | sort
          PASS t/pass
          SKIP t/perl.t
          SKIP t/skip
  $ cat isorun-out/logs/pass.log isorun-out/logs/*pass*.log 2>/dev/null | sort -u
  fine

A list of them, in its order; and others that do not look like scripts:

  $ isorun list -- t/plan.t t/perl.t
  t/plan.t
  t/perl.t
  scripts: 2 units, detected by inspection
  $ (cd t; isorun list -- perl.t plan.t)
  perl.t
  plan.t
  scripts: 2 units, detected by inspection
  $ isorun -j1 --framework scripts -- t/pass t/sub | grep 'PASS\|FAIL\|EXEC'
          PASS [   0.000s] (1/2) t/pass
          PASS [   0.000s] (2/2) t/sub/deep
  $ isorun list -- ./t/perl.t t/absent.t
  isorun: cannot list the tests of ./t/perl.t (detected: scripts): exit code 1 (t/absent.t: No such file or directory); to override, use --framework
  [2]
  $ mkdir none; isorun -- none/
  isorun: no units found (scripts, detected by inspection)
  [4]

Without an execute bit, a .sh file that names an interpreter is run by it; others are named:

  $ mkdir bits; printf '#!/bin/sh\nexit 80\n' >bits/a.sh; echo 'helper() { :; }' >bits/lib.sh
  $ printf '#!/bin/sh\necho 1..1; echo "ok 1 # SKIP no network"\n' >bits/b.sh
  $ isorun list -- bits
  bits/a.sh
  bits/b.sh
  scripts: 2 units, detected by inspection
  not run, since neither executable nor with a #! line: bits/lib.sh
  $ isorun -j1 -- bits/ | sed -n '/not run/s/^ *//p; s/^ *\([A-Z-]* \)\[.*([0-9 ]*.2) /\1/p'
  FAIL bits/a.sh
  SKIP bits/b.sh
  not run, since neither executable nor with a #! line: bits/lib.sh
  $ rm bits/[ab].sh; isorun -- bits/
  isorun: no units found (scripts, detected by inspection)
  not run, since neither executable nor with a #! line: bits/lib.sh
  [4]

What the shell makes of *.sh are scripts, and so are they after a shell:

  $ cd bits; echo 'exit 80' >a.sh; echo 'exit 81' >b.sh; rm lib.sh
  $ isorun list -- *.sh
  a.sh
  b.sh
  scripts: 2 units, detected by inspection
  $ isorun -j1 -- sh ./*.sh | sed -n 's/^ *\([A-Z-]* \)\[.*([0-9 ]*.2) /\1/p'
  FAIL ./a.sh
  FAIL ./b.sh

More exit codes may mean skipped:

  $ isorun -j1 --skip-codes 80,81 -- *.sh | grep 'tests run'
       Summary [   0.000s] 0 tests run: 0 passed, 0 failed, 2 skipped
  $ echo 'skip-codes = [80, 82]' >isorun.toml; isorun -j1 -- *.sh | grep 'test run'
       Summary [   0.000s] 1 test run: 0 passed, 1 failed, 1 skipped
  $ isorun --skip-codes 0 -- *.sh
  isorun: --skip-codes 0: must be exit codes, 1 to 255
  [2]
  $ cd ..

A list's lines are judged the same way:

  $ printf '%s\n' pass skip hard tap | isorun -j1 --list - -- t/{} | sed -n 's/^ *\([A-Z-]* \)\[.*([0-9 ]*.4) /\1/p'
  PASS pass
  SKIP skip
  FAIL hard
  FAIL tap
