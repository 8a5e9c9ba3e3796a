// Lists the test files of a JavaScript command, and says how to run some of them:
//
//   node isorun_list.cjs DIRECTORY COMMAND...
//
// DIRECTORY/listing.json then has {runner, files, argv, ...} or {whole: "why"}: see write().
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const { above, resolve } = require('./isorun_words.cjs');

const [directory, ...command] = process.argv.slice(2);

// Runs as one unit; `reports` are those that its configuration names, or that its own words name.
class Whole extends Error {
  constructor(why, reports = []) {
    super(why);
    this.reports = reports;
  }
}

// Matches everything in a directory.
const below = (directory) => ({ path: `${directory.replace(/[*?[\\~]/g, '\\$&')}/**`, rule: '', pattern: true });

// Finds the reports that words of any runner name: the command may be a script of package.json.
function namedReports(found) {
  const reports = [];
  const place = (file) => path.resolve(found.directory, file);
  for (const name of ['--outputFile', '--test-reporter-destination', '--coverageDirectory', '--coverage.reportsDirectory']) {
    const value = valueOf(found.words, [name]);
    if (value !== undefined && !['stdout', 'stderr'].includes(value))
      reports.push({ path: place(value), rule: '' }, below(place(value)));
  }
  if (has(found.words, ['--coverage'])) reports.push(below(place('coverage')));
  return reports;
}

// files: the name and absolute path of each. argv: how a shard starts, in which "{results}" is the file for its
// results; the files follow it if `takes` is "words", otherwise variables have them, after those
// of `always`.
function write(listing) {
  fs.writeFileSync(path.join(directory, 'listing.json'), JSON.stringify(listing));
}

const optionOf = (word) => (word.startsWith('--') ? word.split('=', 1)[0] : word);

// The runner's own options: the words before "--".
function ownWords(words) {
  const end = words.indexOf('--');
  return end < 0 ? words : words.slice(0, end);
}

function withOptions(words, options) {
  const end = words.indexOf('--');
  return end < 0 ? [...words, ...options] : [...words.slice(0, end), ...options, ...words.slice(end)];
}

// Leaves out `options` and the values of those that take one.
function withoutOptions(words, options) {
  const kept = [];
  for (let i = 0; i < words.length; ++i) {
    const option = optionOf(words[i]);
    if (!(option in options)) kept.push(words[i]);
    else if (options[option](words[i], words[i + 1])) ++i;
  }
  return kept;
}

const alone = () => false;
const withValue = (word) => !word.includes('=');
const withNumber = (word, next) => !word.includes('=') && /^\d+$/.test(next ?? '');

function valueOf(words, names) {
  for (let i = words.length - 1; i >= 0; --i) {
    if (!names.includes(optionOf(words[i]))) continue;
    return words[i].includes('=') ? words[i].slice(words[i].indexOf('=') + 1) : words[i + 1];
  }
  return undefined;
}

function has(words, names) {
  return ownWords(words).some((word) => names.includes(optionOf(word)));
}

// Runs in the command's directory, with the variables of its script.
function run(found, argv, more = {}) {
  const env = { ...process.env, ...more };
  for (const entry of found.set) env[entry.slice(0, entry.indexOf('='))] = entry.slice(entry.indexOf('=') + 1);
  const done = spawnSync(argv[0], argv.slice(1), {
    cwd: found.directory,
    env,
    stdio: ['ignore', more.stdout ?? 2, 2],
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  });
  if (done.error !== undefined) throw done.error;
  return done;
}

const hook = (name) => path.join(__dirname, name);
const listed = path.join(directory, 'files');

