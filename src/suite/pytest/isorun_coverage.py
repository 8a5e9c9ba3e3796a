"""Coverage of the whole suite, by coverage.py: what pytest-cov would report of one run is made once, from the data of all shards.

isorun_pytest has the shards' pytest-cov write their data and no report (describe, silence). When all have ended, isorun runs
this file with the data files, once for each thing that was asked for:

  isorun_coverage.py WHAT DIRECTORY CONFIGURATION ARGUMENT FILE...

The result goes to standard output. CONFIGURATION is coverage.py's, "" for what it finds itself. ARGUMENT is of WHAT:
"term" (options, with commas) and "total" (the percentage that --cov-fail-under wants).
"""

import os
import shutil
import sqlite3
import sys
import tempfile

# These reports are made of the data of all shards. Others (html, annotate) are directories, and stay with the shards.
FILES = {"xml": "coverage.xml", "json": "coverage.json", "lcov": "coverage.lcov"}
TERMINAL = ("term", "term-missing")


def controller_of(config):
    """pytest-cov's, or None where it does not measure."""
    plugin = config.pluginmanager.getplugin("_cov")
    if plugin is None or getattr(plugin, "_disabled", False):
        return None
    return plugin.cov_controller


def wanted(controller):
    """The reports that were asked for, each with its file or modifier, if it has one."""
    reports = controller.cov_report
    return dict(reports) if isinstance(reports, dict) else {name: None for name in reports}


def describe(config):
    """What isorun is to make, once all shards have ended; None where nothing is measured."""
    controller = controller_of(config)
    if controller is None:
        return running_coverage()
    settings = controller.cov.config
    reports = wanted(controller)
    default_names = {"xml": "xml_output", "json": "json_output", "lcov": "lcov_output"}
    files = {name: os.path.abspath(reports[name] or getattr(settings, default_names[name], "") or FILES[name])
             for name in FILES if name in reports}
    terminal = [name for name in TERMINAL if name in reports]
    if terminal and "skip-covered" in reports.values():
        terminal.append("skip-covered")
    option = config.getoption("cov_config", None)
    return {"data": os.path.abspath(settings.data_file), "directory": os.getcwd(), "python": sys.executable,
            "configuration": os.path.abspath(option) if option and os.path.exists(option) else "", "files": files,
            "terminal": ",".join(terminal), "fail_under": str(threshold(config) or "")}


def running_coverage():
    """As `coverage run` has it: its data alone."""
    coverage = sys.modules.get("coverage")
    current = coverage.Coverage.current() if hasattr(coverage, "Coverage") else None
    if current is None or current.config.parallel:
        return None
    return {"data": os.path.abspath(current.config.data_file), "directory": os.getcwd(), "python": sys.executable,
            "configuration": "", "files": {}, "terminal": "", "fail_under": ""}


def threshold(config):
    return getattr(config.pluginmanager.getplugin("_cov").options, "cov_fail_under", None)


def silence(config):
    """A shard measures, and leaves the reports and the threshold to the whole."""
    controller = controller_of(config)
    if controller is None:
        return
    kept = {name: value for name, value in wanted(controller).items()
            if name not in FILES and name not in TERMINAL and value != "skip-covered"}
    options = config.pluginmanager.getplugin("_cov").options
    controller.cov_report = options.cov_report = config.option.cov_report = kept
    options.cov_fail_under = config.option.cov_fail_under = None


def forget_own(path):
    """isorun's modules are measured like others where the user names no source."""
    own = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
    data = sqlite3.connect(path)
    with data:
        files = [(number,) for number, name in data.execute("select id, path from file") if name.startswith(own)]
        for table in ("line_bits", "arc", "tracer"):
            data.executemany("delete from {} where file_id = ?".format(table), files)
        data.executemany("delete from file where id = ?", files)
    data.close()


def combined(directory, configuration, files):
    """The data of all shards; it is where `directory` says."""
    import coverage

    copies = []
    for number, path in enumerate(files):  # older ones cannot keep what they combine
        copies.append(os.path.join(directory, ".coverage.{}".format(number)))
        shutil.copyfile(path, copies[-1])
        forget_own(copies[-1])
    whole = coverage.Coverage(data_file=os.path.join(directory, ".coverage"), config_file=configuration or True)
    whole.combine(copies)
    whole.save()
    return whole


def fails(total, least, precision):
    """As coverage.py has it: only what is all covered is 100 %."""
    if least == 100 and total != 100:
        return True
    return round(total, precision) < least


def make(what, whole, directory, argument):
    if what == "data":
        path = os.path.join(directory, ".coverage")
        with open(path, "rb") as data:
            shutil.copyfileobj(data, sys.stdout.buffer)
    elif what in FILES:
        path = os.path.join(directory, "report")
        getattr(whole, what + "_report")(ignore_errors=True, outfile=path)
        with open(path, "rb") as report:
            shutil.copyfileobj(report, sys.stdout.buffer)
    elif what == "term":
        options = argument.split(",")
        whole.report(show_missing="term-missing" in options or None, ignore_errors=True, file=sys.stdout,
                     skip_covered="skip-covered" in options or None)
    elif what == "total":
        precision = whole.config.precision
        with open(os.devnull, "w") as nothing:
            total = whole.report(ignore_errors=True, file=nothing)
        reached = "{:.{}f}".format(total, max(precision, 2))
        if fails(total, float(argument), precision):
            sys.exit("the suite covers {} %, less than the {:g} % that were asked for".format(reached, float(argument)))
        print("{} %".format(reached))


def main(what, place, configuration, argument, *files):
    os.chdir(place)
    with tempfile.TemporaryDirectory() as directory:
        make(what, combined(directory, configuration, files), directory, argument)


if __name__ == "__main__":
    main(*sys.argv[1:])
