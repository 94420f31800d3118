"""Draws the pages that the parity test of picodet looks at with the published weights: titles, text, figures, tables.

Usage: draw_pages.py DIRECTORY COFFEE, with opencv-python-headless==4.13.* installed. COFFEE is the photograph
skimage/data/coffee.png out of PyPI's scikit-image (CC0, by Rachel Michetti), the figure of each page.
"""

import sys
from pathlib import Path

import cv2
import numpy as np
from draw_scenes import write

WORDS = ("storage of frames in an object store keeps the queue small while every claim leads back to its picture and the "
         "model that looked at it so that each row can be explained later").split()
INK = (35, 30, 30)


class Page:
    def __init__(self, width, height, seed):
        self.random = np.random.default_rng(seed)
        self.pixels = np.full((height, width, 3), 250, np.uint8)

    def line(self, words, x, y, scale, thickness=1):
        cv2.putText(self.pixels, words, (int(x), int(y)), 3, scale, INK, thickness, cv2.LINE_AA)

    def paragraph(self, x, y, width, lines, scale):
        for row in range(lines):
            words = ""
            limit = width * (0.6 if row == lines - 1 else 1.0)
            while True:
                longer = f"{words} {WORDS[self.random.integers(len(WORDS))]}".strip()
                if cv2.getTextSize(longer, 3, scale, 1)[0][0] > limit:
                    break
                words = longer
            self.line(words, x, y + row * 32 * scale, scale)
        return y + lines * 32 * scale

    def figure(self, photograph, x, y, width, height, caption, scale):
        small = cv2.resize(photograph, (int(width), int(height)), interpolation=cv2.INTER_AREA)
        self.pixels[int(y): int(y) + small.shape[0], int(x): int(x) + small.shape[1]] = small
        self.line(caption, x + width * 0.2, y + height + 34 * scale, scale)
        return y + height + 70 * scale

    def table(self, x, y, width, rows, columns, scale):
        for row in range(rows + 1):
            cv2.line(self.pixels, (int(x), int(y + row * 40 * scale)), (int(x + width), int(y + row * 40 * scale)), INK, 1)
        for column in range(columns + 1):
            left = int(x + column * width / columns)
            cv2.line(self.pixels, (left, int(y)), (left, int(y + rows * 40 * scale)), INK, 1)
        for cell in range(rows * columns):
            left = x + cell % columns * width / columns + 6
            self.line(f"{self.random.uniform(0, 99):.2f}", left, y + (cell // columns + 0.7) * 40 * scale, scale * 0.9)
        return y + rows * 40 * scale + 50 * scale


def page(width, height, seed, photograph, columns=1):
    scale = width / 1100
    drawn = Page(width, height, seed)
    margin, wide = width * 0.08, width * 0.84
    drawn.line("On keeping pictures with rows", margin, height * 0.07, scale * 1.5, 2)
    gap = wide * 0.04
    column = (wide - gap * (columns - 1)) / columns
    for number in range(columns):
        x, y = margin + number * (column + gap), height * 0.13
        y = drawn.paragraph(x, y, column, 7, scale) + 30 * scale
        if (number + seed) % 2:
            y = drawn.table(x, y, column, 5, 4, scale)
        else:
            y = drawn.figure(photograph, x, y, column, column * 0.6, f"Figure {seed}. A cup", scale)
        drawn.line(f"{number + 2} What follows", x, y + 20 * scale, scale * 1.2, 2)
        drawn.paragraph(x, y + 70 * scale, column, max(3, int((height * 0.93 - y - 70 * scale) / (32 * scale))), scale)
    return drawn.pixels


def main():
    folder, photograph = Path(sys.argv[1]), cv2.imread(sys.argv[2])
    folder.mkdir(exist_ok=True)
    write(folder / "letter-850x1100.jpg", page(850, 1100, 1, photograph), quality=50)
    write(folder / "columns-1240x1754.jpg", page(1240, 1754, 2, photograph, columns=2), quality=30)
    write(folder / "small-517x731.webp", page(517, 731, 4, photograph), quality=60)
    write(folder / "scan-1700x2200.jpg", page(1700, 2200, 3, photograph, columns=2), quality=25)
    turns = {3: cv2.ROTATE_180, 6: cv2.ROTATE_90_COUNTERCLOCKWISE, 8: cv2.ROTATE_90_CLOCKWISE}
    for orientation, turn in turns.items():
        picture = cv2.rotate(page(700, 990, orientation, photograph), turn)
        write(folder / f"exif-{orientation}-700x990.jpg", picture, quality=50, orientation=orientation)


if __name__ == "__main__":
    main()
