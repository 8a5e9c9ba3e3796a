Results are whole, or they are not there, and the run says so and fails.

  $ seq 4 > units; mkdir out; umask 022
  $ cat > unit <<'PYTHON'
  > #!/usr/bin/python3
  > import os, sys
  > os.mkdir("dir")
  > open("dir/file", "w").write(sys.argv[1] * 30_000)
  > open("text", "w").write(sys.argv[1] * 30_000)
  > print("x" * 5_000)
  > PYTHON
  $ cat > small <<'SHELL'
  > # small OPTIONS COMMAND...: with a small tmpfs on out, then what is in it
  > mount -t tmpfs -o "$1" none out; shift
  > "$@"
  > echo "exit code $?"; cd out && find . -type f -size +0 ! -name '*.log' ! -name '*.json' ! -name '*.xml' ! -name '*.html' ! -name CACHEDIR.TAG ! -name .gitignore -printf '%P %s\n' | sort
  > test ! -e run.json || python3 -c 'import json; print("run.json:", json.load(open("run.json"))["reason"])'
  > find . -name '.*' ! -name . ! -name .lock ! -name .gitignore | sort
  > SHELL
  $ chmod +x unit; plain() { grep -v -e '\[ ' | sed -e 's/shard.[0-9]/shard N/' -e 's/[0-9] of its files/N of its files/' -e 's/copy of tmp.*work/copy of .../' -e 's/file.shard.*:/file:/' | uniq; }

A directory that is read-only:

  $ unshare -rm sh small ro isorun -q -j1 --isolate declared --overlay . --out out --list units -- ./unit {}
  isorun: --out out: locking out: Read-only file system (EROFS)
  exit code 2

A log that meets a full disk, though the test itself does not look:

  $ unshare -rm sh small size=64k isorun -q -j1 --isolate declared --overlay . --out out --list units -- sh -c 'head -c 100000 /dev/zero 2>/dev/null; true' {} | plain
  isorun: writing out/run.json: No space left on device (ENOSPC)
  ------------
       PROBLEM the output of shard N and 3 more is truncated: writing the log: No space left on device (ENOSPC)
       PROBLEM writing out/junit.xml: No space left on device (ENOSPC)
  exit code 1
  run.json: unfinished

A disk that is full: when logs are written, when files are merged or kept, and when nothing at all fits.

  $ unshare -rm sh small size=128k isorun -q -j1 --isolate declared --overlay . --out out --collect text=concat --list units -- ./unit {} | plain | grep -v 'is truncated'
  ------------
      KEPT OUT 1 file written below the working directory (dir/file); --export, or --keep and isorun apply, brings it back
       PROBLEM /transcript/work/text of shard N: keeping it in the results directory: No space left on device (ENOSPC)
       WARNING collected/text was not written: N of its files could not be merged
  exit code 1
  run.json: failed
  $ unshare -rm sh small size=200k isorun -q -j1 --isolate declared --overlay . --out out --collect 'dir/**=copy' --list units -- ./unit {} | plain
  ------------
      KEPT OUT 1 file written below the working directory (text); --export, or --keep and isorun apply, brings it back
       PROBLEM /transcript/work/dir/file of shard N: writing a copy of .../dir/file: No space left on device (ENOSPC)
       WARNING collected/copy was not written: N of its files could not be merged
  exit code 1
  run.json: failed
  $ unshare -rm sh small size=128k isorun -q -j1 --isolate declared --overlay . --out out --keep --list units -- ./unit {} | plain
  ------------
      KEPT OUT 2 files written below the working directory (dir/file, text); --export, or --keep and isorun apply, brings them back
       PROBLEM shard N: keeping /transcript/work/text: No space left on device (ENOSPC)
       PROBLEM shard N: keeping /transcript/work/dir/file: No space left on device (ENOSPC)
       PROBLEM writing out/report.html: No space left on device (ENOSPC)
  exit code 1
  layers/0/files/transcript/work/dir/file 30000
  layers/0/files/transcript/work/text 30000
  run.json: failed
  $ unshare -rm sh small size=4k isorun -q -j1 --isolate declared --overlay . --out out --list units -- ./unit {} | plain
  isorun: writing out/run.json: No space left on device (ENOSPC)
  ------------
      KEPT OUT 2 files written below the working directory (dir/file, text); --export, or --keep and isorun apply, brings them back
       PROBLEM the output of shard N and 3 more is truncated: writing the log: No space left on device (ENOSPC)
       PROBLEM writing out/junit.xml: No space left on device (ENOSPC)
  exit code 1
  run.json: unfinished
