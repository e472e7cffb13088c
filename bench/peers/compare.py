"""Says how many picks of two runs are the same.    compare.py OURS_DIRECTORY THEIRS_DIRECTORY

Counts the positions at which both picked the same id, and the ids that both picked in the same bin.
"""

import sys
from pathlib import Path

import numpy as np


def main(ours, theirs):
    files = sorted(file.name for file in Path(ours).glob("*.npy"))
    pairs = [(np.load(Path(ours) / name), np.load(Path(theirs) / name)) for name in files]
    total = sum(len(mine) for mine, _ in pairs)
    in_order = sum(int((mine == other).sum()) for mine, other in pairs if len(mine) == len(other))
    in_bin = sum(len(np.intersect1d(mine, other)) for mine, other in pairs)
    print(f"same picks: {in_order} of {total} in order, {in_bin} as sets")


if __name__ == "__main__":
    main(*sys.argv[1:])
