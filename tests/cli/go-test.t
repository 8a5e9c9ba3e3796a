`go test` builds once; the tests, examples and fuzz seeds of all packages are units, and each runs in its package's directory:

Needs: go version

  $ W=$PWD; export TMPDIR=$W/tmp GOFLAGS=-mod=mod GOTOOLCHAIN=local GOPROXY=off; mkdir tmp
  $ run() { isorun -j2 --history "$W/history" --out "$W/out" -- go test "$@"; }
  $ summary() { run "$@" 2>"$W/errors" | sed -n '/^ *Summary/p;/^ *Bound/,$p' | grep -v 'Bound\|ISOLATED\|No history' | sed 's/of [0-9]* files/of N files/'; return "${PIPESTATUS[0]}"; }
  $ mkdir -p m/one m/two/testdata m/none m/code; cd m; printf 'module example.com/m\ngo 1.19\n' >go.mod
  $ cat >one/one_test.go <<'.'
  > package one
  > import ("flag"; "fmt"; "os"; "testing")
  > var extra = flag.String("extra", "", "")
  > func TestHere(t *testing.T) { if _, e := os.Stat("one_test.go"); e != nil { t.Fatal(e) } }
  > func TestWords(t *testing.T) { fmt.Println("words:", *extra, flag.Args()) }
  > func TestFirst(t *testing.T) { t.Parallel(); t.Log("of the first") }
  > func TestSecond(t *testing.T) { t.Parallel(); if os.Getenv("WRONG") != "" { t.Error("of the second") } }
  > func Example() { fmt.Println("x"); /* Output: x */ }
  > func FuzzSeeds(f *testing.F) { f.Add(1); f.Fuzz(func(t *testing.T, n int) {}) }
  > func BenchmarkNone(b *testing.B) {}
  > .
  $ sed -i 's|/\* \(.*\) \*/|\n// \1\n|' one/one_test.go
  $ printf 'package code\nfunc A() int { return 1 }\nfunc B() int { return 2 }\nfunc C() int { return 3 }\n' >code/code.go
  $ printf 'package none\nfunc A() int { return 1 }\n' >none/none.go
  $ cat >two/two_test.go <<'.'
  > package two
  > import ("os"; "testing"; "example.com/m/code")
  > func TestHere(t *testing.T) { if _, e := os.Stat("testdata"); e != nil { t.Fatal(e) } }
  > func TestA(t *testing.T) { code.A() }
  > func TestB(t *testing.T) { code.B() }
  > .
  $ isorun list -- go test ./...
  example.com/m/one::TestHere
  example.com/m/one::TestWords
  example.com/m/one::TestFirst
  example.com/m/one::TestSecond
  example.com/m/one::FuzzSeeds
  example.com/m/one::Example
  example.com/m/two::TestHere
  example.com/m/two::TestA
  example.com/m/two::TestB
  go: 9 units, 2 programs, built by go test
  $ run ./two | sed -n 1p
         BUILD [   0.000s] go test
  $ summary ./...
       Summary [   0.000s] 9 tests run: 9 passed, 0 failed, 0 skipped

The results have the package as their suite; the terminal shows each test's own lines, also of parallel tests:

  $ grep -o 'testcase name="Test[AB]" classname="[^"]*"' ../out/junit.xml
  testcase name="TestA" classname="example.com/m/two"
  testcase name="TestB" classname="example.com/m/two"
  $ WRONG=1 run -run 'First|Second' ./one | sed -n '/OUTPUT/,/END/p' | grep -v '=== NAME' | uniq
  --- OUTPUT: example.com/m/one::TestSecond: one_test.go:7: of the second ---
  === RUN   TestSecond
  === PAUSE TestSecond
  === CONT  TestSecond
      one_test.go:7: of the second
  --- FAIL: TestSecond (0.00s)
  --- END: example.com/m/one::TestSecond ---

