"""A plain merge of the files of a directory, for scripts/bench to compare with.

usage: merge.py json-sum|jsonl DIRECTORY RESULT

Prints microseconds, and the peak of resident memory in KiB.
"""

import json
import os
import resource
import sys
import time


def contents(directory):
    for name in sorted(os.listdir(directory)):
        with open(os.path.join(directory, name), encoding="utf-8") as file:
            yield file.read()


def total(left, right):
    if isinstance(left, dict):
        return left | {key: total(left[key], right[key]) if key in left else right[key] for key in right}
    if isinstance(left, str):
        return left
    return left + right


def json_sum(texts, result):
    whole = None
    for text in texts:
        value = json.loads(text)
        whole = value if whole is None else total(whole, value)
    json.dump(whole, result)


def jsonl(texts, result):
    for text in texts:
        for line in text.splitlines():
            json.loads(line)
            result.write(line + "\n")


def main():
    rule, directory, target = sys.argv[1:]
    begin = time.monotonic()
    with open(target, "w", encoding="utf-8") as result:
        {"json-sum": json_sum, "jsonl": jsonl}[rule](contents(directory), result)
    took = time.monotonic() - begin
    print(f"{took * 1e6:.0f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}")


main()
