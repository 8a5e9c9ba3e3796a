Needs: /usr/sbin/dropbear -V && parallel --version && rsync --version
Needs: ls /usr/lib/*/libnss_wrapper.so

Two hosts by ssh, which are two servers of the test's own. They end with the test, and know an account whose home is here:

  $ port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
  $ echo "me:x:$(id -u):$(id -g)::$HOME:/bin/sh" > passwd; echo "me:x:$(id -g):" > group; mkdir one two; mkdir -m 700 $HOME/.ssh
  $ export NSS_WRAPPER_PASSWD=$PWD/passwd NSS_WRAPPER_GROUP=$PWD/group LD_PRELOAD=$(ls /usr/lib/*/libnss_wrapper.so)
  $ ssh-keygen -q -t ed25519 -N '' -f key; cp key.pub $HOME/.ssh/authorized_keys; dropbearkey -t ed25519 -f host > /dev/null 2>&1
  $ serve() { setpriv --pdeathsig KILL -- /usr/sbin/dropbear -F -E -e -s -r host -p 127.0.0.1:$2 -P pid 2> $1/log & }
  $ for name in one two; do PORT=$(port); serve $name $PORT; printf 'Host %s\n HostName 127.0.0.1\n Port %d\n' $name $PORT; done > hosts
  $ printf '%s\n' 'Host *' ' User me' " IdentityFile $PWD/key" ' StrictHostKeyChecking no' " UserKnownHostsFile $PWD/known" ' LogLevel error' >> hosts
  $ export PARALLEL_SSH="ssh -F $PWD/hosts"; await() { for i in $(seq 500); do "$@" 2> /dev/null && return; sleep 0.02; done; }
  $ for name in one two; do await $PARALLEL_SSH $name 'cd ~ && pwd'; done
  /transcript/home
  /transcript/home

The working directory is the same on both; isorun needs no wrapper. --return brings the slices back, and the merge tells whether the suite has passed:

  $ slice='unset LD_PRELOAD; isorun -q --slice {}/2 -o slice-{} --filter "not Fails" -- suite; tar -czf slice-{}.tar.gz slice-{}; rm -r slice-{}'
  $ on_both() { mkdir there; parallel --sshlogin one,two --jobs 1 --env PATH --workdir $PWD/there --joblog jobs "$@"; }
  $ on_both --return slice-{}.tar.gz --cleanup "$slice" ::: 1 2 | grep -c SLICE
  2
  $ cut -f7 jobs; test -e there || ls slice-*
  Exitval
  0
  0
  slice-1.tar.gz
  slice-2.tar.gz
  $ LD_PRELOAD= isorun merge -q slice-* | grep Summary
       Summary [   0.000s] 12 tests run: 12 passed, 0 failed, 1 skipped

From a queue, whose URL comes along in the environment:

  $ PORT=$(port); setpriv --pdeathsig KILL -- redis-server --save '' --dir . --bind 127.0.0.1 --port $PORT > redis.log &
  $ await sh -c "redis-cli -p $PORT ping | grep -q PONG"; export ISORUN_QUEUE=redis://127.0.0.1:$PORT/run-1
  $ machine='unset LD_PRELOAD; isorun -q -o machine-{} --filter "not Fails" -- suite; tar -czf machine-{}.tar.gz machine-{}; rm -r machine-{}'
  $ on_both --env ISORUN_QUEUE --return machine-{}.tar.gz --cleanup "$machine" ::: 1 2 | grep -c MACHINE
  2
  $ LD_PRELOAD= isorun merge -q machine-* | grep Summary
       Summary [   0.000s] 12 tests run: 12 passed, 0 failed, 1 skipped
