"""Records which mean average precision pycocotools has for some made-up golden sets and detections.

Usage: record_precision.py OUTPUT
  OUTPUT  directory to write a JSON file per case to

Needs pycocotools==2.0.11. The cases are made of random numbers that are the same everywhere.
"""

import contextlib
import copy
import io
import json
import random
import struct
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

SIZES = [(640, 480), (333, 517), (1920, 1080), (512, 256)]


class Case:
    """A golden set and what a model is taken to have found on it, of random numbers."""

    def __init__(self, seed, categories, pictures):
        # Of all that the module has, random() alone is promised to yield the same numbers in every version.
        self.random = random.Random(seed).random
        self.images = []
        self.annotations = []
        self.categories = [{"id": 3 * i + 1, "name": name} for i, name in enumerate(categories)]
        self.detections = []
        for i in range(pictures):
            width, height = SIZES[i % len(SIZES)]
            # Neither in the order of their ids nor without gaps.
            number = 7 * ((i * 5) % pictures) + 2
            self.images.append({"id": number, "file_name": f"{number}.jpg", "width": width, "height": height})

    def number(self, least, most):
        return least + int(self.random() * (most - least + 1))

    def pick(self, values):
        return values[self.number(0, len(values) - 1)]

    def box(self, image):
        """Somewhere on the picture, in pixels."""
        width = (0.05 + 0.3 * self.random()) * image["width"]
        height = (0.05 + 0.3 * self.random()) * image["height"]
        x = self.random() * (image["width"] - width)
        y = self.random() * (image["height"] - height)
        return [round(value, 2) for value in (x, y, width, height)]

    def near(self, box, image, share):
        """The box, each number moved by up to this share of its side, within the picture."""
        x, y, width, height = box
        x += (2 * self.random() - 1) * share * width
        y += (2 * self.random() - 1) * share * height
        width *= 1 + (2 * self.random() - 1) * share
        height *= 1 + (2 * self.random() - 1) * share
        x, y = max(x, 0), max(y, 0)
        return [x, y, min(width, image["width"] - x), min(height, image["height"] - y)]

    def annotate(self, image, category, box, **more):
        number = len(self.annotations) + 1
        area = round(box[2] * box[3] * 0.7, 2)
        self.annotations.append({"id": number, "image_id": image["id"], "category_id": category["id"], "bbox": box,
                                 "area": area, "iscrowd": 0, **more})

    def detect(self, image, label, box, score):
        """Boxes are shares of the picture, of 32 bits as detections have them."""
        sides = [image["width"], image["height"]] * 2
        shares = [single(value / side) for value, side in zip(box, sides)]
        self.detections.append([image["id"], label, single(score), *shares])

    def shuffle(self):
        """Detections of different pictures, and of different scores, in any order."""
        keyed = [(self.random(), detection) for detection in self.detections]
        self.detections = [detection for _, detection in sorted(keyed, key=lambda pair: pair[0])]


def single(value):
    """The nearest number of 32 bits, in the nine digits that tell it from all others."""
    rounded = struct.unpack("f", struct.pack("f", value))[0]
    short = float(f"{rounded:.9g}")
    assert struct.pack("f", short) == struct.pack("f", rounded)
    return short


def plain():
    """Several categories, one with 100 boxes, pictures without boxes and without detections; no two scores alike."""
    case = Case(1, ["person", "car", "dog", "bicycle", "unseen"], 48)
    person, car, dog, bicycle, unseen = case.categories
    shown = [image for i, image in enumerate(case.images) if i % 6 != 5]
    for _ in range(100):
        image = case.pick(shown)
        case.annotate(image, person, case.box(image))
    for category, count in ((car, 60), (dog, 23), (bicycle, 7)):
        for _ in range(count):
            image = case.pick(shown)
            case.annotate(image, category, case.box(image))
    images = {image["id"]: image for image in case.images}
    names = {category["id"]: category["name"] for category in case.categories}
    for annotation in case.annotations:
        image = images[annotation["image_id"]]
        if annotation["image_id"] % 9 == 0 or case.random() < 0.15:
            continue
        for _ in range(case.pick([1, 1, 1, 2])):
            label = names[annotation["category_id"]] if case.random() < 0.93 else case.pick(["dog", "car", "tree"])
            case.detect(image, label, case.near(annotation["bbox"], image, 0.22), 0.2 + 0.8 * case.random())
    for _ in range(90):
        image = case.pick(case.images)
        case.detect(image, case.pick(["person", "car", "dog", "unseen", "tree"]), case.box(image), 0.8 * case.random())
    case.shuffle()
    return case


