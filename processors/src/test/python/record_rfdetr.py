"""Records what RF-DETR's own inference with ONNX finds on the pictures of the parity tests.

Usage: record_rfdetr.py MODEL PICTURES OUTPUT
  MODEL     model.onnx that make_rfdetr.py wrote
  PICTURES  directory with the pictures
  OUTPUT    JSON file to write

Needs the environment that src/test/resources/rfdetr/README.md describes. The top of the package rfdetr wants a newer
torch than its inference with ONNX does; the latter is therefore imported past it. Pictures are decoded by OpenCV and
handed over as PNG, since the package would decode them with Pillow.
"""

import importlib.util
import sys
import tempfile
import types
from importlib.metadata import version
from pathlib import Path

import cv2
from recording import paths, write

SCORE = 0.5


def inference():
    """The module rfdetr.export._onnx.inference, without the packages above it."""
    root = Path(importlib.util.find_spec("rfdetr").origin).parent
    for name in ("rfdetr", "rfdetr.export._onnx"):
        package = types.ModuleType(name)
        package.__path__ = [str(root.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = package
    return importlib.import_module("rfdetr.export._onnx.inference")


def main():
    model, pictures, output = sys.argv[1:4]
    upstream = inference()
    session = upstream._create_onnx_session(model)
    recorded = []
    with tempfile.TemporaryDirectory() as folder:
        for path in paths(pictures):
            picture = cv2.imread(str(path))
            png = str(Path(folder) / "picture.png")
            cv2.imwrite(png, picture)
            found, _ = upstream._run_inference(session, png, threshold=SCORE)
            rows = zip(found.confidence.tolist(), found.class_id.tolist(), found.xyxy.tolist())
            recorded.append((path, picture.shape, list(rows)))
    write(output, model, f"rfdetr {version('rfdetr')}", recorded)


if __name__ == "__main__":
    main()
