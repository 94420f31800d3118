"""CPU of decoding pictures into tensors with cv2: the process' own user and system time, one line per picture.

Usage: decode_cost.py <width> <height> <milliseconds to spend per picture> <picture>...
"""

import sys
import time

import cv2

from detector import decode, tensor

cv2.setNumThreads(1)
width, height, budget = (int(argument) for argument in sys.argv[1:4])
for path in sys.argv[4:]:
    with open(path, "rb") as file:
        encoded = file.read()
    for _ in range(3):
        tensor(decode(encoded), width, height)
    start = time.process_time()
    runs = 0
    while runs < 3 or (time.process_time() - start) * 1000 < budget:
        tensor(decode(encoded), width, height)
        runs += 1
    print(1000 * (time.process_time() - start) / runs)
