Other runners, with isorun exec as the wrapper of their tests (docs/other-runners.md). Each test finds the directory as it was.

Needs: prove --version

  $ mkdir t; echo here >file
  $ for name in a b; do printf 'print "1..1\\n", -e "file" ? "ok 1\\n" : "not ok 1\\n"; unlink "file";\n' >t/$name.t; done
  $ prove -j2 --exec 'isorun exec -- perl' t/ | tail -1
  Result: PASS
  $ printf '#!/bin/sh\necho 1..1; test -e file && echo ok 1; rm file\n' >t/c.t; chmod +x t/c.t
  $ prove --exec 'isorun exec --' t/c.t | tail -1
  Result: PASS
  $ prove --exec 'isorun exec --' t/a.t 2>&1 | grep -c 'executing .*t/a.t: Permission denied'
  1
  $ cat file
  here
