What a hostile test leaves is told as it is, out of memory and from disk, and opened, followed and waited for nowhere.

  $ mkdir -p data/dir/sub data/real outside && touch data/dir/old data/dir/sub/old outside/secret && ln -s ../outside data/link
  $ truncate -s 1T data/huge data/grown && touch data/file data/gone && umask 022
  $ cat > unit <<'PYTHON'
  > #!/usr/bin/python3
  > import os, shutil, socket
  > os.chdir("data")
  > for name in (b"n\nl", b"\xff\xfe", b"...", b"..a", b"a..", b"-rf", b" ", b"\\", b"$(touch x)", b"\x1b[2J"):
  >     open(name, "w").write("x")
  > os.mkfifo("fifo")
  > socket.socket(socket.AF_UNIX).bind("socket")
  > for name, target in (("root", "/"), ("self", "."), ("up", "../outside"), ("loop", "loop"), ("device", "/dev/tty")):
  >     os.symlink(target, name)
  > os.utime("huge", (0, 0))                                 # a terabyte with the same content
  > os.pwrite(os.open("grown", os.O_WRONLY), b"x", 1 << 39)  # and one with another
  > os.truncate(os.open("sparse", os.O_WRONLY | os.O_CREAT), 1 << 40)
  > open("closed", "w").write("x"); os.link("closed", "hard"); os.chmod("closed", 0)
  > shutil.rmtree("dir"); os.makedirs("dir/sub"); open("dir/new", "w")              # opaque
  > os.rmdir("real"); os.symlink("../outside", "real")                              # a link in a directory's place
  > os.unlink("link"); os.mkdir("link"); open("link/secret", "w").write("mine")     # and a directory in a link's
  > os.unlink("file"); os.mkfifo("file")
  > os.rename("gone", "renamed"); os.mkdir("before"); open("before/f", "w"); os.rename("before", "after")
  > os.makedirs("shut/below"); open("shut/below/f", "w"); os.chmod("shut/below", 0); os.chmod("shut", 0)
  > os.mkdir("many")
  > for number in range(int(os.environ["MANY"])):
  >     os.close(os.open(f"many/{number}", os.O_CREAT | os.O_WRONLY))
  > os.mkdir("deep"); os.chdir("deep")
  > for level in range(30):
  >     os.mkdir("d" * 200); os.chdir("d" * 200)
  > open("f", "w").write("deep")
  > PYTHON
  $ cat > told <<'PYTHON'
  > """The changes of shard 0, but for the many and the deep, which are counted."""
  > import collections, json, subprocess
  > diff = subprocess.run(["isorun", "diff", "--json", "isorun-out", "0"], stdout=subprocess.PIPE, check=True)
  > [shard] = json.loads(diff.stdout)["shards"]
  > counts = collections.Counter()
  > for change in shard["changes"]:
  >     path = bytes.fromhex(change["path_hex"]) if "path_hex" in change else change["path"].encode()
  >     name = path.split(b"/data/")[1]
  >     top = name.split(b"/")[0]
  >     if top in (b"many", b"deep"):
  >         counts[top] += 1
  >         if len(name) > 4096:
  >             print(len(name), name[-2:], open("isorun-out/layers/0/" + change["content"]).read() if "content" in change else "")
  >     else:
  >         print(change["kind"], name, change.get("after", {}).get("mode"), change.get("target", ""))
  > print("many:", counts[b"many"], "deep:", counts[b"deep"])
  > PYTHON
  $ chmod +x unit; MANY=100000 isorun -q -j1 --keep -- ./unit | grep -e PROBLEM -e Summary
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ python3 told | tee in-memory; chmod -R u+rwX isorun-out
  created b'\x1b[2J' 100644 
  created b' ' 100644 
  created b'$(touch x)' 100644 
  created b'-rf' 100644 
  created b'...' 100644 
  created b'..a' 100644 
  created b'\\' 100644 
  created b'a..' 100644 
  created b'after' 040755 
  created b'after/f' 100644 
  created b'closed' 100000 
  4225 b'dd' 
  4426 b'dd' 
  4627 b'dd' 
  4828 b'dd' 
  5029 b'dd' 
  5230 b'dd' 
  5431 b'dd' 
  5632 b'dd' 
  5833 b'dd' 
  6034 b'dd' 
  6036 b'/f' deep
  created b'device' 120777 /dev/tty
  created b'dir/new' 100644 
  deleted b'dir/old' None 
  deleted b'dir/sub/old' None 
  created b'fifo' 010644 
  type-changed b'file' 010644 
  deleted b'gone' None 
  modified b'grown' 100644 
  created b'hard' 100000 
  metadata b'huge' 100644 
  type-changed b'link' 040755 
  created b'link/secret' 100644 
  created b'loop' 120777 loop
  created b'n\nl' 100644 
  type-changed b'real' 120777 ../outside
  created b'renamed' 100644 
  created b'root' 120777 /
  created b'self' 120777 .
  created b'shut' 040000 
  created b'shut/below' 040000 
  created b'shut/below/f' 100644 
  created b'socket' 140755 
  created b'sparse' 100755 
  created b'up' 120777 ../outside
  created b'\xff\xfe' 100644 
  many: 100001 deep: 32
  $ MANY=3 isorun -q -j1 --keep --scratch . -- ./unit | grep -e PROBLEM -e Summary
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ python3 told | diff in-memory - | grep '^[<>]' | tr '<>' '-+'; ls outside; ls isorun-out/layers/0; find . -name x
  - many: 100001 deep: 32
  + many: 4 deep: 32
  secret
  changes.json
  files
  long
  $ isorun apply isorun-out 0 data/huge data/grown data/real data/link data/shut data/closed data/file | tail -1; stat -c '%s %n' outside/*
  10 changes applied
  0 outside/secret
  $ stat -c '%F %s %A %n' data/huge data/grown data/real data/link data/file data/closed; du data/huge data/grown | cut -f1 | sort -n | tail -1
  regular file 1099511627776 -rw-r--r-- data/huge
  regular file 1099511627776 -rw-r--r-- data/grown
  symbolic link 10 lrwxrwxrwx data/real
  directory 4096 drwxr-xr-x data/link
  fifo 0 prw-r--r-- data/file
  regular file 1 ---------- data/closed
  4
