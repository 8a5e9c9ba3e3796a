Django's `manage.py test`: each test is a unit, and those of a file share a process and its database.

Needs: PYTHONPATH=$(dirname "$(dirname "$(command -v django-admin)")") python3 -m django --version

  $ W=$PWD; export TMPDIR=$W/tmp PYTHONPATH=$(dirname "$(dirname "$(command -v django-admin)")"); mkdir tmp p
  $ python3 -m django startproject site1 p; cd p; python3 manage.py startapp notes
  $ run() { isorun -j2 --history "$W/history" --out "$W/out" -- "$@"; }
  $ summary() { run "$@" 2>&1 | sed -n '/^ *Summary/p;/^ *Bound/,$p' | grep -v 'Bound\|ISOLATED\|No history'; return "${PIPESTATUS[0]}"; }
  $ sed -i 's/^INSTALLED_APPS = \[/&"notes",/' site1/settings.py
  $ cat >notes/tests.py <<'.'
  > import os
  > from django.contrib.auth.models import User
  > from django.test import TestCase, tag
  > class Users(TestCase):
  >     def test_created(self): User.objects.create(username="a"); self.assertEqual(User.objects.count(), 1)
  >     def test_none(self): self.assertEqual(User.objects.count(), int(os.environ.get("COUNT", 0)))
  >     @tag("slow")
  >     def test_path(self): self.assertFalse([name for name in os.environ if "ISORUN_UNITTEST" in name])
  > .
  $ isorun list -- python3 manage.py test
  notes.tests.Users.test_created
  notes.tests.Users.test_none
  notes.tests.Users.test_path
  django: 3 units, detected by inspection
  $ summary python3 manage.py test
       Summary [   0.000s] 3 tests run: 3 passed, 0 failed, 0 skipped
  $ isorun list -- python3 manage.py test notes --exclude-tag slow --parallel 2 2>/dev/null
  notes.tests.Users.test_created
  notes.tests.Users.test_none
  $ COUNT=1 summary python3 manage.py test -v2
       Summary [   0.000s] 3 tests run: 2 passed, 1 failed, 0 skipped
          FAIL [   0.000s] notes.tests.Users.test_none: notes/tests.py:6: AssertionError: 0 != 1
  [1]

The runner of the settings, or of --testrunner, stays in place:

  $ printf 'import os\nfrom django.test.runner import DiscoverRunner\nclass Own(DiscoverRunner):\n    def setup_databases(self, **more): os.environ["COUNT"] = "2"; return super().setup_databases(**more)\n' >site1/runner.py
  $ summary python3 manage.py test --testrunner site1.runner.Own notes.tests.Users.test_none
       Summary [   0.000s] 1 test run: 0 passed, 1 failed, 0 skipped
          FAIL [   0.000s] notes.tests.Users.test_none: notes/tests.py:6: AssertionError: 0 != 2
  [1]
  $ echo 'TEST_RUNNER = "site1.runner.Own"' >>site1/settings.py; summary python3 manage.py test --parallel=4 notes.tests.Users.test_none
       Summary [   0.000s] 1 test run: 0 passed, 1 failed, 0 skipped
          FAIL [   0.000s] notes.tests.Users.test_none: notes/tests.py:6: AssertionError: 0 != 2
  [1]
