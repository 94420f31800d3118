"""A small network with the outputs of a detection transformer: logits and boxes of a fixed number of queries."""

import torch
from torch import nn

QUERIES = 10  # per side


class Queries(nn.Module):
    """Looks at the picture in 10 x 10 places, each of which is a query; weights are random."""

    def __init__(self, classes):
        super().__init__()
        layers = []
        for before, after in ((3, 8), (8, 12), (12, 16), (16, 24)):
            layers += [nn.Conv2d(before, after, 3, 2, 1), nn.BatchNorm2d(after), nn.SiLU()]
        self.body = nn.Sequential(*layers, nn.AvgPool2d(3, 2, 1))
        self.classes = nn.Conv2d(24, classes, 1)
        self.boxes = nn.Conv2d(24, 4, 1)
        place = (torch.arange(QUERIES) + 0.5) / QUERIES
        x, y = torch.meshgrid(place, place, indexing="xy")
        self.register_buffer("centres", torch.stack([x.flatten(), y.flatten()], dim=1)[None])

    def forward(self, images):
        """Logits [N,100,C] and boxes [N,100,4]: centre, width and height in shares of the picture."""
        features = self.body(images)
        logits = self.classes(features).flatten(2).transpose(1, 2)
        raw = self.boxes(features).flatten(2).transpose(1, 2)
        centres = self.centres + 0.05 * torch.tanh(raw[..., :2])
        return {"pred_logits": logits, "pred_boxes": torch.cat([centres, 0.5 * raw[..., 2:].sigmoid()], dim=-1)}


def adapted(network, batch, threshold, share):
    """Scales the layers to the pictures, so that about this share of the queries of each has a score above."""
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.momentum = None
        network.train()
        network(batch)
        network.eval()
        features = network.body(batch)
        for layer, wanted in ((network.classes, 1.5), (network.boxes, 1.0)):
            values = layer(features).transpose(0, 1).flatten(1)
            factor = wanted / values.std(dim=1)
            layer.weight.data *= factor[:, None, None, None]
            layer.bias.data = (layer.bias.data - values.mean(dim=1)) * factor
        network.boxes.bias.data[2:] -= 1
        highest = torch.quantile(network.classes(features).flatten(2), 1 - share, dim=2)
        wanted = torch.logit(torch.tensor(threshold))
        network.classes.bias.data += wanted - torch.quantile(highest, 0.3, dim=0)
    return network
