What a shard did, brought to the host:

  $ mkdir -p data/old && echo a > data/changed && echo b > data/gone && echo c > data/old/file && echo d > data/dir && umask 022
  $ cat > unit <<'END'
  > #!/bin/sh
  > echo new > data/changed; chmod 750 data/changed; rm -r data/gone data/old data/dir; ln -s target data/link; mkfifo data/fifo
  > mkdir -p data/dir/closed; echo in > data/dir/closed/file; touch -d @1000 data/dir/closed/file; chmod 500 data/dir/closed
  > END
  $ chmod +x unit
  $ isorun -j1 -q --keep -- ./unit >/dev/null
  $ isorun apply --dry-run isorun-out 0
  	modified:      /transcript/work/data/changed
  	typechange:    /transcript/work/data/dir/
  	new directory: /transcript/work/data/dir/closed/
  	new file:      /transcript/work/data/dir/closed/file
  	new file:      /transcript/work/data/fifo
  	deleted:       /transcript/work/data/gone
  	new file:      /transcript/work/data/link -> target
  	deleted:       /transcript/work/data/old/
  	deleted:       /transcript/work/data/old/file
  $ ls data
  changed
  dir
  gone
  old
  $ isorun apply isorun-out 0 data/dir/closed/file
  	typechange:    /transcript/work/data/dir/
  	new directory: /transcript/work/data/dir/closed/
  	new file:      /transcript/work/data/dir/closed/file
  3 changes applied
  $ cat data/changed data/dir/closed/file
  a
  in
  $ isorun apply isorun-out 0
  	modified:      /transcript/work/data/changed
  	typechange:    /transcript/work/data/dir/
  	new directory: /transcript/work/data/dir/closed/
  	new file:      /transcript/work/data/dir/closed/file
  	new file:      /transcript/work/data/fifo
  	deleted:       /transcript/work/data/gone
  	new file:      /transcript/work/data/link -> target
  	deleted:       /transcript/work/data/old/
  	deleted:       /transcript/work/data/old/file
  isorun: /transcript/work/data/dir: it changed on the host since the run
  isorun: /transcript/work/data/dir/closed/file: a file of that name exists on the host, which the shard did not see
  isorun: nothing applied; use --force to apply anyway
  [1]
  $ echo b > data/gone; isorun apply isorun-out 0 data/changed data/gone data/link data/fifo
  	modified:      /transcript/work/data/changed
  	new file:      /transcript/work/data/fifo
  	deleted:       /transcript/work/data/gone
  	new file:      /transcript/work/data/link -> target
  isorun: /transcript/work/data/gone: it changed on the host since the run
  isorun: nothing applied; use --force to apply anyway
  [1]
  $ isorun apply --force isorun-out 0 data/changed data/gone data/link data/fifo | tail -1
  4 changes applied
  $ cd data && stat -c '%A %n' * dir/* dir/closed/*; readlink link; stat -c %Y dir/closed/file; find . -name '.isorun*'; cd ..
  -rwxr-x--- changed
  drwxr-xr-x dir
  prw-r--r-- fifo
  lrwxrwxrwx link
  drwxr-xr-x old
  dr-x------ dir/closed
  -rw-r--r-- dir/closed/file
  target
  1000

Where the host changed since, nothing is touched:

  $ echo host > data/one && echo host > data/two
  $ isorun -j1 -q --keep -- sh -c 'echo new > data/one; echo new > data/two; rm data/link; echo x > data/three' >/dev/null
  $ echo other > data/two; echo other > data/three
  $ isorun apply isorun-out 0
  	deleted:       /transcript/work/data/link
  	modified:      /transcript/work/data/one
  	new file:      /transcript/work/data/three
  	modified:      /transcript/work/data/two
  isorun: /transcript/work/data/three: a file of that name exists on the host, which the shard did not see
  isorun: /transcript/work/data/two: it changed on the host since the run
  isorun: nothing applied; use --force to apply anyway
  [1]
  $ cat data/one; readlink data/link
  host
  target
  $ isorun apply isorun-out 0 data/one | tail -1; cat data/one
  1 change applied
  new
  $ isorun apply isorun-out 0 data/nothing
  isorun: data/nothing: the shard changed nothing there
  [2]
  $ isorun apply --force isorun-out 0 >/dev/null; cat data/two data/three
  new
  x

A symbolic link on the way is not followed:

  $ mkdir way outside
  $ isorun -j1 -q --keep -- sh -c 'echo new > way/file' >/dev/null
  $ rmdir way && ln -s outside way
  $ isorun apply --force isorun-out 0
  	new file:      /transcript/work/way/file
  isorun: opening the parent of /transcript/work/way/file: Too many levels of symbolic links (ELOOP)
  isorun: 0 of 1 changes applied; not applied:
  	new file:      /transcript/work/way/file
  [1]
  $ ls outside
  $ isorun apply isorun-out
  isorun: usage: isorun apply [OPTIONS] RUN SHARD [PATH...]
  [2]

Neither does a directory go that somebody put a file into:

  $ mkdir full && touch full/old
  $ isorun -q -j1 --keep -- rm -r full >/dev/null; touch full/new
  $ isorun apply isorun-out 0; ls full
  	deleted:       /transcript/work/full/
  	deleted:       /transcript/work/full/old
  isorun: /transcript/work/full: cannot remove it: it still contains new
  isorun: nothing applied; use --force to apply anyway
  new
  old
  $ isorun apply --force isorun-out 0; ls full
  	deleted:       /transcript/work/full/
  	deleted:       /transcript/work/full/old
  isorun: /transcript/work/full: cannot remove it: it still contains new
  isorun: nothing applied
  new
  old

A socket is nothing without its server, and a device no business of a test's: they are told, and left out.

  $ isorun -q -j1 --keep -- sh -c 'touch file; python3 -c "import socket; socket.socket(socket.AF_UNIX).bind(\"socket\")"' >/dev/null
  $ isorun apply isorun-out 0; ls -d file socket
  isorun: /transcript/work/socket: not applied: it is a socket
  	new file:      /transcript/work/file
  1 change applied
  ls: cannot access 'socket': No such file or directory
  file
  [2]

A disk that is full, or cannot be written, ends it: whole files until then, no others, and what was not applied is told.

  $ mkdir -p small frozen && rm -r isorun-out
  $ isorun -q -j1 --keep -- sh -c 'echo > small/1; head -c 100000 /dev/zero > small/2; mkdir small/d; chmod 500 small/d; echo > small/3' >/dev/null
  $ unshare -rm sh -c 'mount -t tmpfs -o size=64k none small; isorun apply isorun-out 0 >/dev/null; echo "exit code $?"; ls -A small; stat -c "%A %n" small/d'
  isorun: writing /transcript/work/small/2: No space left on device (ENOSPC)
  isorun: 2 of 4 changes applied; not applied:
  	new file:      /transcript/work/small/2
  	new file:      /transcript/work/small/3
  exit code 1
  1
  d
  dr-x------ small/d
  $ isorun -q -j1 --keep -- sh -c 'echo > frozen/file; echo > small/4' >/dev/null
  $ unshare -rm sh -c 'mount -t tmpfs -o ro none frozen; isorun apply isorun-out 0; echo "exit code $?"; ls -A frozen small'
  	new file:      /transcript/work/frozen/file
  	new file:      /transcript/work/small/4
  isorun: writing /transcript/work/frozen/file: Read-only file system (EROFS)
  isorun: 0 of 2 changes applied; not applied:
  	new file:      /transcript/work/frozen/file
  	new file:      /transcript/work/small/4
  exit code 1
  frozen:
  (empty)
  small:
