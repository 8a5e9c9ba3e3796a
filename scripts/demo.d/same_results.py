"""Whether two runs' merged results are the same, to the last digit.

  same_results.py SERIAL PARALLEL   two results directories; a line for costs, JUnit and coverage each, and exit code 1 if
                                    one of them is not the same
"""
import collections
import decimal
import json
import os
import pathlib
import subprocess
import sys
import xml.etree.ElementTree

# These counts say nothing about the tests: main() calls them once per process, or they wait by the clock.
NOT_BY_TESTS = ("/app/settings.", "legacy::LockFile::waited", "legacy::Latency::work")


def costs(results):
    """All figures but those that tell of shards; sessions in one order."""
    whole = json.loads((results / "costs.json").read_text(), parse_float=decimal.Decimal)
    sessions = [{**session, "shard": None} for session in whole["per_session"]]
    whole["per_session"] = sorted(sessions, key=lambda session: session["session_id"])
    return {key: value for key, value in whole.items() if key not in ("shards", "per_shard")}


def tell_costs(same):
    return f"${same['total_cost_usd']} and all other figures of {same['sessions']} sessions"


def junit(results):
    """The suite's own report: suites with their counts, cases with their verdicts; times differ from run to run."""
    root = xml.etree.ElementTree.parse(results / "collected" / "legacy.xml").getroot()

    def fixed(element):
        return sorted(item for item in element.items() if item[0] not in ("time", "timestamp"))

    def sums_up(element, path):
        return decimal.Decimal(element.get("time")) == sum(decimal.Decimal(case.get("time")) for case in element.iterfind(path))

    suites = {}
    for suite in root:
        cases = sorted((fixed(case), [child.tag for child in case]) for case in suite)
        suites[suite.get("name")] = (fixed(suite), sums_up(suite, "testcase"), cases)
    return {"all": (fixed(root), sums_up(root, "testsuite/testcase")), "suites": suites}


def tell_junit(same):
    counts = dict(same["all"][0])
    return f"{counts['tests']} cases, {counts['failures']} failures in {len(same['suites'])} suites; times are the sums of the cases'"


def coverage(results):
    """How often each line of the product ran, as gcov counts."""
    collected = results / "collected" / "gcov"
    lines = collections.Counter()
    for data in sorted(collected.rglob("*.gcda")):
        notes = data.with_suffix(".gcno")
        if not notes.exists():
            notes.symlink_to("/" / notes.relative_to(collected))
        gcov = subprocess.run(["gcov", "-j", "-t", data], stdout=subprocess.PIPE, check=True)
        files = json.loads(gcov.stdout)["files"]
        names = {function["name"]: function["demangled_name"] for file in files for function in file["functions"]}
        for file in files:
            for line in file["lines"] if "/legacy/app/" in file["file"] else []:
                place = f"{file['file']}:{line['line_number']} {names.get(line.get('function_name'))}"
                if not any(word in place for word in NOT_BY_TESTS):
                    lines[place] += line["count"]
    return lines


def tell_coverage(same):
    return f"{len(same)} lines of legacy/app, which ran {sum(same.values())} times"


KINDS = {"costs": (costs, tell_costs), "JUnit": (junit, tell_junit), "coverage": (coverage, tell_coverage)}


def main(serial, parallel):
    code = 0
    for name, (read, tell) in KINDS.items():
        one, other = read(serial), read(parallel)
        if one == other and one:
            print(f"  {name + ':':<11}the same in (1) and (3): {tell(one)}")
        else:
            print(f"demo: {name} must be the same in (1) and (3); these are not:", file=sys.stderr)
            for key in [key for key in one.keys() | other.keys() if one.get(key) != other.get(key)][:5]:
                print(f"  {key}: {one.get(key)}, {other.get(key)}", file=sys.stderr)
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main(*map(pathlib.Path, sys.argv[1:])))
