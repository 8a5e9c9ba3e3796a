// mocha's --require: lists the files that have tests, or runs those of this shard and writes their
// results. mocha alone decides which files there are.
'use strict';

const fs = require('node:fs');
const { Results, wanted } = require('./isorun_files.cjs');

const file = Object.keys(require.cache).find((name) => /[\\/]mocha[\\/]lib[\\/]mocha\.c?js$/.test(name));
const Mocha = require(file);
const { loadFilesAsync, run } = Mocha.prototype;
const list = process.env.ISORUN_JAVASCRIPT_LIST;

const textOf = (error) => error?.stack ?? String(error?.message ?? error);
const write = (results) => fs.writeFileSync(process.env.ISORUN_JAVASCRIPT_RESULTS, `${results}`);

const allTests = (suite) => [...suite.tests, ...suite.suites.flatMap(allTests)];
const onlyTests = (suite) => [...suite._onlyTests, ...suite._onlySuites.flatMap((one) => (isOnly(one) ? onlyTests(one) : allTests(one))),
  ...suite.suites.filter((one) => !suite._onlySuites.includes(one)).flatMap(onlyTests)];
const isOnly = (suite) => suite._onlyTests.length > 0 || suite._onlySuites.length > 0 || suite.suites.some(isOnly);
const countRootHooks = ({ suite }) =>
  [suite._beforeAll, suite._beforeEach, suite._afterEach, suite._afterAll].reduce((sum, hooks) => sum + hooks.length, 0);

// Loads the files one by one, since one that fails to load is a failure of its own. Files without
// tests, or with hooks for the tests of all files, are loaded by all shards.
async function listFiles(mocha) {
  const broken = new Set();
  const shared = new Set(mocha.options.file ?? []);
  const files = mocha.files;
  for (const one of files) {
    const before = countRootHooks(mocha);
    mocha.files = [one];
    try {
      await loadFilesAsync.call(mocha);
    } catch (error) {
      broken.add(one);
    }
    if (countRootHooks(mocha) > before) shared.add(one);
  }
  const { grep, invert = false, bail = false, reporter, reporterOption, reporterOptions } = mocha.options;
  const tests = (isOnly(mocha.suite) ? onlyTests : allTests)(mocha.suite);
  const isMeant = (test) => !(grep instanceof RegExp) || grep.test(test.fullTitle()) !== invert;
  const own = new Set(tests.filter(isMeant).map((test) => test.file));
  const some = new Set(allTests(mocha.suite).map((test) => test.file));
  for (const one of files) if (!some.has(one) && !broken.has(one)) shared.add(one);
  const units = files.filter((one) => own.has(one) || broken.has(one));
  const name = typeof reporter === 'string' ? reporter : (reporter?.name ?? '').toLowerCase();
  const listing = { files: units, bail, reporter: name, reporterOptions: reporterOptions ?? reporterOption ?? {}, shared: [...shared] };
  fs.writeFileSync(list, `${JSON.stringify(listing)}\n`);
  process.exit(0);
}

Mocha.prototype.loadFilesAsync = async function (...more) {
  if (list !== undefined) await listFiles(this);
  const own = wanted();
  const files = this.files.filter((one) => own.has(one));
  for (const one of files) {
    this.files = [one];
    try {
      await loadFilesAsync.apply(this, more);
    } catch (error) {
      const results = new Results();
      results.fail(one, textOf(error));
      write(results);
      throw error;
    }
  }
  this.files = files;
};

function record(runner, files) {
  const results = new Results();
  files.forEach((one) => results.file(one));
  const add = (test, status, error) =>
    results.add(test.file ?? files[0], test.fullTitle(), status, test.duration ?? 0, error === undefined ? [] : [textOf(error)]);
  runner.on('pass', (test) => add(test, 'passed'));
  runner.on('pending', (test) => add(test, 'pending'));
  runner.on('fail', (test, error) => {
    // A hook belongs to the test before which it ran, or to a suite.
    const of = test.file !== undefined ? test : (test.ctx?.currentTest ?? test.parent?.tests?.[0] ?? test);
    const file = of.file ?? test.parent?.file ?? files[0];
    results.add(file, test.fullTitle(), 'failed', test.duration ?? 0, [textOf(error)]);
  });
  runner.once('end', () => write(results));
}

Mocha.prototype.run = function (...more) {
  const runner = run.apply(this, more);
  record(runner, this.files);
  return runner;
};
