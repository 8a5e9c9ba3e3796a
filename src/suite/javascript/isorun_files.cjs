'use strict';

// The shard's files, in as many variables as they need.
function wanted() {
  let text = '';
  for (let i = 0; process.env[`ISORUN_JAVASCRIPT_FILES_${i}`] !== undefined; ++i)
    text += process.env[`ISORUN_JAVASCRIPT_FILES_${i}`];
  return new Set(text.split('\n'));
}

// Results in the format of jest's --json: one object per file.
class Results {
  #files = new Map();
  #last = Date.now(); // when the previous test ended

  file(name) {
    if (!this.#files.has(name))
      this.#files.set(name, { name, status: 'passed', message: '', startTime: 0, endTime: 0, assertionResults: [] });
    return this.#files.get(name);
  }

  // status: passed, failed, pending. Files run one after another.
  add(name, fullName, status, duration, messages = []) {
    const file = this.file(name);
    if (file.endTime === 0) file.startTime = this.#last;
    file.endTime = this.#last = Date.now();
    if (status === 'failed') file.status = 'failed';
    file.assertionResults.push({ fullName, status, duration, failureMessages: messages });
  }

  // The file failed, rather than one of its tests.
  fail(name, message) {
    const file = this.file(name);
    if (file.endTime === 0) file.startTime = this.#last;
    file.endTime = this.#last = Date.now();
    file.status = 'failed';
    file.message = message;
  }

  toString() {
    return JSON.stringify({ testResults: [...this.#files.values()] });
  }
}

module.exports = { Results, wanted };
