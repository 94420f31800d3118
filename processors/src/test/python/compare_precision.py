"""Compares two recordings of record_precision.py: the same cases, figures within a millionth.

Usage: compare_precision.py COMMITTED FRESH
"""

import json
import sys
from pathlib import Path


def differences(committed, fresh):
    """Yields a line for each case that the recordings do not agree on."""
    for name in sorted(set(committed) | set(fresh)):
        if name not in committed or name not in fresh:
            yield f"{name}: only in one of the recordings"
            continue
        one, other = committed[name], fresh[name]
        if one["golden"] != other["golden"] or one["detections"] != other["detections"]:
            yield f"{name}: the case itself differs"
        a, b = dict(figures(one["answer"])), dict(figures(other["answer"]))
        for key in sorted(set(a) | set(b)):
            if key not in a or key not in b or abs(a[key] - b[key]) > 1e-6:
                yield f"{name}, {key}: {a.get(key)} committed, {b.get(key)} fresh"


def figures(answer):
    yield "mean average precision", answer["meanAveragePrecision"]
    for category in answer["categories"]:
        yield f"average precision of {category['name']}", category["averagePrecision"]
        yield f"recall of {category['name']}", category["recall"]


def cases(folder):
    found = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in Path(folder).glob("*.json")}
    if not found:
        sys.exit(f"{folder}: no recording there")
    return found


def main():
    found = list(differences(cases(sys.argv[1]), cases(sys.argv[2])))
    print("\n".join(found) or "the recordings agree")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
