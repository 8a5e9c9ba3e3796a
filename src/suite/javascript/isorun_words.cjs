// Finds the test runner in a command: `npx jest --ci`, `npm test`, `node --test`.
//
//   resolve(words, directory) -> {runner, program, words, directory, set}, or {whole: "why", code, directory}
//
// `program` starts the runner, `words` follow it, `set` is what a package manager adds to the
// environment. `code`, if known, is the text of the scripts that the command runs in `directory`.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { spawnSync } = require('node:child_process');

const runners = {
  jest: 'jest',
  'jest-cli': 'jest',
  mocha: 'mocha',
  _mocha: 'mocha',
  vitest: 'vitest',
};

// Words before the name of a script or program.
const managers = {
  npm: { test: ['t', 'tst', 'test'], run: ['run', 'run-script'], exec: ['exec', 'x'] },
  pnpm: { test: ['t', 'test'], run: ['run', 'run-script'], exec: ['exec'] },
  yarn: { test: ['test'], run: ['run'], exec: ['exec'] },
};

const harmless = ['-s', '--silent', '--no', '--yes', '-y', '--no-install', '--offline', '--prefer-offline'];

const unknown = { whole: 'it is none of jest, vitest, mocha and node --test' };

const isAssignment = (word) => /^[A-Za-z_][A-Za-z0-9_]*=/.test(word);
const runnerNamed = (word) => runners[path.basename(word).replace(/\.[cm]?js$/, '')];

// From `directory` upward: the first that has this file.
function above(directory, name) {
  for (;;) {
    const file = path.join(directory, name);
    if (fs.existsSync(file)) return file;
    const parent = path.dirname(directory);
    if (parent === directory) return undefined;
    directory = parent;
  }
}

// The directories that package managers put before PATH.
function withPrograms(directory, env) {
  const found = [];
  for (let at = directory; ; at = path.dirname(at)) {
    found.push(path.join(at, 'node_modules', '.bin'));
    if (path.dirname(at) === at) break;
  }
  return `PATH=${found.join(':')}:${env.PATH}`;
}

