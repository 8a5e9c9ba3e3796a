"""isorun's side of pytest: tells the collected tests, runs those that it is given, reports each as it ends.

Put in place by PYTEST_PLUGINS and PYTHONPATH, so that neither the command line nor what wraps it matters. Its own
variables (src/suite/pytest/pytest.cpp sets them):

  ISORUN_PYTEST          "list", "run", or with pytest-xdist "control" and, in its workers, "work"; "lodge" in a worker that
                         `isorun exec` runs for a pytest of the user's
  ISORUN_PYTEST_RESULTS  the file for what there is to tell, one JSON object a line
  ISORUN_PYTEST_TESTS_n  the tests to run, one per line, in pieces: a single variable is limited to 128 KiB
  ISORUN_PYTEST_FILES_n  the files that hold them, so that no other is imported; none: look into all
  ISORUN_CONTROL         the socket on which isorun starts xdist's workers, each in a sandbox of its own (relay.py)

Python 3.7 and pytest 6 are the oldest that it is written for.
"""

import os
import re
import shlex
import sys
import time

import pytest

import isorun_coverage
import isorun_lines
from isorun_reporting import RESULTS, Results, judged, key, tell

HERE = os.path.dirname(os.path.abspath(__file__))

# Options, by their names in pytest's configuration, with which there is nothing to list: src/suite/pytest/listing.cpp says why.
REFUSED = {
    "help": "--help", "version": "--version", "collectonly": "--collect-only", "showfixtures": "--fixtures",
    "show_fixtures_per_test": "--fixtures-per-test", "markers": "--markers", "cacheshow": "--cache-show",
    "setuponly": "--setup-only", "setupplan": "--setup-plan", "usepdb": "--pdb", "trace": "--trace",
    "stepwise": "--stepwise",
}


def take(name):
    """A list that isorun passes in NAME_0, NAME_1, ..."""
    pieces = []
    while True:
        piece = os.environb.pop("{}_{}".format(name, len(pieces)).encode(), None)
        if piece is None:
            return b"".join(pieces).decode().split("\n") if pieces else []
        pieces.append(piece)


def restore(name, separator):
    """Takes our word, if it is there, out of a list that the user may have begun."""
    ours = {"PYTEST_PLUGINS": __name__, "PYTHONPATH": HERE}[name]
    words = [word for word in os.environ.get(name, "").split(separator) if word != ours]
    os.environ.pop(name, None)
    if any(words):
        os.environ[name] = separator.join(words)


# Taken at once, because what a test runs, perhaps pytest, must find the user's own environment.
MODE = os.environ.pop("ISORUN_PYTEST", "")
CONTROL = os.environ.pop("ISORUN_CONTROL", "")
TESTS = take("ISORUN_PYTEST_TESTS")
FILES = take("ISORUN_PYTEST_FILES")
restore("PYTEST_PLUGINS", ",")
restore("PYTHONPATH", os.pathsep)
if HERE in sys.path:
    sys.path.remove(HERE)
isorun_lines.begin()


def file_of(node):
    """The node id of the file that a node is in; empty where it is in none."""
    for parent in node.listchain():
        if is_file(parent):
            return key(parent.nodeid)
    return ""


def is_file(node):
    # pytest 6 and 7 have a package as the file __init__.py.
    return isinstance(node, pytest.File) and not isinstance(node, pytest.Package)


def suite_of(nodeid):
    """As pytest's own JUnit files have it: directory.module.Class"""
    path, *names = nodeid.split("[", 1)[0].split("::")
    return ".".join([re.sub(r"\.py$", "", path).replace("/", ".")] + names[:-1])


def take_last_failed(config):
    """What --lf asks for: isorun knows what failed, and pytest's cache in a sandbox does not."""
    wanted = config.getoption("last_failed_no_failures", "all") if getattr(config.option, "lf", False) else ""
    config.option.lf = False
    return wanted


