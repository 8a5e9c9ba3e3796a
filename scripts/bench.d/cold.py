"""What a run without a history takes next to one that has it and to --dist static, whichever is better: real runs, whose tests sleep.

  cold.py ISORUN SLEEPING_SUITE DIRECTORY ROUNDS

The three take turns within each round; the ratio is the median over the rounds.
"""

import json
import os
import statistics
import subprocess
import sys

SLOTS = 4

# Each test's file and seconds, in listing order; and what every process imports.
SHAPES = {
    "all equal: 200 of 50 ms": ([(n // 10, 0.05) for n in range(200)], 0),
    "one long file, first: 10 tests of 250 ms among 200 of 25 ms": ([(n // 10, 0.25 if n < 10 else 0.025) for n in range(200)], 0),
    "one long file, last": ([(n // 10, 0.25 if n >= 190 else 0.025) for n in range(200)], 0),
    "one long file, last: 100 tests after 19 files of 10, 25 ms each": ([(min(n // 10, 19), 0.025) for n in range(290)], 0),
    "heavy imports: 20 files of 1 s, imports of 2 s": ([(n, 1) for n in range(20)], 2),
    "10,000 tiny tests": ([(n // 100, 0) for n in range(10000)], 0),
    "waiting tests: 60 of 500 ms": ([(n, 0.5) for n in range(60)], 0),
}


def pytest_suite(tests, imports):
    with open("conftest.py", "w") as conftest:
        conftest.write("import time\ntime.sleep({})\n".format(imports))
    for file in sorted({file for file, _ in tests}):
        seconds = [seconds for its_file, seconds in tests if its_file == file]
        with open("test_{:03}.py".format(file), "w") as module:
            module.write("import time, pytest\n@pytest.mark.parametrize('seconds', {})\ndef test(seconds): time.sleep(seconds)\n".format(seconds))
    return [], ["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider"]


def googletest_suite(tests, imports):
    with open("sleeps", "w") as sleeps:
        sleeps.writelines("File{} {}\n".format(file, seconds) for file, seconds in tests)
    os.environ.update(SLEEPS=os.path.abspath("sleeps"), IMPORTS=str(imports))
    return [], [SUITE]


def list_suite(tests, imports):
    """A line is a file: it takes as long as all of its tests."""
    lines = []
    for file in sorted({file for file, _ in tests}):
        lines.append("{} # file {}\n".format(imports + sum(seconds for its_file, seconds in tests if its_file == file), file))
    with open("units", "w") as units:
        units.writelines(lines)
    return ["--list", "units"], ["sh", "-c", "sleep {}"]


FRAMEWORKS = {"pytest": pytest_suite, "GoogleTest": googletest_suite, "list": list_suite}


def run(options, history, suite):
    words, command = suite
    subprocess.run([ISORUN, "-q", "-j", str(SLOTS), "-o", "out", "--history", history, *options, *words, "--", *command],
                   check=True, stdout=subprocess.DEVNULL)
    with open("out/run.json") as record:
        return json.load(record)["wall_seconds"]


def measure(suite):
    """Seconds of each way, by round."""
    run([], "kept", suite)  # and whatever the first process reads or compiles
    times = []
    for number in range(ROUNDS):
        times.append((run([], "cold-{}".format(number), suite), run([], "kept", suite),
                      run(["--dist", "static"], "static-{}".format(number), suite)))
    return times


def main():
    heading = "without a history, {} slots; medians of {} rounds".format(SLOTS, ROUNDS)
    print("{:<62}{:>9}{:>9}{:>9}{:>8}".format(heading, "cold", "warm", "static", "ratio"))
    for number, (shape, (tests, imports)) in enumerate(SHAPES.items()):
        print(shape, flush=True)
        for framework, make in FRAMEWORKS.items():
            directory = os.path.join(DIRECTORY, "{}-{}".format(framework, number))
            os.makedirs(directory)
            os.chdir(directory)
            times = measure(make(tests, imports))
            columns = [statistics.median(column) for column in zip(*times)]
            ratio = statistics.median(cold / min(warm, even) for cold, warm, even in times)
            print("  {:<60}{:>8.2f}s{:>8.2f}s{:>8.2f}s{:>8.2f}".format(framework, *columns, ratio), flush=True)


ISORUN, SUITE, DIRECTORY, ROUNDS = [*sys.argv[1:4], int(sys.argv[4])]
main()
