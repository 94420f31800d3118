"""Draws the pictures with faces that the parity test of centerface looks at with the published weights.

Usage: draw_faces.py DIRECTORY ASTRONAUT, with opencv-python-headless==4.13.* installed. ASTRONAUT is the photograph
skimage/data/astronaut.png out of PyPI's scikit-image (public domain, NASA); every picture shows it several times.
"""

import sys
from pathlib import Path

import cv2
import numpy as np
from draw_scenes import background, write


def paste(scene, portrait, centre, side, degrees):
    size = portrait.shape[0]
    matrix = cv2.getRotationMatrix2D((size / 2, size / 2), degrees, side / size)
    matrix[:, 2] += np.array(centre) - size / 2
    shape = (scene.shape[1], scene.shape[0])
    mask = cv2.warpAffine(np.full((size, size), 255, np.uint8), matrix, shape, flags=cv2.INTER_AREA)
    scene[mask > 127] = cv2.warpAffine(portrait, matrix, shape, flags=cv2.INTER_LINEAR)[mask > 127]


def group(width, height, columns, rows, portrait, seed, tilt=15):
    """Portraits of differing size on a grid, each turned a little, some mirrored."""
    random = np.random.default_rng(seed)
    scene = background(width, height, seed)
    for index in range(columns * rows):
        centre = ((index % columns + 0.5) * width / columns, (index // columns + 0.5) * height / rows)
        side = min(width / columns, height / rows) * random.uniform(0.75, 1.0)
        small = cv2.resize(portrait, (int(side), int(side)), interpolation=cv2.INTER_AREA)
        paste(scene, small[:, ::-1] if index % 3 == 2 else small, centre, side, random.uniform(-tilt, tilt))
    return scene


def main():
    folder, portrait = Path(sys.argv[1]), cv2.imread(sys.argv[2])
    folder.mkdir(exist_ok=True)
    write(folder / "group-640x480.jpg", group(640, 480, 3, 2, portrait, 1), quality=60)
    write(folder / "crowd-1920x1080.jpg", group(1920, 1080, 6, 3, portrait, 2), quality=60)
    write(folder / "odd-517x333.webp", group(517, 333, 3, 1, portrait, 3), quality=70)
    write(folder / "portrait-480x800.jpg", group(480, 800, 2, 3, portrait, 4), quality=60)
    write(folder / "near-1000x1000.jpg", group(1000, 1000, 2, 2, portrait, 5), quality=60)
    for orientation in (3, 6, 8):
        picture = group(600, 420, 3, 2, portrait, 5 + orientation)
        turns = {3: cv2.ROTATE_180, 6: cv2.ROTATE_90_COUNTERCLOCKWISE, 8: cv2.ROTATE_90_CLOCKWISE}
        name = f"exif-{orientation}-600x420.jpg"
        write(folder / name, cv2.rotate(picture, turns[orientation]), quality=60, orientation=orientation)


if __name__ == "__main__":
    main()
