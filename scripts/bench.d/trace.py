"""What a test takes when `isorun audit` traces it, and under strace -f, next to the same test in the same sandbox untraced.

  trace.py ISORUN LEGACY_SUITE DIRECTORY ROUNDS

The three take turns within each round; a ratio is the median over the rounds. Times are those of the tests alone.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys

GIT = """
git init -q repository && cd repository && git config user.email a@example.org && git config user.name A
for i in 1 2 3 4 5 6 7 8; do
  for j in 1 2 3 4 5; do echo "$i $j" >file-$i-$j; done
  git add . && git commit -qm "commit $i" && git branch branch-$i && git tag tag-$i
  git checkout -q branch-$i && echo more >>file-$i-1 && git commit -qam more && git checkout -q - && git merge -q branch-$i
  git status --short && git log --stat >log && git diff HEAD~1 >diff && git fsck >/dev/null 2>&1 && rm log diff
done
git gc -q && git clone -q . ../clone && cd ../clone && git rev-list --all | wc -l
"""

COMPILE = """
cat >unit.cpp <<'END'
#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <regex>
#include <string>
int main(int argc, char** argv) { std::map<std::string, int> m; std::regex r(argv[argc - 1]); std::cout << m.size(); }
END
c++ -O0 -c unit.cpp && c++ unit.o -o unit
"""


def seconds_of(document):
    bad = [unit["name"] for unit in document["units"] if unit["reason"] != "passed"]
    assert not bad, bad
    return sum(unit["seconds"] for unit in document["units"])


def untraced(options, command):
    subprocess.run([ISORUN, "run", "-q", "-j1", "-o", "out", *options, "--", *command], check=True, stdout=subprocess.DEVNULL)
    with open("out/run.json", encoding="utf-8") as record:
        return seconds_of(json.load(record))


def audited(options, command):
    audit = subprocess.run([ISORUN, "audit", "-j1", "--json", *options, "--", *command], stdout=subprocess.PIPE, check=False)
    found = json.loads(audit.stdout)
    assert not found["unseen"], found["unseen"]
    return seconds_of(found)


def script(name, text):
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)
    with open("units", "w", encoding="utf-8") as file:
        file.write(name + "\n/dev/null\n")  # a suite of one unit has nothing to audit
    return ["--list", "units"], ["sh", "-e", "{}"]


def legacy():
    # strace knows no tests of GoogleTest: each is a unit of a list. Even a listing writes to /workspace.
    listing = subprocess.run([ISORUN, "list", "--overlay", "/workspace", "--", LEGACY], stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True, check=True)
    names = listing.stdout.splitlines()
    with open("units", "w", encoding="utf-8") as file:
        file.writelines(name + "\n" for name in names)
    return ["--list", "units", "--overlay", "/workspace"], [LEGACY, "--gtest_filter={}"]


def main():
    print("{:<44}{:>10}{:>10}{:>10}{:>8}{:>8}".format("tests alone; medians of {} rounds".format(ROUNDS), "untraced", "audit",
                                                      "strace -f", "ratio", "strace"))
    workloads = {"legacy suite: 223 tests that wait": legacy, "files: Git's commands": lambda: script("git.sh", GIT),
                 "a compile": lambda: script("compile.sh", COMPILE)}
    for number, (name, make) in enumerate(workloads.items()):
        directory = os.path.join(DIRECTORY, str(number))
        os.makedirs(directory)
        os.chdir(directory)
        options, command = make()
        untraced(options, command)  # whatever the first process reads
        times = [(untraced(options, command), audited(options, command),
                  untraced(options, ["strace", "-f", "-o", "/dev/null", *command])) for _ in range(ROUNDS)]
        columns = [statistics.median(column) for column in zip(*times)]
        audit, strace = (statistics.median(row[i] / row[0] for row in times) for i in (1, 2))
        print("  {:<42}{:>9.2f}s{:>9.2f}s{:>9.2f}s{:>8.2f}{:>8.2f}".format(name, *columns, audit, strace), flush=True)
        shutil.rmtree(directory)


if __name__ == "__main__":
    ISORUN, LEGACY, DIRECTORY = (os.path.abspath(word) for word in sys.argv[1:4])
    ROUNDS = int(sys.argv[4])
    os.environ.setdefault("LEGACY_SCALE", "0.5")
    main()