def reports_of(config):
    """The files that pytest's options and ini file ask for, each by its option; src/suite/pytest/reports.cpp has their rules."""
    found = {}
    for name in ("xmlpath", "report_log", "log_file"):
        value = getattr(config.option, name, None) or (config.getini(name) if name == "log_file" else None)
        if value:
            found[name] = os.path.abspath(os.path.expanduser(os.path.expandvars(str(value))))
    return found


def cache_of(config):
    """The directory in which pytest remembers what failed; empty without its cacheprovider."""
    cache = getattr(config, "cache", None)
    return os.path.abspath(str(getattr(cache, "_cachedir", ""))) if cache else ""


def age():
    """The seconds since this process started; see proc(5)."""
    with open("/proc/self/stat", encoding="latin-1") as file:
        fields = file.read().rpartition(")")[2].split()
    return time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / os.sysconf("SC_CLK_TCK")


# The title of a section in an internal error of a worker; below it is the test that broke it.
BROKE = "isorun: the test that was running"


class Listing:
    def __init__(self):
        self.units = {}
        self.last_failed = ""
        self.start_up = 0.0  # seconds that a shard takes as well: it imports, but looks for its own tests alone
        self.opened = None

    def add(self, node):
        name = key(node.nodeid)
        self.units[name] = {"id": name, "suite": suite_of(name), "file": file_of(node)}

    @pytest.hookimpl(tryfirst=True)
    def pytest_cmdline_main(self, config):
        for name, flag in REFUSED.items():
            if getattr(config.option, name, False):
                tell({"refused": flag})
                return pytest.ExitCode.USAGE_ERROR
        self.last_failed = take_last_failed(config)
        # Set before other plugins look, because a listing runs no test and starts no worker.
        config.option.collectonly = True
        return None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self):
        self.start_up = age()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_make_collect_report(self, collector):
        self.opened = time.monotonic()
        outcome = yield
        self.opened = None
        if not outcome.get_result().passed:
            self.add(collector)  # as a unit of its own: there its traceback will be found

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(self):
        if self.opened is not None:  # the module has been imported
            self.start_up += time.monotonic() - self.opened
            self.opened = None

    def pytest_collection_finish(self, session):
        for item in session.items:
            self.add(item)
        # Both are set only where xdist distributes.
        workers = len(session.config.getoption("tx", [])) if session.config.getoption("dist", "no") != "no" else 0
        tell({"units": list(self.units.values()), "maxfail": session.config.getoption("maxfail", 0),
              "start_up": self.start_up,
              "workers": workers, "last_failed": self.last_failed, "reports": reports_of(session.config),
              "cache": cache_of(session.config), "coverage": isorun_coverage.describe(session.config)})


class Selecting:
    """Collects the chosen tests, in the order that they were given in."""

    def choose(self, tests, files):
        self.tests = tests
        self.files = frozenset(files)
        self.known = frozenset(tests)
        self.settled = set()  # what is no test but failed to be collected, or was skipped as a whole

    @pytest.hookimpl(hookwrapper=True)
    def pytest_make_collect_report(self, collector):
        if self.files and is_file(collector) and key(collector.nodeid) not in self.files:
            collector.collect = list
        outcome = yield
        report = outcome.get_result()
        name = key(collector.nodeid)
        if not report.passed and name in self.known:
            self.settled.add(name)
            report.when = "collect"
            self.settle(collector.nodeid, report)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items):
        # The listing has obeyed whatever deselects and sorts. What does so by number, or by what
        # else is there, would come to another result here.
        collected = list(items)
        yield
        seen = set(map(id, collected))
        found = {}
        for item in collected + [item for item in items if id(item) not in seen]:
            found.setdefault(name_of(item.nodeid, self.known), []).append(item)
        items[:] = [item for test in self.tests for item in found.get(test, ())]
        for test in self.tests:
            if test not in found and test not in self.settled:
                self.lose(test)


def name_of(nodeid, known):
    """The test's name in the listing: with --dist=loadgroup, xdist adds @GROUP to it later."""
    name = key(nodeid)
    return name if name in known else name.rsplit("@", 1)[0]


