"""Records what D-FINE finds on the pictures of the parity tests with the network of make_rtdetr.py.

Usage: record_rtdetr.py MODEL PICTURES OUTPUT [--padded]
  MODEL     model.onnx that make_rtdetr.py wrote
  PICTURES  directory with the pictures
  OUTPUT    JSON file to write
  --padded  proportions kept and padded black, as the repository's script for ONNX does; otherwise stretched

Stretched, it is the predict() of the package pydfine, with the network in place of a trained one. Padded, it is a
reference of our own: the package has no such thing, and the repository is no package. Needs the environment that
src/test/resources/rtdetr/README.md describes.
"""

import sys
from importlib.metadata import version
from types import SimpleNamespace

import cv2
import onnxruntime
import torch
import torchvision.transforms as T
from dfine import DFINE
from make_rtdetr import SIZE, network, postprocessor
from PIL import Image
from recording import paths, write

SCORE = 0.4


def stretching(pictures):
    detector = DFINE.__new__(DFINE)
    detector.config = SimpleNamespace(imgsz=SIZE, task="detect")
    detector.device, detector.names = torch.device("cpu"), {}
    detector.model, detector.postprocessor = network(pictures), postprocessor().eval()

    def detect(picture):
        boxes = detector.predict(picture, conf=SCORE)[0].boxes
        return zip(boxes.conf.tolist(), boxes.cls.tolist(), boxes.xyxy.clip(0).tolist())

    return detect


def padding(model):
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])

    def detect(picture):
        ratio = min(SIZE / picture.width, SIZE / picture.height)
        width, height = int(picture.width * ratio), int(picture.height * ratio)
        left, top = (SIZE - width) // 2, (SIZE - height) // 2
        square = Image.new("RGB", (SIZE, SIZE))
        square.paste(picture.resize((width, height), Image.BILINEAR), (left, top))
        images = T.ToTensor()(square)[None].numpy()
        asked = {"images": images, "orig_target_sizes": torch.tensor([[SIZE, SIZE]]).numpy()}
        for label, box, score in zip(*(output[0] for output in session.run(["labels", "boxes", "scores"], asked))):
            if score > SCORE:
                yield float(score), int(label), [(float(v) - off) / ratio for v, off in zip(box, (left, top) * 2)]

    return detect


def clipped(found, picture):
    for score, label, box in found:
        limits = (picture.width, picture.height) * 2
        yield score, label, [min(max(value, 0), limit) for value, limit in zip(box, limits)]


def main():
    model, pictures, output = sys.argv[1:4]
    padded = "--padded" in sys.argv
    detect = padding(model) if padded else stretching(pictures)
    reference = "own reference" if padded else f"pydfine {version('pydfine')}"
    recorded = []
    for path in paths(pictures):
        pixels = cv2.imread(str(path))
        picture = Image.fromarray(pixels[..., ::-1])
        recorded.append((path, pixels.shape, list(clipped(detect(picture), picture))))
    write(output, model, reference, recorded)


if __name__ == "__main__":
    main()
