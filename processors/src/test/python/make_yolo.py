"""Makes the small models of the families yolo and yolo-end2end: exported by Ultralytics, with its own metadata.

Usage: make_yolo.py PICTURES OUTPUT
  PICTURES  directory with the pictures of the parity tests
  OUTPUT    directory whose folders yolo and yolo-end2end get a model.onnx each

Needs the environment that src/test/resources/yolo/README.md describes. The weights are random and seeded; the layers
are then scaled to the pictures, so that every picture has objects of several classes, some of which overlap;
the padding has none where suppression comes after the model, since equal scores would leave its order open.
"""

import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
import onnx
import torch
import yaml
from recording import paths
from ultralytics import YOLO
from ultralytics.data.augment import LetterBox

SIZE = (256, 320)  # height, width
ODDS = 1.0986  # a logit of minus this is a score of a quarter
NAMES = {0: "crate", 1: "pallet", 2: "person", 3: "driver's cab", 4: 'sign "exit"'}
BACKBONE = [
    [-1, 1, "Conv", [8, 3, 2]],
    [-1, 1, "Conv", [8, 3, 2]],
    [-1, 1, "Conv", [8, 3, 2]],
    [-1, 1, "C2f", [8, True]],
    [-1, 1, "Conv", [16, 3, 2]],
    [-1, 1, "Conv", [16, 3, 2]],
]
SMOOTH = ["nn.AvgPool2d", [7, 1, 3]]  # neighbours see nearly the same, so that suppression has something to do
HEAD = [[3, 1, *SMOOTH], [4, 1, *SMOOTH], [5, 1, *SMOOTH], [[6, 7, 8], 1, "Detect", ["nc"]]]
MODELS = {
    "yolo": {"seed": 8, "reg_max": 5, "share": 0.0012, "above": 0.3},
    "yolo-end2end": {"seed": 32, "reg_max": 1, "end2end": True, "share": 0.0002, "above": 0.36},
}


def tensors(pictures):
    box = LetterBox(SIZE)
    for path in paths(pictures):
        picture = box(image=cv2.imread(str(path)))[..., ::-1]
        yield torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1))).float()[None] / 255


def adapt(layer, values, spread, centre):
    """Gives the outputs of a last layer the wanted standard deviation and, per channel, the wanted centre."""
    factor = spread / values.std(dim=1, keepdim=True)
    middle = values.mean(dim=1, keepdim=True)
    layer.weight.data *= factor[:, :, None, None]
    layer.bias.data = (layer.bias.data[:, None] - middle).mul(factor).add(centre)[:, 0]


def calibrate(network, batch, setting):
    """Sets the statistics of the normalisation layers to those of the pictures, then scales the last layers."""
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = None
            module.reset_running_stats()
    network.train()
    network(batch)
    network.eval()
    head = network.model[-1]
    grey = torch.full_like(batch[:1], 114 / 255)
    one2one = setting.get("end2end", False)
    boxes, classes = (head.one2one_cv2, head.one2one_cv3) if one2one else (head.cv2, head.cv3)
    for level, (feature, padding) in enumerate(zip(features_of(network, batch), features_of(network, grey))):
        for branch, spread, centre in ((boxes, 0.6, 2.5), (classes, 1.6, 0.0)):
            values = branch[level](feature).transpose(0, 1).flatten(1)
            if branch is boxes and head.reg_max > 1:  # the farther bins are the likelier ones
                spread, centre = 0.4, torch.arange(0.0, head.reg_max).mul(1.5).repeat(4)[:, None]
            adapt(branch[level][-1], values, spread, centre)
        last = classes[level][-1]
        if not one2one:
            sign = -torch.sign(classes[level](padding)[0, :, 4, 4])
            last.weight.data *= sign[:, None, None, None]
            last.bias.data *= sign
        highest = torch.quantile(classes[level](feature).flatten(2), 1 - setting["share"], dim=2)
        last.bias.data -= torch.quantile(highest, setting["above"], dim=0) + ODDS


def features_of(network, batch):
    outputs = []
    for layer in network.model[:-1]:
        outputs.append(layer(outputs[layer.f] if outputs else batch))
    return [outputs[index] for index in network.model[-1].f]


def make(name, setting, batch, target):
    description = {"nc": len(NAMES), "reg_max": setting["reg_max"], "backbone": BACKBONE, "head": HEAD}
    if setting.get("end2end"):
        description["end2end"] = True
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.yaml"
        file.write_text(yaml.safe_dump(description))
        torch.manual_seed(setting["seed"])
        model = YOLO(str(file), task="detect")
        model.model.names = NAMES
        with torch.no_grad():
            calibrate(model.model, batch, setting)
        nms = False if setting.get("end2end") else None
        exported = model.export(format="onnx", imgsz=SIZE, simplify=False, opset=13, nms=nms)
        graph = onnx.load(exported)
        Path(exported).unlink()
        for entry in graph.metadata_props:
            if entry.key == "date":
                entry.value = "2026-01-01T00:00:00+00:00"
        target.mkdir(parents=True, exist_ok=True)
        onnx.save(graph, str(target / "model.onnx"))
    print(f"{name}: {(target / 'model.onnx').stat().st_size} bytes")


def main():
    pictures, output = Path(sys.argv[1]), Path(sys.argv[2])
    batch = torch.cat(list(tensors(pictures)))
    for name, setting in MODELS.items():
        make(name, setting, batch, output / name)


if __name__ == "__main__":
    main()
