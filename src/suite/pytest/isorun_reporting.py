"""What isorun_pytest tells isorun: one JSON object a line, and each failure in the shard's log."""

import array
import fcntl
import json
import os
import stat
import termios
import time

RESULTS = os.environ.pop("ISORUN_PYTEST_RESULTS", "")

# pytest's capture will replace them later: these are the shard's output.
LOG = os.dup(1)
ERRORS = os.dup(2)

PROCESS = os.getpid()

# Phases that go without saying; "???" is xdist's, of a crash.
ONLY_ONE = ("call", "collect", "???")


def key(nodeid):
    """A node id as isorun knows it: on one line, and always UTF-8."""
    line = nodeid.replace("\0", "\\x00").replace("\n", "\\n").replace("\r", "\\r")
    return line.encode("utf-8", "backslashreplace").decode()


def is_forked():
    """A test that forks may come back here as the child, which has nothing to report."""
    return os.getpid() != PROCESS


def tell(record):
    if is_forked():
        return
    with open(RESULTS, "ab", buffering=0) as file:
        file.write(json.dumps(record).encode() + b"\n")


def unread(pipe):
    """How many bytes a pipe still holds; 0 of what is none."""
    count = array.array("i", [0])
    if stat.S_ISFIFO(os.fstat(pipe).st_mode):
        fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]


class Log:
    """The shard's output: pipes, which isorun reads."""

    def __init__(self, config):
        self.plugins = config.pluginmanager
        self.marks = 0
        self.nonce = os.urandom(4).hex()

    def mark(self):
        """Marks this place in the output (src/suite/marks.cpp finds it), and returns its name."""
        terminal = self.plugins.get_plugin("terminalreporter")
        if terminal is not None:
            terminal._tw.flush()
        if is_forked() or not stat.S_ISFIFO(os.fstat(LOG).st_mode):
            return None
        # What was written to standard error so far belongs before the mark: its own pipe cannot tell.
        patience = time.monotonic() + 0.1
        while unread(ERRORS) > 0 and time.monotonic() < patience:
            time.sleep(0.0001)
        self.marks += 1
        name = "{}-{}".format(self.nonce, self.marks)
        self.write("\033_isorun {}\033\\".format(name))
        return name

    def write(self, text):
        rest = b"" if is_forked() else text.encode("utf-8", "backslashreplace")
        while rest:
            rest = rest[os.write(LOG, rest):]


def first_line(report, directory):
    """FILE:LINE: MESSAGE of a failure."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None:
        path = os.path.relpath(crash.path, directory)
        place = crash.path if path.startswith("..") else path
        return "{}:{}: {}".format(place, crash.lineno, crash.message.split("\n", 1)[0])
    lines = [line for line in report.longreprtext.splitlines() if line.strip()]
    errors = [line[1:].strip() for line in lines if line.startswith("E ")]
    return (errors or lines[-1:] or ["failed"])[-1]


def detail(report, directory):
    if report.failed:
        when = getattr(report, "when", "call")
        return ("" if when in ONLY_ONE else when + ": ") + first_line(report, directory)
    if hasattr(report, "wasxfail"):
        return "xfail: " + (report.wasxfail or first_line(report, directory))
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
    return reason[len("Skipped: "):] if reason.startswith("Skipped: ") else reason


def deciding(reports):
    """The report that decides on a test: one failure counts for all, as does one skip."""
    for is_it in (lambda report: report.failed, lambda report: report.skipped):
        for report in reports:
            if is_it(report):
                return report
    return None


def text(nodeid, reports):
    """What pytest would print of these failures at its end."""
    parts = [""]
    for report in reports:
        if report.failed:
            when = "" if report.when in ONLY_ONE else " ({})".format(report.when)
            parts += ["{:_^100}".format(" {}{} ".format(nodeid, when)), report.longreprtext]
    for title, content in reports[-1].sections:  # the last report holds those of all before
        parts += ["{:-^100}".format(" {} ".format(title)), content.rstrip("\n")]
    return "\n".join(parts) + "\n"


def judged(nodeid, reports, directory):
    """What there is to tell of a test that ended, and what to write into its log."""
    report = deciding(reports)
    outcome = report.outcome if report else "passed" if reports else "failed"
    if outcome == "passed" and any(each.outcome == "rerun" for each in reports):
        outcome = "flaky"  # as pytest-rerunfailures has it
    record = {"test": key(nodeid), "outcome": outcome,
              "seconds": sum(getattr(each, "duration", 0) for each in reports),
              "detail": detail(report, directory) if report else "" if reports else "no result"}
    return record, text(nodeid, reports) if report and report.failed else ""


class Results:
    def __init__(self, config):
        self.directory = os.getcwd()
        self.log = Log(config)

    def start(self, nodeid):
        begin = self.log.mark()
        tell({"start": key(nodeid), "begin": begin})
        return begin

    def end(self, nodeid, reports, begin):
        self.write(begin, *judged(nodeid, reports, self.directory))

    def write(self, begin, record, text):
        self.log.write(text)
        tell(dict(record, begin=begin, end=self.log.mark()))
