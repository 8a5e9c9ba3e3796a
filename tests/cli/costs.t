The cost files of all shards become one costs.json, summed exactly.

  $ cat > call-api <<'END'
  > #!/bin/sh
  > cat > "/tmp/test_$1.json" <<JSON
  > {"session_id": "session", "total_api_calls": 2, "total_input_tokens": 1200, "total_output_tokens": 300,
  >  "total_cache_creation_tokens": 0, "total_cache_read_tokens": 0, "total_cost_usd": 0.1,
  >  "total_duration_seconds": 2.5, "api_calls": [{"cached": false}, {"cached": true}]}
  > JSON
  > if [ "$1" = "$CUT_OFF" ]; then truncate -s 100 "/tmp/test_$1.json"; fi
  > END
  $ chmod +x call-api; seq 3 > units
  $ isorun -j1 --list units --collect '/tmp/test_*.json=cost' -- ./call-api {}
          PASS [   0.000s] (1/3) 1
          PASS [   0.000s] (2/3) 2
          PASS [   0.000s] (3/3) 3
  ------------
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
           Sum [   0.000s] over all tests, 0.00 x the wall time
       Longest [   0.000s] UNIT
         Bound [   0.000s] max(longest, sum / 1 slot), 0.0 % of it reached
  cost $0.3: 6 calls, 3 cached (hit rate 50 %)
  tokens: 3600 in, 900 out, 0 written to the cache, 0 read from it
  counted from files: 3, sessions: 1, shards: 3
  $ head -n 13 isorun-out/costs.json
  {
    "schema": 1,
    "files": 3,
    "shards": 3,
    "sessions": 1,
    "total_api_calls": 6,
    "total_input_tokens": 3600,
    "total_output_tokens": 900,
    "total_cache_creation_tokens": 0,
    "total_cache_read_tokens": 0,
    "total_cost_usd": 0.3,
    "total_duration_seconds": 7.5,
    "cached_calls": 3,
  $ python3 - <<'END'
  > import json
  > for entry in json.load(open("isorun-out/costs.json"))["per_session"]:
  >     print(entry["session_id"], entry["shard"], entry["file"], entry["total_cost_usd"])
  > print(json.load(open("isorun-out/run.json"))["collected"])
  > END
  session 0 /tmp/test_1.json 0.1
  session 1 /tmp/test_2.json 0.1
  session 2 /tmp/test_3.json 0.1
  [{'patterns': ['/tmp/test_*.json'], 'rule': 'cost', 'output': 'costs.json', 'files': 3}]

A file that is cut off makes the run fail, by name; an older total does not stay:

  $ CUT_OFF=2 isorun -j1 --list units --collect '/tmp/test_*.json=cost' -- ./call-api {} | grep -E 'PROBLEM|WARNING|cost \$'
       PROBLEM /tmp/test_2.json of shard 1: line 1, byte 100: Missing a comma or '}' after an object member. The file seems to be truncated.
       WARNING costs.json was not written: 1 of its files could not be merged
  $ CUT_OFF=2 isorun -j1 --list units --collect '/tmp/test_*.json=cost' -- ./call-api {} >/dev/null
  [1]
  $ ls isorun-out
  CACHEDIR.TAG
  junit.xml
  logs
  report.html
  run.json
  trace.json

A pattern that nothing matches is worth a warning:

  $ isorun -j1 --collect 'cost/**/*.json=cost' -- true | grep WARNING
       WARNING --collect cost/**/*.json=cost: no shard wrote a file that matches

Counters that some files lack are summed over the others:

  $ part='{"session_id": "s", "total_cost_usd": 0.1'
  $ part() { isorun -q -j1 --list units --collect "/tmp/cost=$1" -- sh -c 'echo "$1}" > /tmp/cost; test $2 = 2 || sed -i "s/}/, \"total_api_calls\": 1}/" /tmp/cost' - "$part" {}; }
  $ part cost | grep -E 'WARNING|PROBLEM|cost'
       WARNING some cost files lack total_api_calls (1 of 3); the sums are of the others
  cost $0.3: 2 calls
  $ part 'cost!' | grep -E 'WARNING|PROBLEM|cost'
       PROBLEM some cost files lack total_api_calls (1 of 3)

Any JSON, summed:

  $ isorun -j1 --list units --collect 'n.json=json-sum' -- sh -c 'echo "{\"n\": 0.$1, \"of\": [$1], \"by\": \"me\"}" > n.json' - {} >/dev/null
  $ cat isorun-out/collected/n.json
  {
    "n": 0.6,
    "of": [
      1,
      2,
      3
    ],
    "by": "me"
  }
