Automake's parallel test harness, with isorun exec as the compiler of its logs: one of tests without an extension, and one for
each extension. Each test finds the directory as it was.

Needs: automake --version
Needs: autoconf --version
Needs: make --version

  $ printf 'AC_INIT([demo], [1])\nAM_INIT_AUTOMAKE([foreign])\nAC_CONFIG_FILES([Makefile])\nAC_OUTPUT\n' >configure.ac
  $ printf 'TEST_EXTENSIONS = .sh\nTESTS = plain a.sh b.sh\n' >Makefile.am
  $ for name in plain a.sh b.sh; do printf '#!/bin/sh\ntest -e file && rm file\n' >$name; done; chmod +x plain; echo here >file
  $ { autoreconf -fi && ./configure; } >configure.log 2>&1 || cat configure.log
  $ make -j2 check LOG_COMPILER='isorun exec --' SH_LOG_COMPILER='isorun exec -- sh' | grep '^PASS\|^FAIL' | sort
  PASS: a.sh
  PASS: b.sh
  PASS: plain
  $ cat file
  here
