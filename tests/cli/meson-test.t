`meson test` and `ninja test` build once, in the step BUILD; meson itself runs its tests, some in each sandbox.

Needs: command -v meson && command -v ninja

  $ mkdir bin project; program=$(command -v meson); export PYTHONPATH="${program%/*}/.."
  $ sed '1s|.*|#!/usr/bin/python3|' "$program" >bin/meson; chmod +x bin/meson; PATH=$PWD/bin:$PATH
  $ cd project; echo 'int main(void) { return 0; }' >program.c
  $ cat >meson.build <<'M'
  > project('demo', 'c')
  > sh = find_program('sh')
  > foreach name : ['mine', 'yours']
  >   test(name, sh, args: ['-c', f'echo @name@ >/tmp/isorun-meson; sleep 0.2; test $(cat /tmp/isorun-meson) = @name@'], suite: 'net')
  > endforeach
  > test('program', executable('program', 'program.c', build_by_default: false))
  > test('odd [name]', sh, args: ['-c', 'exit 77'])
  > test('o', sh, args: ['-c', 'test "$SET_UP" != yes'])
  > test('fails', sh, args: ['-c', 'echo why >&2; exit 3'], suite: ['net', 'slow'])
  > test('hard', sh, args: ['-c', 'exit 99'], is_parallel: false)
  > test('expected', sh, args: ['-c', 'exit 1'], should_fail: true)
  > test('unexpected', sh, should_fail: true)
  > test('crash', sh, args: ['-c', 'kill -SEGV $$'])
  > test('late', sh, args: ['-c', 'sleep 100'], timeout: 1, suite: 'slow')
  > test('tap', sh, args: ['-c', 'echo 1..2; echo ok 1 - a; echo not ok 2 - b'], protocol: 'tap')
  > test('twice', sh, args: ['-c', 'true'])
  > test('twice', sh, args: ['-c', 'false'])
  > add_test_setup('other', env: {'SET_UP': 'yes'}, exclude_suites: ['slow', 'net'])
  > M
  $ meson setup build >log 2>&1 || cat log

Meson 1.0 and 1.12 write the names in different ways; this is the newer one:

  $ newer() { sed 's|demo:\([a-z+]*\) / |\1 - demo:|; s|demo / |demo:|'; }
  $ isorun list -- meson test -C build 2>&1 | newer
  net - demo:mine
  net - demo:yours
  demo:program
  demo:odd [name]
  demo:o
  net+slow - demo:fails
  demo:hard
  demo:expected
  demo:unexpected
  demo:crash
  slow - demo:late
  demo:tap
  demo:twice
  demo:twice #2
  meson: 14 units, built by meson test
  $ isorun list -- meson test -C build --suite slow fails late 2>&1 | newer
  net+slow - demo:fails
  slow - demo:late
  meson: 2 units, built by meson test
  $ isorun list -- meson test -C build --setup other 2>&1 | newer | grep -c demo:
  10
  $ isorun list --explain -- meson test -C build 2>/dev/null | grep yes
  meson test  yes: it builds what the tests need and runs them
  meson       yes: meson test