class Claims:
    """Whoever creates claim-N first, this shard or isorun, has the N-th test; isorun then has those after it as well."""

    def __init__(self, directory):
        self.directory = directory
        self.count = 0  # of those that are ours: the first ones
        self.is_complete = False  # isorun has the others

    def take(self, count):
        """Claims the first `count` tests, as far as they are not isorun's; returns how many are ours."""
        while self.count < count and not self.is_complete:
            self.is_complete = not self.create(self.count)
            self.count += not self.is_complete
        return self.count

    def take_from_the_last(self, count):
        """Claims the first `count` tests. isorun takes none before the first is claimed."""
        for number in reversed(range(self.count, count)):
            self.create(number)
        self.count = max(self.count, count)

    def create(self, number):
        try:
            os.close(os.open(os.path.join(self.directory, "claim-{}".format(number)), os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            return False
        except OSError:  # a test gave up the right to write here: at worst, another shard repeats some
            pass
        return True


class Running(Selecting):
    @pytest.hookimpl(tryfirst=True)
    def pytest_cmdline_main(self, config):
        self.choose(TESTS, FILES)
        self.claims = Claims(os.path.dirname(RESULTS))
        self.results = Results(config)
        self.reports = {}
        self.told = set()  # tests that have a result before any test runs
        isorun_coverage.silence(config)
        # What cannot be collected is a failed unit; the others run anyway.
        config.option.continue_on_collection_errors = True

    def settle(self, nodeid, report):
        self.told.add(key(nodeid))
        self.results.write(self.results.log.mark(), *judged(nodeid, [report], self.results.directory))

    def lose(self, test):
        self.told.add(test)
        tell({"missing": test})

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        places = {test: place for place, test in enumerate(self.tests)}
        self.places = [places.get(name_of(item.nodeid, self.known), 0) for item in session.items]
        first = self.places[:2] + [places[test] for test in self.told if test in places]
        # Another plugin may have sorted them after us.
        is_in_order = all(a <= b for a, b in zip(self.places, self.places[1:]))
        self.claims.take_from_the_last(max(first, default=-1) + 1 if is_in_order else len(self.tests))
        self.position = 0

    def keep(self, session, count):
        """Claims what the first `count` items need, and leaves those that isorun has taken."""
        ours = self.claims.take(max(self.places[:count], default=-1) + 1)
        if self.claims.is_complete:
            self.places = [place for place in self.places if place < ours]
            del session.items[len(self.places):]

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item):
        self.reports[item.nodeid] = []
        begin = self.results.start(item.nodeid)
        outcome = yield
        # pytest tears down what the next test does not need: it must know the next but one before the next runs.
        self.position += 1
        self.keep(item.session, self.position + 2)
        if outcome.excinfo is None:  # else the session ends in this test
            self.results.end(item.nodeid, self.reports.pop(item.nodeid), begin)

    def pytest_runtest_logreport(self, report):
        self.reports.get(report.nodeid, []).append(report)


class Lodging:
    """An xdist worker in a sandbox that its controller is not in."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_cmdline_main(self, config):
        if not hasattr(config, "workerinput"):
            return
        # The controller has made the parents in its own /tmp.
        if config.option.basetemp:
            os.makedirs(os.path.dirname(config.option.basetemp), mode=0o700, exist_ok=True)
        # pytest-cov takes workers of the same host to share their files with the controller.
        if "cov_master_host" in config.workerinput:
            config.workerinput["cov_master_host"] = "isorun's controller"

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config):
        # pytest-rerunfailures counts in a server of the controller's, which a network of its own does not reach: the
        # worker counts for itself. Of a worker that crashes the controller counts.
        rerunfailures = sys.modules.get("pytest_rerunfailures")
        if rerunfailures is not None and "sock_port" in getattr(config, "workerinput", {}):
            self.server = rerunfailures.ServerStatusDB()
            self.server.sock.listen()  # its thread may not have come to it yet
            config.workerinput["sock_port"] = self.server.sock_port
            config.workerinput["statusdb_token"] = getattr(self.server, "token", None)


class Working(Selecting, Lodging):
    """An xdist worker of a run: the controller reports its tests, and whatever is in `workeroutput`."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_cmdline_main(self, config):
        super().pytest_cmdline_main(config)
        self.choose(*config.workerinput["isorun"])
        self.output = config.workeroutput.setdefault("isorun", [])
        self.running = ""
        config.option.continue_on_collection_errors = True

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item):
        self.running = key(item.nodeid)
        outcome = yield
        if outcome.excinfo is None:
            self.running = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_internalerror(self, excrepr):
        # Its text is all that the controller receives.
        if self.running:
            excrepr.addsection(BROKE, self.running)

    def settle(self, nodeid, report):
        self.output.append(judged(nodeid, [report], os.getcwd()))

    def lose(self, test):
        self.output.append(({"missing": test}, ""))