// What a hook wrote: one JSON value per line.
function readListed(done) {
  if (!fs.existsSync(listed)) process.exit(done.status || 1);
  return fs.readFileSync(listed, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

// Finds the file as jest-junit does.
function jestJunit(options, directory) {
  const env = process.env;
  const file = env.JEST_JUNIT_OUTPUT_FILE ?? options.outputFile;
  if (file) return path.resolve(directory, file);
  const place = env.JEST_JUNIT_OUTPUT_DIR ?? options.outputDirectory ?? directory;
  return path.resolve(directory, place, env.JEST_JUNIT_OUTPUT_NAME ?? options.outputName ?? 'junit.xml');
}

function jest(found) {
  let { words } = found;
  const shown = run(found, [...found.program, ...withOptions(words, ['--showConfig'])], { stdout: 'pipe' });
  const text = shown.stdout.slice(Math.max(shown.stdout.search(/^\{$/m), 0));
  if (shown.status !== 0 || !text.startsWith('{')) {
    process.stderr.write(shown.stdout);
    process.exit(shown.status || 1);
  }
  const config = JSON.parse(text).globalConfig;
  const reporters = config.reporters ?? [];
  const reports = [{ path: '**/__snapshots__/*.snap', rule: '', pattern: true }];
  for (const [name, options] of reporters)
    if (/\bjest-junit\b/.test(name)) reports.push({ path: jestJunit(options ?? {}, found.directory), rule: 'junit' });
  if (config.collectCoverage)
    throw new Whole('its coverage would be that of one shard', [...reports, below(config.coverageDirectory)]);
  const lastFailed = has(words, ['--onlyFailures', '-f']) ? 'none' : '';
  const bail = Number(config.bail) || 0;
  words = withoutOptions(words, { '--onlyFailures': alone, '-f': alone, '--bail': withNumber, '-b': withNumber });
  const select = `--filter=${hook('isorun_jest.cjs')}`;
  const done = run(found, [...found.program, ...withOptions(words, ['--listTests', select])], { ISORUN_JAVASCRIPT_LIST: listed });
  const workers = has(words, ['--maxWorkers', '-w', '--runInBand', '-i']) ? [] : ['--maxWorkers=1'];
  return {
    files: readListed(done),
    argv: withOptions(words, [select, '--json', '--outputFile={results}', ...workers]),
    takes: 'variable',
    maxFail: bail,
    lastFailed,
    reports,
  };
}

// mocha-junit-reporter's file; others have no rule that merges them.
function mochaReports(listing) {
  const options = listing.reporterOptions ?? {};
  if (/mocha-junit-reporter$/.test(listing.reporter)) {
    const file = process.env.MOCHA_FILE ?? options.mochaFile ?? 'test-results.xml';
    const pattern = file.includes('[');
    return [{ path: pattern ? file.replace(/\[[^\]]*\]/g, '*') : file, rule: pattern ? '' : 'junit', pattern }];
  }
  if (options.output === undefined) return [];
  if (listing.reporter === 'xunit') return [{ path: options.output, rule: 'junit' }];
  throw new Whole(`its reporter ${listing.reporter} writes one file of all tests`, [{ path: options.output, rule: '' }]);
}

function mocha(found) {
  const words = withoutOptions(found.words, { '--parallel': alone, '-p': alone, '--bail': alone, '-b': alone });
  const argv = withOptions(words, [`--require=${hook('isorun_mocha.cjs')}`, '--no-parallel']);
  const done = run(found, [...found.program, ...argv], { ISORUN_JAVASCRIPT_LIST: listed });
  const [listing] = readListed(done);
  return {
    files: listing.files,
    always: listing.shared,
    argv,
    takes: 'variable',
    maxFail: listing.bail || has(found.words, ['--bail', '-b']) ? 1 : 0,
    reports: mochaReports(listing),
  };
}

// All that a run in one piece writes.
function vitestReports(config) {
  const { outputFile, coverage } = config;
  const files = typeof outputFile === 'string' ? [outputFile] : Object.values(outputFile ?? {});
  for (const [, options] of config.reporters.filter(Array.isArray))
    if (options?.outputFile !== undefined) files.push(options.outputFile);
  const reports = files.map((file) => ({ path: path.resolve(config.root, file), rule: '' }));
  const directories = ['html', '.vitest-reports'];
  if (coverage?.enabled) directories.push(coverage.reportsDirectory);
  return [...reports, ...directories.map((name) => below(path.resolve(config.root, name)))];
}

function vitestReporters(config) {
  const reporters = [];
  const reports = [{ path: '**/__snapshots__/*.snap', rule: '', pattern: true }];
  for (const entry of config.reporters) {
    const [name, options = {}] = Array.isArray(entry) ? entry : [entry];
    if (typeof name !== 'string') throw new Whole('its configuration makes a reporter', vitestReports(config));
    if (name === 'html' || name === 'blob')
      throw new Whole(`its reporter ${name} writes one report of all tests`, vitestReports(config));
    reporters.push(`--reporter=${name}`);
    const { outputFile } = config;
    const file = options.outputFile ?? (typeof outputFile === 'string' ? outputFile : outputFile?.[name]);
    if (file === undefined) continue;
    if (name !== 'junit') throw new Whole(`its reporter ${name} writes one file of all tests`, vitestReports(config));
    reports.push({ path: path.resolve(config.root, file), rule: 'junit' });
    reporters.push(`--outputFile.${name}=${file}`);
  }
  return { reporters, reports };
}

// The words that vitest itself takes for names of files, from the end.
function withoutNames(words, names) {
  const left = [...names];
  const kept = [];
  for (const word of [...words].reverse()) {
    if (left.length > 0 && left.at(-1) === word) left.pop();
    else kept.push(word);
  }
  return kept.reverse();
}

async function vitest(found) {
  if (['watch', 'dev', 'bench', 'related', 'init', 'list'].includes(found.words[0]))
    throw new Whole(`vitest ${found.words[0]} is not a run of tests`);
  const words = found.words[0] === 'run' ? found.words.slice(1) : found.words;
  const module = above(found.directory, 'node_modules/vitest/dist/node.js');
  const api = module === undefined ? {} : await import(module);
  if (api.parseCLI === undefined || api.resolveConfig === undefined) throw new Whole('vitest 3 and later can be split');
  const { filter, options } = api.parseCLI(['vitest', 'run', ...words]);
  process.chdir(found.directory);
  const resolved = await api.resolveConfig({ ...options, watch: false });
  const config = resolved.vitestConfig ?? resolved.test;  // before and since vitest 5
  if (config.coverage?.enabled) throw new Whole('its coverage would be that of one shard', vitestReports(config));
  const { reporters, reports } = vitestReporters(config);
  const file = `${listed}.json`;
  const done = run(found, [...found.program, 'list', ...withOptions(words, ['--filesOnly', `--json=${file}`])]);
  if (!fs.existsSync(file)) process.exit(done.status || 1);
  const files = JSON.parse(fs.readFileSync(file, 'utf8')).map((one) => one.file);
  const kept = withoutOptions(withoutNames(words, filter), {
    '--reporter': withValue,
    '--outputFile': withValue,
    '--bail': withValue,
    '--run': alone,
  });
  const own = ['--reporter=json', '--outputFile.json={results}', '--no-file-parallelism', '--bail=0'];
  return {
    files,
    argv: ['run', ...kept, ...reporters, ...own],
    takes: 'words',
    matchesParts: true,
    maxFail: config.bail ?? 0,
    reports,
  };
}

const isAtLeast = (major, minor) => {
  const [own, ownMinor] = process.versions.node.split('.').map(Number);
  return own > major || (own === major && ownMinor >= minor);
};

// Each reporter with its destination, and ours.
function nodeReporters(words) {
  const all = (name) => words.filter((word) => optionOf(word) === name).map((word) => word.slice(name.length + 1));
  let reporters = all('--test-reporter');
  let destinations = all('--test-reporter-destination');
  if (reporters.length === 0) reporters = ['spec'];
  if (destinations.length === 0) destinations = ['stdout'];
  const rules = { junit: 'junit', lcov: 'lcov', tap: 'concat', spec: 'concat', dot: 'concat' };
  const reports = [];
  reporters.forEach((name, i) => {
    if (['stdout', 'stderr', undefined].includes(destinations[i])) return;
    if (rules[name] === undefined)
      throw new Whole(`its reporter ${name} writes one file of all tests`, destinations.map((file) => ({ path: file, rule: '' })));
    reports.push({ path: destinations[i], rule: rules[name] });
  });
  const pairs = reporters.flatMap((name, i) => [`--test-reporter=${name}`, `--test-reporter-destination=${destinations[i]}`]);
  const own = [`--test-reporter=${hook('isorun_node_reporter.cjs')}`, '--test-reporter-destination={results}'];
  return { options: [...pairs, ...own], reports };
}

function node(found) {
  const done = run(found, [...found.program, '--require', hook('isorun_node.cjs'), ...found.words], { ISORUN_JAVASCRIPT_LIST: listed });
  const [{ options }, ...files] = readListed(done);
  if (options.some((word) => /^--(experimental-)?test-isolation=none$/.test(word)))
    throw new Whole('without isolation its files share one process');
  const { options: reporters, reports } = nodeReporters(options);
  const kept = options.filter((word) => !['--test-reporter', '--test-reporter-destination'].includes(optionOf(word)));
  const limited = options.some((word) => optionOf(word) === '--test-concurrency');
  const concurrency = !limited && isAtLeast(21, 0) ? ['--test-concurrency=1'] : [];
  return { files, argv: [...kept, ...concurrency, ...reporters], takes: 'words', reports };
}

// Options with which a runner does something else than run tests once.
const table = {
  jest: {
    list: jest,
    stops: ['--watch', '--watchAll', '--shard', '--filter', '--json', '--outputFile', '--listTests', '--showConfig',
      '--init', '--clearCache', '--help', '-h', '--version', '-v'],
  },
  mocha: {
    list: mocha,
    stops: ['--watch', '-w', '--dry-run', '--help', '-h', '--version', '-V', '--list-files', '--list-interfaces',
      '--list-reporters', '--inspect', '--inspect-brk'],
  },
  vitest: {
    list: vitest,
    stops: ['--watch', '-w', '--ui', '--shard', '--merge-reports', '--mergeReports', '--help', '-h', '--version', '-v',
      '--standalone', '--inspect', '--inspect-brk', '--clearCache'],
  },
  node: {
    list: node,
    stops: ['--watch', '--test-shard', '--test-update-snapshots', '--experimental-test-coverage', '--test-rerun-failures',
      '--inspect', '--inspect-brk', '--help', '-h'],
  },
};

const home = process.cwd();

function nameOf(file) {
  const name = path.relative(home, file);
  return name.startsWith('..') ? file : name;
}

async function main() {
  const found = resolve(command, process.cwd());
  if (found.whole !== undefined) return write(found);
  const { list, stops } = table[found.runner];
  const stop = ownWords(found.words).find((word) => stops.includes(optionOf(word)));
  if (stop !== undefined) return write({ whole: `${found.runner} ${stop} cannot be split`, reports: namedReports(found) });
  const [first, ...rest] = found.program;
  const isPlain = first.includes('/') || !found.set.some((entry) => entry.startsWith('PATH='));
  const local = isPlain ? undefined : above(found.directory, `node_modules/.bin/${first}`);
  found.program = [local ?? first, ...rest];
  const listing = await list(found);
  write({
    runner: found.runner,
    directory: found.directory === home ? '' : found.directory,
    set: found.set,
    ...listing,
    files: [...new Set(listing.files)].sort().map((file) => ({ name: nameOf(file), path: file })),
    argv: [...found.program, ...listing.argv],
  });
}

main().catch((error) => {
  if (error instanceof Whole) return write({ whole: error.message, reports: error.reports });
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
