jest: each test file is a unit, and many share a process.

Needs: jest --version

  $ W=$PWD; export TMPDIR=$W/tmp; mkdir tmp p; cd p; mkdir node_modules; d=$(dirname "$(command -v jest)"); ln -s "$d" "$d"/../* node_modules/
  $ run() { isorun -j2 --history "$W/history" --out "$W/out" -- "$@"; }
  $ summary() { run "$@" 2>&1 | sed -n '/^ *Summary/p;/^ *Bound/,$p' | grep -v 'Bound\|ISOLATED\|No history' | sed 's|(junit of [0-9]* files\?)|(junit)|'; return "${PIPESTATUS[0]}"; }
  $ mkdir -p src/deep
  $ echo 'test("adds", () => expect(1 + 1).toBe(2)); test.skip("later", () => {})' >src/a.test.js
  $ echo 'test("here", () => expect(process.cwd()).toBe(process.env.PWD))' >src/deep/b.test.js
  $ echo 'test.skip("never", () => {}); test.todo("more")' >src/skipped.test.js
  $ printf '{"name": "p", "version": "1.2.3", "jest": {"testEnvironment": "node"},\n "scripts": {"test": "NODE_ENV=x jest --ci", "both": "true && jest", "built": "jest", "prebuilt": "true", "nested": "npm run test"}}' >package.json
  $ isorun list -- npx jest
  src/a.test.js
  src/deep/b.test.js
  src/skipped.test.js
  jest: 3 units, detected by inspection
  $ summary npx jest
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 1 skipped
  $ ls ../out/logs
  src%2Fa.test.js.log
  src%2Fdeep%2Fb.test.js.log
  src%2Fskipped.test.js.log

Options and patterns keep their meaning:

  $ isorun list -- npx jest deep 2>/dev/null
  src/deep/b.test.js
  $ isorun list -- npx jest --testPathIgnorePatterns deep --runInBand -- a.test skipped 2>/dev/null
  src/a.test.js
  src/skipped.test.js
  $ summary npx jest -t adds
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 2 skipped
  $ isorun list -- jest --selectProjects none 2>&1 | tail -1
    You provided values for --selectProjects but no projects were found matching the selection.

A failure has its message and its part of the output; a file that fails to load fails:

  $ echo 'test("is", () => {}); describe("outer", () => test("wrong", () => expect("x").toBe("y")))' >src/wrong.test.js
  $ echo 'throw new Error("no such thing")' >src/broken.test.js
  $ run npx jest | sed -n '/OUTPUT: src.broken/,/END/p' | grep -v '^ *at \|^$'
  --- OUTPUT: src/broken.test.js: no such thing ---
  FAIL src/broken.test.js
    ● Test suite failed to run
      no such thing
      > 1 | throw new Error("no such thing")
          |       ^
        2 |
  --- END: src/broken.test.js ---
  $ summary npx jest
       Summary [   0.000s] 4 tests run: 2 passed, 2 failed, 1 skipped
          FAIL [   0.000s] src/broken.test.js: no such thing
          FAIL [   0.000s] src/wrong.test.js: outer wrong: Error: expect(received).toBe(expected) // Object.is equality
  [1]
  $ grep -o '<testcase.*\|<failure message="[^"]*"' ../out/junit.xml | sed 's| time="[^"]*"||'
  <testcase name="adds" classname="src/a.test.js" />
  <testcase name="later" classname="src/a.test.js">
  <testcase name="src/broken.test.js" classname="src/broken.test.js">
  <failure message="no such thing"
  <testcase name="here" classname="src/deep/b.test.js" />
  <testcase name="never" classname="src/skipped.test.js">
  <testcase name="more" classname="src/skipped.test.js">
  <testcase name="is" classname="src/wrong.test.js" />
  <testcase name="outer wrong" classname="src/wrong.test.js">
  <failure message="Error: expect(received).toBe(expected) // Object.is equality"
  $ summary npx jest --onlyFailures
       Summary [   0.000s] 2 tests run: 0 passed, 2 failed, 0 skipped
          FAIL [   0.000s] src/broken.test.js: no such thing
          FAIL [   0.000s] src/wrong.test.js: outer wrong: Error: expect(received).toBe(expected) // Object.is equality
  [1]
  $ rm src/wrong.test.js src/broken.test.js

So does a file that ends the process, and no other:

  $ echo 'test("ends", () => process.kill(process.pid, "SIGKILL"))' >src/ends.test.js
  $ summary npx jest; rm src/ends.test.js
       Summary [   0.000s] 3 tests run: 2 passed, 1 failed (1 signaled), 1 skipped
       SIGKILL [   0.000s] src/ends.test.js

A script of package.json, with npm's variables, from a directory below:

  $ echo 'test("variables", () => expect([process.env.NODE_ENV, process.env.npm_lifecycle_event, process.env.npm_package_version]).toEqual(["x", "test", "1.2.3"]))' >src/c.test.js
  $ (cd src; PWD=$W/p summary npm test -- --silent)
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 1 skipped
  $ isorun list -- npm run nested 2>/dev/null; rm src/c.test.js
  src/a.test.js
  src/c.test.js
  src/deep/b.test.js
  src/skipped.test.js

Snapshots come back:

  $ echo 'test("snap", () => expect({a: String(process.env.VALUE)}).toMatchSnapshot())' >src/snap.test.js
  $ VALUE=1 summary npx jest snap; cat src/__snapshots__/snap.test.js.snap | grep '"a"'
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
      EXPORTED src/__snapshots__/snap.test.js.snap
    "a": "1",
  $ VALUE=2 summary npx jest snap | tail -1
          FAIL [   0.000s] src/snap.test.js: snap: Error: expect(received).toMatchSnapshot()
  $ VALUE=2 summary npx jest -u; grep '"a"' src/__snapshots__/snap.test.js.snap
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 1 skipped
      EXPORTED src/__snapshots__/snap.test.js.snap
    "a": "2",

What cannot be split runs whole:

  $ summary npx jest --coverage src/a | grep 'EXPORTED.*/clover\|KEPT\|single'; ls coverage
      EXPORTED coverage/clover.xml (newest of 1 file)
  npx ran as a single unit: its coverage would be that of one shard
  clover.xml
  coverage-final.json
  lcov-report
  lcov.info
  $ summary npx jest --json --outputFile=r.json src/a | grep 'EXPORTED\|KEPT\|single'; grep -o '"numTotalTests":[0-9]*' r.json
      EXPORTED r.json (newest of 1 file)
  npx ran as a single unit: jest --json cannot be split
  "numTotalTests":2
  $ summary npm run both | tail -1
  npm ran as a single unit: its script "true && jest" is more than one test runner
  $ summary npm run built | tail -1
  npm ran as a single unit: its script prebuilt belongs to it
  $ summary npx jest --shard=1/2 | tail -1
  npx ran as a single unit: jest --shard=1/2 cannot be split

jest's own errors are shown:

  $ run npx jest --nonsense; run npx jest --config '{"testEnvironment": "absent"}' 2>&1 | sed -n '/Validation/,/^$/p'
  isorun: cannot list the tests of npx (detected: javascript): exit code 1; to override, use --framework. Its output:
    ● Unrecognized CLI Parameter:
      Unrecognized option "nonsense".
      CLI Options Documentation:
      https://jestjs.io/docs/cli
    ● Validation Error:
      Test environment absent cannot be found. Make sure the testEnvironment configuration option points to an existing node module.
      Configuration Documentation:
      https://jestjs.io/docs/configuration

No file runs twice:

  $ for name in d e f; do echo "test('x', () => require('fs').appendFileSync('ran', '$name\\n'))" >src/$name.test.js; done
  $ isorun -j2 --dist static --history none --out "$W/out" --collect 'ran=concat' -- npx jest 'src/[def].test' >/dev/null; sort ../out/collected/*
  d
  e
  f
