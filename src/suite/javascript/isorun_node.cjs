// Preloaded by `node --test`: lists the files for which it would start a process, and starts none.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { ChildProcess } = require('node:child_process');

const list = process.env.ISORUN_JAVASCRIPT_LIST;
const write = (value) => fs.appendFileSync(list, `${JSON.stringify(value)}\n`);
const at = process.execArgv.findIndex((word) => word === '--require' && process.execArgv.indexOf(word) >= 0);
const options = process.execArgv.filter((_, i) => i !== at && i !== at + 1);
write({ options });
if (options.some((word) => /^--(experimental-)?test-isolation=none$/.test(word))) process.exit(0);

const { spawn } = ChildProcess.prototype;
ChildProcess.prototype.spawn = function (given) {
  const isTest = given.envPairs?.some((pair) => pair.startsWith('NODE_TEST_CONTEXT='));
  if (!isTest) return spawn.call(this, given);
  write(path.resolve(given.args.at(-1)));
  return spawn.call(this, { ...given, file: 'true', args: ['true'] });
};
