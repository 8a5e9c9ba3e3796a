// jest's --filter: lists all test files, or keeps those of this shard.
'use strict';

const fs = require('node:fs');
const { wanted } = require('./isorun_files.cjs');

module.exports = async (paths) => {
  const list = process.env.ISORUN_JAVASCRIPT_LIST;
  if (list !== undefined) {
    fs.appendFileSync(list, paths.map((one) => `${JSON.stringify(one)}\n`).join(''));
    return { filtered: [] };
  }
  const own = wanted();
  const kept = paths.filter((one) => own.has(one));
  // Before jest 30 the entries are objects.
  return { filtered: [...kept, ...kept.map((test) => ({ test }))] };
};
