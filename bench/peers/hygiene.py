"""What cleanlab and imagededup find among the planted faults of planted.py, counted in the same way.

    python planted.py IDX-FOLDER OUT; pith check OUT/train -o RUN
    python planted.py --judge OUT RUN           # Pith
    python hygiene.py OUT RUN                   # cleanlab, on the probabilities of the same networks; imagededup

imagededup imports its networks, and with them PyTorch, as soon as it is imported. Its hashes need neither, and its
networks' weights would be fetched, so stand-ins take PyTorch's place.
"""
import csv
import os
import sys
import types
from collections import Counter

import numpy as np


def keys(out):
    """Returns the keys of OUT/train by id: paths in order, class by class."""
    found = []
    for name in sorted(os.listdir(f"{out}/train")):
        found += [f"{name}/{file}" for file in sorted(os.listdir(f"{out}/train/{name}"))]
    return found


def require_order(names, run):
    for issue in csv.DictReader(open(f"{run}/issues.csv", newline="")):
        if names[int(issue["id"])] != issue["key"]:
            raise SystemExit(f"{run}: id {issue['id']} is {issue['key']}, not {names[int(issue['id'])]}")


def cleanlab(out, run):
    from cleanlab.filter import find_label_issues

    names = keys(out)
    require_order(names, run)
    wrong = {row[0] for row in csv.reader(open(f"{out}/wrong.csv", newline=""))}
    labels = np.array([int(name.split("/")[0]) for name in names])
    probabilities = np.load(f"{run}/probabilities.npy").astype(float)
    probabilities /= probabilities.sum(1, keepdims=True)
    for by in ("prune_by_noise_rate", "prune_by_class", "both", "confident_learning"):
        for ranked in ("self_confidence", "normalized_margin"):
            ids = find_label_issues(labels, probabilities, filter_by=by, return_indices_ranked_by=ranked)
            hits = np.array([names[i] in wrong for i in ids])
            firsts = {first: int(hits[:first].sum()) for first in (100, 145, 200, 300) if first <= len(hits)}
            print(f"cleanlab {by}, {ranked}: {len(ids)} found, {hits.sum()} of {len(wrong)} planted, "
                  f"precision {hits.mean():.3f}, recall {hits.sum() / len(wrong):.3f}, {firsts}")


class Anything(type):
    """A class of which every attribute is another such class."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything(name, (), {"__init__": lambda self, *given, **named: None})


class StandIn(types.ModuleType):
    """A module of which every attribute is a class without content."""

    def __getattr__(self, name):
        return getattr(Anything("Any", (), {}), name)


def imagededup(out):
    for name in ("torch", "torch.nn", "torch.utils", "torch.utils.data", "torchvision", "torchvision.models",
                 "torchvision.models.vision_transformer", "torchvision.transforms"):
        sys.modules[name] = StandIn(name)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, sys.modules[name])
    from imagededup.methods import PHash

    copies = {row[0]: row[1:] for row in csv.reader(open(f"{out}/copies.csv", newline=""))}
    hasher = PHash(verbose=False)
    encodings = hasher.encode_images(image_dir=f"{out}/train", recursive=True, num_enc_workers=0)
    for distance in (0, 4, 10):  # 10 is what it takes unless told otherwise
        found = hasher.find_duplicates(encoding_map=encodings, max_distance_threshold=distance, num_dist_workers=0)
        pairs = {tuple(sorted((one, other))) for one, others in found.items() for other in others}
        right = [copy for copy, (original, _) in copies.items() if tuple(sorted((copy, original))) in pairs]
        print(f"imagededup PHash, {distance} bits: {len(pairs)} pairs, {len(right)} of {len(copies)} planted,",
              f"precision {len(right) / max(1, len(pairs)):.3f}, recall {len(right) / len(copies):.3f},",
              dict(Counter(copies[copy][1] for copy in right)), flush=True)


if __name__ == "__main__":
    cleanlab(sys.argv[1], sys.argv[2])
    imagededup(sys.argv[1])
