"""Records the two forms of output whose upstream packages cannot be installed: an own reference, no parity.

Usage: record_own.py FORM MODEL PICTURES OUTPUT
  FORM  picodet-suppressed: PaddleDetection's export with the suppression inside, rows of class, score, x1 y1 x2 y2
        ssd-tensorflow: export of TensorFlow's model zoo, pictures as bytes in, boxes as shares y1 x1 y2 x2 out

Needs onnxruntime==1.28.0 and opencv-python-headless==4.13.*. Each is written from its documentation alone.
"""

import sys

import cv2
import numpy as np
import onnxruntime
from clipping import clipped
from recording import paths, write

SCORE = 0.5
SIDE = 320


def picodet_suppressed(session, picture):
    height, width = picture.shape[:2]
    small = cv2.cvtColor(cv2.resize(picture, (SIDE, SIDE)), cv2.COLOR_BGR2RGB).astype(np.float32) / 255
    normal = (small - np.float32([0.485, 0.456, 0.406])) / np.float32([0.229, 0.224, 0.225])
    scale = np.float32([[SIDE / height, SIDE / width]])
    rows, count = session.run(None, {"image": normal.transpose(2, 0, 1)[None], "scale_factor": scale})
    return [(float(row[1]), int(row[0]), row[2:]) for row in rows[: count[0]]]


def ssd_tensorflow(session, picture):
    height, width = picture.shape[:2]
    boxes, classes, scores, count = session.run(None, {"input_tensor": picture[None, :, :, ::-1]})
    sides = [width, height, width, height]
    return [
        (float(scores[0, i]), int(classes[0, i]) - 1, boxes[0, i][[1, 0, 3, 2]] * sides) for i in range(int(count[0]))
    ]


def main():
    form, model, pictures, output = sys.argv[1:]
    detect = {"picodet-suppressed": picodet_suppressed, "ssd-tensorflow": ssd_tensorflow}[form]
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    recorded = []
    for path in paths(pictures):
        picture = cv2.imread(str(path))
        found = [entry for entry in detect(session, picture) if entry[0] >= SCORE]
        recorded.append((path, picture.shape, clipped(found, picture.shape)))
    write(output, model, "own reference", recorded)


if __name__ == "__main__":
    main()
