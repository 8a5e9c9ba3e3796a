Tests do not see the results directory of the run that runs them.

  $ echo 1 > units; mkdir -p a/b; echo data > a/b/data; touch -d 2001-01-01 a/b a; chmod 1775 a/b
  $ cat > unit <<'SHELL'
  > #!/bin/sh
  > cd a/b && ls -A && stat -c '%A %Y' . .. && test ! -e out && echo new > new
  > SHELL
  $ chmod +x unit
  $ seen() { isorun -q -j1 --out a/b/out --list units --output all "$@" -- ./unit {} | sed -n '/^---/q;p'; }
  $ mkdir a/b/out; seen --keep; ls a/b/out
  $ isorun diff a/b/out 0
  $ seen; seen --copy . --keep; isorun diff a/b/out 0
  $ seen --isolate declared --overlay a/b

In a directory that is the host's own, it is empty:

  $ echo 'ls -A a/b/out' > unit; seen --share .; rm a/b/new

Nor does git, which sees it outside neither:

Needs: git --version
  $ rm -r a; git init -q .; echo 'git ls-files -o; ls -A | grep isorun-out' > unit; isorun -q -j1 --list units --output all -- ./unit {} | sed -n '/^---/q;p'; git status --porcelain

A test may make one of its own, as one that runs isorun does:

  $ echo 'mkdir isorun-out && echo mine > isorun-out/run.json && ls -A isorun-out' > unit; isorun -q -j1 --keep --list units --output all -- ./unit {} | sed -n '/^---/q;p'; isorun diff isorun-out 0
