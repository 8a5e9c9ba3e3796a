node --test: each test file is a unit, and many share a runner.

Needs: node --version

  $ W=$PWD; export TMPDIR=$W/tmp; mkdir tmp p; cd p
  $ run() { isorun -j2 --history "$W/history" --out "$W/out" -- "$@"; }
  $ summary() { run "$@" 2>&1 | sed -n '/^ *Summary/p;/^ *Bound/,$p' | grep -v 'Bound\|ISOLATED\|No history' | sed 's|(junit of [0-9]* files\?)|(junit)|'; return "${PIPESTATUS[0]}"; }
  $ mkdir -p test lib; echo '{"scripts": {"test": "node --test"}}' >package.json
  $ echo 'const { test, describe } = require("node:test"); describe("sums", () => { test("adds", () => {}); test.skip("later", () => {}) }); test.todo("todo")' >test/a.js
  $ echo 'import test from "node:test"; test("is a module", () => {})' >lib/b.test.mjs
  $ echo 'require("node:test").test.skip("never", () => {})' >lib/skipped.test.js; echo 'throw 1' >lib/code.js; echo 'require("assert")' >lib/plain.test.js
  $ isorun list -- node --test
  lib/b.test.mjs
  lib/plain.test.js
  lib/skipped.test.js
  test/a.js
  node: 4 units, detected by inspection
  $ summary node --test
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 1 skipped
  $ isorun list -- node --test-name-pattern adds --test 'lib/*.test.js' 2>/dev/null
  lib/plain.test.js
  lib/skipped.test.js
  $ summary npm test
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 1 skipped

A failure has its message and its part of the output; a file that fails to load fails:

  $ echo 'const a = require("assert"); const { describe, it } = require("node:test"); describe("x", () => { it("wrong", () => a.equal("x", "y")); it("right", () => {}) })' >test/wrong.js
  $ echo 'throw new Error("no such thing")' >test/broken.js
  $ run node --test | sed -n '/OUTPUT: test.wrong/p;/^test at .*wrong/,/END/p' | grep -v '^ *at \|^ *$' | sed 's/ (.*ms)//'
  --- OUTPUT: test/wrong.js: x wrong: AssertionError [ERR_ASSERTION]: 'x' == 'y' ---
  test at test/wrong.js:1:99
  ✖ wrong
    AssertionError [ERR_ASSERTION]: 'x' == 'y'
      generatedMessage: true,
      code: 'ERR_ASSERTION',
      actual: 'x',
      expected: 'y',
      operator: '==',
      diff: 'simple'
    }
  --- END: test/wrong.js ---
  $ summary node --test
       Summary [   0.000s] 5 tests run: 3 passed, 2 failed, 1 skipped
          FAIL [   0.000s] test/broken.js: exit code 1
          FAIL [   0.000s] test/wrong.js: x wrong: AssertionError [ERR_ASSERTION]: 'x' == 'y'
  [1]
  $ rm test/broken.js

A report that the command names is of all tests:

  $ summary node --test --test-reporter=junit --test-reporter-destination=r.xml | tail -1; grep -o 'testcase name="[^"]*"' r.xml | sort
      EXPORTED r.xml (junit)
  testcase name="/transcript/work/p/lib/plain.test.js"
  testcase name="adds"
  testcase name="is a module"
  testcase name="later"
  testcase name="never"
  testcase name="right"
  testcase name="todo"
  testcase name="wrong"

What cannot be split runs whole:

  $ rm test/wrong.js; summary node --test --test-isolation=none | tail -1
  node ran as a single unit: without isolation its files share one process
  $ summary node --test --experimental-test-coverage | tail -1
  node ran as a single unit: node --experimental-test-coverage cannot be split
  $ summary node --test --test-shard=1/2 | tail -1
  node ran as a single unit: node --test-shard=1/2 cannot be split

Reports that scripts name come back, if these are more than a runner:

  $ mkdir -p node_modules/.bin; printf '#!/bin/sh\nmkdir -p coverage; echo TN: >coverage/lcov.info; exec "$@"\n' >node_modules/.bin/c8; chmod +x node_modules/.bin/c8
  $ cat >package.json <<'END'
  > {"scripts": {"test": "npm run lint && npm run unit", "lint": "true", "unit": "c8 node --test --test-reporter=junit --test-reporter-destination=unit.xml lib/b.test.mjs"}}
  > END
  $ summary npm test; grep -o 'testcase name="[^"]*"' unit.xml; mkdir sub; cd sub; summary npm test | grep EXPORTED; cd ..
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
      EXPORTED coverage/lcov.info (newest of 1 file)
      EXPORTED unit.xml (newest of 1 file)
  npm ran as a single unit: its script "npm run lint && npm run unit" is more than one test runner
  testcase name="is a module"
      EXPORTED /transcript/work/p/coverage/lcov.info (newest of 1 file)
      EXPORTED /transcript/work/p/unit.xml (newest of 1 file)
  $ sed -i 's/"lint"/"wrapped": "c8 npm run unit", &/' package.json; rm -r coverage; summary npm run wrapped; ls coverage; rm package.json
       Summary [   0.000s] 1 test run: 1 passed, 0 failed, 0 skipped
      EXPORTED coverage/lcov.info (newest of 1 file)
      EXPORTED unit.xml (newest of 1 file)
  npm ran as a single unit: it is none of jest, vitest, mocha and node --test
  lcov.info

No file runs twice:

  $ for name in x y z; do echo "require('node:test')('x', () => require('fs').appendFileSync('ran', '$name\\n'))" >test/$name.js; done
  $ isorun -j2 --dist static --history none --out "$W/out" --collect 'ran=concat' -- node --test test/x.js test/y.js test/z.js >/dev/null; sort ../out/collected/*
  x
  y
  z
