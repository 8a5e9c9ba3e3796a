"""What a cached set-up takes, next to running it, and what it takes to cache it.

  setups.py ISORUN AS_SERVER DIRECTORY ROUNDS

AS_SERVER runs a command as a user who may run PostgreSQL. All take turns within each round; the ratios are to the time of the
same set-up without inputs in the same round, as run.json has them, and everything shown is the median over the rounds.
"""

import glob
import json
import os
import statistics
import subprocess
import sys
import time


def initdb(as_server):
    program = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))[-1]
    return f"{as_server} {program} -D /tmp/db -U postgres -A trust --no-sync"


def tar():
    """The least that 2,000 files of 16 KiB can take."""
    os.mkdir("files")
    for number in range(2000):
        with open(f"files/{number}", "wb") as file:
            file.write(os.urandom(16384))
    subprocess.run(["tar", "-cf", "files.tar", "files"], check=True)
    subprocess.run(["rm", "-r", "files"], check=True)
    return "mkdir /tmp/files && tar -C /tmp/files -xf files.tar"


def timed(isorun, setup, *options):
    """The seconds of the set-up, and of the whole run."""
    begin = time.monotonic()
    subprocess.run([isorun, "-q", "-j1", "--config", "none", "-o", "out", "--history", "history", "--list", "units", "--setup", setup,
                    *options, "--", "true", "{}"], check=True, stdout=subprocess.DEVNULL)
    wall = time.monotonic() - begin
    with open("out/run.json", encoding="utf-8") as record:
        return json.load(record)["steps"][0]["seconds"], wall


def main():
    isorun, as_server, directory, rounds = sys.argv[1:]
    os.chdir(directory)
    os.environ["XDG_CACHE_HOME"] = os.path.join(directory, "cache")
    with open("units", "w", encoding="utf-8") as units:
        units.write("unit\n")
    print(f"{'set-up':<26} {'runs':>8} {'cached':>8} {'ratio':>6} {'run and cache it':>17}")
    for name, setup in (("initdb", initdb(as_server)), ("tar -x, 2,000 files", tar())):
        figures = []
        for _ in range(int(rounds)):
            subprocess.run([isorun, "cache", "clear"], check=True, stdout=subprocess.DEVNULL)
            plain, plain_wall = timed(isorun, setup)
            _, stored_wall = timed(isorun, setup, "--setup-input", "units")
            cached, _ = timed(isorun, setup, "--setup-input", "units")
            figures.append((plain, cached, cached / plain, stored_wall / plain_wall))
        plain, cached, ratio, stored = (statistics.median(each) for each in zip(*figures))
        print(f"{name:<26} {plain:>6.3f} s {cached:>6.3f} s {ratio:>6.2f} {stored:>15.2f} x")


main()
