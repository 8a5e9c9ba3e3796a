"""The figures of scripts/demo.

  figures.py shared DIR   what four GoogleTest shards left in DIR and /tmp, as JSON
  figures.py table WORK   the table of the three modes; exit code 1 if one of them is not as it should be
"""
import collections
import decimal
import glob
import json
import re
import sys

TESTS = 223
REASONS = ("session not found", "session exists", "Address already in use", "lock timeout")


def load(path):
    """A JSON file with its decimals as they are written."""
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_float=decimal.Decimal)


def text(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def shared(directory):
    reports = [load(path) for path in glob.glob(f"{directory}/*.json")]
    logs = "".join(text(path) for path in glob.glob(f"{directory}/*.log"))
    costs = sum(load(path)["total_cost_usd"] for path in glob.glob("/tmp/test_*.json"))
    reasons = collections.Counter(re.findall("|".join(REASONS), logs))
    waits = re.findall(r"waited for locks: ([0-9.]+) s", logs)
    return {
        "passed": sum(report["tests"] - report["failures"] for report in reports),
        "cost": f"{decimal.Decimal(costs).normalize():f}",  # written as isorun writes it
        "trouble": ", ".join(f"{count} x {reason}" for reason, count in reasons.most_common()),
        "lock_seconds": sum(map(float, waits)),
    }


def isorun(directory):
    """The only place that knows isorun's results directory."""
    run = load(f"{directory}/run.json")
    return {
        "passed": run["counts"]["passed"],
        "cost": str(load(f"{directory}/costs.json")["total_cost_usd"]),
        "bound": float(run["bound_seconds"]),
    }


def table(work):
    modes = {
        "serial": ("(1) serial", isorun(f"{work}/serial")),
        "shared": ("(2) 4 shards, not isolated", load(f"{work}/shared.out")),
        "parallel": ("(3) isorun -j4", isorun(f"{work}/parallel")),
    }
    seconds = {name: float(text(f"{work}/{name}.seconds")) for name in modes}
    print(f"  {'mode':<27}{'passed':>7}{'failed':>8}{'wall time':>11}{'speed-up':>10}{'cost total':>14}")
    for name, (title, figures) in modes.items():
        passed, wall = figures["passed"], seconds[name]
        print(f"  {title:<27}{passed:>7}{TESTS - passed:>8}{wall:>9.2f} s{seconds['serial'] / wall:>8.2f} x"
              f"{figures['cost']:>14}")
    one, two, three = (figures for _, figures in modes.values())
    print(f"\n  What went wrong in (2): {two['trouble']}.")
    print(f"  Its shards waited {two['lock_seconds']:.1f} s for locks.")
    print(f"  No schedule of 4 slots can beat {three['bound']:.2f} s, the bound of (3):"
          f" that would be {seconds['serial'] / three['bound']:.2f} x.")
    wrong = [sentence for sentence, holds in {
        "(1) must pass every test": one["passed"] == TESTS,
        "(2) must fail, or this demo shows nothing": two["passed"] < TESTS,
        "(3) must pass every test": three["passed"] == TESTS,
        "(1) and (3) must have the same cost": one["cost"] == three["cost"],
    }.items() if not holds]
    for sentence in wrong:
        print(f"demo: {sentence}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    verb, place = sys.argv[1:]
    if verb == "shared":
        print(json.dumps(shared(place)))
    else:
        sys.exit(table(place))
