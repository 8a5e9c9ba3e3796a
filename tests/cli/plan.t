`isorun plan` prints every step of the sandbox and runs nothing. What it says of other directories depends on the host,
and on who asks.

  $ mkdir data
  $ isorun plan --tmpfs data --read-only /etc/ssl --scratch-size 1G -- touch ran > plan; ls ran
  ls: cannot access 'ran': No such file or directory
  [2]
  $ grep -c '^ *[0-9]*  ' plan | sed 's/[0-9][0-9]*/several steps/'
  several steps
  $ grep -E '^[A-Z]' plan | sed 's/^User.* ids: .*/User and group ids/'
  Once for the run:
  User and group ids
  For each shard, in new mount, pid, ipc, uts namespaces:
  Then, in /transcript/work: drop capabilities, set no_new_privs, install the system call filter, close all descriptors above 2, execute the command.
  What the command writes is collected from:
  $ grep -E 'layer, a tmpfs|/data|hosts$|loopback|network' plan | sed 's/^ *[0-9]* *//; s/#[0-9]*/#N/; s/part [0-9]*/part N/' | sort
  /transcript/work/data
  enter the slot's network namespace
  mount the layer, a tmpfs of 1073741824 bytes
  put mount #N on /etc/hosts
  put mount #N on /transcript/work/data
  write the file hosts

The same host and words give the same plan:

  $ isorun plan --tmpfs data --read-only /etc/ssl --scratch-size 1G -- touch ran | diff plan -
  $ isorun plan --scratch plan -- true
  isorun: --scratch plan: Not a directory (ENOTDIR)
  [2]
  $ isorun plan --scratch missing -- true
  isorun: --scratch missing: No such file or directory (ENOENT)
  [2]
  $ isorun plan --tmpfs /proc/x -- true
  isorun: --tmpfs /proc/x: /proc belongs to the sandbox
  [2]
