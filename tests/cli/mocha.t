mocha: each test file is a unit, and many share a process.

Needs: mocha --version

  $ W=$PWD; export TMPDIR=$W/tmp; mkdir tmp p; cd p; mkdir node_modules; d=$(dirname "$(command -v mocha)"); ln -s "$d" "$d"/../* node_modules/
  $ run() { isorun -j2 --history "$W/history" --out "$W/out" -- "$@"; }
  $ summary() { run "$@" 2>&1 | sed -n '/^ *Summary/p;/^ *Bound/,$p' | grep -v 'Bound\|ISOLATED\|No history' | sed 's|(junit of [0-9]* files\?)|(junit)|'; return "${PIPESTATUS[0]}"; }
  $ mkdir -p test/deep
  $ echo 'const a = require("assert"); describe("sums", () => { it("adds", () => a.equal(1 + 1, 2)); it.skip("later", () => {}) })' >test/a.js
  $ echo 'import assert from "assert"; it("is a module", () => assert.ok(true))' >test/b.mjs
  $ echo 'it("pending")' >test/pending.js; echo 'it("deep", () => {})' >test/deep/c.js
  $ isorun list -- npx mocha
  test/a.js
  test/b.mjs
  test/pending.js
  mocha: 3 units, detected by inspection
  $ summary npx mocha
       Summary [   0.000s] 2 tests run: 2 passed, 0 failed, 1 skipped
  $ printf '{"scripts": {"test": "mocha --recursive"}}' >package.json; echo 'spec: test/**/*.js' >.mocharc.yml
  $ isorun list -- npm test 2>/dev/null
  test/a.js
  test/deep/c.js
  test/pending.js

Files with hooks for all tests, or without tests, are part of each shard:

  $ echo 'before(() => { global.ready = true })' >test/0.js
  $ echo 'const a = require("assert"); it("ready", () => a.ok(global.ready))' >test/d.js
  $ echo 'const a = require("assert"); it("ready as well", () => a.ok(global.ready))' >test/e.js
  $ isorun -j4 --dist static --history none --out "$W/out" -- npx mocha | grep "tests run"
       Summary [   0.000s] 4 tests run: 4 passed, 0 failed, 1 skipped

Options keep their meaning, and only tests with .only run:

  $ isorun list -- npx mocha --grep ready 2>/dev/null
  test/d.js
  test/e.js
  $ isorun list -- npx mocha --grep ready --invert test/d.js test/a.js 2>/dev/null
  test/a.js
  test/deep/c.js
  test/pending.js
  $ echo 'it.only("only", () => {})' >test/only.js; isorun list -- npx mocha 2>/dev/null; rm test/only.js
  test/only.js
  $ summary npx mocha --reporter dot --parallel
       Summary [   0.000s] 4 tests run: 4 passed, 0 failed, 1 skipped

A failure has its message and its part of the output; a file that fails to load, or a hook that fails, fails:

  $ echo 'const a = require("assert"); describe("x", () => { it("wrong", () => a.equal("x", "y")); it("right", () => {}) })' >test/wrong.js
  $ echo 'describe("hooked", () => { before(() => { throw new Error("no luck") }); it("never", () => {}) })' >test/hooked.js
  $ echo 'throw new Error("no such thing")' >test/broken.js
  $ run npx mocha | sed -n '/OUTPUT: test.wrong/,/END/p' | grep -v '^ *at \|^ *$'
  --- OUTPUT: test/wrong.js: x wrong: AssertionError [ERR_ASSERTION]: 'x' == 'y' ---
    2) x
         wrong:
        AssertionError [ERR_ASSERTION]: 'x' == 'y'
        + expected - actual
        -x
        +y
  --- END: test/wrong.js ---
  $ summary npx mocha
       Summary [   0.000s] 7 tests run: 4 passed, 3 failed, 1 skipped
          FAIL [   0.000s] test/broken.js: Error: no such thing
          FAIL [   0.000s] test/hooked.js: hooked "before all" hook for "never": Error: no luck
          FAIL [   0.000s] test/wrong.js: x wrong: AssertionError [ERR_ASSERTION]: 'x' == 'y'
  [1]
  $ summary npx mocha --bail | tail -3 | sed 's/: .*//'
          FAIL [   0.000s] test/broken.js
       NOT RUN test/a.js, test/d.js, test/deep/c.js, test/e.js, test/hooked.js and 2 more
       WARNING stopped early because of failures
  $ rm test/broken.js test/hooked.js

A report that the command names is of all tests:

  $ summary npx mocha --reporter xunit --reporter-option output=r.xml | tail -2; grep -o '<testcase[^>]* name="[^"]*"' r.xml | sed 's/.*name=//' | sort
          FAIL [   0.000s] test/wrong.js: x wrong: AssertionError [ERR_ASSERTION]: 'x' == 'y'
      EXPORTED r.xml (junit)
  "adds"
  "deep"
  "later"
  "pending"
  "ready as well"
  "ready"
  "right"
  "wrong"
  $ summary npx mocha --reporter json --reporter-option output=r.json | tail -1
  npx ran as a single unit: its reporter json writes one file of all tests

What cannot be split runs whole:

  $ rm test/wrong.js; summary npx mocha --dry-run | tail -1
  npx ran as a single unit: mocha --dry-run cannot be split

No file runs twice:

  $ for name in x y z; do echo "it('x', () => require('fs').appendFileSync('ran', '$name\\n'))" >test/$name.js; done
  $ isorun -j2 --dist static --history none --out "$W/out" --collect 'ran=concat' -- npx mocha test/x.js test/y.js test/z.js >/dev/null; sort ../out/collected/*
  x
  y
  z
