"""A text detector as it is commonly served from Python: cv2 decodes and resizes, ONNX Runtime runs, cv2 reads the map.

Pre- and post-processing are those of Sightline's family dbnet, so that both answer the same boxes.
"""

import cv2
import numpy as np
import onnxruntime

MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
STD = np.array([0.229, 0.224, 0.225], dtype=np.float32)


def decode(encoded: bytes) -> np.ndarray:
    """Upright picture, blue green red; every pixel of it."""
    picture = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("the bytes are not a picture")
    return picture


def tensor(picture: np.ndarray, width: int, height: int) -> np.ndarray:
    """[1,3,height,width], (value / 255 - mean) / std."""
    if picture.shape[:2] != (height, width):
        picture = cv2.resize(picture, (width, height))
    scaled = picture.astype(np.float32)
    scaled *= (1 / 255.0) / STD
    scaled -= MEAN / STD
    return np.ascontiguousarray(scaled.transpose(2, 0, 1))[np.newaxis]


class Detector:
    def __init__(self, model: str, threads: int, side: int = 960):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.side = side
        inputs = self.session.get_inputs()[0]
        self.name = inputs.name
        self.fixed = tuple(inputs.shape[2:]) if all(isinstance(n, int) for n in inputs.shape[2:]) else None

    def detect(self, encoded: bytes) -> dict:
        picture = decode(encoded)
        height, width = picture.shape[:2]
        rows, columns = self.fixed or self.size(height, width)
        probabilities = self.session.run(None, {self.name: tensor(picture, columns, rows)})[0][0, 0]
        found = self.boxes(probabilities, height, width)
        return {"image": {"width": width, "height": height}, "detections": found}

    def size(self, height: int, width: int) -> tuple:
        ratio = min(1.0, self.side / max(height, width))
        return tuple(max(32, int(round(int(length * ratio) / 32) * 32)) for length in (height, width))

    @staticmethod
    def boxes(probabilities: np.ndarray, height: int, width: int) -> list:
        mask = (probabilities > 0.3).astype(np.uint8)
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        rows, columns = probabilities.shape
        found = []
        for contour in contours[:1000]:
            (x, y), (w, h), angle = cv2.minAreaRect(contour)
            if min(w, h) < 3:
                continue
            score = Detector.score(probabilities, cv2.boxPoints(((x, y), (w, h), angle)))
            if score < 0.6:
                continue
            distance = w * h * 1.5 / (2 * (w + h))
            grown = ((x, y), (w + 2 * distance, h + 2 * distance), angle)
            if min(grown[1]) < 5:
                continue
            corners = cv2.boxPoints(grown)
            corners[:, 0] = np.clip(np.round(corners[:, 0] / columns * width), 0, width - 1) / width
            corners[:, 1] = np.clip(np.round(corners[:, 1] / rows * height), 0, height - 1) / height
            found.append({"label": "text", "score": float(score), "polygon": corners.tolist()})
        return sorted(found, key=lambda one: -one["score"])

    @staticmethod
    def score(probabilities: np.ndarray, corners: np.ndarray) -> float:
        rows, columns = probabilities.shape
        left = int(np.clip(np.floor(corners[:, 0].min()), 0, columns - 1))
        right = int(np.clip(np.ceil(corners[:, 0].max()), 0, columns - 1))
        top = int(np.clip(np.floor(corners[:, 1].min()), 0, rows - 1))
        bottom = int(np.clip(np.ceil(corners[:, 1].max()), 0, rows - 1))
        mask = np.zeros((bottom - top + 1, right - left + 1), dtype=np.uint8)
        cv2.fillPoly(mask, [(corners - [left, top]).astype(np.int32)], 1)
        return cv2.mean(probabilities[top : bottom + 1, left : right + 1], mask)[0]
