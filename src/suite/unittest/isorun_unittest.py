"""isorun's side of unittest: lists the tests that its loader finds, runs those it is given, and reports each as it ends.

In place of `-m unittest` it takes the same words; isorun_django.py has it for Django. Variables (unittest.cpp sets them):

  ISORUN_UNITTEST          "list" or "run"
  ISORUN_UNITTEST_RESULTS  the file for what there is to tell, one JSON object a line
  ISORUN_UNITTEST_TESTS_n  the tests to run, one per line, in pieces: a single variable is limited to 128 KiB

Python 3.7 is the oldest that it is written for.
"""

import importlib
import json
import os
import re
import sys
import time
import traceback
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))


def take(name):
    """A list that isorun passes in NAME_0, NAME_1, ..."""
    pieces = []
    while True:
        piece = os.environb.pop("{}_{}".format(name, len(pieces)).encode(), None)
        if piece is None:
            return b"".join(pieces).decode().split("\n")
        pieces.append(piece)


# Taken at once, because what a test runs must find the user's own environment.
MODE = os.environ.pop("ISORUN_UNITTEST", "")
RESULTS = os.environ.pop("ISORUN_UNITTEST_RESULTS", "")
TESTS = frozenset(take("ISORUN_UNITTEST_TESTS"))
LOG = os.dup(1)  # a test may replace the stream
PROCESS = os.getpid()
NONCE = os.urandom(4).hex()


def tell(record):
    if os.getpid() == PROCESS:  # not in the child of a test that forks
        with open(RESULTS, "ab", buffering=0) as file:
            file.write(json.dumps(record).encode() + b"\n")


def name_of(test):
    """A module that cannot be imported, or is skipped as a whole, is a test of the loader's."""
    name = re.sub(r"^unittest\.loader\._?\w+\.", "", test.id())
    return name.replace("\n", "\\n").encode("utf-8", "backslashreplace").decode()


def tests_in(suite):
    for test in suite:
        if isinstance(test, unittest.BaseTestSuite):
            yield from tests_in(test)
        else:
            yield test


def file_of(test):
    module = sys.modules.get(type(test).__module__)
    file = getattr(module, "__file__", None)
    if not file or type(test).__module__.partition(".")[0] in ("unittest", "doctest"):
        return ""
    return shown(file)


def shown(file):
    path = os.path.relpath(file)
    return file if path.startswith("..") else path


def list_tests(suite, max_fail):
    units = {}
    for test in tests_in(suite):
        name, file = name_of(test), file_of(test)
        units[name] = {"id": name, "suite": name.rpartition(".")[0] if file else "", "file": file}
    tell({"units": list(units.values()), "maxfail": max_fail, "coverage": measured()})


def measured():
    """What `coverage run` writes, or None."""
    if "coverage" not in sys.modules:
        return None
    return borrow("isorun_coverage").running_coverage()


def borrow(name):
    """A module that the pytest plugin has as well."""
    sys.path.insert(0, os.path.join(os.path.dirname(HERE), "pytest"))
    try:
        return importlib.import_module(name)
    finally:
        del sys.path[0]


borrow("isorun_lines").begin()


def select(suite):
    """Leaves the shard's tests, in their suites, whose fixtures then run as ever."""
    suite._tests = [test for test in map(select_one, suite) if test is not None]
    return suite


def select_one(test):
    if isinstance(test, unittest.BaseTestSuite):
        return select(test)
    return test if name_of(test) in TESTS else None


class Marks:
    """Places in the output, which is a pipe (src/suite/marks.cpp finds them)."""
    count = 0

    @classmethod
    def mark(cls):
        for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
            try:
                stream.flush()
            except (AttributeError, OSError, ValueError):
                pass
        cls.count += 1
        name = "{}-{}".format(NONCE, cls.count)
        write("\033_isorun {}\033\\".format(name))
        return name


def write(text):
    rest = text.encode("utf-8", "backslashreplace") if os.getpid() == PROCESS else b""
    while rest:
        rest = rest[os.write(LOG, rest):]


