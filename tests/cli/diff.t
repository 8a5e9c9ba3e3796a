What the shards of a run did, out of the layers that --keep kept:

  $ mkdir -p data/old && printf 'one\ntwo\nthree\n' > data/text && echo a > data/gone && echo b > data/mode && echo c > data/type
  $ echo d > data/old/file && touch data/touched && chmod 644 data/mode && umask 022
  $ cat > unit <<'END'
  > #!/bin/sh
  > sed -i s/two/2/ data/text; rm -r data/gone data/old; chmod 600 data/mode; ln -sf elsewhere data/type; touch -d @0 data/touched
  > mkdir data/new; echo new > data/new/file; mkfifo data/fifo; printf 'a\tb' > "data/tab	name"; printf '\0\1' > data/binary
  > END
  $ chmod +x unit
  $ isorun -j1 -q --keep -- ./unit >/dev/null
  $ isorun diff isorun-out
  shard 0:
  	new file:      /transcript/work/data/binary
  	new file:      /transcript/work/data/fifo
  	deleted:       /transcript/work/data/gone
  	mode:          /transcript/work/data/mode (100644 -> 100600)
  	new directory: /transcript/work/data/new/
  	new file:      /transcript/work/data/new/file
  	deleted:       /transcript/work/data/old/
  	deleted:       /transcript/work/data/old/file
  	new file:      /transcript/work/data/tab\tname
  	modified:      /transcript/work/data/text
  	metadata:      /transcript/work/data/touched
  	typechange:    /transcript/work/data/type -> elsewhere
  $ isorun diff --stat isorun-out 0
  shard 0:
   /transcript/work/data/binary | - -> 2 bytes
   /transcript/work/data/fifo | - -> 0 bytes
   /transcript/work/data/gone | 2 -> - bytes
   /transcript/work/data/mode | 2 -> 2 bytes
   /transcript/work/data/new | - -> - bytes
   /transcript/work/data/new/file | - -> 4 bytes
   /transcript/work/data/old | - -> - bytes
   /transcript/work/data/old/file | 2 -> - bytes
   /transcript/work/data/tab\tname | - -> 3 bytes
   /transcript/work/data/text | 14 -> 12 bytes
   /transcript/work/data/touched | 0 -> 0 bytes
   /transcript/work/data/type | 2 -> 9 bytes
   12 changes: 5 created, 1 modified, 3 deleted, 1 type-changed, 2 metadata
  $ isorun diff -p isorun-out
  shard 0:
  Binary files /dev/null and b/transcript/work/data/binary differ
  --- a/transcript/work/data/gone
  +++ /dev/null
  @@ -1 +0,0 @@
  -a
  --- /dev/null
  +++ b/transcript/work/data/new/file
  @@ -0,0 +1 @@
  +new
  --- a/transcript/work/data/old/file
  +++ /dev/null
  @@ -1 +0,0 @@
  -d
  --- /dev/null
  +++ b/transcript/work/data/tab\tname
  @@ -0,0 +1 @@
  +a	b
  \ No newline at end of file
  --- a/transcript/work/data/text
  +++ b/transcript/work/data/text
  @@ -1,3 +1,3 @@
   one
  -two
  +2
   three
  --- a/transcript/work/data/type
  +++ /dev/null
  @@ -1 +0,0 @@
  -c
  $ isorun diff isorun-out --json | python3 -c 'import json, sys; print([c["kind"] for c in json.load(sys.stdin)["shards"][0]["changes"]])'
  ['created', 'created', 'deleted', 'metadata', 'created', 'created', 'deleted', 'deleted', 'created', 'modified', 'metadata', 'type-changed']
  $ ls data
  gone
  mode
  old
  text
  touched
  type

What cannot be:

  $ isorun diff isorun-out 7
  isorun: opening isorun-out/layers/7: No such file or directory (ENOENT); run with --keep to keep layers
  [2]
  $ isorun diff isorun-out x
  isorun: x is not a shard number
  [2]
  $ isorun diff
  isorun: usage: isorun diff [OPTIONS] RUN [SHARD]
  [2]
  $ isorun diff --what isorun-out
  isorun: unknown option --what; see isorun diff --help
  [2]
  $ isorun -j1 -q -- true >/dev/null; isorun diff isorun-out
  isorun: opening isorun-out/layers: No such file or directory (ENOENT); run with --keep to keep layers
  [2]
  $ mkdir bin && ln -s "$(command -v isorun)" bin/isorun
  $ isorun -j1 -q --keep -- sh -c 'echo > data/text' >/dev/null; PATH=$PWD/bin isorun diff -p isorun-out
  shard 0:
  isorun: running diff: No such file or directory (ENOENT); install the package diffutils
  [125]

Directories that were emptied, moved, made again or closed; and those that are a copy:

  $ mkdir -p again/sub moved/in copied/sub && touch again/old again/sub/old moved/in/file copied/kept copied/gone copied/sub/gone
  $ isorun -j1 -q --keep --copy copied -- sh -c 'rm -r again; mkdir -p again/sub; touch again/new; mv moved elsewhere; rm -r copied/gone copied/sub
  > echo secret > unreadable; ln unreadable hard; mkdir closed; touch closed/file; chmod 0 unreadable closed; : >> again/new; : >> data/text' >/dev/null
  $ isorun diff isorun-out
  shard 0:
  	new file:      /transcript/work/again/new
  	deleted:       /transcript/work/again/old
  	deleted:       /transcript/work/again/sub/old
  	new directory: /transcript/work/closed/
  	new file:      /transcript/work/closed/file
  	deleted:       /transcript/work/copied/gone
  	deleted:       /transcript/work/copied/sub/
  	deleted:       /transcript/work/copied/sub/gone
  	new directory: /transcript/work/elsewhere/
  	new directory: /transcript/work/elsewhere/in/
  	new file:      /transcript/work/elsewhere/in/file
  	new file:      /transcript/work/hard
  	deleted:       /transcript/work/moved/
  	deleted:       /transcript/work/moved/in/
  	deleted:       /transcript/work/moved/in/file
  	new file:      /transcript/work/unreadable
  $ cat isorun-out/layers/0/files/$PWD/unreadable
  secret
  $ isorun apply isorun-out 0 | tail -1
  16 changes applied
  $ find again copied elsewhere moved hard 2>&1 | sort; stat -c '%A' unreadable closed
  again
  again/new
  again/sub
  copied
  copied/kept
  elsewhere
  elsewhere/in
  elsewhere/in/file
  find: 'moved': No such file or directory
  hard
  ----------
  d---------
