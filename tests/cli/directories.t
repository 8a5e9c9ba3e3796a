Each mode, on a directory with one file:

  $ mkdir data && echo host > data/file
  $ isorun exec --overlay data -- sh -c 'cat data/file; echo new > data/file; cat data/file'
  host
  new
  $ isorun exec --copy data -- sh -c 'echo new > data/file; cat data/file'
  new
  $ isorun exec --tmpfs data -- sh -c 'ls -A data; echo new > data/file; cat data/file'
  new
  $ isorun exec --read-only data -- sh -c 'cat data/file; echo new > data/file'
  host
  sh: 1: cannot create data/file: Read-only file system
  [2]
  $ isorun exec --hide data -- sh -c 'ls -A data; echo new > data/file'
  sh: 1: cannot create data/file: Read-only file system
  [2]
  $ cat data/file
  host
  $ isorun exec --share data -- sh -c 'echo shared > data/file'
  $ cat data/file
  shared
  $ isorun exec --bind data:/srv/elsewhere -- sh -c 'cat /srv/elsewhere/file; echo bound > /srv/elsewhere/file'
  shared
  $ cat data/file
  bound

Relative directories are relative to the working directory. One that does not exist is made in the sandbox, and only
there:

  $ isorun exec --overlay new/sub -- sh -c 'touch new/sub/file; ls new/sub'
  file
  $ isorun exec --overlay /workspace -- sh -c 'touch /workspace/file; ls /workspace'
  file
  $ ls -d new /workspace
  ls: cannot access 'new': No such file or directory
  ls: cannot access '/workspace': No such file or directory
  [2]

An overlay cannot rename a directory that is the host's; a copy can, but neither can give away its own place, which is
a mount:

  $ mkdir data/old
  $ isorun exec --overlay data -- python3 -c 'import os; os.rename("data/old", "data/new")' 2>&1 | tail -1
  OSError: [Errno 18] Invalid cross-device link: 'data/old' -> 'data/new'
  $ isorun exec --copy data -- python3 -c 'import os; os.rename("data/old", "data/new")'
  $ isorun exec --copy data -- python3 -c 'import os; os.rename("data", "moved")' 2>&1 | tail -1
  OSError: [Errno 16] Device or resource busy: 'data' -> 'moved'

There must be something to share:

  $ isorun exec --share absent -- true
  isorun: --share /transcript/work/absent: does not exist; create it first
  [2]
  $ isorun exec --bind absent:/srv -- true
  isorun: --bind absent: does not exist
  [2]

One directory in another:

  $ mkdir -p outer/inner && touch outer/file outer/inner/file
  $ isorun exec --read-only outer --tmpfs outer/inner -- sh -c 'touch outer/inner/new && ls outer/inner && touch outer/new'
  new
  touch: cannot touch 'outer/new': Read-only file system
  [1]
  $ isorun exec --tmpfs outer --overlay outer/inner -- find outer
  outer
  outer/inner
  outer/inner/file
  $ isorun exec --hide outer --overlay outer/inner -- true
  isorun: /transcript/work/outer/inner lies below /transcript/work/outer, which is hidden
  [2]
  $ isorun exec --tmpfs outer --read-only outer -- true
  isorun: --read-only /transcript/work/outer: another setting already names this directory
  [2]
  $ isorun exec --tmpfs outer --tmpfs ./outer/../outer -- true

Files can be copied, read-only, shared and hidden, but have no overlay or tmpfs, and /proc is the sandbox's own:

  $ isorun exec --overlay data/file -- true
  isorun: --overlay data/file: not a directory
  [2]
  $ isorun exec --copy data/file -- sh -c 'echo copied >> data/file; cat data/file' && cat data/file
  bound
  copied
  bound
  $ isorun exec --read-only data/file -- sh -c 'echo x > data/file'
  sh: 1: cannot create data/file: Read-only file system
  [2]
  $ isorun exec --tmpfs /proc/sys -- true
  isorun: --tmpfs /proc/sys: /proc belongs to the sandbox
  [2]

By default all that the user could write is copy-on-write, /tmp is empty but for where the working directory lies, and
the network has nothing but loopback:

  $ isorun exec -- sh -c 'ls /tmp | grep -vc isorun-transcript; grep -c : /proc/net/dev'
  0
  1
  $ isorun exec --net none -- python3 -c 'import socket; socket.create_connection(("127.0.0.1", 80))' 2>&1 | tail -1
  OSError: [Errno 101] Network is unreachable
  $ isorun exec -- python3 -c 'import socket; socket.create_connection(("127.0.0.1", 80))' 2>&1 | tail -1
  ConnectionRefusedError: [Errno 111] Connection refused
  $ isorun exec -- python3 -c 'import socket; s = socket.create_server(("localhost", 4711)); print(s.getsockname()[1])'
  4711

What the command names there stays visible with all that is beside it, also by way of symlinks or PATH, as in a virtual
environment:

  $ top=$(mktemp -d /tmp/isorun-venv.XXXXXX); link=$top.link; other=$(mktemp -d /tmp/isorun-other.XXXXXX)
  $ mkdir -p $top/venv/bin; echo beside > $top/venv/pyvenv.cfg; ln -s /bin/cat $top/venv/bin/python; ln -s ${top##*/} $link
  $ echo far > $other/far; ln -s ../${other##*/}/far $top/far
  $ isorun exec -- $top/venv/bin/python $top/venv/pyvenv.cfg
  beside
  $ cd /; isorun exec -- $link/venv/bin/python $link/venv/pyvenv.cfg; cd - > /dev/null
  beside
  $ isorun exec -- cat $top/far
  far
  $ PATH=$top/venv/bin:$PATH; isorun exec -- python - < $top/venv/pyvenv.cfg
  beside
  $ PYTHONPATH=/srv:$other isorun exec -- sh -c 'cat ${PYTHONPATH#*:}/far; echo new >> ${PYTHONPATH#*:}/far'; cat $other/far
  far
  far
  $ TMPDIR=$other isorun exec -- sh -c 'ls -A $TMPDIR'
  $ isorun exec -- sh -c "cat ${other%?????}*/far 2>&1 | sed 's/.*: //'"
  No such file or directory
  $ rm -r $top $link $other

Only what is named, with --isolate declared:

  $ isorun exec --isolate declared --tmpfs data -- sh -c 'touch data/inside beside'
  $ ls beside data
  beside
  (empty)
  data:
  file
  old

TMPDIR is there in a private /tmp, even where the host has none, and only for its owner:

  $ TMPDIR=/tmp/isorun-test-absent/deep isorun exec -- sh -c 'stat -c %a $TMPDIR; mktemp > /dev/null'
  700
  $ ls -d /tmp/isorun-test-absent
  ls: cannot access '/tmp/isorun-test-absent': No such file or directory
  [2]
