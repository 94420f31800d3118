"""Clips what was found to the picture: what lies outside of it cannot be told in shares of the picture."""


def clipped(found, shape):
    """FOUND is (score, class, [x1, y1, x2, y2]); boxes of which nothing lies on the picture are left out."""
    height, width = shape[:2]
    inside = []
    for score, number, box in found:
        left, top, right, bottom = (
            min(max(float(value), 0.0), limit) for value, limit in zip(box, (width, height, width, height)))
        if right > left and bottom > top:
            inside.append((float(score), int(number), [left, top, right, bottom]))
    return inside
