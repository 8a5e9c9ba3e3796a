Extended attributes that are users' own are changes like others: diff tells them, apply brings them.

Needs: touch probe && python3 -c 'import os; os.setxattr("probe", "user.a", b"")' && isorun exec -- python3 -c 'import os; os.setxattr("probe", "user.b", b"")' && rm probe

  $ cat > attributes <<'PYTHON'
  > #!/usr/bin/python3
  > """attributes PATH [+NAME=VALUE | -NAME]...: sets and removes them, in escapes of Python, and prints those that are there."""
  > import os, sys
  > path, *words = sys.argv[1:]
  > for word in (word.encode().decode("unicode_escape").encode("latin-1") for word in words):
  >     name, value = (word[1:].split(b"=", 1) + [b""])[:2]
  >     os.setxattr(path, name, value) if word[:1] == b"+" else os.removexattr(path, name)
  > print(path, *(f"{name!a}={os.getxattr(path, name)}" for name in sorted(os.listxattr(path)) if name.startswith("user.")))
  > PYTHON
  $ chmod +x attributes; mkdir -p data/dir copied; touch data/set data/changed data/removed data/gone data/content copied/file copied/other; umask 022
  $ for name in changed removed gone content; do ./attributes data/$name +user.a=host; done; ./attributes copied/file +user.a=host
  data/changed 'user.a'=b'host'
  data/removed 'user.a'=b'host'
  data/gone 'user.a'=b'host'
  data/content 'user.a'=b'host'
  copied/file 'user.a'=b'host'
  $ cat > unit <<'END'
  > #!/bin/sh
  > ./attributes data/set '+user.a=\xff\x00\n'; ./attributes data/changed +user.a=shard +user.b; ./attributes data/removed -user.a
  > rm data/gone; echo new > data/content; ./attributes data/dir +user.of.a.dir; touch data/new; ./attributes data/new '+user.\xfe'
  > touch data/closed; ./attributes data/closed +user.c=3; chmod 0 data/closed; ./attributes copied/other +user.o
  > END
  $ chmod +x unit; isorun -q -j1 --keep --copy copied -- ./unit >/dev/null
  $ isorun diff isorun-out
  shard 0:
  	xattrs:        /transcript/work/copied/other (user.o)
  	xattrs:        /transcript/work/data/changed (user.a, user.b)
  	new file:      /transcript/work/data/closed (user.c)
  	modified:      /transcript/work/data/content
  	xattrs:        /transcript/work/data/dir/ (user.of.a.dir)
  	deleted:       /transcript/work/data/gone
  	new file:      /transcript/work/data/new (user.\xfe)
  	xattrs:        /transcript/work/data/removed (user.a)
  	xattrs:        /transcript/work/data/set (user.a)
  $ isorun apply isorun-out 0 | tail -1; chmod 600 data/closed
  9 changes applied
  $ for name in data/* copied/*; do ./attributes $name; done
  data/changed 'user.a'=b'shard' 'user.b'=b''
  data/closed 'user.c'=b'3'
  data/content 'user.a'=b'host'
  data/dir 'user.of.a.dir'=b''
  data/new 'user.\udcfe'=b''
  data/removed
  data/set 'user.a'=b'\xff\x00\n'
  copied/file 'user.a'=b'host'
  copied/other 'user.o'=b''

What the host's attributes were is part of what the shard saw:

  $ isorun -q -j1 --keep -- ./attributes data/set +user.new >/dev/null; ./attributes data/set +user.other
  data/set 'user.a'=b'\xff\x00\n' 'user.other'=b''
  $ isorun apply isorun-out 0
  	xattrs:        /transcript/work/data/set (user.new)
  isorun: /transcript/work/data/set: it changed on the host since the run
  isorun: nothing applied; use --force to apply anyway
  [1]

Nothing but user attributes comes out of a kept layer:

  $ sed -i 's/user.new/security.new/' isorun-out/layers/0/changes.json; isorun apply --force isorun-out 0
  isorun: isorun-out/layers/0/changes.json: changes.json was not written by isorun
  [2]
