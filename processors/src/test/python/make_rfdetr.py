"""Makes the small model of the family rfdetr: a network of random, seeded weights with the names and shapes that
RF-DETR exports, the last class being the background.

Usage: make_rfdetr.py PICTURES MODEL
  PICTURES  directory with the pictures of the parity tests
  MODEL     file to write

Needs the environment that src/test/resources/rfdetr/README.md describes.
"""

import sys

import cv2
import torch
import torchvision.transforms.functional as F
from queries import Queries, adapted
from recording import paths

SIZE = 320
CLASSES = 5


class Exported(torch.nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, images):
        outputs = self.network(images)
        return outputs["pred_boxes"], outputs["pred_logits"]


def tensors(pictures):
    for path in paths(pictures):
        tensor = F.to_tensor(cv2.imread(str(path))[..., ::-1].copy())
        tensor = F.resize(tensor, [SIZE, SIZE], antialias=False)
        yield F.normalize(tensor, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])


def main():
    pictures, target = sys.argv[1:3]
    torch.manual_seed(25)
    batch = torch.stack(list(tensors(pictures)))
    network = adapted(Queries(CLASSES + 1), batch, 0.5, 0.06)
    torch.onnx.export(
        Exported(network), batch[:1], target, input_names=["input"], output_names=["dets", "labels"], opset_version=16
    )


if __name__ == "__main__":
    main()
