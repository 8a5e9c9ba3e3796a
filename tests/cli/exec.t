`isorun exec` is transparent: its standard streams and exit code are the command's.

  $ isorun exec -- true
  $ isorun exec -- sh -c 'exit 7'
  [7]
  $ echo in | isorun exec -- sh -c 'cat; echo out; echo err >&2' 2>/dev/null
  in
  out

The caller's terminal has a name inside, and terminals of the command's own work:

  $ script -qec 'isorun exec -- tty' /dev/null </dev/null | tr -d '\r'
  /dev/console
  $ isorun exec -- sh -c 'script -qec tty /dev/null </dev/null' | tr -d '\r'
  /dev/pts/0

No user namespaces of its own, if so wished:

  $ isorun exec --no-userns -- unshare -U true
  unshare: unshare failed: No space left on device
  [1]

128 + the signal's number:

  $ isorun exec -- sh -c 'kill -KILL $$'
  [137]
  $ isorun exec -- sh -c 'kill -TERM $$'
  [143]

What cannot be executed, as the shell and env(1) have it:

  $ isorun exec -- no-such-command
  isorun: executing no-such-command: No such file or directory (ENOENT)
  [127]
  $ isorun exec -- /etc/passwd
  isorun: executing /etc/passwd: Permission denied (EACCES)
  [126]
  $ isorun exec -- /etc
  isorun: executing /etc: Permission denied (EACCES)
  [126]
  $ printf '#!/nope -x\n' > script; chmod +x script; isorun exec -- ./script
  isorun: executing ./script: No such file or directory (ENOENT); its interpreter /nope does not exist
  [127]

A time limit, as timeout(1) has it; a command that ignores SIGTERM gets SIGKILL:

  $ isorun exec --timeout 100ms -- sleep 60
  [124]

It does what any user of it expects: a script without a first line is a script, the command is looked up in the PATH,
and the working directory, arguments and environment are the caller's:

  $ echo 'echo "$# $ANSWER ${PWD##*/}"' > script; chmod +x script
  $ ANSWER=42 isorun exec -- ./script 'one word' two
  2 42 work

Nothing that it writes is there afterwards, and nothing that it starts:

  $ isorun exec -- sh -c 'echo x > left; rm script; echo y > ~/left; echo z > /tmp/left; ls'
  left
  $ ls . ~ /tmp/left 2>&1
  ls: cannot access '/tmp/left': No such file or directory
  .:
  script
  (empty)
  /transcript/home:
  [2]
  $ ln -s /bin/sleep sleep; isorun exec -- sh -c '"$PWD/sleep" 60 & echo started'
  started
  $ pgrep -f "^$PWD/sleep"
  [1]

Also for the root of a user namespace that knows no other user:

  $ unshare -r isorun exec -- sh -c 'id -u; echo x > /tmp/new; ls /tmp/new; echo y > left; cat left'; ls left
  0
  /tmp/new
  y
  ls: cannot access 'left': No such file or directory
  [2]

A directory as one of the standard streams would give the host's tree away:

  $ isorun exec -- cat / < .
  isorun: standard input is a directory, which must not be passed to a sandbox
  [2]
  $ exec 3< .; isorun exec -- true 1>&3
  isorun: standard output is a directory, which must not be passed to a sandbox
  [2]
