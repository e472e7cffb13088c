"""JPEG photographs to small pixels by Pillow, written the usual way: opened, converted, resized, to an array.

    images.py make PHOTOGRAPHS FOLDER [--count 1200]
    images.py speed FOLDER ROUNDS [--draft SIDE] [--side 32] [--workers 2]
    images.py pixels FOLDER FILE [--draft SIDE] [--side 32]

make cuts photographs of 500 x 375 out of the large JPEG files below PHOTOGRAPHS, by a seeded draw (quality 90, colors at half the size; a
file that is there is kept). speed prints a line for each round, after one that warms up: photographs a second, and milliseconds of processor
time each; the workers are processes, as those of a DataLoader are. --draft decodes at a smaller scale where that leaves SIDE pixels at least.
pixels writes what comes out, uint8[n, side, side, 3].
"""

import argparse
import multiprocessing
import os
import pathlib
import random
import resource
import time

import numpy
from PIL import Image

SIZE = (500, 375)


def make(source, folder, count):
    photographs = [p for p in sorted(source.rglob("*.jp*g")) if p.is_file() and not p.is_symlink()]
    large = []
    for path in photographs:
        with Image.open(path) as image:
            if image.width >= 2 * SIZE[0] and image.height >= 2 * SIZE[1]:
                large.append(path)
    if not large:
        raise SystemExit(f"{source}: no JPEG file of {2 * SIZE[0]} x {2 * SIZE[1]} pixels or more")
    folder.mkdir(parents=True, exist_ok=True)
    shares = [range(first, count, len(large)) for first in range(len(large))]
    for path, numbers in zip(large, shares):
        missing = [i for i in numbers if not (folder / f"{i:05}.jpg").exists()]
        if not missing:
            continue
        with Image.open(path) as image:
            picture = image.convert("RGB")
        for i in missing:
            draw = random.Random(i)
            most = min(picture.width / SIZE[0], picture.height / SIZE[1])
            scale = draw.uniform(1, most)
            width, height = round(SIZE[0] * scale), round(SIZE[1] * scale)
            left = draw.randint(0, max(0, picture.width - width))
            top = draw.randint(0, max(0, picture.height - height))
            cut = picture.resize(SIZE, Image.Resampling.BICUBIC, (left, top, left + width, top + height))
            unfinished = folder / f"{i:05}.part"
            cut.save(unfinished, "JPEG", quality=90)
            os.replace(unfinished, folder / f"{i:05}.jpg")


def pixels(path, draft, side):
    with Image.open(path) as image:
        if draft:
            image.draft("RGB", (draft, draft))
        small = image.convert("RGB").resize((side, side), Image.Resampling.BILINEAR)
    return numpy.asarray(small)


def share(arguments):
    paths, draft, side = arguments
    return numpy.stack([pixels(path, draft, side) for path in paths])


def processor_seconds():
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def speed(paths, rounds, draft, side, workers):
    batches = [(paths[i:i + 64], draft, side) for i in range(0, len(paths), 64)]
    for part in range(rounds + 1):
        before = processor_seconds()
        with multiprocessing.Pool(workers) as pool:
            pool.map(share, batches[:workers])  # the workers are up
            started = time.perf_counter()
            for _ in pool.imap(share, batches):
                pass
            seconds = time.perf_counter() - started
            pool.close()
            pool.join()
        used = processor_seconds() - before
        looked = len(paths) + sum(len(batch[0]) for batch in batches[:workers])
        if part > 0:
            print(f"{len(paths) / seconds:.1f} {1000 * used / looked:.3f}", flush=True)


parser = argparse.ArgumentParser()
commands = parser.add_subparsers(dest="command", required=True)
command = commands.add_parser("make")
command.add_argument("photographs", type=pathlib.Path)
command.add_argument("folder", type=pathlib.Path)
command.add_argument("--count", type=int, default=1200)
for name in ("speed", "pixels"):
    command = commands.add_parser(name)
    command.add_argument("folder", type=pathlib.Path)
    if name == "speed":
        command.add_argument("rounds", type=int)
        command.add_argument("--workers", type=int, default=2)
    else:
        command.add_argument("file", type=pathlib.Path)
    command.add_argument("--draft", type=int, default=0)
    command.add_argument("--side", type=int, default=32)
options = parser.parse_args()

if options.command == "make":
    make(options.photographs, options.folder, options.count)
else:
    paths = sorted(options.folder.glob("*.jpg"))
    if options.command == "speed":
        speed(paths, options.rounds, options.draft, options.side, options.workers)
    else:
        numpy.save(options.file, share((paths, options.draft, options.side)))
