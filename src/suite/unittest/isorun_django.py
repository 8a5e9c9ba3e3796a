"""The runner of `manage.py test --testrunner=isorun_django.Runner`: that of the project's settings, with isorun_unittest's list and results."""

import os
import sys
import unittest

from django.conf import settings
from django.test.utils import get_runner

import isorun_unittest

if isorun_unittest.HERE in sys.path:
    sys.path.remove(isorun_unittest.HERE)
_others = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path != isorun_unittest.HERE]
os.environ.pop("PYTHONPATH", None)
if any(_others):
    os.environ["PYTHONPATH"] = os.pathsep.join(_others)


class Runner(get_runner(settings, os.environ.pop("ISORUN_DJANGO_RUNNER", "") or None)):
    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.max_fail = 1 if self.failfast else 0
        self.failfast = False  # isorun ends the run
        self.parallel = 1  # isorun starts the processes

    def build_suite(self, *args, **more):
        suite = super().build_suite(*args, **more)
        if isorun_unittest.MODE == "list":
            isorun_unittest.list_tests(suite, self.max_fail)
            sys.exit(0)
        return isorun_unittest.select(suite)

    def get_resultclass(self):
        return isorun_unittest.recording(super().get_resultclass() or unittest.TextTestResult)

    def run_suite(self, suite, **more):
        result = super().run_suite(suite, **more)
        isorun_unittest.tell({"complete": True})
        return result
