"""Merges the slices of many machines, next to reading their files, and next to reading and copying them.

usage: slices.py ISORUN WORK ROUNDS

The slices have 100 units each, with a log, a JSON file, a coverage file and a path that all shards write. The first slice is
a real run; the others are like it, with other names. Peaks of memory are those of isorun.
"""

import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time

UNITS = 100
UNIT = """#!/bin/sh
echo "output of $1"; echo '{"n": 1}' > /tmp/n-$1.json; echo $1 >> /tmp/shared
printf 'mode: count\\na.go:1.1,2.2 1 1\\na.go:3.1,4.2 1 0\\n' > /tmp/cover-$1.out
"""
RULES = ["--collect", "/tmp/n-*.json=json-sum:collected/n.json", "--collect", "/tmp/cover-*.out=go-cover:collected/cover.out"]


def make_slices(isorun, work, count):
    """Unit UNUMBER of slice SLICE is called uNNNSSSS."""
    units = [f"u{unit:03}{part:04}" for unit in range(UNITS) for part in range(count)]
    (work / "units").write_text("".join(unit + "\n" for unit in units))
    (work / "unit").write_text(UNIT)
    (work / "unit").chmod(0o755)
    command = [isorun, "-q", "--slice", f"1/{count}", "--list", "units", *RULES, "-o", "first", "--", "./unit", "{}"]
    subprocess.run(command, cwd=work, check=True, stdout=subprocess.DEVNULL)
    first = work / "first"
    texts = {path.relative_to(first): path.read_text() for path in [first / "run.json", first / "unmerged", *(first / "logs").iterdir()]}
    for part in range(count):

        def named(text):
            return re.sub(r"\bu(\d{3})0000\b", rf"u\g<1>{part:04}", text)

        place = work / "slices" / f"{part:04}"
        (place / "logs").mkdir(parents=True)
        os.link(first / "units.json", place / "units.json")
        for path, text in texts.items():
            (place / named(str(path))).write_text(named(text))
        run = json.loads((place / "run.json").read_text())
        run["slice"]["number"] = part + 1
        (place / "run.json").write_text(json.dumps(run))


def timed(*command, **options):
    begin = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)
    return time.monotonic() - begin


def measure(isorun, work, count, rounds):
    make_slices(isorun, work, count)
    slices = sorted(str(path) for path in (work / "slices").iterdir())
    samples = []
    for _ in range(rounds):
        for directory in ("copy", "whole"):
            shutil.rmtree(work / directory, ignore_errors=True)
        os.sync()
        read = timed("sh", "-c", "find slices -type f ! -name units.json -exec cat {} +", cwd=work)
        copied = timed("cp", "-r", "slices", "copy", cwd=work)
        merged = timed(isorun, "merge", "-q", "-o", "whole", *slices, cwd=work)
        samples.append((merged, merged / read, merged / (read + copied)))
    shutil.rmtree(work / "slices")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [statistics.median(column) for column in zip(*samples)] + [peak]


def main():
    isorun, work, rounds = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    print(f"\n{'slices':>10}{'merge':>10}{'of reading':>12}{'of reading and copying':>24}{'peak':>10}")
    for count in (100, 1000):
        place = work / str(count)
        place.mkdir()
        merged, of_reading, of_copying, peak = measure(isorun, place, count, rounds)
        print(f"{count:>10}{merged:>8.2f} s{of_reading:>10.2f} x{of_copying:>22.2f} x{peak:>6.0f} MiB")


main()