Flags keep their meaning, and so do units' names:

  $ isorun list -- go test -run 'A|B' ./...
  example.com/m/two::TestA
  example.com/m/two::TestB
  go: 2 units, 2 programs, built by go test
  $ isorun list --filter 'suite(=example.com/m/two) and not *A' -- go test ./...
  example.com/m/two::TestHere
  example.com/m/two::TestB
  go: 2 units, 2 programs, built by go test
  $ isorun -j2 --output all --history "$W/history" --out "$W/out" -- go test -run Words ./one -extra=1 -args -- -x | grep words:
  words: 1 [-x]
  $ summary -count=2 -short -failfast ./...
       Summary [   0.000s] 9 tests run: 9 passed, 0 failed, 0 skipped
  $ summary -run A -json ./two
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  -json: the events of all tests are in run.json and junit.xml of the results
  $ printf '//go:build special\npackage two\nimport "testing"\nfunc TestSpecial(t *testing.T) {}\n' >two/special_test.go
  $ isorun list --no-build -- go test ./...
  isorun: `go test` builds before it runs tests, which --no-build forbids
  [2]
  $ summary -tags special -run Special ./...
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped

One coverage profile, of all tests:

  $ summary -coverpkg=./code -coverprofile=../c.out ./...
       Summary [   0.000s] 9 tests run: 9 passed, 0 failed, 0 skipped
      EXPORTED /transcript/work/c.out (go-cover of N files)
  $ cat ../c.out
  mode: set
  example.com/m/code/code.go:2.14,2.26 1 1
  example.com/m/code/code.go:3.14,3.26 1 1
  example.com/m/code/code.go:4.14,4.26 1 0

Since Go 1.22 it also has the packages without tests, of which the build itself writes:

  $ case $(go version) in
  > *go1.1[0-9]*|*go1.2[01]*) echo 'none.go:2.14,2.26 1 0' ;;
  > *) run -coverprofile="$W/d.out" ./two ./none >/dev/null; grep -o 'none.go:.*' "$W/d.out" ;;
  > esac
  none.go:2.14,2.26 1 0

On several machines, the merge writes it:

  $ for i in 1 2; do isorun -q --slice $i/2 -o "$W/s$i" -- go test -coverpkg=./code -coverprofile="$W/e.out" ./... >/dev/null; done
  $ ls "$W/e.out"
  ls: cannot access '/transcript/work/e.out': No such file or directory
  [2]
  $ isorun merge -q "$W/s1" "$W/s2" -o "$W/whole" | grep -o '[0-9]* tests run.*'; grep -c . "$W/e.out"
  9 tests run: 9 passed, 0 failed, 0 skipped
  4

A package that does not build, or whose program does not list its tests, fails; those without tests do not:

  $ mkdir broken exits; printf 'package broken\nimport "testing"\nfunc TestX(t *testing.T) { nothing() }\n' >broken/broken_test.go
  $ printf 'package exits\nimport ("os"; "testing")\nfunc TestMain(m *testing.M) { os.Exit(3) }\nfunc TestX(t *testing.T) {}\n' >exits/exits_test.go
  $ summary ./...
       Summary [   0.000s] 11 tests run: 9 passed, 2 failed, 0 skipped
          FAIL [   0.000s] example.com/m/broken [build failed]: build failed
          FAIL [   0.000s] example.com/m/exits: exit code 3
  [1]
  $ run ./none
         BUILD [   0.000s] go test
  isorun: no units found (several, 0 programs, built by go test)
  [4]

If nothing can be built, the run fails as `go test` does:

  $ run -tags 2>&1 | head -1
  flag needs an argument: -tags
  $ run -tags >/dev/null 2>&1
  [2]

What cannot be split runs whole:

  $ summary -run none -bench . ./one
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  go ran as a single unit; to split it, run `isorun -- go test ./...`, without flags such as -bench, -exec and -fuzz

Nothing is left over, and what was built stays in Go's cache:

  $ ls ../tmp; ls
  broken
  code
  exits
  go.mod
  none
  one
  two
  $ test -d ~/.cache/go-build && echo kept
  kept

The build has the host's network, to fetch modules, and writes to the host's cache:

  $ printf '#!/bin/sh\n[ "$(readlink /proc/self/ns/net)" != "%s" ] || echo host >>~/.cache/go-build/network\nexec "$@"\n' "$(readlink /proc/self/ns/net)" >../tool
  $ chmod +x ../tool; run -toolexec "$W/tool" ./two >/dev/null 2>&1; sort -u ~/.cache/go-build/network
  host
