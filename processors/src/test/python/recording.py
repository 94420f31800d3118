"""What the recording scripts of all families of boxes share: which pictures, and how the file looks."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

import cv2


def paths(pictures):
    """The pictures in the order of their names."""
    return sorted(path for path in Path(pictures).iterdir() if path.suffix in (".jpg", ".png", ".webp"))


def write(output, model, reference, recorded):
    """Writes expected.json.

    recorded: per picture its path, its shape (height, width, channels) and (score, class, [x1, y1, x2, y2]) in pixels,
    clipped to the picture. Boxes of which clipping leaves nothing, those of the padding, are left out.
    """
    pictures = []
    for path, shape, found in recorded:
        detections = [
            {"score": round(score, 6), "classId": class_id, "box": [round(value, 3) for value in box]}
            for score, class_id, box in found
            if box[2] > box[0] and box[3] > box[1]
        ]
        if len(detections) < 3:
            raise SystemExit(f"{path.name}: only {len(detections)} detections, which prove little")
        pictures.append({"picture": path.name, "width": shape[1], "height": shape[0], "detections": detections})
        classes = len({detection["classId"] for detection in detections})
        print(f"{path.name}: {shape[1]}x{shape[0]}, {len(detections)} detections of {classes} classes")
    about = {
        "opencv": cv2.__version__,
        "onnxruntime": version("onnxruntime"),
        "model": hashlib.sha256(Path(model).read_bytes()).hexdigest(),
    }
    lines = ",\n".join(json.dumps(picture) for picture in pictures)
    Path(output).write_text(
        f'{{"reference": {json.dumps(reference)},\n"recordedWith": {json.dumps(about)},\n"pictures": [\n{lines}\n]}}\n'
    )
