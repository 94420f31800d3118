"""Clips recorded boxes to the picture: what lies outside of it cannot be told in shares of the picture."""


def clipped(box, shape):
    """SHAPE is (height, width, channels)."""
    height, width = shape[:2]
    return [min(max(float(value), 0.0), limit) for value, limit in zip(box, (width, height, width, height))]
