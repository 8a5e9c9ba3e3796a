Needs: /usr/bin/python3 -c 'import pytest'

The first run, without a history: nobody knows how long anything takes. All slots work from the start:

  $ mkdir tests shared; for name in a b c d e f; do echo "def test(): pass" > tests/test_$name.py; done
  $ isorun -j3 -q --history first -- /usr/bin/python3 -m pytest tests | grep Summary
       Summary [   0.000s] 6 tests run: 6 passed, 0 failed, 0 skipped
  $ cat > files.py <<'END'
  > import collections, json
  > shards = json.load(open("isorun-out/run.json"))["shards"]
  > files = collections.Counter(file for shard in shards for file in {unit.split("::")[0] for unit in shard["units"]})
  > print(len(shards), "shards; of each file:", *set(files.values()))
  > END
  $ python3 files.py
  3 shards; of each file: 1

A shard that turns out to be long gives back whole files that it has not begun. Here the first test of one ends only when the
others have run, but for the file after it, which that shard keeps:

  $ cat > tests/test_a.py <<'END'
  > import os, time
  > def test():
  >     begin = time.monotonic()
  >     while len(os.listdir("shared")) < 11 and time.monotonic() < begin + 60: time.sleep(0.01)
  >     assert len(os.listdir("shared")) == 11
  > END
  $ for name in b c d e f g h i j k l m; do cat > tests/test_$name.py <<END
  > import pytest
  > @pytest.fixture(scope="module")
  > def module():
  >     yield
  >     open("shared/$name", "w").close()
  > def test_one(module): pass
  > def test_two(module): pass
  > END
  > done
  $ isorun -j2 -q --share shared --history second -- /usr/bin/python3 -m pytest tests | grep Summary
       Summary [   0.000s] 25 tests run: 25 passed, 0 failed, 0 skipped
  $ python3 files.py | sed 's/^[3-9]/several/'
  several shards; of each file: 1