// The words of a script that is one simple command; undefined if it is more than that.
function wordsOf(script, directory) {
  const unquoted = script.replace(/\\.|'[^']*'|"(?:\\.|[^"\\])*"/gs, ' ');
  if (/[;&|<>()`#\n]/.test(unquoted) || /`|\$\(/.test(script.replace(/'[^']*'/g, ''))) return undefined;
  const expanded = spawnSync('sh', ['-c', `printf '%s\\0' ${script}`], { cwd: directory, encoding: 'utf8' });
  return expanded.status === 0 ? expanded.stdout.split('\0').slice(0, -1) : undefined;
}

// The text of a script, and of all scripts that it names.
function codeOf(name, scripts, seen) {
  if (seen.has(name)) return [];
  seen.add(name);
  const names = [`pre${name}`, ...scripts[name].split(/[\s;&|()'"]+/), `post${name}`];
  const others = names.filter((other) => typeof scripts[other] === 'string');
  return [scripts[name], ...others.flatMap((other) => codeOf(other, scripts, seen))];
}

function runScript(name, more, asked, depth) {
  const file = above(asked.directory, 'package.json');
  const scripts = file === undefined ? undefined : JSON.parse(fs.readFileSync(file, 'utf8')).scripts;
  if (scripts?.[name] === undefined) return undefined;
  const found = inScript(name, more, asked, depth, file) ?? unknown;
  if (found.whole === undefined) return found;
  return { ...found, code: codeOf(name, scripts, new Set()).join('\n'), directory: path.dirname(file) };
}

// Finds the runner in a script of `file`, a package.json.
function inScript(name, more, asked, depth, file) {
  const { scripts, name: packageName = '', version = '' } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const script = scripts[name];
  const directory = path.dirname(file);
  for (const other of [`pre${name}`, `post${name}`])
    if (scripts[other] !== undefined) return { whole: `its script ${other} belongs to it` };
  const words = wordsOf(script, directory);
  if (words === undefined || depth > 5) return { whole: `its script "${script}" is more than one test runner` };
  const set = [
    ...asked.set,
    `npm_lifecycle_event=${name}`,
    `npm_lifecycle_script=${script}`,
    `npm_package_json=${file}`,
    `npm_package_name=${packageName}`,
    `npm_package_version=${version}`,
    `INIT_CWD=${process.cwd()}`,
    withPrograms(directory, process.env),
  ];
  return find([...words, ...more], { directory, set, script }, depth + 1);
}

function runProgram(words, asked, depth) {
  const at = words.findIndex((word) => word === '--' || !harmless.includes(word));
  const rest = words[at] === '--' ? words.slice(at + 1) : words.slice(at);
  if (at < 0 || rest.length === 0) return undefined;
  const found = find(rest, { ...asked, set: [...asked.set, withPrograms(asked.directory, process.env)] }, depth + 1);
  // If this host lacked it, the package manager would fetch it for each shard.
  if (found?.runner !== undefined && above(asked.directory, `node_modules/.bin/${found.program[0]}`) === undefined)
    return { whole: `${found.program[0]} is not installed here` };
  return found;
}

function ofManager(manager, words, asked, depth) {
  const at = words.findIndex((word) => !['-s', '--silent'].includes(word));
  if (at < 0) return undefined;
  if (manager === 'yarn' && above(asked.directory, '.pnp.cjs') !== undefined)
    return { whole: "its packages are Yarn's Plug'n'Play" };
  const [verb, ...rest] = words.slice(at);
  // npm keeps options before "--" to itself; the others pass on all words.
  const passed = (more) => {
    if (manager !== 'npm') return more;
    const end = more.indexOf('--');
    const own = end < 0 ? more : more.slice(0, end);
    if (own.some((word) => word.startsWith('-') && !harmless.includes(word))) return undefined;
    return [...own.filter((word) => !word.startsWith('-')), ...more.slice(end < 0 ? more.length : end + 1)];
  };
  const script = (name, more) => {
    const others = passed(more);
    return others === undefined ? { whole: 'npm has options of its own' } : runScript(name, others, asked, depth);
  };
  const { test, run, exec } = managers[manager];
  if (test.includes(verb)) return script('test', rest);
  if (run.includes(verb)) {
    const name = rest.findIndex((word) => !harmless.includes(word));
    if (name < 0) return undefined;
    return script(rest[name], rest.slice(name + 1)) ??
      (manager === 'yarn' ? runProgram(rest.slice(name), asked, depth) : undefined);
  }
  if (exec.includes(verb)) return runProgram(rest, asked, depth);
  if (manager === 'npm') return undefined;
  return script(verb, rest) ?? runProgram([verb, ...rest], asked, depth);
}

// `node --test` or `node [OPTIONS] node_modules/jest/bin/jest.js`.
function ofNode(program, words, asked) {
  if (words.includes('--test')) return { runner: 'node', program: [program], words, ...asked };
  const at = words.findIndex((word) => !word.startsWith('-') && runnerNamed(word) !== undefined);
  if (at < 0) return undefined;
  return {
    runner: runnerNamed(words[at]),
    program: [program, ...words.slice(0, at + 1)],
    words: words.slice(at + 1),
    ...asked,
  };
}

function find(words, asked, depth) {
  while (words.length > 0 && (isAssignment(words[0]) || ['cross-env', 'env'].includes(words[0]))) {
    if (isAssignment(words[0])) asked = { ...asked, set: [...asked.set, words[0]] };
    words = words.slice(1);
  }
  if (words.length === 0) return undefined;
  const [first, ...rest] = words;
  const name = path.basename(first);
  if (managers[name] !== undefined) return ofManager(name, rest, asked, depth);
  if (name === 'npx' || name === 'pnpx') return runProgram(rest, asked, depth);
  if (name === 'node') return ofNode(first, rest, asked);
  const runner = runnerNamed(first);
  return runner === undefined ? undefined : { runner, program: [first], words: rest, ...asked };
}

function resolve(words, directory) {
  const found = find(words, { directory, set: [], script: '' }, 0);
  return found ?? unknown;
}

module.exports = { resolve, above };
