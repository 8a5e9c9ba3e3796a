Tests do not see the results directory of the run that runs them.

  $ echo 1 > units; mkdir -p a/b; echo data > a/b/data; touch -d 2001-01-01 a/b a; chmod 1775 a/b
  $ cat > unit <<'SHELL'
  > #!/bin/sh
  > cd a/b && ls -A && stat -c '%A %Y' . .. && test ! -e out && echo new > new
  > SHELL
  $ chmod +x unit
  $ seen() { isorun -q -j1 --out a/b/out --list units "$@" -- ./unit {} >/dev/null; echo "$?"; cat a/b/out/logs/*.log; }
  $ mkdir a/b/out; touch -d 2001-01-01 a/b; seen --keep; ls a/b/out
  0
  data
  drwxrwxr-t 978307200
  drwxr-xr-x 978307200
  CACHEDIR.TAG
  junit.xml
  layers
  logs
  report.html
  run.json
  trace.json
  $ isorun diff a/b/out 0
  shard 0:
  	new file:      /transcript/work/a/b/new
  $ seen; seen --copy . --keep; isorun diff a/b/out 0
  0
  data
  drwxrwxr-t 978307200
  drwxr-xr-x 978307200
  0
  data
  drwxrwxr-t 978307200
  drwxr-xr-x 978307200
  shard 0:
  	new file:      /transcript/work/a/b/new
  $ seen --isolate declared --overlay .
  0
  data
  drwxrwxr-t 978307200
  drwxr-xr-x 978307200

In a directory that is the host's own, it is empty:

  $ echo 'ls -A a/b/out' > unit; seen --share .
  0

Nor does git, which sees it outside neither:

Needs: git --version
  $ rm -r a; git init -q .; echo 'git ls-files -o; ls -A | grep isorun-out' > unit; isorun -q -j1 --list units -- ./unit {} >/dev/null; cat isorun-out/logs/*.log; git status --porcelain
  unit
  units
  ?? unit
  ?? units

A test may make one of its own, as one that runs isorun does:

  $ echo 'mkdir isorun-out && echo mine > isorun-out/run.json && ls -A isorun-out' > unit; isorun -q -j1 --keep --list units -- ./unit {} >/dev/null; cat isorun-out/logs/*.log; isorun diff isorun-out 0
  run.json
  shard 0:
  	new directory: /transcript/work/isorun-out/
  	new file:      /transcript/work/isorun-out/run.json
