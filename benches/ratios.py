"""Prints what criterion measured last: medians, and the medians of the ratios of measurements of the same round.

    cargo bench -p warifu-benches --bench otp && python3 benches/ratios.py [TARGET-FOLDER]
"""

import json
import pathlib
import statistics
import sys


def measured(folder):
    """Group → name → median nanoseconds of each round."""
    groups = {}
    for path in sorted(folder.glob("criterion/*/*/*/new/benchmark.json")):
        of = json.loads(path.read_text())
        estimate = json.loads(path.with_name("estimates.json").read_text())["median"]["point_estimate"]
        groups.setdefault(of["group_id"], {}).setdefault(of["function_id"], []).append(estimate)
    return groups


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "target")
    for group, subjects in measured(folder).items():
        ours = subjects.get("warifu")
        if ours is None:
            continue
        print(f"{group}: {statistics.median(ours):,.1f} ns")
        for name, theirs in subjects.items():
            if name != "warifu":
                ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
                print(f"    {ratio:.3f} × {name} ({statistics.median(theirs):,.1f} ns)")


if __name__ == "__main__":
    main()
