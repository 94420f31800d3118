"""Makes a small torchvision SSD with seeded weights, exports it, and records what torchvision itself finds.

Usage: record_ssd.py MODEL PICTURES OUTPUT, where MODEL is the ONNX file to write. Needs Debian's python3-torchvision
(0.14, torch 1.13), onnx==1.16.2, numpy below 2, and opencv-python-headless==4.13.* without its dependencies.

The export takes pictures of any size, as torchvision's detectors do: they resize, normalise and suppress inside.
"""

import sys

import cv2
import numpy as np
import torch
import torchvision
from recording import paths, write
from torch import nn
from torchvision.models.detection.anchor_utils import DefaultBoxGenerator
from torchvision.models.detection.ssd import SSD

SIZE = (320, 320)
CLASSES = 4
SCORE = 0.5


class Backbone(nn.Module):
    """Two smooth feature maps, at strides of 16 and 32."""

    def __init__(self):
        super().__init__()
        self.out_channels = [16, 16]
        self.fine = self.stage(3, 16)
        self.coarse = self.stage(16, 2)

    @staticmethod
    def stage(channels, stride):
        return nn.Sequential(
            nn.AvgPool2d(stride), nn.Conv2d(channels, 16, 3, padding=1), nn.InstanceNorm2d(16), nn.ReLU())

    def forward(self, pictures):
        fine = self.fine(pictures)
        return {"0": fine, "1": self.coarse(fine)}


def detector():
    torch.manual_seed(17)
    anchors = DefaultBoxGenerator([[2], [2, 3]], scales=[0.1, 0.25, 0.5])
    model = SSD(Backbone(), anchors, SIZE, CLASSES, score_thresh=0.05, nms_thresh=0.45, detections_per_img=60)
    for head in model.head.classification_head.module_list:
        nn.init.normal_(head.weight, std=0.2)
        biases = torch.zeros(head.out_channels // CLASSES, CLASSES)
        biases[:, 0] = 6
        head.bias.data = biases.flatten()
    for head in model.head.regression_head.module_list:
        nn.init.normal_(head.weight, std=0.1)
    return model.eval()


def export(model, path):
    names = ["boxes", "scores", "labels"]
    sizes = {"images": {2: "height", 3: "width"}, "boxes": {0: "n"}, "scores": {0: "n"}, "labels": {0: "n"}}
    torch.onnx.export(model, torch.rand(1, 3, 333, 217), path, opset_version=11, input_names=["images"],
                      output_names=names, dynamic_axes=sizes)


def main():
    path, pictures, output = sys.argv[1:]
    model = detector()
    export(model, path)
    recorded = []
    for file in paths(pictures):
        picture = cv2.imread(str(file))
        values = np.ascontiguousarray(picture[:, :, ::-1].transpose(2, 0, 1), np.float32) / 255
        with torch.no_grad():
            result = model([torch.from_numpy(values)])[0]
        boxes = zip(result["scores"].tolist(), result["labels"].tolist(), result["boxes"].tolist())
        recorded.append((file, picture.shape, [(score, label - 1, box) for score, label, box in boxes if score >= SCORE]))
    write(output, path, f"torchvision {torchvision.__version__}", recorded)


if __name__ == "__main__":
    main()
