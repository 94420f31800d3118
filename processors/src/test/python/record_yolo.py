"""Records what Ultralytics finds on the pictures of the parity tests with the models of make_yolo.py.

Usage: record_yolo.py MODEL PICTURES OUTPUT
  MODEL     model.onnx that make_yolo.py wrote
  PICTURES  directory with the pictures
  OUTPUT    JSON file to write

Needs the environment that src/test/resources/yolo/README.md describes.
"""

import sys
from importlib.metadata import version

import cv2
from recording import paths, write
from ultralytics import YOLO


def main():
    model, pictures, output = sys.argv[1:4]
    detector = YOLO(model, task="detect")
    recorded = []
    for path in paths(pictures):
        picture = cv2.imread(str(path))
        boxes = detector.predict(picture, verbose=False, rect=False)[0].boxes
        found = zip(boxes.conf.tolist(), boxes.cls.int().tolist(), boxes.xyxy.tolist())
        recorded.append((path, picture.shape, list(found)))
    write(output, model, f"ultralytics {version('ultralytics')}", recorded)


if __name__ == "__main__":
    main()
