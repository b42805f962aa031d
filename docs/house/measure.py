"""Measures the workspace's sources; README.md beside this file says what each figure means.

python3 docs/house/measure.py [--rev GITREV] [--json] [--list FIGURE] [--check] [--self-test]
"""
import argparse, io, json, os, subprocess, sys, tarfile
sys.dont_write_bytecode = True
from figures import House

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
TEXT = (".rs", ".md", ".toml", ".py", ".json", ".txt", ".yml", ".sql", ".c", ".h", ".vp", ".maude", ".xml", ".pskcxml", ".csv", ".ci/run")


def files_of(revision):
    """Path and text of every text file, of a revision or of the work tree."""
    git = ["git", "-C", ROOT]
    if revision:
        archive = subprocess.run([*git, "archive", "--format=tar", revision], check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            raw = {m.name: tar.extractfile(m).read() for m in tar if m.isfile() and m.name.endswith(TEXT)}
            names = [m.name for m in tar.getmembers() if m.isfile()]
    else:
        listed = subprocess.run([*git, "ls-files", "-co", "--exclude-standard"], check=True, capture_output=True, text=True)
        names = [name for name in listed.stdout.splitlines() if os.path.isfile(os.path.join(ROOT, name))]
        raw = {}
        for name in names:
            if name.endswith(TEXT):
                with open(os.path.join(ROOT, name), "rb") as file:
                    raw[name] = file.read()
    texts = {name: bytes.decode("utf-8", "replace") for name, bytes in sorted(raw.items())}
    return texts, sorted(set(names))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rev", help="measure this git revision, not the work tree")
    options.add_argument("--json", action="store_true", help="figures and lists as JSON")
    options.add_argument("--list", metavar="FIGURE", help="every place that a figure counts; without a known name: the names")
    options.add_argument("--check", action="store_true", help="fail if a rule of the house is broken")
    options.add_argument("--self-test", action="store_true", help="test the tokeniser")
    chosen = options.parse_args()
    if chosen.self_test:
        import selftest
        return selftest.run()
    try:
        house = House(*files_of(chosen.rev))
    except (ValueError, subprocess.CalledProcessError) as error:
        sys.exit(f"cannot be measured: {error}")
    if chosen.list is not None:
        if chosen.list not in house.lists:
            sys.exit("one of: " + ", ".join(sorted(house.lists)))
        for place, text in house.lists[chosen.list]:
            print(f"{place}: {text}")
    elif chosen.json:
        print(json.dumps({"figures": house.figures, "lists": house.lists}, ensure_ascii=False, indent=1))
    elif chosen.check:
        broken = list(house.faults())
        for rule, places in broken:
            print(f"{rule}" + (f": {len(places)}" if places else ""))
            for place, text in places[:10]:
                print(f"  {place}: {text}")
            if len(places) > 10:
                print(f"  … and {len(places) - 10} more")
        print(f"the house: {len(broken)} rules broken" if broken else "the house: in order")
        return 1 if broken else 0
    else:
        width = max(map(len, house.figures))
        for name, value in house.figures.items():
            print(f"{name:<{width}}  {value:,}" if isinstance(value, int) else f"{name:<{width}}  {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
