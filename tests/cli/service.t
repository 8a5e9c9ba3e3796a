Each shard has its own server, in its sandbox: it starts before the command, once it is ready the command does, and it ends with
the shard. Here it counts its clients, always on the same port:

  $ cat > server.py <<'END'
  > import socket
  > server = socket.create_server(("127.0.0.1", 4242))
  > print("listening", flush=True)
  > for count in range(1, 1000):
  >     client, _ = server.accept()
  >     with client:
  >         if client.recv(1):
  >             client.sendall(b"%d" % count)
  > END
  $ cat > client.py <<'END'
  > import socket, sys
  > with socket.create_connection(("127.0.0.1", 4242)) as server:
  >     server.sendall(b"x")
  >     print(sys.argv[1], "is client", server.recv(9).decode())
  > END
  $ cat > isorun.toml <<'END'
  > [[service]]
  > name = "counter"
  > command = "exec python3 server.py"
  > ready = "output:^listening$"
  > END
  $ printf 'a\nb\nc\n' > units
  $ isorun -j2 -q --list units -- python3 client.py {} | grep Summary; sort isorun-out/logs/*.log; ls isorun-out/logs
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
  a is client 1
  b is client 1
  c is client 1
  a.log
  b.log
  c.log
  shard-0.counter.output
  shard-1.counter.output
  shard-2.counter.output
  $ isorun -j1 -v --list units -- true {} | grep SERVICE
       SERVICE [   0.000s] counter (shard 0, slot 0)
       SERVICE [   0.000s] counter (shard 1, slot 0)
       SERVICE [   0.000s] counter (shard 2, slot 0)
  $ cat > services.py <<'END'
  > import json
  > run = json.load(open("isorun-out/run.json"))
  > print(run["reason"], run["exit_code"])
  > for unit in run["units"]: print(unit["name"], unit["reason"], unit["detail"], sep="; ")
  > for shard in run["shards"]:
  >     for service in shard.get("services", []):
  >         ready = "ready" if service.get("start_up_seconds") else "never ready"
  >         print(shard["index"], service["name"], service["state"], ready, service["detail"], service["log"], sep="; ")
  > END
  $ python3 services.py; cat isorun-out/logs/shard-0.counter.output
  passed 0
  a; passed; 
  b; passed; 
  c; passed; 
  0; counter; stopped; ready; ; logs/shard-0.counter.output
  1; counter; stopped; ready; ; logs/shard-1.counter.output
  2; counter; stopped; ready; ; logs/shard-2.counter.output
  listening
  $ grep -c "<h2>Services\|counter" isorun-out/report.html
  1

What tells that it is ready: a port, a socket, a file, a command, a line that it prints, or nothing:

  $ printf '[[service]]\nname = "s"\ncommand = "exec python3 server.py"\nready = "tcp:4242"\n' > isorun.toml
  $ isorun -q --list units -- python3 client.py {} | grep Summary
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
  $ printf '[[service]]\nname = "s"\ncommand = "exec python3 server.py"\nready = "tcp:localhost:4242"\n' > isorun.toml
  $ isorun -q --list units -- python3 client.py {} | grep Summary
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
  $ cat > isorun.toml <<'END'
  > [[service]]
  > name = "socket"
  > command = "exec python3 -c 'import socket, time; s = socket.socket(socket.AF_UNIX); s.bind(\"s\"); time.sleep(0.1); s.listen(); time.sleep(1000)'"
  > ready = "unix:s"
  > [[service]]
  > name = "file"
  > command = "test -S s && sleep 0.1 && echo $NAME > there && exec sleep 1000"
  > ready = "file:there"
  > env = ["NAME=value"]
  > [[service]]
  > name = "command"
  > command = "cp there copy && exec sleep 1000"
  > ready = "exec:test $NAME -a -e copy"
  > env = ["NAME=x"]
  > [[service]]
  > name = "nothing"
  > command = "exec sleep 1000"
  > END
  $ isorun -j1 -q --list units -- sh -c 'cat there copy; : {}' | grep Summary; sort isorun-out/logs/a.log
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
  value
  value
  $ python3 services.py
  passed 0
  a; passed; 
  b; passed; 
  c; passed; 
  0; socket; stopped; ready; ; logs/shard-0.socket.output
  0; file; stopped; ready; ; logs/shard-0.file.output
  0; command; stopped; ready; ; logs/shard-0.command.output
  0; nothing; stopped; ready; ; logs/shard-0.nothing.output
  1; socket; stopped; ready; ; logs/shard-1.socket.output
  1; file; stopped; ready; ; logs/shard-1.file.output
  1; command; stopped; ready; ; logs/shard-1.command.output
  1; nothing; stopped; ready; ; logs/shard-1.nothing.output
  2; socket; stopped; ready; ; logs/shard-2.socket.output
  2; file; stopped; ready; ; logs/shard-2.file.output
  2; command; stopped; ready; ; logs/shard-2.command.output
  2; nothing; stopped; ready; ; logs/shard-2.nothing.output

It begins with what set-ups wrote, and what it writes is the shard's:

  $ cat > isorun.toml <<'END'
  > [[setup]]
  > command = "echo rows > data; printf 'A=1\n' > vars"
  > env = "vars"
  > [[service]]
  > name = "s"
  > command = "cat data; echo $A, slot $ISORUN_SLOT; echo written > data; exec sleep 1000"
  > ready = "exec:grep -q written data"
  > END
  $ isorun -j1 -q --collect 'data=concat' --list units -- sh -c 'echo {} >> data' | grep "Summary\|ISOLATED"; cat isorun-out/collected/data; cat isorun-out/logs/shard-0.s.output; ls
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
  written
  a
  written
  b
  written
  c
  rows
  1, slot 0
  client.py
  isorun-out
  isorun.toml
  server.py
  services.py
  units

If one is not ready, the unit does not run; its output is the server's last lines. The others have their own:

  $ cat > isorun.toml <<'END'
  > [[service]]
  > name = "first"
  > command = "echo first; exec sleep 1000"
  > [[service]]
  > name = "db"
  > command = "seq 30; echo no room >&2; exit 3"
  > ready = "tcp:4242"
  > filter = "b"
  > END
  $ isorun -j1 --list units -- echo {} | grep -v "Bound\|Longest\|Sum "
          PASS [   0.000s] (1/3) a
  SETUP-FAILED [   0.000s] (2/3) b
  --- OUTPUT: b: the service `db` ended before it was ready: exit code 3 ---
  12
  13
  14
  15
  16
  17
  18
  19
  20
  21
  22
  23
  24
  25
  26
  27
  28
  29
  30
  no room
  --- END: b ---
          PASS [   0.000s] (3/3) c
  ------------
       Summary [   0.000s] 3 tests run: 2 passed, 1 failed (1 setup-failed), 0 skipped
  SETUP-FAILED [   0.000s] b: the service `db` ended before it was ready: exit code 3
  $ python3 services.py; grep -c '<error' isorun-out/junit.xml
  failed 1
  a; passed; 
  b; setup-failed; the service `db` ended before it was ready: exit code 3
  c; passed; 
  0; first; stopped; ready; ; logs/shard-0.first.output
  1; first; stopped; ready; ; logs/shard-1.first.output
  1; db; exited; never ready; ended by itself with exit code 3; logs/shard-1.db.output
  2; first; stopped; ready; ; logs/shard-2.first.output
  1
  $ isorun -j1 -q --retries 1 --filter b --list units -- echo {} | grep "Summary\|SETUP"
  SETUP-FAILED [   0.000s] (1/1) b
       Summary [   0.000s] 1 test run: 0 passed, 1 failed (1 setup-failed), 0 skipped
  SETUP-FAILED [   0.000s] b: the service `db` ended before it was ready: exit code 3 (2 of 2 attempts)
  $ cat > isorun.toml <<'END'
  > [[service]]
  > name = "db"
  > command = "echo starting; exec sleep 1000"
  > ready = "tcp:4242"
  > timeout = "0.1s"
  > END
  $ isorun -j1 -q --filter b --list units -- echo {} | grep -v "Bound\|Longest\|Sum "
  SETUP-FAILED [   0.000s] (1/1) b
  --- OUTPUT: b: the service `db` was not ready after 0.1 s ---
  starting
  --- END: b ---
  ------------
       Summary [   0.000s] 1 test run: 0 passed, 1 failed (1 setup-failed), 0 skipped
  SETUP-FAILED [   0.000s] b: the service `db` was not ready after 0.1 s
  $ python3 services.py
  failed 1
  b; setup-failed; the service `db` was not ready after 0.1 s
  0; db; late; never ready; not ready after 0.1 s; logs/shard-0.db.output
  $ printf '[[service]]\nname = "db"\ncommand = "exec /missing"\n' > isorun.toml
  $ isorun -j1 -q --filter b --list units -- sh -c 'sleep 0.2; echo {}' | grep -v "Bound\|Longest\|Sum "
  ------------
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
       WARNING the service `db` ended by itself with exit code 127 in shard 0

If one ends while its unit runs, the unit says so, or the run if all units of its shard pass. Neither does a server that does
not stop go unnoticed:

  $ cat > isorun.toml <<'END'
  > [[service]]
  > name = "db"
  > command = "echo $$ > pid; exec sleep 1000"
  > ready = "exec:test -s pid"
  > END
  $ cat > crash <<'END'
  > kill -SEGV $(cat pid); while kill -0 $(cat pid); do sleep 0.01; done 2> /dev/null
  > test $1 = a
  > END
  $ isorun -j1 -q --list units -- sh crash {} | grep "FAIL\|WARNING\|Summary"
          FAIL [   0.000s] (2/3) b
          FAIL [   0.000s] (3/3) c
       Summary [   0.000s] 3 tests run: 1 passed, 2 failed, 0 skipped
          FAIL [   0.000s] b: exit code 1; the service `db` was killed by SIGSEGV
          FAIL [   0.000s] c: exit code 1; the service `db` was killed by SIGSEGV
       WARNING the service `db` was killed by SIGSEGV in shard 0
  $ python3 services.py
  failed 1
  a; passed; 
  b; failed; exit code 1; the service `db` was killed by SIGSEGV
  c; failed; exit code 1; the service `db` was killed by SIGSEGV
  0; db; signaled; ready; killed by SIGSEGV; logs/shard-0.db.output
  1; db; signaled; ready; killed by SIGSEGV; logs/shard-1.db.output
  2; db; signaled; ready; killed by SIGSEGV; logs/shard-2.db.output
  $ cat > isorun.toml <<'END'
  > [[service]]
  > name = "stubborn"
  > command = "trap '' TERM; : > ready; while :; do sleep 0.01; done"
  > ready = "file:ready"
  > grace = "0.05s"
  > END
  $ isorun -j1 -q --list units -- true {} | grep "WARNING\|Summary\|LEAK"
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
       WARNING the service `stubborn` did not stop within 0.05 s of SIGTERM in shard 0 and 2 more
  $ cat > isorun.toml <<'END'
  > [[service]]
  > name = "s"
  > command = "trap 'echo interrupted; exit' INT; : > ready; while :; do sleep 0.01; done"
  > ready = "file:ready"
  > stop = "INT"
  > END
  $ isorun -j1 -q --list units -- true {} | grep "WARNING\|Summary\|LEAK"; cat isorun-out/logs/*.s.output
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
  interrupted
  interrupted
  interrupted

A unit's time limit begins when its services are ready:

  $ printf '[[service]]\nname = "slow"\ncommand = "sleep 1.5; : > up; exec sleep 1000"\nready = "file:up"\n' > isorun.toml
  $ isorun -j3 -q --timeout 1.2 --list units -- sh -c 'sleep 0.1; : {}' | grep Summary
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
  $ isorun -j3 -q --timeout 0.1 --list units -- sh -c 'sleep 1000; : {}' | grep Summary
       Summary [   0.000s] 3 tests run: 0 passed, 3 failed (3 timeout), 0 skipped

Units that need different services share no shard, and a unit that needs none has none:

  $ cat > isorun.toml <<'END'
  > [[service]]
  > name = "s"
  > command = ": > there; exec sleep 1000"
  > ready = "file:there"
  > filter = "b"
  > END
  $ isorun -j1 -q --list units -- sh -c 'echo $(ls there 2>&1): $*' sh {@} > /dev/null; cat isorun-out/logs/?.log | sort -u
  ls: cannot access 'there': No such file or directory: a c
  there: b
  $ python3 services.py
  passed 0
  a; passed; 
  b; passed; 
  c; passed; 
  1; s; stopped; ready; ; logs/shard-1.s.output

Interrupted, the shards end with their services, even if these are not ready yet:

  $ mkdir shared
  $ printf '[[service]]\nname = "s"\ncommand = "touch shared/up; exec sleep 1000"\nready = "file:never"\n' > isorun.toml
  $ isorun -j1 -q --share shared --list units -- true {} > interrupted & 
  $ while ! test -e shared/up; do sleep 0.01; done; kill -INT $!; wait $!; echo "[$?]"; python3 services.py
  [130]
  interrupted 130
  0; s; stopped; never ready; ; logs/shard-0.s.output

Each slice has its own; merged, they keep their logs:

  $ printf '[[service]]\nname = "s/1"\ncommand = "echo serving; exec sleep 1000"\nready = "output:serving"\n' > isorun.toml
  $ for i in 1 2; do isorun -j1 -q --slice $i/2 -o part$i --list units -- true {} > /dev/null; done
  $ isorun merge -q part1 part2 -o isorun-out > /dev/null; python3 services.py; ls isorun-out/logs
  passed 0
  a; passed; 
  b; passed; 
  c; passed; 
  0; s/1; stopped; ready; ; logs/shard-0.s%2F1.output
  1; s/1; stopped; ready; ; logs/shard-1.s%2F1.output
  2; s/1; stopped; ready; ; logs/shard-2.s%2F1.output
  a.log
  b.log
  c.log
  shard-0.s%2F1.output
  shard-1.s%2F1.output
  shard-2.s%2F1.output

isorun exec, like isorun list, starts none:

  $ isorun exec -- sh -c 'ps -e -o args | grep -c "[s]leep 1000"'
  0
  [1]

What cannot be is said before anything runs:

  $ try() { printf '[[service]]\n%b\n' "$1" > isorun.toml; isorun --list units -- true {}; }
  $ try 'name = "x"'
  isorun: isorun.toml:1:1: needs a command, such as "exec redis-server"
  [2]
  $ try 'command = "true"\nready = "http:80"'
  isorun: isorun.toml:3:9: ready must be tcp:PORT, tcp:ADDRESS:PORT, unix:PATH, file:PATH, exec:COMMAND or output:REGEX
  [2]
  $ try 'command = "true"\nready = "tcp:example.org:80"'
  isorun: isorun.toml:3:9: ready: the host must be localhost or the number of an address
  [2]
  $ try 'command = "true"\nready = "tcp:0"'
  isorun: isorun.toml:3:9: ready: the port must be a number from 1 to 65535
  [2]
  $ try 'command = "true"\nready = "output:("'
  isorun: isorun.toml:3:9: ready: the regular expression: missing ): (
  [2]
  $ try 'command = "true"\nstop = "SIGNAL"'
  isorun: isorun.toml:3:8: stop must be the name of a signal, such as "INT"
  [2]
  $ try 'command = "true"\nenv = ["x"]'
  isorun: isorun.toml:3:7: env must be a list of "NAME=VALUE"
  [2]
  $ try 'command = "true"\nenv = ["ISORUN_SLOT=7"]'
  isorun: isorun.toml:3:7: env must be a list of "NAME=VALUE"
  [2]
  $ try 'command = "true"\nper = "slot"'
  isorun: isorun.toml:3:7: per must be "shard"
  [2]
  $ try 'command = "true"\nfilter = "("'
  isorun: isorun.toml:3:10: filter: at byte 2: expected a name or part of one
    (
     ^
  [2]
  $ try 'command = "true"\nwait = 1'
  isorun: isorun.toml:3:1: unknown key wait
  [2]
  $ try 'command = "true"\n[[service]]\ncommand = "true"'
  isorun: two services are named `true`; give each its own name
  [2]
  $ try "$(for i in 1 2 3 4 5 6 7 8 9; do printf 'name = "%s"\\ncommand = "true"\\n[[service]]\\n' $i; done)command = \"true\""
  isorun: 10 services: a shard can have at most 8
  [2]
  $ printf 'service = "x"\n' > isorun.toml; isorun --list units -- true {}
  isorun: isorun.toml:1:11: write [[service]], one for each
  [2]
