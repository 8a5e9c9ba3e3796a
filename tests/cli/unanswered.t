What isorun asks before the suite runs has an answer, or isorun does not go on as if there were none.

A driver that is killed when it is asked where it writes would build, and what it built would be lost:

  $ W=$PWD; mkdir bin; cat >bin/cargo <<'.'
  > #!/bin/sh
  > case $* in metadata*) kill -KILL $$ ;; esac
  > echo it builds
  > .
  $ chmod +x bin/cargo; PATH=$W/bin:$PATH isorun --out "$W/out" -- cargo test
  isorun: asking where the build writes: SIGKILL
  [125]

A sandbox that is killed from outside while a program is asked for its tests:

  $ cat >program <<'.'
  > #!/bin/sh
  > # isorun knows libtest by its option --force-run-in-process.
  > case $* in '') echo it runs ;; *) exec sleep 100 ;; esac
  > .
  $ chmod +x program
  $ children() { for pid; do cat "/proc/$pid/task/$pid/children"; done 2>/dev/null; }
  $ kill_first() { until firsts=$(children $(children "$1")) && grep -qs sleep $(printf '/proc/%s/comm ' $(children $firsts)); do sleep 0.05; done; kill -KILL $firsts; }
  $ isorun --out "$W/out" -- ./program & kill_first $!; wait $!
  isorun: listing the tests: the sandbox was killed from outside
  [125]
