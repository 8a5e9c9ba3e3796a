isorun why finds out why units failed. Those with the same cause are listed together; the first has the evidence.

  $ echo 'import os; os.rename("data", "saved")' >rename.py; echo 'open("made", "w")' >first.py; echo 'open("made")' >last.py
  $ echo 'import os, sys; sys.exit("no_proxy" in os.environ)' >good.py; echo 'import os; os.rename("data", "kept")' >move.py; mkdir data
  $ printf '%s\n' first.py good.py move.py rename.py last.py | isorun -j2 -q --output never --list - -- /usr/bin/python3 {} | grep -c FAIL
  6
  $ isorun why isorun-out
  move.py
      fails in 3 of 3 runs alone: exit code 1
      passes in 3 of 3 runs with --copy .
      fails in 2 of 2 runs alone
  rename.py
      like move.py
  last.py
      fails in 3 of 3 runs alone: exit code 1
      passes in 3 of 3 runs after first.py in one sandbox
      fails in 2 of 2 runs alone
  ------------
  2 units: passes with --copy .: it does what an overlay cannot do, such as renaming one of the host's directories (OSError: [Errno 18] Invalid cross-device link: 'data' -> 'kept')
      move.py
      rename.py
  last.py: needs first.py to run before it in one sandbox, for the files that it leaves; isorun runs each unit of list in a sandbox of its own: make them one unit
  (empty)
  isorun.toml:
  copy = ["."]
  [1]
  $ isorun why -v isorun-out | grep -c 'passes in 3 of 3 runs with --copy'
  2

For programs:

  $ isorun why --json isorun-out move.py last.py
  {
   "schema": 1,
   "changes": [],
   "units": [
    {
     "name": "move.py",
     "cause": "sandbox",
     "sentence": "passes with --copy .: it does what an overlay cannot do, such as renaming one of the host's directories (OSError: [Errno 18] Invalid cross-device link: 'data' -> 'kept')",
     "option": "--copy .",
     "fixed": true,
     "detail": "exit code 1",
     "options": [
      "with --copy ."
     ],
     "before": [],
     "beside": [],
     "runs": [
      {
       "where": "alone",
       "passed": 0,
       "failed": 3
      },
      {
       "where": "with --copy .",
       "passed": 3,
       "failed": 0
      },
      {
       "where": "alone",
       "passed": 0,
       "failed": 2
      }
     ],
     "not_tried": []
    },
    {
     "name": "last.py",
     "cause": "needs-before",
     "sentence": "needs first.py to run before it in one sandbox, for the files that it leaves; isorun runs each unit of list in a sandbox of its own: make them one unit",
     "option": "",
     "fixed": false,
     "detail": "exit code 1",
     "options": [],
     "before": [
      "first.py"
     ],
     "beside": [],
     "runs": [
      {
       "where": "alone",
       "passed": 0,
       "failed": 3
      },
      {
       "where": "after first.py in one sandbox",
       "passed": 3,
       "failed": 0
      },
      {
       "where": "alone",
       "passed": 0,
       "failed": 2
      }
     ],
     "not_tried": []
    }
   ],
   "config": {
    "file": "isorun.toml",
    "lines": "copy = [\".\"]\n",
    "written": false
   }
  }
  [1]
  $ isorun why --json --verbose isorun-out
  isorun: --verbose excludes --json
  [2]
  $ isorun why --json --budget 1ms isorun-out move.py | grep -E 'cause|fixed|lines|runs'
     "cause": "no-time",
     "sentence": "the budget was used up before the cause was found; --budget extends it",
     "fixed": false,
     "runs": [],
    "lines": "",

Some units, of which each must have failed:

  $ isorun why isorun-out move.py
  move.py
      fails in 3 of 3 runs alone: exit code 1
      passes in 3 of 3 runs with --copy .
      fails in 2 of 2 runs alone
  ------------
  move.py: passes with --copy .: it does what an overlay cannot do, such as renaming one of the host's directories (OSError: [Errno 18] Invalid cross-device link: 'data' -> 'kept')
  (empty)
  isorun.toml:
  copy = ["."]
  $ isorun why isorun-out move.py good.py
  isorun: good.py did not fail in this run
  [2]
  $ isorun why isorun-out mave.py
  isorun: no unit mave.py in this run; did you mean move.py?
  [2]
  $ isorun why isorun-out -- move.py --write
  isorun: no unit --write in this run
  [2]
  $ isorun why
  isorun: usage: isorun why [OPTIONS] RUN [UNIT...]
  [2]
  $ isorun why isorun-out --repeat 1
  isorun: --repeat 1: must be 2 to 1000
  [2]
  $ isorun why isorun-out --budget never
  isorun: --budget never: must be like 90, 1.5s, 500ms or 5m
  [2]
  $ isorun why nowhere
  isorun: nowhere: opening the results directory: No such file or directory (ENOENT)
  [2]

A budget that is too small for anything:

  $ isorun why --budget 1ms isorun-out move.py last.py
  move.py
  last.py
      like move.py
  ------------
  2 units: the budget was used up before the cause was found; --budget extends it
      move.py
      last.py
  [1]

