Needs: ls /usr/lib/postgresql/*/bin/initdb
Needs: redis-server --version

Forty tests that each find all rows and all keys, and drop them. The databases are made once, by a set-up; each shard starts its
own PostgreSQL and its own Redis on its own copy, always on the same ports. PostgreSQL refuses to be root's, and a nameless user's:

  $ export PATH=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1):$PATH LC_ALL=C
  $ cat > create <<'END'
  > set -e
  > initdb -D /tmp/db -U postgres -A trust --no-sync > /dev/null
  > pg_ctl -D /tmp/db -l /tmp/db/log -o "-k /tmp -c fsync=off" -w start > /dev/null
  > psql -q -h /tmp -U postgres -c "create table orders as select n, repeat('x', 100) note from generate_series(1, 10000) n"
  > pg_ctl -D /tmp/db -w stop > /dev/null
  > mkdir /tmp/redis
  > redis-server --port 0 --unixsocket /tmp/socket --dir /tmp/redis > /dev/null & while ! redis-cli -s /tmp/socket ping; do sleep 0.1; done > /dev/null 2>&1
  > redis-cli -s /tmp/socket eval 'for i = 1, 1000 do redis.call("set", "key" .. i, i) end' 0
  > redis-cli -s /tmp/socket shutdown save; wait
  > END
  $ cat > as-server <<'END'
  > test $(id -u) != 0 || exec setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"
  > exec "$@"
  > END
  $ cp /etc/passwd .; getent passwd $(id -u) > /dev/null || echo "tester:x:$(id -u):$(id -g)::/:/bin/sh" >> passwd
  $ cat > isorun.toml <<'END'
  > bind = ["passwd:/etc/passwd"]
  > [[setup]]
  > name = "databases"
  > command = "sh as-server sh create"
  > [[service]]
  > name = "postgres"
  > command = "exec sh as-server postgres -D /tmp/db -k /tmp -c fsync=off"
  > ready = "output:ready to accept connections"
  > stop = "QUIT"
  > [[service]]
  > name = "redis"
  > command = "exec redis-server --dir /tmp/redis"
  > ready = "exec:redis-cli ping | grep -q PONG"
  > stop = "KILL"
  > END
  $ cat > drop <<'END'
  > set -e
  > sql() { psql -qAtX -h localhost -U postgres -v ON_ERROR_STOP=1 -c "$1"; }
  > test $(sql 'select count(*) from orders') = 10000
  > test $(redis-cli dbsize) = 1000
  > sql 'update orders set n = 0; drop table orders'
  > redis-cli flushall
  > if sql 'select count(*) from orders'; then exit 1; fi
  > test $(redis-cli dbsize) = 0
  > END
  $ seq 40 > units; isorun -j4 -q --list units -- sh drop {} | grep 'Summary\|FAIL\|WARNING\|LEAK'
       Summary [   0.000s] 40 tests run: 40 passed, 0 failed, 0 skipped
  $ cat isorun-out/logs/setup-1.output; ls isorun-out/logs | grep -c 'postgres.output\|redis.output'
  (empty)
  80

What a server says tells why it did not start:

  $ sed -i 's/ -k .tmp -c/ -k \/missing -c/' isorun.toml; echo 1 > one
  $ isorun -j1 --list one -- sh drop {} | grep -o 'SETUP-FAILED.*\|FATAL.*\|service.*'
  SETUP-FAILED [   0.000s] (1/1) 1
  service `postgres` ended before it was ready: exit code 1 ---
  FATAL:  could not create lock file "/missing/.s.PGSQL.5432.lock": No such file or directory
  SETUP-FAILED [   0.000s] 1: the service `postgres` ended before it was ready: exit code 1
