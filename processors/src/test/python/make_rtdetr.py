"""Makes the small model of the family rtdetr: a network of random, seeded weights with the postprocessor of D-FINE,
which is that of RT-DETR, exported by the package pydfine with the names and shapes of both repositories.

Usage: make_rtdetr.py PICTURES MODEL
  PICTURES  directory with the pictures of the parity tests
  MODEL     file to write

Needs the environment that src/test/resources/rtdetr/README.md describes.
"""

import sys

import cv2
import torch
import torchvision.transforms as T
from dfine.backends.native import DFINEPostProcessor
from dfine.export.onnx import export_onnx
from PIL import Image
from queries import Queries, adapted
from recording import paths

SIZE = 320
CLASSES = 4


class Deployable(Queries):
    """What pydfine asks of a model that it exports."""

    def deploy(self):
        return self.eval()


def tensors(pictures):
    transform = T.Compose([T.Resize((SIZE, SIZE)), T.ToTensor()])
    for path in paths(pictures):
        yield transform(Image.fromarray(cv2.imread(str(path))[..., ::-1]))


def network(pictures):
    """The seeded network; the same every time."""
    torch.manual_seed(18)
    return adapted(Deployable(CLASSES), torch.stack(list(tensors(pictures))), 0.4, 0.06)


def postprocessor():
    return DFINEPostProcessor(num_classes=CLASSES, num_top_queries=300)


def main():
    pictures, target = sys.argv[1:3]
    export_onnx(network(pictures), postprocessor(), target, imgsz=SIZE)


if __name__ == "__main__":
    main()