What cures them can be written into isorun.toml, which keeps what it has:

  $ printf '# ours\njobs = 2\noverlay = "t" # for all\n' >isorun.toml
  $ isorun why --write isorun-out move.py; cat isorun.toml
  move.py
      fails in 3 of 3 runs alone: exit code 1
      passes in 3 of 3 runs with --copy .
      fails in 2 of 2 runs alone
  ------------
  move.py: passes with --copy .: it does what an overlay cannot do, such as renaming one of the host's directories (OSError: [Errno 18] Invalid cross-device link: 'data' -> 'kept')
  (empty)
  written to isorun.toml
  copy = ["."]
  # ours
  jobs = 2
  overlay = "t" # for all
  $ cp isorun.toml first.toml; printf 'jobs = 2\n' >isorun.toml; isorun why --write --json isorun-out move.py | grep written; cat isorun.toml; mv first.toml isorun.toml
    "written": true
  copy = ["."]
  jobs = 2
  $ isorun why --write isorun-out move.py | tail -1; cat isorun.toml
  move.py: passes in 10 of 10 runs alone: the failure did not happen again
  copy = ["."]
  # ours
  jobs = 2
  overlay = "t" # for all

It goes to the file that the run has read, with paths relative to that:

  $ mkdir -p sub/data; cp move.py sub; rm isorun.toml; printf '[[overrides]]\nfilter = "x"\nserial = true\n' >isorun.toml; cd sub
  $ isorun -q --output never --list <(echo move.py) -- /usr/bin/python3 {} | grep -c FAIL
  2
  $ isorun why --write isorun-out; cat ../isorun.toml; ls -A; cd ..
  move.py
      fails in 3 of 3 runs alone: exit code 1
      passes in 3 of 3 runs with --copy .
      fails in 2 of 2 runs alone
  ------------
  move.py: passes with --copy .: it does what an overlay cannot do, such as renaming one of the host's directories (OSError: [Errno 18] Invalid cross-device link: 'data' -> 'kept')
  (empty)
  written to /transcript/work/isorun.toml
  copy = ["sub"]
  (empty)
  [[overrides]]
  filter = "x"
  serial = true
  data
  isorun-out
  move.py

Nothing reaches the host, even if the run shares a part of it; and the results of the run stay as they are:

  $ rm isorun.toml; echo 'open("data/written", "w").write("x"); exit(1)' >writes.py
  $ isorun -q --output never --share data --list <(echo writes.py) -- /usr/bin/python3 {} | grep -c FAIL; ls data; rm data/written
  2
  written
  $ cp -r isorun-out before; isorun why isorun-out; ls data; diff -r before isorun-out
  --share data is --overlay data here
  writes.py
      fails in 3 of 3 runs alone: exit code 1
  ------------
  writes.py: fails in every sandbox, alone and after all units before it: the test itself is probably the cause
  $ isorun -q --output never --isolate declared --overlay . --share data --list <(echo writes.py) -- /usr/bin/python3 {} | grep -c FAIL; rm data/written
  2
  $ isorun why isorun-out | grep here; ls data
  --share data is --overlay data here
  --isolate declared is --isolate everything here
  $ isorun -q --output never --bind data:/mnt --list <(echo writes.py) -- /usr/bin/python3 {} | grep -c FAIL; rm -f data/written
  2
  $ isorun why isorun-out
  isorun: --bind data:/mnt shares a part of the host, to which trials must not write; leave it out
  [2]

Where nothing failed there is nothing to find out:

  $ isorun -q -- true | head -1; isorun why isorun-out
  ------------
  isorun: no unit failed in this run
  [4]

Nor where the suite has changed:

  $ mkdir t; printf '#!/bin/sh\nexit 1\n' >t/it; chmod +x t/it; isorun -q --output never -- t/ | grep -c FAIL; mv t/it t/other; isorun why isorun-out
  2
  isorun: the suite does not list t/it any more; call isorun why in the working directory of the run
  [2]

A signal ends it, whatever runs:

  $ echo 'import time; time.sleep(1000)' >hang.py; isorun -q --output never --timeout 100ms --list <(echo hang.py) -- /usr/bin/python3 {} | grep -c TIMEOUT
  2
  $ timeout -s INT --preserve-status 0.5 isorun why isorun-out >/dev/null 2>&1
  [130]

What the suite's set-ups leave is there in every trial:

  $ echo 'import os; open("needed"); os.rename("data", "kept")' > needs.py
  $ echo needs.py | isorun -q --output never --setup 'touch needed' --list - -- /usr/bin/python3 {} | grep -c FAIL
  2
  $ isorun why isorun-out
  needs.py
      fails in 3 of 3 runs alone: exit code 1
      passes in 3 of 3 runs with --copy .
      fails in 2 of 2 runs alone
  ------------
  needs.py: passes with --copy .: it does what an overlay cannot do, such as renaming one of the host's directories (OSError: [Errno 18] Invalid cross-device link: 'data' -> 'kept')
  (empty)
  isorun.toml:
  copy = ["."]

And its services run there:

  $ printf '[[service]]\nname = "s"\ncommand = "touch served; exec sleep 1000"\nready = "file:served"\n' > isorun.toml
  $ echo 'import os; open("served"); os.rename("data", "kept")' > needs.py
  $ echo needs.py | isorun -q --output never --list - -- /usr/bin/python3 {} | grep -c FAIL
  2
  $ isorun why isorun-out | sed -n 2,3p
      fails in 3 of 3 runs alone: exit code 1
      passes in 3 of 3 runs with --copy .
