"""Compares two recordings of record_dbnet.py: boxes within a pixel, scores within a thousandth.

Usage: compare_records.py COMMITTED FRESH
"""

import json
import sys


def differences(committed, fresh):
    """Yields a line for each picture that the recordings do not agree on."""
    for name, (one, other) in pairs(committed, fresh).items():
        if one is None or other is None or len(one) != len(other):
            yield f"{name}: {count(one)} boxes committed, {count(other)} fresh"
            continue
        for number, (a, b) in enumerate(zip(one, other)):
            corners = max(abs(x - y) for p, q in zip(a["box"], b["box"]) for x, y in zip(p, q))
            score = abs(a["score"] - b["score"])
            if corners > 1 or score > 1e-3:
                yield f"{name}, box {number}: corners differ by {corners} pixels, scores by {score:.6f}"


def pairs(committed, fresh):
    names = sorted(set(committed) | set(fresh))
    return {name: (committed.get(name), fresh.get(name)) for name in names}


def count(boxes):
    return "no" if boxes is None else len(boxes)


def by_picture(path):
    with open(path, encoding="utf-8") as file:
        return {picture["picture"]: picture["detections"] for picture in json.load(file)["pictures"]}


def main():
    found = list(differences(by_picture(sys.argv[1]), by_picture(sys.argv[2])))
    print("\n".join(found) or "the recordings agree")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
