#!/usr/bin/env python3
"""Prints how warifu compares, from what criterion measured last.

    cargo bench -p warifu-benches --bench otp && python3 benches/ratios.py [TARGET-FOLDER [PREFIX]]

PREFIX leaves out the groups that do not begin with it. A ratio is warifu's median over the other's in one round; printed
is the median of the rounds' ratios, with the least and the greatest.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median


def medians(folder):
    """Group, subject and round of each measurement, and its median in nanoseconds."""
    for path in folder.glob("criterion/**/new/benchmark.json"):
        names = json.loads(path.read_text())
        estimates = json.loads((path.parent / "estimates.json").read_text())
        subject, turn = names["function_id"] or "", names["value_str"] or ""
        yield names["group_id"], subject, turn, estimates["median"]["point_estimate"]


def main(folder="target", prefix=""):
    groups = defaultdict(lambda: defaultdict(dict))
    for group, subject, turn, nanoseconds in medians(Path(folder)):
        if group.startswith(prefix):
            groups[group][subject][turn] = nanoseconds
    for group, subjects in sorted(groups.items()):
        ours = subjects.pop("warifu", None)
        if not ours or not subjects:
            continue
        print(f"{group}: {median(ours.values()):,.0f} ns")
        for name, theirs in sorted(subjects.items(), key=lambda item: median(item[1].values())):
            ratios = [ours[turn] / theirs[turn] for turn in ours if turn in theirs]
            if ratios:
                spread = f"{min(ratios):.3f} to {max(ratios):.3f}"
                print(f"  {median(ratios):6.3f} of {name}, {median(theirs.values()):,.0f} ns ({spread})")


main(*sys.argv[1:])
