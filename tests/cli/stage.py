"""A directory of its own in which commands run, with isorun in their PATH, and what is the same in every run of them."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ORDINARY_USER = 54321
NORMAL = [
    (re.compile(r"\[ *\d+\.\d{3}s\]"), "[   0.000s]"),
    (re.compile(r"\[> *\d+\.\d{3}s\]"), "[>  0.000s]"),
    (re.compile(r"timed out after \d+\.\d{3}s"), "timed out after 0.000s"),
    (re.compile(r"\d+\.\d\d x the wall time"), "0.00 x the wall time"),
    (re.compile(r"\d+\.\d % of it reached"), "0.0 % of it reached"),
    (re.compile(r"finished in \d+\.\d\ds"), "finished in 0.00s"),
    (re.compile(r"\(\d+\.\d\ds\)"), "(0.00s)"),
    (re.compile(r"\(\d+ ms\)"), "(0 ms)"),
    (re.compile(r"(Longest \[.*\]) .*"), r"\1 UNIT"),
    (re.compile(r"((?:write|delete)/\w+, shards) [^)]*\)"), r"\1 ...)"),
    (re.compile(r"\S+/fixtures/suite\.cpp:\d+"), "suite.cpp:LINE"),
    (re.compile(r"[^\s(]*/tests/cli/programs/(\w+\.\w+)(:\d+)+"), r"\1:LINE"),
]


def normal(text, directory):
    text = text.replace(directory, "/transcript")
    for pattern, replacement in NORMAL:
        text = pattern.sub(replacement, text)
    return text


class Stage:
    """A directory of its own, owned by who runs the transcript."""

    def __init__(self, isorun, suite, as_user, first=None):
        """`first`: a directory that comes before all others in the PATH but isorun's own."""
        self.directory = tempfile.mkdtemp(prefix="isorun-transcript.")
        os.chmod(self.directory, 0o755)
        self.identity = {}
        if as_user and os.geteuid() == 0:
            self.identity = {"user": ORDINARY_USER, "group": ORDINARY_USER, "extra_groups": []}
        for name in ("bin", "home", "work"):
            path = os.path.join(self.directory, name)
            os.mkdir(path)
            if self.identity:
                os.chown(path, ORDINARY_USER, ORDINARY_USER)
        shutil.copy(isorun, os.path.join(self.directory, "bin", "isorun"))
        shutil.copytree(
            os.path.join(os.path.dirname(isorun), "share"), os.path.join(self.directory, "bin", "share")
        )
        shutil.copy(suite, os.path.join(self.directory, "bin", "suite"))
        # For `recipe`, which is beside it: whoever runs the transcript may be unable to read the source tree.
        for path in (os.path.join(HERE, "recipe"), os.path.join(HERE, "../../docs/adapters.md")):
            shutil.copy(path, os.path.join(self.directory, "bin"))
        self.environment = {
            "HOME": os.path.join(self.directory, "home"),
            "LC_ALL": "C",
            "PATH": ":".join(filter(None, [os.path.join(self.directory, "bin"), first, "/usr/bin", "/bin"])),
        }
        if "ASAN_OPTIONS" in os.environ:
            self.environment["ASAN_OPTIONS"] = os.environ["ASAN_OPTIONS"]

    def run(self, script):
        return subprocess.run(
            ["bash", "-c", script],
            cwd=os.path.join(self.directory, "work"),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            **self.identity,
        )

    def require(self, needs):
        """Ends the program where one of these commands fails: with 77, or with 1 where everything must work."""
        for need in needs:
            probe = self.run(need)
            if probe.returncode != 0:
                print(f"this host lacks what `{need}` needs:", probe.stdout.decode())
                sys.exit(1 if os.environ.get("ISORUN_MUST_WORK") == "1" else 77)

    def clean(self):
        # A user cannot remove what is in a directory of mode 000.
        subprocess.run(["chmod", "-R", "u+rwX", self.directory], stderr=subprocess.DEVNULL, check=False)
        # rm(1) goes to any depth; shutil.rmtree() recurses.
        subprocess.run(["rm", "-rf", "--", self.directory], check=True)


def perform(stage, commands):
    """What each command printed, with its exit code as a last line where it is not 0."""
    mark = f"=== {os.urandom(8).hex()}"
    script = "".join(f"{command}\nprintf '{mark} %d\\n' $?\n" for command in commands)
    text = normal(stage.run(script).stdout.decode(errors="backslashreplace"), stage.directory)
    outputs = []
    for part in re.findall(rf"(.*?){mark} (\d+)\n", text, re.DOTALL):
        output = [line or "(empty)" for line in part[0].splitlines()]
        outputs.append(output if part[1] == "0" else output + [f"[{part[1]}]"])
    if len(outputs) != len(commands):
        sys.exit(f"the commands ended early; the last one printed:\n{text[-2000:]}")
    return outputs
