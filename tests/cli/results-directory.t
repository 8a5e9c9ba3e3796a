The results directory is one run's, from its beginning to its end. Here a unit waits in the midst of a run:

  $ mkfifo started go; echo 1 > units
  $ suite_waits() { exec isorun -q -j1 --share "$PWD" --list units "$@" -- sh -c 'echo > started; read line < go' {} >/dev/null; }

A second run with the same directory is refused at once, before it starts anything:

  $ suite_waits & read line < started
  $ isorun -q -j1 --list units -- sh -c 'echo ran > "$1"/second' {} "$PWD"; ls isorun-out/logs
  isorun: cannot lock isorun-out: another run is using it; choose another directory with --out
  shard-0.output
  $ isorun report isorun-out; isorun apply isorun-out 0; isorun merge isorun-out -o whole; test ! -e whole
  isorun: cannot lock isorun-out: another run is using it; wait until it ends
  isorun: cannot lock isorun-out: another run is using it; wait until it ends
  isorun: cannot lock isorun-out: another run is using it; wait until it ends
  $ echo > go; wait $!; ls isorun-out/logs; isorun report -q isorun-out >/dev/null
  1.log

A run that was killed has let go of it:

  $ suite_waits & read line < started; kill -KILL $!; { wait $!; } 2>/dev/null
  [137]
  $ isorun -q -j1 --list units -- true {} >/dev/null

Removed or moved while a run uses it:

  $ suite_waits & read line < started; rm -r isorun-out; echo > go; wait $!
  isorun: isorun-out was removed or moved during the run, and the results with it
  [1]
  $ suite_waits & read line < started; mv isorun-out moved; echo > go; wait $!
  isorun: isorun-out was removed or moved during the run, and the results with it
  [1]
  $ ls moved
  CACHEDIR.TAG
  junit.xml
  logs
  report.html
  run.json
  trace.json

A directory that cannot be made, and one that was not needed:

  $ isorun -q -j1 --out /proc/none/out --list units -- true {}
  isorun: --out /proc/none/out: making the directory /proc/none: No such file or directory (ENOENT)
  [2]
  $ isorun -q -j1 --out units --list units -- true {}
  isorun: --out units: opening the directory: Not a directory (ENOTDIR)
  [2]
  $ isorun -q -j1 --out a/b --list units --filter none -- true {}; ls a
  isorun: no units found (the only one is not selected)
  ls: cannot access 'a': No such file or directory
  [2]

No link in it leads anywhere:

  $ mkdir precious; echo precious | tee precious/file > victim
  $ isorun -q -j1 --list units -- true {} >/dev/null; cd isorun-out; ln -s ../victim .junit.xml.new; ln -s ../victim .run.json.new; rm -r logs; ln -s ../precious logs; ln -s ../precious sub; cd ..
  $ isorun -q -j1 --list units --collect 'file=concat:sub/file' -- sh -c 'echo new > file' {} 2>&1 | grep -v '\[ '; cat victim precious/file; ls precious
  ------------
       PROBLEM opening the directory sub: Too many levels of symbolic links (ELOOP)
  precious
  precious
  file

Earlier results on the lower side of an overlay, as in the layer of an image:

  $ isorun -q -j1 --keep --collect 'file=copy:tree' --list units -- sh -c 'echo old > file' {} >/dev/null; mkdir upper work merged
  $ unshare -rm sh -c 'mount -t overlay -o lowerdir=.,upperdir=upper,workdir=work,userxattr none merged && cd merged && isorun -q -j1 --isolate declared --overlay . --keep --collect "file=copy:tree" --list units -- sh -c "echo new > file" {} >/dev/null; find isorun-out/tree isorun-out/layers -name file -exec cat {} +'
  new
  new
