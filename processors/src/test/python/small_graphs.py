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

    def rows(self, value, width, batch):
        """[1,C,H,W] as rows of one width, cell by cell."""
        shape = [1, -1, width] if batch else [-1, width]
        flat = self.add("Transpose", value, perm=[0, 2, 3, 1])
        return self.add("Reshape", flat, self.weight(np.array(shape, np.int64)))

    def model(self, inputs, outputs):
        """The outputs are (name, what it is called here, shape)."""
        for name, value, _ in outputs:
            self.nodes.append(helper.make_node("Identity", [value], [name]))
        infos = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, _, shape in outputs]
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
    levels = [graph.features("input.1", stride) for stride in (8, 16, 32)]
    scores = [graph.rows(graph.scores(level, 2, 3.3), 1, False) for level in levels]
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


def main():
    resources = Path(sys.argv[1])
    for make in (centerface, scrfd, picodet):
        folder = resources / make.__name__
        folder.mkdir(exist_ok=True)
        onnx.save(make(), folder / "model.onnx")
        print(make.__name__, (folder / "model.onnx").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