def crowds():
    """Crowds with many detections in them and beside boxes, a category of crowds alone, boxes that say ignore."""
    case = Case(2, ["person", "cattle", "bird", "unseen"], 24)
    person, cattle, bird, unseen = case.categories
    for image in case.images:
        for _ in range(case.number(0, 4)):
            box = case.box(image)
            more = {"ignore": 1} if case.random() < 0.3 else {}
            category = case.pick([person, cattle])
            case.annotate(image, category, box, **more)
            for _ in range(case.number(0, 2)):
                case.detect(image, category["name"], case.near(box, image, 0.2), case.random())
        for category in (person, cattle, bird):
            if case.random() < 0.4:
                crowd = case.box(image)
                case.annotate(image, category, crowd, iscrowd=1)
                x, y, width, height = crowd
                inside = [x + 0.2 * width, y + 0.2 * height, 0.4 * width, 0.4 * height]
                if case.random() < 0.5 and category is not bird:
                    case.annotate(image, category, [round(value, 2) for value in inside])
                for _ in range(case.number(1, 5)):
                    case.detect(image, category["name"], case.near(inside, image, 0.35), case.random())
        for _ in range(case.number(0, 2)):
            case.detect(image, case.pick(["person", "cattle", "bird", "unseen"]), case.box(image), 0.7 * case.random())
    # Crowds stand between and before the other boxes of their picture.
    keyed = [(case.random(), annotation) for annotation in case.annotations]
    case.annotations = [annotation for _, annotation in sorted(keyed, key=lambda pair: pair[0])]
    case.shuffle()
    return case


def ties():
    """Few different scores, boxes that are there twice, overlaps of exactly a half, more than 100 detections."""
    case = Case(3, ["screw", "nut"], 12)
    screw, nut = case.categories
    for image in case.images:
        for _ in range(case.number(3, 9)):
            # Whole multiples of 8 pixels: where the sides are powers of two, half of a box is exactly half of it.
            box = [8 * case.number(0, 20), 8 * case.number(0, 15), 16 * case.number(1, 6), 16 * case.number(1, 6)]
            category = case.pick([screw, nut])
            case.annotate(image, category, box)
            if case.random() < 0.3:
                case.annotate(image, category, list(box))
            x, y, width, height = box
            guesses = [box, [x, y, width / 2, height], [x, y, width, height / 2], [x + width / 2, y, width, height],
                       case.near(box, image, 0.1)]
            for _ in range(case.number(1, 3)):
                case.detect(image, category["name"], case.pick(guesses), case.number(1, 4) / 4)
    for image in case.images[::4]:
        for _ in range(120):
            category = case.pick([screw, screw, screw, nut])
            boxes = [a["bbox"] for a in case.annotations
                     if a["image_id"] == image["id"] and a["category_id"] == category["id"]]
            guess = case.near(case.pick(boxes), image, 0.4) if boxes and case.random() < 0.5 else case.box(image)
            case.detect(image, category["name"], guess, case.number(1, 4) / 4)
    case.shuffle()
    return case


def answer(case):
    """What pycocotools says: the mean, and per category average precision and recall; -1 where nothing is to be found."""
    golden = {"images": case.images, "annotations": case.annotations, "categories": case.categories}
    ids = {category["name"]: category["id"] for category in case.categories}
    sizes = {image["id"]: (image["width"], image["height"]) for image in case.images}
    results = []
    for image, label, score, x, y, width, height in case.detections:
        if label in ids:
            across, down = sizes[image]
            x, y, width, height = (as_single(value) for value in (x, y, width, height))
            box = [x * across, y * down, width * across, height * down]
            results.append({"image_id": image, "category_id": ids[label], "score": as_single(score), "bbox": box})
    evaluation = evaluate(golden, results, [0.5])
    precision = evaluation.eval["precision"][0, :, :, 0, -1]
    recall = evaluation.eval["recall"][0, :, 0, -1]
    counted = precision[precision > -1]
    mean = float(np.mean(counted))
    # The figure that its own table has in the row of AP @[ IoU=0.50 | area=all | maxDets=100 ].
    table = evaluate(golden, results, None)
    with contextlib.redirect_stdout(io.StringIO()):
        table.summarize()
    assert abs(table.stats[1] - mean) < 1e-12
    names = {category["id"]: category["name"] for category in case.categories}
    return {
        "meanAveragePrecision": mean,
        "categories": [
            {"name": names[number], "averagePrecision": float(np.mean(precision[:, k])), "recall": float(recall[k])}
            for k, number in enumerate(evaluation.params.catIds)
        ],
    }


def as_single(value):
    return struct.unpack("f", struct.pack("f", value))[0]


def evaluate(golden, results, thresholds):
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO()
        # It writes into what it is given.
        truth.dataset = copy.deepcopy(golden)
        truth.createIndex()
        evaluation = COCOeval(truth, truth.loadRes(copy.deepcopy(results)), "bbox")
        if thresholds:
            evaluation.params.iouThrs = np.array(thresholds)
        evaluation.evaluate()
        evaluation.accumulate()
    return evaluation


def lines(entries):
    return "[\n" + ",\n".join(json.dumps(entry) for entry in entries) + "\n]"


def main():
    output = Path(sys.argv[1])
    output.mkdir(parents=True, exist_ok=True)
    for make in (plain, crowds, ties):
        case = make()
        found = answer(case)
        reference = f"pycocotools {version('pycocotools')}"
        (output / f"{make.__name__}.json").write_text(
            f'{{"reference": {json.dumps(reference)},\n"answer": {json.dumps(found)},\n'
            f'"golden": {{"images": {lines(case.images)},\n"annotations": {lines(case.annotations)},\n'
            f'"categories": {lines(case.categories)}}},\n"detections": {lines(case.detections)}}}\n'
        )
        print(f"{make.__name__}: {len(case.annotations)} boxes, {len(case.detections)} detections, "
              f"mAP@0.5 {found['meanAveragePrecision']:.6f}")


if __name__ == "__main__":
    main()
