Trees may be deeper than paths and descriptors reach: 5,000 directories, one in the other.

  $ cat > unit <<'PYTHON'
  > #!/usr/bin/python3
  > import os
  > os.chdir("data")
  > for level in range(5000):
  >     os.mkdir("d"); os.chdir("d")
  > open("bottom.txt", "w").write("deep")
  > PYTHON
  $ cat > told <<'PYTHON'
  > """How many directories there are below one, and what the file in the last one says."""
  > import os, sys
  > os.chdir(sys.argv[1])
  > levels = 0
  > while os.path.isdir("d"):
  >     os.chdir("d"); levels += 1
  > print(levels, open("bottom.txt").read())
  > PYTHON
  $ chmod +x unit; mkdir data disk; export HOME=$PWD
  $ isorun -q -j1 --keep --collect 'data/**=copy' -- ./unit | grep -e PROBLEM -e WARNING -e Summary
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ ls data; python3 told isorun-out/collected/copy$PWD/data
  5000 deep
  $ isorun diff isorun-out 0 | tail -n +2 | wc -l
  5001

From disk it is the same, and nothing stays there:

  $ isorun -q -j1 --scratch disk --collect 'data/**=copy' -- ./unit | grep -e PROBLEM -e WARNING -e Summary; ls -A disk
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ python3 told isorun-out/collected/copy$PWD/data; ls isorun-out/layers
  5000 deep
  ls: cannot access 'isorun-out/layers': No such file or directory
  [2]

The host gets it, and a copy shows it:

  $ isorun -q -j1 --keep -- ./unit | grep -e PROBLEM -e WARNING; isorun apply isorun-out 0 | tail -1
  5001 changes applied
  $ isorun exec --copy data -- python3 told data; python3 told data
  5000 deep
  5000 deep
