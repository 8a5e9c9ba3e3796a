"""Imported before a worker of pytest-xdist that `isorun exec` runs begins (src/suite/pytest/gateway.cpp): loads isorun_pytest there.

xdist gives its workers the controller's sys.path, which does not hold this directory.
"""

import importlib.machinery
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
MODULES = ("isorun_pytest", "isorun_reporting", "isorun_coverage", "isorun_lines")


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        return importlib.machinery.PathFinder.find_spec(name, [HERE], target) if name in MODULES else None


sys.path.remove(HERE)
sys.meta_path.append(Finder)
os.environ["ISORUN_PYTEST"] = "lodge"
os.environ["PYTEST_PLUGINS"] = ",".join(name for name in (os.environ.get("PYTEST_PLUGINS"), MODULES[0]) if name)