What a test needs was built. Every property means what it means to meson:

  $ results() { sed -n 's/^ *\([A-Z-]* \)\[.*([0-9 ]*.[0-9]*) /\1/p' | newer | sort; }
  $ isorun -j4 -- meson test -C build >log; echo $?; grep -o 'BUILD.*' log | sed 's/\[.*\]/[TIME]/'; results <log
  1
  BUILD [TIME] meson test
  FAIL demo:hard
  FAIL demo:tap
  FAIL demo:twice #2
  FAIL demo:unexpected
  FAIL net+slow - demo:fails
  PASS demo:expected
  PASS demo:o
  PASS demo:program
  PASS demo:twice
  PASS net - demo:mine
  PASS net - demo:yours
  SIGSEGV demo:crash
  SKIP demo:odd [name]
  TIMEOUT slow - demo:late
  $ sed -n '/^ *Summary \[/,$p' log | grep ' tests run\|: ' | newer | grep -v ISOLATED | sed 's/ *\[.*\]//' | sort
          FAIL demo:hard: hard error, exit code 99
          FAIL demo:tap: not ok 2 - b
          FAIL demo:twice #2: exit code 1
          FAIL demo:unexpected: it passed, but should fail
          FAIL net+slow - demo:fails: exit code 3
       Summary 13 tests run: 6 passed, 7 failed (1 signaled, 1 timeout), 1 skipped
       TIMEOUT slow - demo:late: timed out after 0.000s
  $ sed -n '/OUTPUT.*fails/,/END/p' log | newer | grep -v '>>>' | sed 's/[0-9][0-9.]*s  */TIME /;s/^[0-9/]* /N /'
  --- OUTPUT: net+slow - demo:fails: exit code 3 ---
  N net+slow - demo:fails RUNNING       
  ――――――――――――――――――――――――――――――――――――― ✀  ―――――――――――――――――――――――――――――――――――――
  why
  ――――――――――――――――――――――――――――――――――――――――――――――――――――――――――――――――――――――――――――――
  N net+slow - demo:fails FAIL            TIME exit status 3
  --- END: net+slow - demo:fails ---

The logs are those of all tests, as if meson had run them:

  $ grep -c '"name"' build/meson-logs/testlog.json; grep -o '<testcase' build/meson-logs/testlog.junit.xml | wc -l; ls /tmp/isorun-meson
  14
  15
  ls: cannot access '/tmp/isorun-meson': No such file or directory
  [2]

The user's words keep their meaning:

  $ isorun -q -- meson test -C build -q -j8 --setup other o | newer | grep ' Summary \[\|FAIL  *\['
          FAIL [   0.000s] (1/1) demo:o
       Summary [   0.000s] 1 test run: 0 passed, 1 failed, 0 skipped
          FAIL [   0.000s] demo:o: exit code 1
  $ isorun -q -- meson test -C build --repeat 3 program -v | grep 'Summary'
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ isorun -j1 -q -- meson test -C build --maxfail=1 fails hard | grep 'tests run'
       Summary [   0.000s] 2 tests run: 0 passed, 2 failed, 0 skipped
  $ isorun -q -- meson test -C build --no-rebuild program | grep 'BUILD\|Summary'
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  $ isorun -q -- meson test -C build --suite nothing
  isorun: no units found (meson, built by meson test)
  [4]

So does ninja's target, in a build directory of Meson:

  $ isorun -j2 -q -- ninja -C build test | grep ' Summary \[' | sed 's/\[.*\]/[TIME]/'
       Summary [TIME] 13 tests run: 6 passed, 7 failed (1 signaled, 1 timeout), 1 skipped
  $ mkdir other; printf 'rule run\n  command = echo all of them\nbuild test: run\n' >other/build.ninja
  $ isorun -q -- ninja -C other test | grep 'Summary\|as a single unit'
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
  ninja ran as a single unit; to split it, run `isorun -- ctest --test-dir BUILD` for CMake's tests, `isorun -- make check` for Automake's, `isorun -- meson test` for Meson's

A build that fails ends the run, with meson's exit code:

  $ isorun --no-build -- meson test -C build
  isorun: `meson test` builds before it runs tests, which --no-build forbids
  [2]
  $ echo 'int main(void) { return x; }' >program.c; isorun -- meson test -C build program 2>&1 | grep -c 'BUILD\|error:'; echo "${PIPESTATUS[0]}"
  2
  125
  $ isorun -- meson test -C nowhere 2>&1 | head -n 1 | sed 's/1 (.*)/1 (ITS WORDS)/'
  isorun: cannot list the tests of meson (detected: meson): exit code 1 (ITS WORDS); to override, use --framework
  $ isorun -q -- meson test -C build --list | grep 'as a single unit'
  meson ran as a single unit; to split it, run `isorun -- meson test`, without options such as --benchmark, --gdb and --list