class Controlling:
    """An xdist controller: it runs no test itself."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_cmdline_main(self, config):
        self.results = Results(config)
        isorun_coverage.silence(config)
        self.known = frozenset(TESTS)
        self.settled = set()
        self.reports = {}
        self.is_each = config.getoption("dist", "no") == "each"

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_setupnodes(self, specs):
        relay = [sys.executable, "-I", "-S", os.path.join(HERE, "relay.py"), CONTROL]
        plugins = [name for name in (os.environ.get("PYTEST_PLUGINS"), __name__) if name]
        for spec in specs:
            if spec.popen:
                worker = spec.python or shlex.quote(sys.executable)
                spec.python = " ".join([shlex.quote(word) for word in relay] + [worker])
                spec.env.update(ISORUN_PYTEST="work", PYTEST_PLUGINS=",".join(plugins))

    @pytest.hookimpl(optionalhook=True, trylast=True)
    def pytest_configure_node(self, node):
        node.workerinput["isorun"] = [TESTS, FILES]

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        for record, log in getattr(node, "workeroutput", {}).get("isorun", []):
            self.settle(record, log)

    def pytest_collectreport(self, report):
        # Settled at once, since --maxfail may end the workers before they report it. xdist passes on one of several
        # that look alike.
        if not report.passed and key(report.nodeid) in self.known:
            report.when = "collect"
            self.settle(*judged(report.nodeid, [report], self.results.directory))

    def settle(self, record, log):
        # All workers collect, so all of them may report the same failure.
        name = record.get("test") or record["missing"]
        if name not in self.settled:
            self.settled.add(name)
            self.results.write(self.results.log.mark(), record, log)

    def pytest_internalerror(self, excinfo):
        lines = [line.strip() for line in str(excinfo.value).splitlines() if line.strip()]
        for error, title, test in zip(lines, lines[1:], lines[2:]):
            if title.strip("- ") == BROKE:
                tell({"broke": name_of(test, self.known), "detail": error})

    def pytest_runtest_logstart(self, nodeid):
        self.results.start(name_of(nodeid, self.known))

    def pytest_runtest_logreport(self, report):
        # With --dist=each every worker runs the test, at the same time.
        who = (getattr(report, "node", None), name_of(report.nodeid, self.known))
        self.reports.setdefault(who, []).append(report)
        if report.when in ("teardown", "???"):  # "???" is xdist's own, of a test in which the worker crashed
            self.end(who)

    def pytest_runtest_logfinish(self, nodeid):
        # Some plugins report no teardown. The hook does not say which worker it was.
        if not self.is_each:
            name = name_of(nodeid, self.known)
            for who in [who for who in self.reports if who[1] == name]:
                self.end(who)

    def end(self, who):
        self.results.end(who[1], self.reports.pop(who), self.results.log.mark())


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    if MODE not in ("list", "lodge"):  # the listing has obeyed it
        take_last_failed(config)


def pytest_addoption(parser, pluginmanager):  # the first hook of all
    kinds = {"list": Listing, "run": Running, "control": Controlling, "work": Working, "lodge": Lodging}
    if RESULTS:
        tell({"session": os.getpid()})
    if MODE in kinds:
        pluginmanager.register(kinds[MODE](), "isorun_pytest_" + MODE)
