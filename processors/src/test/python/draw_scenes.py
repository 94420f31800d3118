"""Draws the scenes that the parity tests look at: text on labels, turned, in perspective, in several sizes.

Usage: draw_scenes.py DIRECTORY COFFEE, with opencv-python-headless==4.13.* installed. COFFEE is the photograph
skimage/data/coffee.png out of PyPI's scikit-image (CC0, by Rachel Michetti); labels are pasted onto it.
"""

import struct
import sys
from pathlib import Path

import cv2
import numpy as np

WORDS = ["FRAGILE", "PALLET 7", "Net 12.5 kg", "LOT 2291-B", "THIS SIDE UP", "Hall 4 Gate 2", "SN 0093 118", "CAUTION"]


def background(width, height, seed):
    random = np.random.default_rng(seed)
    small = random.integers(70, 190, (6, 8, 3), dtype=np.uint8)
    scene = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.int16)
    noise = random.normal(0, 3, (height // 2 + 1, width // 2 + 1, 1))
    return np.clip(scene + cv2.resize(noise, (width, height))[..., None], 0, 255).astype(np.uint8)


def label(word, height, seed):
    scale = height / 40
    thickness = max(1, round(scale * 2))
    (width, tall), base = cv2.getTextSize(word, seed % 4, scale, thickness)
    paper = np.full((tall + base + height, width + height, 3), 235 - 20 * (seed % 3), np.uint8)
    cv2.putText(paper, word, (height // 2, tall + height // 2), seed % 4, scale, (30, 20, 40), thickness, cv2.LINE_AA)
    return paper


def paste(scene, paper, centre, degrees, tilt):
    height, width = paper.shape[:2]
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    moved = corners - [width / 2, height / 2]
    moved[[1, 2], 1] *= 1 - tilt
    turn = np.deg2rad(degrees)
    rotation = np.float32([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    target = np.float32(moved @ rotation.T + centre)
    matrix = cv2.getPerspectiveTransform(corners, target)
    size = (scene.shape[1], scene.shape[0])
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size)
    scene[mask > 127] = cv2.warpPerspective(paper, matrix, size)[mask > 127]


def scene(width, height, count, text, seed, turned=True):
    random = np.random.default_rng(seed)
    picture = background(width, height, seed)
    columns = max(1, round((count * width / height) ** 0.5))
    rows = -(-count // columns)
    for index in range(count):
        centre = [(index % columns + 0.5) * width / columns, (index // columns + 0.5) * height / rows]
        degrees = random.uniform(-35, 35) if turned else 0
        tilt = random.uniform(0, 0.3) if turned else 0
        paste(picture, label(WORDS[(index + seed) % len(WORDS)], text, index + seed), centre, degrees, tilt)
    return picture


def exif(orientation):
    """An EXIF segment with the one tag Orientation."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 8 + len(tiff)) + b"Exif\0\0" + tiff


def write(path, picture, quality=85, orientation=None):
    options = {".jpg": [cv2.IMWRITE_JPEG_QUALITY, quality], ".webp": [cv2.IMWRITE_WEBP_QUALITY, quality], ".png": []}
    encoded = cv2.imencode(path.suffix, picture, options[path.suffix])[1].tobytes()
    if orientation:
        encoded = encoded[:2] + exif(orientation) + encoded[2:]
    path.write_bytes(encoded)


def main():
    folder = Path(sys.argv[1])
    write(folder / "upright-640x480.jpg", scene(640, 480, 6, 22, 1, turned=False))
    write(folder / "turned-640x480.jpg", scene(640, 480, 6, 20, 2))
    write(folder / "large-1920x1080.jpg", scene(1920, 1080, 12, 44, 3), quality=70)
    write(folder / "huge-2600x1900.jpg", scene(2600, 1900, 9, 110, 4), quality=40)
    write(folder / "portrait-480x800.png", cv2.medianBlur(scene(480, 800, 6, 22, 5), 5) // 16 * 16)
    write(folder / "odd-333x517.webp", scene(333, 517, 5, 18, 6, turned=False))
    write(folder / "wide-1500x220.webp", scene(1500, 220, 5, 26, 7))
    for orientation in (3, 6, 8, 5):
        picture = scene(720, 500, 6, 24, 7 + orientation)
        write(folder / f"exif-{orientation}-720x500.jpg", picture, orientation=orientation)
    grey = cv2.cvtColor(scene(800, 600, 8, 22, 20), cv2.COLOR_BGR2GRAY)
    write(folder / "grey-800x600.jpg", grey)
    turned = scene(500, 400, 4, 22, 21) // 24 * 24
    photograph = cv2.imread(sys.argv[2])
    for index, degrees in enumerate((-12, 4, 25, -30)):
        paste(photograph, label(WORDS[index], 22, index), (150 + index % 2 * 300, 110 + index // 2 * 190), degrees, 0.2)
    write(folder / "photograph-600x400.jpg", photograph)
    alpha = np.dstack([turned, np.full(turned.shape[:2], 200, np.uint8)])
    write(folder / "alpha-500x400.png", alpha)


if __name__ == "__main__":
    main()
