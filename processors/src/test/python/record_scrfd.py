"""Records what insightface's SCRFD finds. Usage: record_scrfd.py MODEL PICTURES OUTPUT

Needs insightface==0.7.3 (without its dependencies), onnx, onnxruntime==1.28.0, and opencv-python-headless==4.13.*.
"""

import importlib.util
import sys
from importlib.metadata import files, version

import cv2
from clipping import clipped
from recording import paths, write


def upstream():
    """The one module that is needed; the package itself imports much that is not."""
    path = next(file for file in files("insightface") if file.name == "scrfd.py").locate()
    spec = importlib.util.spec_from_file_location("scrfd", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    model, pictures, output = sys.argv[1:]
    detector = upstream().SCRFD(model_file=model)
    detector.prepare(-1, input_size=(640, 640), det_thresh=0.5, nms_thresh=0.4)
    recorded = []
    for path in paths(pictures):
        picture = cv2.imread(str(path))
        boxes, _ = detector.detect(picture)
        recorded.append((path, picture.shape, clipped(((box[4], 0, box[:4]) for box in boxes), picture.shape)))
    write(output, model, f"insightface {version('insightface')}", recorded)


if __name__ == "__main__":
    main()
