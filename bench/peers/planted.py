"""Plants faults into a small set of images, and counts how many of them `pith check` found.

    python planted.py IDX-FOLDER OUT [SEED]    # train-images-idx3-ubyte.gz and labels become OUT/train/CLASS/*.png
    pith check OUT/train -o RUN
    python planted.py --judge OUT RUN

Needs numpy and pillow. 5 % of the labels become any other class, 2 % of the images get a copy of one of six kinds;
which, the seed (0) says.
"""
import csv
import gzip
import io
import os
import sys
from collections import Counter

import numpy as np
from PIL import Image

KINDS = ["same", "jpeg75", "brighter", "scaled", "shifted", "noise"]


def changed(pixels, kind, random):
    image = Image.fromarray(pixels)
    if kind == "jpeg75":
        encoded = io.BytesIO()
        image.save(encoded, "JPEG", quality=75)
        return Image.open(encoded)
    if kind == "brighter":
        return Image.fromarray(np.clip(pixels * 1.15, 0, 255).astype(np.uint8))
    if kind == "scaled":
        return image.resize((40, 40), Image.BICUBIC)
    if kind == "shifted":
        return Image.fromarray(np.roll(pixels, 1, 1))
    if kind == "noise":
        return Image.fromarray(np.clip(pixels + random.normal(0, 4, pixels.shape), 0, 255).astype(np.uint8))
    return image


def idx(folder, name, offset):
    with gzip.open(os.path.join(folder, name)) as file:
        return np.frombuffer(file.read(), np.uint8, offset=offset)


def plant(folder, out, seed):
    images = idx(folder, "train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
    truth = idx(folder, "train-labels-idx1-ubyte.gz", 8).astype(int)
    n = len(truth)
    random = np.random.default_rng(seed)
    wrong = random.choice(n, n // 20, replace=False)
    labels = truth.copy()
    labels[wrong] = (truth[wrong] + random.integers(1, 10, len(wrong))) % 10

    def put(image, label, name):
        os.makedirs(f"{out}/train/{label}", exist_ok=True)
        image.save(f"{out}/train/{label}/{name}.png")

    for i in range(n):
        put(Image.fromarray(images[i]), labels[i], f"{i:05d}")
    copied = random.choice(np.setdiff1d(np.arange(n), wrong), n // 50, replace=False)
    with open(f"{out}/copies.csv", "w", newline="") as file:
        for k, i in enumerate(copied):
            kind = KINDS[k % len(KINDS)]
            name = f"copy-{kind}-{i:05d}"
            put(changed(images[i], kind, random), labels[i], name)
            csv.writer(file).writerow([f"{labels[i]}/{name}.png", f"{labels[i]}/{i:05d}.png", kind])
    with open(f"{out}/wrong.csv", "w", newline="") as file:
        csv.writer(file).writerows([f"{labels[i]}/{i:05d}.png", truth[i]] for i in wrong)


def judge(out, run):
    issues = list(csv.DictReader(open(f"{run}/issues.csv", newline="")))
    copies = {row[0]: row[1:] for row in csv.reader(open(f"{out}/copies.csv", newline=""))}
    wrong = {row[0] for row in csv.reader(open(f"{out}/wrong.csv", newline=""))}
    found = [issue for issue in issues if issue["issue"] in ("copy", "near-copy")]
    right = set()
    for issue in found:
        for one, other in ((issue["key"], issue["other"]), (issue["other"], issue["key"])):
            if one in copies and copies[one][0] == other:
                right.add(one)
    print(f"copies: {len(found)} found, {len(right)} of {len(copies)} planted,",
          f"precision {len(right) / len(found):.3f}, recall {len(right) / len(copies):.3f},",
          dict(Counter(copies[name][1] for name in right)))
    suspects = [issue for issue in issues if issue["issue"] == "wrong-label"]
    listed("wrong labels", [issue["key"] for issue in suspects], wrong)
    listed("  left out", [issue["key"] for issue in suspects if issue["excluded"] == "1"], wrong)
    probabilities = np.load(f"{run}/probabilities.npy")
    rows = probabilities[[int(issue["id"]) for issue in suspects]]
    own = rows[np.arange(len(rows)), [int(issue["key"].split("/")[0]) for issue in suspects]]
    other = rows.max(1)
    keys = np.array([issue["key"] for issue in suspects])
    for most in (0.1, 0.05, 0.02, 0.01, 0.005):
        listed(f"  own label at most {most}", keys[own <= most], wrong)
        listed(f"  own label at most {most}, another at least 0.5", keys[(own <= most) & (other >= 0.5)], wrong)
    for margin in (0.5, 0.7, 0.8, 0.9, 0.95):
        listed(f"  another likelier by {margin}", keys[other - own >= margin], wrong)


def listed(name, keys, wrong):
    hits = sum(key in wrong for key in keys)
    print(f"{name}: {len(keys)} found, {hits} of {len(wrong)} planted,",
          f"precision {hits / max(1, len(keys)):.3f}, recall {hits / len(wrong):.3f},",
          {first: sum(key in wrong for key in keys[:first]) for first in (100, 200, 300) if first <= len(keys)})


if __name__ == "__main__":
    if sys.argv[1] == "--judge":
        judge(sys.argv[2], sys.argv[3])
    else:
        plant(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0)
