// A reporter of `node --test` that writes the results of all files.
'use strict';

const { Results } = require('./isorun_files.cjs');

module.exports = async function* (events) {
  const results = new Results();
  const names = new Map(); // by file: those of the suites around a test
  for await (const { type, data } of events) {
    if (type !== 'test:start' && type !== 'test:pass' && type !== 'test:fail') continue;
    const path = names.get(data.file) ?? [];
    names.set(data.file, path);
    path.length = data.nesting;
    path[data.nesting] = data.name;
    if (type === 'test:start') continue;
    const failed = type === 'test:fail' && data.todo === undefined;
    // A suite fails with its tests, which have been reported.
    if (data.details?.type === 'suite' && data.details?.error?.failureType === 'subtestsFailed') continue;
    if (data.details?.type === 'suite' && !failed) continue;
    const skipped = data.skip !== undefined || data.todo !== undefined;
    const { error } = data.details ?? {};
    if (failed && (error?.exitCode !== undefined || error?.signal !== undefined)) {
      results.fail(data.file ?? data.name, error.signal ?? `exit code ${error.exitCode}`);
      continue;
    }
    const cause = error?.cause ?? error;
    results.add(data.file ?? data.name, path.join(' '), failed ? 'failed' : skipped ? 'pending' : 'passed',
      data.details?.duration_ms ?? 0, failed ? [cause?.stack ?? String(cause?.message ?? cause)] : []);
  }
  yield `${results}`;
};
