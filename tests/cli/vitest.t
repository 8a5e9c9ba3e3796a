vitest: each test file is a unit, and many share a process.

Needs: vitest --version

  $ W=$PWD; export TMPDIR=$W/tmp NO_COLOR=1; mkdir tmp p; cd p; mkdir node_modules; d=$(dirname "$(command -v vitest)"); ln -s "$d" "$d"/../* node_modules/
  $ run() { isorun -j2 --history "$W/history" --out "$W/out" -- "$@"; }
  $ summary() { run "$@" 2>&1 | sed -n '/^ *Summary/p;/^ *Bound/,$p' | grep -v 'Bound\|ISOLATED\|No history' | sed 's|(junit of [0-9]* files\?)|(junit)|'; return "${PIPESTATUS[0]}"; }
  $ mkdir -p src/src; echo '{"type": "module", "scripts": {"test": "vitest"}}' >package.json
  $ echo 'import { test, expect } from "vitest"; test("adds", () => expect(1 + 1).toBe(2)); test.skip("later", () => {})' >src/a.test.ts
  $ echo 'import { test } from "vitest"; test("below", () => {})' >src/src/a.test.ts
  $ echo 'import { test } from "vitest"; test.skip("never", () => {})' >src/skipped.test.js
  $ isorun list -- npx vitest
  src/a.test.ts
  src/skipped.test.js
  src/src/a.test.ts
  vitest: 3 units, detected by inspection
  $ summary npx vitest
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 1 skipped

A file's name may be part of another's:

  $ isorun -j4 --dist static --history none --out "$W/out" -- npx vitest run | grep "tests run"; grep -c a.test ../out/run.json
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 1 skipped
  9

Options and patterns keep their meaning:

  $ isorun list -- npx vitest run skipped 2>/dev/null
  src/skipped.test.js
  $ summary npx vitest run -t adds a.test --dir src
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 1 skipped
  $ summary npm test
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 1 skipped

A failure has its message and its part of the output; a file that fails to load fails:

  $ echo 'import { test, expect } from "vitest"; test("wrong", () => expect("x").toBe("y"))' >src/wrong.test.ts
  $ echo 'throw new Error("no such thing")' >src/broken.test.ts
  $ run npx vitest | sed -n '/OUTPUT: src.wrong/,/END/p' | grep -v '^ *❯\|^ *$'
  --- OUTPUT: src/wrong.test.ts: wrong: AssertionError: expected 'x' to be 'y' // Object.is equality ---
   FAIL  src/wrong.test.ts > wrong
  AssertionError: expected 'x' to be 'y' // Object.is equality
  Expected: "y"
  Received: "x"
        1| import { test, expect } from "vitest"; test("wrong", () => expect("x")…
         |                                                                        ^
        2|
  --- END: src/wrong.test.ts ---
  $ summary npx vitest
       Summary [   0.000s] 4 tests run: 2 passed, 2 failed, 1 skipped
          FAIL [   0.000s] src/broken.test.ts: no such thing
          FAIL [   0.000s] src/wrong.test.ts: wrong: AssertionError: expected 'x' to be 'y' // Object.is equality
  [1]
  $ rm src/broken.test.ts

A report that the command or the configuration names is of all tests:

  $ summary npx vitest run --reporter=junit --outputFile=r.xml | tail -1; grep -o 'testcase classname="[^"]*" name="[^"]*"' r.xml
      EXPORTED r.xml (junit)
  testcase classname="src/a.test.ts" name="adds"
  testcase classname="src/a.test.ts" name="later"
  testcase classname="src/skipped.test.js" name="never"
  testcase classname="src/wrong.test.ts" name="wrong"
  testcase classname="src/src/a.test.ts" name="below"
  $ echo 'export default { test: { reporters: ["default", ["junit", { outputFile: "c.xml" }]] } }' >vitest.config.js
  $ summary npx vitest run | tail -1; rm vitest.config.js src/wrong.test.ts
      EXPORTED c.xml (junit)

Snapshots come back:

  $ echo 'import { test, expect } from "vitest"; test("snap", () => expect({a: 1}).toMatchSnapshot())' >src/snap.test.ts
  $ summary npx vitest run snap -u; grep '"a"' src/__snapshots__/snap.test.ts.snap
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
      EXPORTED src/__snapshots__/snap.test.ts.snap
    "a": 1,

What cannot be split runs whole:

  $ summary npx vitest run --shard=1/2 | tail -1
  npx ran as a single unit: vitest --shard=1/2 cannot be split
  $ summary npx vitest run --reporter=json --outputFile=x.json | tail -1
  npx ran as a single unit: its reporter json writes one file of all tests
  $ echo 'export default { test: { coverage: { enabled: true } } }' >vitest.config.js; summary npx vitest run | tail -1
  npx ran as a single unit: its coverage would be that of one shard

No file runs twice, although the name of one is part of another's:

  $ rm vitest.config.js; mkdir src/src/src; for name in src/y src/src/y src/src/src/y; do echo "import fs from 'fs'; import { test } from 'vitest'; test('x', () => fs.appendFileSync('ran', '$name\\n'))" >$name.test.js; done
  $ isorun -j3 --dist static --history none --out "$W/out" --collect 'ran=concat' -- npx vitest run y.test >/dev/null; sort ../out/collected/*
  src/src/src/y
  src/src/y
  src/y
