"""Runs a peer on a workload's rows and saves what it picked.

    peers.py graphcut PEER FEATURES.npy OUT_DIRECTORY [--bins 10]       PEER: numpy, apricot, submodlib
    peers.py pairs numpy FEATURES.npy OUT_DIRECTORY      all pairs in one product in float32, which picks nothing
    peers.py facility-location PEER FEATURES.npy OUT_DIRECTORY [--budget 1000]       PEER: submodlib, apricot

Prints one line: peer, seconds for the whole work from features to picks, seconds of it for the picking alone.
Writes ids in pick order: bin-000.npy, ... for graphcut and ranking.npy for facility location.
"""

import argparse
import importlib
import time
from pathlib import Path

import numpy as np


class Watch:
    """Adds up the seconds spent inside its `with` blocks."""

    def __init__(self):
        self.seconds = 0.0

    def __enter__(self):
        self.started = time.perf_counter()

    def __exit__(self, *_):
        self.seconds += time.perf_counter() - self.started


def numpy_graphcut(similarity, count, picking):
    """Naive greedy that sums the chosen rows anew at each pick, with the published gain."""
    with picking:
        total = similarity.sum(axis=0)
        chosen = np.zeros(len(similarity), dtype=bool)
        picks = []
        for _ in range(count):
            rest = np.flatnonzero(~chosen)
            gain = total[rest] - 2 * similarity[np.ix_(chosen, rest)].sum(axis=0)
            pick = rest[np.argmax(gain)]
            chosen[pick] = True
            picks.append(pick)
        return picks


def apricot_graphcut(similarity, count, picking):
    """apricot's naive greedy. Its gain has the term -s(x, x), the same for all x where rows have unit length.

    It refuses negative similarities, so those are shifted; a shift moves every gain of a step alike.
    """
    from apricot import GraphCutSelection

    shifted = similarity - min(0.0, similarity.min())
    with picking:
        selector = GraphCutSelection(count, metric="precomputed", alpha=1, optimizer="naive")
        return selector.fit(shifted).ranking


def submodlib_graphcut(similarity, count, picking):
    """submodlib's naive greedy. Its gain has the term -s(x, x) too; it cannot pick all, so the last is added here."""
    from submodlib import GraphCutFunction

    function = GraphCutFunction(n=len(similarity), mode="dense", lambdaVal=1.0, ggsijs=similarity)
    with picking:
        picks = [
            pick
            for pick, _ in function.maximize(
                budget=min(count, len(similarity) - 1), optimizer="NaiveGreedy", show_progress=False
            )
        ]
    return picks + sorted(set(range(len(similarity))) - set(picks))[: count - len(picks)]


def submodlib_facility_location(similarity, budget, picking):
    """submodlib's lazy greedy in C++ on the similarities as they are."""
    from submodlib import FacilityLocationFunction

    function = FacilityLocationFunction(n=len(similarity), mode="dense", separate_rep=False, sijs=similarity)
    with picking:
        return [pick for pick, _ in function.maximize(budget=budget, optimizer="LazyGreedy", show_progress=False)]


def apricot_facility_location(similarity, budget, picking):
    """apricot's lazy greedy, compiled by numba; a small run first compiles it."""
    from apricot import FacilityLocationSelection

    def select(matrix, count):
        return FacilityLocationSelection(count, metric="precomputed", optimizer="lazy").fit(matrix).ranking

    select(similarity[:50, :50].copy(), 2)
    with picking:
        return select(similarity, budget)


GRAPHCUT = {"numpy": numpy_graphcut, "apricot": apricot_graphcut, "submodlib": submodlib_graphcut}
FACILITY_LOCATION = {"submodlib": submodlib_facility_location, "apricot": apricot_facility_location}


def graphcut(peer, features, bins, out, picking):
    """Recursive binning: every bin is picked from what the bins before it left, with sums taken anew."""
    # Picks are compared one by one, so similarities are made in double: in float32, near ties fall either way.
    rows = features.astype(np.float64)
    similarity = rows @ rows.T
    pool = np.arange(len(rows))
    for number in range(bins):
        count = len(rows) * (number + 1) // bins - len(rows) * number // bins
        picks = np.asarray(GRAPHCUT[peer](similarity[np.ix_(pool, pool)], count, picking))
        np.save(out / f"bin-{number:03d}.npy", pool[picks])
        pool = np.delete(pool, picks)


def facility_location(peer, features, budget, out, picking):
    """One ranking under s = 0.5 + 0.5 cos; rows have unit length."""
    rows = features.astype(np.float64)
    similarity = 0.5 + 0.5 * (rows @ rows.T)
    np.save(out / "ranking.npy", np.asarray(FACILITY_LOCATION[peer](similarity, budget, picking)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", choices=["graphcut", "facility-location", "pairs"])
    parser.add_argument("peer", choices=["numpy", "apricot", "submodlib"])
    parser.add_argument("features", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--bins", type=int, default=10)
    parser.add_argument("--budget", type=int, default=1000)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    importlib.import_module(arguments.peer)  # numba takes seconds to load, which is nobody's picking
    features = np.load(arguments.features)
    whole, picking = Watch(), Watch()
    with whole:
        if arguments.work == "graphcut":
            graphcut(arguments.peer, features, arguments.bins, arguments.out, picking)
        elif arguments.work == "pairs":
            features @ features.T
        else:
            facility_location(arguments.peer, features, arguments.budget, arguments.out, picking)
    print(f"{arguments.peer} {whole.seconds:.3f} {picking.seconds:.3f}")


if __name__ == "__main__":
    main()
