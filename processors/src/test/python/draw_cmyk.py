"""Draws the picture of PictureKindsTest as a JPEG of printing inks, which OpenCV reads but does not write.

Usage: draw_cmyk.py OUTPUT

Needs pillow and opencv-python-headless.
"""

import sys

import cv2
import numpy as np
from PIL import Image

WORDS = [("LOT 2291", (60, 90)), ("FRAGILE", (380, 210)), ("PALLET 7", (90, 380))]

pixels = np.full((480, 640, 3), 220, np.uint8)
for text, place in WORDS:
    cv2.putText(pixels, text, place, cv2.FONT_HERSHEY_SIMPLEX, 1.2, (20, 20, 20), 2, cv2.LINE_AA)
Image.fromarray(pixels).convert("CMYK").save(sys.argv[1], quality=90)
