"""Makes the small model of the family yolov5: built and exported by the package yolov5, with its own metadata.

Usage: make_yolov5.py PICTURES MODEL
  PICTURES  directory with the pictures of the parity tests
  MODEL     file to write

Needs the environment that src/test/resources/yolo/README.md describes. The weights are random and seeded; the last
layer is then scaled to the pictures, so that every picture has objects of several classes, some of which overlap, and
the padding, where equal scores would leave the order open, has none.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
import torch
from recording import paths
from yolov5.export import export_onnx
from yolov5.models.yolo import DetectionModel
from yolov5.utils.augmentations import letterbox

SIZE = (256, 320)  # height, width
NAMES = {0: "crate", 1: "pallet", 2: "person"}
SHARE = 0.0008  # of the cells of a picture that are sure of an object
CHANNELS = [8, 16, 16, 24, 24]
DESCRIPTION = {
    "nc": len(NAMES),
    "depth_multiple": 1.0,
    "width_multiple": 1.0,
    "anchors": [[30, 36, 64, 60, 50, 90], [60, 61, 92, 85, 59, 119], [116, 90, 156, 198, 200, 150]],
    "backbone": [
        *([-1, 1, "Conv", [channels, 3, 2]] for channels in CHANNELS),
        *([level, 1, "nn.AvgPool2d", [5, 1, 2]] for level in (2, 3, 4)),
    ],
    "head": [[[5, 6, 7], 1, "Detect", ["nc", "anchors"]]],
}


def tensors(pictures):
    for path in paths(pictures):
        picture = letterbox(cv2.imread(str(path)), SIZE, auto=False)[0][..., ::-1]
        yield torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1))).float()[None] / 255


def calibrate(network, batch):
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = None
            module.reset_running_stats()
    network.train()
    network(batch)
    network.eval()
    head = network.model[-1]
    grey = torch.full_like(batch[:1], 114 / 255)
    for layer, feature, padding in zip(head.m, features(network, batch), features(network, grey)):
        factor, middle = spread(layer(feature))
        layer.weight.data *= factor[:, None, None, None]
        layer.bias.data = (layer.bias.data - middle) * factor
        objectness = torch.arange(head.na) * head.no + 4
        sign = -torch.sign(layer(padding)[0, objectness, 4, 4])
        layer.weight.data[objectness] *= sign[:, None, None, None]
        layer.bias.data[objectness] *= sign
        highest = torch.quantile(layer(feature)[:, objectness].flatten(2), 1 - SHARE, dim=2)
        layer.bias.data[objectness] -= torch.quantile(highest, 0.4, dim=0)


def features(network, batch):
    """What the head gets to see."""
    outputs = []
    for layer in network.model[:-1]:
        outputs.append(layer(outputs[layer.f] if outputs else batch))
    return [outputs[index] for index in network.model[-1].f]


def spread(values):
    flat = values.transpose(0, 1).flatten(1)
    wanted = torch.full((flat.shape[0] // 3, 1), 1.5)
    wanted[:4] = 0.4
    return (wanted.repeat(3, 1) / flat.std(dim=1, keepdim=True))[:, 0], flat.mean(dim=1)


def main():
    pictures, target = Path(sys.argv[1]), Path(sys.argv[2])
    batch = torch.cat(list(tensors(pictures)))
    torch.manual_seed(5)
    network = DetectionModel(DESCRIPTION)
    network.names = NAMES
    with torch.no_grad():
        calibrate(network, batch)
    network.fuse()
    network.model[-1].export = True
    network(batch[:1])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.pt"
        export_onnx(network, batch[:1], file, opset=13, dynamic=False, simplify=False)
        shutil.copyfile(file.with_suffix(".onnx"), target)
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
