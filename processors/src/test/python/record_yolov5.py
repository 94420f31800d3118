"""Records what the package yolov5 finds on the pictures of the parity tests with the model of make_yolov5.py.

Usage: record_yolov5.py MODEL PICTURES OUTPUT
  MODEL     model.onnx that make_yolov5.py wrote
  PICTURES  directory with the pictures
  OUTPUT    JSON file to write

Needs the environment that src/test/resources/yolo/README.md describes.
"""

import sys
from importlib.metadata import version
from pathlib import Path

import cv2
import numpy as np
import torch
from recording import paths, write
from yolov5.models.common import DetectMultiBackend
from yolov5.utils.augmentations import letterbox
from yolov5.utils.general import non_max_suppression, scale_boxes

SIZE = (256, 320)


def main():
    model, pictures, output = sys.argv[1:4]
    detector = DetectMultiBackend(str(Path(model).resolve()), device=torch.device("cpu"))
    recorded = []
    for path in paths(pictures):
        picture = cv2.imread(str(path))
        boxed = letterbox(picture, SIZE, stride=detector.stride, auto=detector.pt)[0].transpose(2, 0, 1)[::-1]
        tensor = torch.from_numpy(np.ascontiguousarray(boxed)).float()[None] / 255
        found = non_max_suppression(detector(tensor))[0]
        found[:, :4] = scale_boxes(tensor.shape[2:], found[:, :4], picture.shape)
        rows = [(row[4], int(row[5]), row[:4]) for row in found.tolist()]
        recorded.append((path, picture.shape, rows))
    write(output, model, f"yolov5 {version('yolov5')}", recorded)


if __name__ == "__main__":
    main()
