Layers that stay, of all shards or of those that failed; the next run removes them:

  $ mkdir data && echo host > data/changed && echo host > data/gone && seq 0 1 > units
  $ isorun -q -j2 --keep=failed --list units -- sh -c 'echo new > data/changed; rm data/gone; exit $1' - {} | grep -c FAIL
  2
  $ find isorun-out/layers -type f | sed 's/files.*work/files...work/' | sort
  isorun-out/layers/1/changes.json
  isorun-out/layers/1/files...work/data/changed
  $ isorun -q -j2 --keep --list units -- sh -c 'echo new > data/changed; rm data/gone; chmod 0 data' - {} | grep -c FAIL
  0
  [1]
  $ ls isorun-out/layers
  0
  1
  $ grep '"layer":' isorun-out/run.json
              "layer": "layers/0",
              "layer": "layers/1",
  $ isorun -q -j2 --list units -- true {} >/dev/null; ls isorun-out
  CACHEDIR.TAG
  junit.xml
  logs
  report.html
  run.json
  trace.json
  $ isorun -q -j2 --keep=some -- true
  isorun: --keep some: not one of all, failed
  [2]
