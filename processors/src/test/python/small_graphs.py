"""Makes the small ONNX graphs of the parity tests: the exact signature of a family over a few seeded weights.

Usage: small_graphs.py RESOURCES, with onnx==1.17.* and numpy installed; writes RESOURCES/<family>/model.onnx.

Weights come from a seeded generator, nothing is trained. Every map is made zero-mean and of one variance over the
picture (InstanceNormalization), so that a threshold at some sigmas leaves a few peaks on any picture.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 13


class Graph:
    """Collects nodes and weights; each method gives the name of what it adds."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.nodes = []
        self.weights = []

    def weight(self, values):
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def number(self, value):
        return self.weight(np.float32(value))

    def add(self, operator, *inputs, **attributes):
        name = f"{operator.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name

    def pool(self, value, stride):
        return self.add("AveragePool", value, kernel_shape=[stride, stride], strides=[stride, stride])

    def smooth(self, value):
        return self.add("AveragePool", value, kernel_shape=[5, 5], pads=[2, 2, 2, 2])

    def conv(self, value, given, wanted, size=3):
        kernel = self.weight(self.random.normal(0, 1, (wanted, given, size, size)).astype(np.float32))
        return self.add("Conv", value, kernel, pads=[size // 2] * 4)

    def features(self, picture, stride):
        """16 smooth maps at a stride; pooled in steps so that a stride of 64 sees all of its pixels."""
        normal = self.levelled(self.pool(picture, stride), 3)
        return self.smooth(self.add("Relu", self.conv(normal, 3, 16)))

    def levelled(self, value, channels):
        ones, zeros = np.ones(channels, np.float32), np.zeros(channels, np.float32)
        return self.add("InstanceNormalization", value, self.weight(ones), self.weight(zeros), epsilon=1e-3)

    def head(self, features, channels, gain, centre):
        """Maps of this spread around this centre."""
        return self.scaled(self.levelled(self.conv(features, 16, channels), channels), gain, centre)

    def scaled(self, value, gain, centre):
        return self.add("Add", self.add("Mul", value, self.number(gain)), self.number(centre))

    def scores(self, features, channels, sigmas):
        """Probabilities that pass one half where the map is this many sigmas off its mean."""
        levelled = self.add("Abs", self.levelled(self.conv(features, 16, channels), channels))
        return self.add("Sigmoid", self.scaled(levelled, 2.5, -2.5 * sigmas))

    def scores_on_content(self, picture, stride, features, channels, sigmas):
        """The same, and next to nothing on black padding, where all cells would have one score and no order."""
        brightest = self.add("ReduceMax", self.pool(picture, stride), axes=[1], keepdims=1)
        padding = self.add("Relu", self.add("Sub", self.number(-0.99), brightest))
        levelled = self.add("Abs", self.levelled(self.conv(features, 16, channels), channels))
        content = self.add("Sub", levelled, self.add("Mul", padding, self.number(1e4)))
        return self.add("Sigmoid", self.scaled(content, 2.5, -2.5 * sigmas))

    def rows(self, value, width, batch):
        """[1,C,H,W] as rows of one width, cell by cell."""
        shape = [1, -1, width] if batch else [-1, width]
        flat = self.add("Transpose", value, perm=[0, 2, 3, 1])
        return self.add("Reshape", flat, self.weight(np.array(shape, np.int64)))

    def boxes(self, features, cells, size):
        """[1,cells^2,4] y1 x1 y2 x2 around the cells of a square of this size."""
        middle = (np.stack(np.mgrid[:cells, :cells], axis=-1).reshape(1, -1, 2) + 0.5).astype(np.float32) * size / cells
        spread = self.add("Exp", self.rows(self.head(features, 2, 0.4, float(np.log(0.06 * size))), 2, True))
        corners = [self.add(operator, self.weight(middle), spread) for operator in ("Sub", "Add")]
        return self.add("Concat", *corners, axis=2)

    def suppressed(self, boxes, scores, per_class):
        """What is left of [1,N,4] and [1,C,N]: boxes [n,4], scores [n], classes [n], the classes one after another."""
        most = self.weight(np.array([per_class], np.int64))
        limits = [most, self.number([0.5]), self.number([0.3])]
        chosen = self.add("NonMaxSuppression", boxes, scores, *limits)
        cell = self.add("Gather", chosen, self.weight(np.array(2, np.int64)), axis=1)
        number = self.add("Gather", chosen, self.weight(np.array(1, np.int64)), axis=1)
        flat = self.add("Reshape", boxes, self.weight(np.array([-1, 4], np.int64)))
        return (
            self.add("Gather", flat, cell, axis=0),
            self.add("GatherND", scores, chosen),
            self.add("Cast", number, to=TensorProto.FLOAT),
        )

    def model(self, inputs, outputs):
        """The outputs are (name, what it is called here, shape), with an element type unless it is float."""
        for name, value, *_ in outputs:
            self.nodes.append(helper.make_node("Identity", [value], [name]))
        infos = [
            helper.make_tensor_value_info(name, kind[0] if kind else TensorProto.FLOAT, shape)
            for name, _, shape, *kind in outputs
        ]
        graph = helper.make_graph(self.nodes, "small", inputs, infos, self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
        onnx.checker.check_model(model, full_check=True)
        return model


def picture(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def centerface():
    graph = Graph(11)
    features = graph.features("input.1", 4)
    heads = [
        ("537", graph.scores(features, 1, 3.1), ["B", 1, "h", "w"]),
        ("538", graph.head(features, 2, 0.4, 2.4), ["B", 2, "h", "w"]),
        ("539", graph.head(features, 2, 0.3, 0.0), ["B", 2, "h", "w"]),
        ("540", graph.head(features, 10, 0.2, 0.5), ["B", 10, "h", "w"]),
    ]
    return graph.model([picture("input.1", ["B", 3, "H", "W"])], heads)


def scrfd():
    graph = Graph(12)
    strides = (8, 16, 32)
    levels = [graph.features("input.1", stride) for stride in strides]
    scores = [
        graph.rows(graph.scores_on_content("input.1", stride, level, 2, 3.3), 1, False)
        for stride, level in zip(strides, levels)
    ]
    boxes = [graph.rows(graph.head(level, 8, 0.7, 2.5), 4, False) for level in levels]
    points = [graph.rows(graph.head(level, 20, 0.7, 0.0), 10, False) for level in levels]
    names = iter(["448", "471", "494", "451", "474", "497", "454", "477", "500"])
    outputs = [
        (next(names), value, [f"{kind}{index}", width])
        for kind, width, values in (("scores", 1, scores), ("boxes", 4, boxes), ("points", 10, points))
        for index, value in enumerate(values)
    ]
    return graph.model([picture("input.1", [1, 3, "H", "W"])], outputs)


def picodet():
    graph = Graph(13)
    classes, height, width = 3, 800, 608
    levels = [(stride, graph.features("image", stride)) for stride in (8, 16, 32, 64)]
    cells = [-(-height // stride) * -(-width // stride) for stride, _ in levels]
    padded = {64: (13, 10)}
    scores, boxes = [], []
    for index, (stride, level) in enumerate(levels):
        level = graph.add("Resize", level, "", "", graph.weight(np.array([1, 16, *padded[stride]], np.int64))) if (
            stride in padded) else level
        scores.append(graph.rows(graph.scores(level, classes, 3.0), classes, True))
        boxes.append(graph.rows(graph.head(level, 32, 2.0, 0.0), 32, True))
    outputs = [(f"transpose_{2 * i}.tmp_0", scores[i], [1, cells[i], classes]) for i in range(4)]
    outputs += [(f"transpose_{2 * i + 1}.tmp_0", boxes[i], [1, cells[i], 32]) for i in range(4)]
    return graph.model([picture("image", [1, 3, height, width])], outputs)


def picodet_suppressed():
    graph = Graph(14)
    classes, size = 3, 320
    features = graph.features("image", 16)
    cells = size // 16
    scores = graph.scores(features, classes, 2.3)
    scores = graph.add("Reshape", scores, graph.weight(np.array([1, classes, -1], np.int64)))
    boxes, scores, numbers = graph.suppressed(graph.boxes(features, cells, size), scores, 20)
    y1, x1, y2, x2 = (graph.add("Gather", boxes, graph.weight(np.array([i], np.int64)), axis=1) for i in range(4))
    scale = graph.add("Concat", *[graph.add("Gather", "scale_factor", graph.weight(np.array([i], np.int64)), axis=1)
                                  for i in (1, 0, 1, 0)], axis=1)
    corners = graph.add("Div", graph.add("Concat", x1, y1, x2, y2, axis=1), scale)
    columns = [graph.add("Unsqueeze", value, graph.weight(np.array([1], np.int64))) for value in (numbers, scores)]
    rows = graph.add("Concat", *columns, corners, axis=1)
    count = graph.add("Cast", graph.add("Shape", scores), to=TensorProto.INT32)
    inputs = [picture("image", [1, 3, size, size]), picture("scale_factor", [1, 2])]
    outputs = [("multiclass_nms3_0.tmp_0", rows, ["n", 6]), ("multiclass_nms3_0.tmp_2", count, [1], TensorProto.INT32)]
    return graph.model(inputs, outputs)


def ssd_tensorflow():
    graph = Graph(15)
    classes, size, most = 3, 320, 100
    values = graph.add("Transpose", graph.add("Cast", "input_tensor", to=TensorProto.FLOAT), perm=[0, 3, 1, 2])
    values = graph.add("Resize", values, "", "", graph.weight(np.array([1, 3, size, size], np.int64)), mode="linear")
    features = graph.features(values, 16)
    scores = graph.scores(features, classes, 2.3)
    scores = graph.add("Reshape", scores, graph.weight(np.array([1, classes, -1], np.int64)))
    boxes, scores, numbers = graph.suppressed(graph.boxes(features, size // 16, 1.0), scores, most // classes)
    padded = graph.add("Concat", scores, graph.weight(np.zeros(most, np.float32)), axis=0)
    best = f"best{len(graph.nodes)}"
    graph.nodes.append(helper.make_node("TopK", [padded, graph.weight(np.array([most], np.int64))], ["top", best]))
    boxes = graph.add("Concat", boxes, graph.weight(np.zeros((most, 4), np.float32)), axis=0)
    numbers = graph.add("Concat", numbers, graph.weight(np.zeros(most, np.float32)), axis=0)
    numbers = graph.add("Add", graph.add("Gather", numbers, best, axis=0), graph.number(1))
    first = graph.weight(np.array([0], np.int64))
    outputs = [
        ("detection_boxes", graph.add("Unsqueeze", graph.add("Gather", boxes, best, axis=0), first), [1, most, 4]),
        ("detection_classes", graph.add("Unsqueeze", numbers, first), [1, most]),
        ("detection_scores", graph.add("Unsqueeze", "top", first), [1, most]),
        ("num_detections", graph.add("Cast", graph.add("Shape", scores), to=TensorProto.FLOAT), [1]),
    ]
    return graph.model([picture("input_tensor", [1, "H", "W", 3], TensorProto.UINT8)], outputs)


def main():
    resources = Path(sys.argv[1])
    for make in (centerface, scrfd, picodet, picodet_suppressed, ssd_tensorflow):
        folder = resources / make.__name__.replace("_", "-")
        folder.mkdir(exist_ok=True)
        onnx.save(make(), folder / "model.onnx")
        print(folder.name, (folder / "model.onnx").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