def describe(error, test):
    """FILE:LINE: MESSAGE, of the last line of the test's own file, or of any but unittest's."""
    kind, value, trace = error
    message = "".join(traceback.format_exception_only(kind, value)).strip().split("\n", 1)[0]
    frames = [frame for frame in traceback.extract_tb(trace)
              if os.path.dirname(frame.filename) != os.path.dirname(unittest.__file__)]
    file = getattr(sys.modules.get(type(test).__module__), "__file__", None)
    frames = [frame for frame in frames if frame.filename == file] or frames
    return "{}:{}: {}".format(shown(frames[-1].filename), frames[-1].lineno, message) if frames else message


WORST = ("passed", "skipped", "failed")


def recording(base):
    class Recording(base):
        def __init__(self, *args, **more):
            super().__init__(*args, **more)
            self.open = None  # the record of the test that runs
            self.told = {}  # the names of those that ended, in order

        def startTest(self, test):
            self.open = {"test": name_of(test), "outcome": "passed", "detail": "", "begin": Marks.mark()}
            tell({"start": self.open["test"], "begin": self.open["begin"]})
            self.started = time.perf_counter()
            super().startTest(test)

        def stopTest(self, test):
            super().stopTest(test)
            record, self.open = self.open, None
            if record is not None:
                self.end(dict(record, seconds=time.perf_counter() - self.started))

        def end(self, record):
            self.told[record["test"]] = True
            tell(dict(record, end=Marks.mark()))

        def note(self, test, outcome, detail="", text=""):
            if self.open is not None:
                write(text)
                if WORST.index(outcome) > WORST.index(self.open["outcome"]):
                    self.open.update(outcome=outcome, detail=detail)
                return
            for name in self.concerned(test):
                begin = Marks.mark()
                write(text)
                self.end({"test": name, "outcome": outcome, "detail": detail, "seconds": 0, "begin": begin})

        def concerned(self, test):
            """The tests for which a fixture of their class or module fails, or is skipped."""
            fixture = re.match(r"(\w+) \((.*)\)$", test.id())
            if fixture is None:
                return [name_of(test)]
            inside = [name for name in TESTS if name.startswith(fixture.group(2) + ".")]
            if fixture.group(1).startswith("tearDown"):
                return [name for name in self.told if name in inside][-1:]
            return sorted(name for name in inside if name not in self.told)

        def fail(self, test, error):
            text = "\n{:_^100}\n{}\n".format(" {} ".format(test.id()), self._exc_info_to_string(error, test))
            self.note(test, "failed", describe(error, test), text)

        def addError(self, test, err):
            super().addError(test, err)
            self.fail(test, err)

        def addFailure(self, test, err):
            super().addFailure(test, err)
            self.fail(test, err)

        def addSkip(self, test, reason):
            super().addSkip(test, reason)
            self.note(test, "skipped", str(reason).split("\n", 1)[0])

        def addUnexpectedSuccess(self, test):
            super().addUnexpectedSuccess(test)
            self.note(test, "failed", "unexpected success")

        def addSubTest(self, test, subtest, err):
            super().addSubTest(test, subtest, err)
            if err is not None:
                self.fail(test, err)

    return Recording


class Program(unittest.TestProgram):
    def runTests(self):
        if MODE == "list":
            list_tests(self.test, 1 if self.failfast else 0)
            sys.exit(0)
        self.failfast = False  # isorun ends the run
        select(self.test)

        class Runner(unittest.TextTestRunner):
            resultclass = recording(unittest.TextTestResult)

            def run(self, test):
                result = super().run(test)
                tell({"complete": True})
                return result

        self.testRunner = Runner
        super().runTests()


if __name__ == "__main__":
    # python -m puts the working directory there.
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = os.getcwd()
    sys.modules["isorun_unittest"] = sys.modules["__main__"]
    sys.argv[0] = os.path.basename(sys.executable) + " -m unittest"
    Program(module=None)
