"""Greedy picks of set functions by apricot and submodlib, beside those of the formulas themselves, as golden values.

    functions.py OUT_DIRECTORY        as it stands: core/src/test/resources/golden/peers/functions

Writes features.npy (40 x 6), queries.npy (5 x 6), privates.npy (4 x 6), counts.npy (40 x 6, not negative), probabilities.npy
(40 x 8) and functions.json: for each function the peer, ids and gains of the formula in double, and what the peer said.
A peer agrees when its gains are within 1e-4 of the largest (submodlib computes in float32) and it picks the same ids, or others
of equal gain: submodlib takes the highest id of a tie, which is its whole first pick in a disparity sum. There its value of the
formula's picks is compared in place of its own picks.

What is adjusted, because submodlib is off or defines it otherwise:
- graph cut's mutual information lacks the factor of 2 lambda that its documentation has; it is the same for all samples;
- graph cut's conditional gain has the term - s(x, x), which Pith leaves out as published (GraphCut), here 1 for all samples;
- the disparity sum takes similarities in [0, 1] alone, so distances are halved for it.
"""

import contextlib
import io
import json
import sys
import types
from pathlib import Path

import numpy as np
import scipy.sparse

if not hasattr(scipy.sparse, "csr"):  # submodlib looks there
    scipy.sparse.csr = types.SimpleNamespace(csr_matrix=scipy.sparse.csr_matrix)

BUDGET = 12
RIDGE = 0.001
ALPHA = 0.1


def greedy(f, n):
    """Naive greedy by the function itself, ties to the lowest id."""
    ids, gains = [], []
    for _ in range(BUDGET):
        before = f(ids)
        best = max((x for x in range(n) if x not in ids), key=lambda x: (f(ids + [x]) - before, -x))
        gains.append(float(f(ids + [best]) - before))
        ids.append(best)
    return ids, gains


def kernel(a, b):
    a = a / np.linalg.norm(a, axis=1, keepdims=True)
    b = b / np.linalg.norm(b, axis=1, keepdims=True)
    return 0.5 + 0.5 * (a @ b.T)


def ridged(k):
    return k + RIDGE * np.eye(len(k))


def logdet(k):
    return np.linalg.slogdet(k)[1] if len(k) else 0.0


def apricot(selection, rows):
    selection.fit(rows)
    return [int(i) for i in selection.ranking], [float(g) for g in selection.gains]


def values(function, picks, scale):
    """Returns what each of the formula's picks adds to submodlib's value, and the picks."""
    sums = [0.0] + [scale * function.evaluate(set(picks[: k + 1])) for k in range(len(picks))]
    return picks, list(np.diff(sums))


def submodlib(function):
    with contextlib.redirect_stdout(io.StringIO()):
        picks = function.maximize(
            budget=BUDGET, optimizer="NaiveGreedy", stopIfZeroGain=False, stopIfNegativeGain=False, show_progress=False
        )
    return [int(i) for i, _ in picks], [float(g) for _, g in picks]


def adjusted(picks, factor, constant):
    return picks[0], [factor * gain + constant for gain in picks[1]]


def cases(x, q, p, counts, probabilities):
    """Yields name, formula, peer's name and what runs the peer."""
    import apricot as ap
    import submodlib as sl

    n, nq, np_ = len(x), len(q), len(p)
    vv, vq, vp, qq, pp, qp = kernel(x, x), kernel(x, q), kernel(x, p), kernel(q, q), kernel(p, p), kernel(q, p)
    pairs = dict(optimizer="naive")

    for name, concave, word in (
        ("feature-based sqrt", np.sqrt, "sqrt"),
        ("feature-based log", np.log1p, "log"),
        ("feature-based saturating", lambda c: c / (1 + c), "sigmoid"),
    ):
        yield (
            name,
            lambda s, g=concave: g(counts[s].sum(0)).sum(),
            "apricot",
            lambda w=word: apricot(ap.FeatureBasedSelection(BUDGET, concave_func=w, **pairs), counts),
        )
    cap = ALPHA * vv.sum(1)
    yield (
        "saturated-coverage",
        lambda s: np.minimum(vv[:, s].sum(1), cap).sum(),
        "apricot",
        lambda: apricot(ap.SaturatedCoverageSelection(BUDGET, metric="precomputed", alpha=ALPHA, **pairs), vv),
    )
    worth = np.arange(1.0, probabilities.shape[1] + 1)
    shown = probabilities > 0.8
    yield (
        "set-coverage",
        lambda s: (worth * shown[s].any(0)).sum(),
        "submodlib",
        lambda: submodlib(
            sl.SetCoverFunction(n, [set(np.flatnonzero(r).tolist()) for r in shown], len(worth), worth.tolist())
        ),
    )
    yield (
        "probabilistic-set-coverage",
        lambda s: (worth * (1 - np.prod(1 - probabilities[s], axis=0))).sum(),
        "submodlib",
        lambda: submodlib(
            sl.ProbabilisticSetCoverFunction(n, probabilities.tolist(), len(worth), worth.tolist())
        ),
    )
    unit = x / np.linalg.norm(x, axis=1, keepdims=True)
    far = np.linalg.norm(unit[:, None] - unit[None], axis=2)
    yield (
        "disparity-sum",
        lambda s: far[np.ix_(s, s)].sum() / 2,
        "submodlib",
        lambda ids: values(sl.DisparitySumFunction(n, "dense", sijs=1 - far / 2), ids, 2),
    )

    def best(k, s):
        return k[:, s].max(1) if len(s) else np.zeros(len(k))

    near, away = vq.max(1), vp.max(1)
    yield (
        "facility-location query",
        lambda s: np.minimum(best(vv, s), near).sum(),
        "submodlib",
        lambda: submodlib(sl.FacilityLocationMutualInformationFunction(n, nq, data_sijs=vv, query_sijs=vq)),
    )
    yield (
        "flqmi query",
        lambda s: best(vq.T, s).sum() + near[s].sum(),
        "submodlib",
        lambda: submodlib(sl.FacilityLocationVariantMutualInformationFunction(n, nq, query_sijs=vq)),
    )
    yield (
        "facility-location private",
        lambda s: np.maximum(best(vv, s) - away, 0).sum(),
        "submodlib",
        lambda: submodlib(sl.FacilityLocationConditionalGainFunction(n, np_, data_sijs=vv, private_sijs=vp)),
    )
    yield (
        "facility-location query private",
        lambda s: np.maximum(np.minimum(best(vv, s), near) - away, 0).sum(),
        "submodlib",
        lambda: submodlib(
            sl.FacilityLocationConditionalMutualInformationFunction(
                n, nq, np_, data_sijs=vv, query_sijs=vq, private_sijs=vp
            )
        ),
    )
    yield (
        "graphcut query",
        lambda s: 2 * vq[s].sum(),
        "submodlib",
        lambda: adjusted(submodlib(sl.GraphCutMutualInformationFunction(n, nq, query_sijs=vq)), 2, 0),
    )
    # Pith's gain has lambda before the pool and no term - s(x, x), here 1 of every sample.
    yield (
        "graphcut private",
        lambda s: vv[:, s].sum() - vv[np.ix_(s, s)].sum() - 2 * vp[s].sum() + len(s),
        "submodlib",
        lambda: adjusted(
            submodlib(sl.GraphCutConditionalGainFunction(n, np_, 1.0, data_sijs=vv, private_sijs=vp)), 1, 1
        ),
    )

    every = ridged(np.block([[vv, vq, vp], [vq.T, qq, qp], [vp.T, qp.T, pp]]))
    queries, privates = list(range(n, n + nq)), list(range(n + nq, n + nq + np_))

    def f(s):
        return logdet(every[np.ix_(s, s)])

    yield (
        "log-determinant query",
        lambda s: f(s) + f(queries) - f(s + queries),
        "submodlib",
        lambda: submodlib(
            sl.LogDeterminantMutualInformationFunction(
                n, nq, RIDGE, data_sijs=vv, query_sijs=vq, query_query_sijs=qq
            )
        ),
    )
    yield (
        "log-determinant private",
        lambda s: f(s + privates) - f(privates),
        "submodlib",
        lambda: submodlib(
            sl.LogDeterminantConditionalGainFunction(
                n, np_, RIDGE, data_sijs=vv, private_sijs=vp, private_private_sijs=pp
            )
        ),
    )
    yield (
        "log-determinant query private",
        lambda s: f(s + privates) + f(queries + privates) - f(s + queries + privates) - f(privates),
        "submodlib",
        lambda: submodlib(
            sl.LogDeterminantConditionalMutualInformationFunction(
                n,
                nq,
                np_,
                RIDGE,
                data_sijs=vv,
                query_sijs=vq,
                query_query_sijs=qq,
                private_sijs=vp,
                private_private_sijs=pp,
                query_private_sijs=qp,
            )
        ),
    )


def main(out):
    random = np.random.default_rng(7)
    centers = random.normal(size=(4, 6)) * 1.5
    x = (centers[random.integers(4, size=40)] + random.normal(size=(40, 6))).astype(np.float32)
    q = (centers[0] + random.normal(size=(5, 6))).astype(np.float32)
    p = (centers[1] + random.normal(size=(4, 6))).astype(np.float32)
    counts = random.gamma(0.7, 2, size=(40, 6)).astype(np.float32)
    probabilities = random.random(size=(40, 8)).astype(np.float32)
    for name, array in dict(
        features=x, queries=q, privates=p, counts=counts, probabilities=probabilities
    ).items():
        np.save(out / f"{name}.npy", array)
    found = {}
    doubles = [a.astype(np.float64) for a in (x, q, p, counts, probabilities)]
    for name, formula, peer, run in cases(*doubles):
        ids, gains = greedy(formula, 40)
        theirs, their_gains = run(ids) if run.__code__.co_varnames[:1] == ("ids",) else run()
        close = len(theirs) == len(ids) and np.abs(np.subtract(gains, their_gains)).max() <= 1e-4 * max(map(abs, gains))
        said = "differs" if not close else "agrees" if theirs == ids else "agrees but for ties"
        print(f"{name}: {peer} {said}")
        if said == "differs":
            print("  formula", ids, [round(g, 4) for g in gains])
            print("  " + peer, theirs, [round(float(g), 4) for g in their_gains])
        found[name] = dict(peer=peer, said=said, ids=ids, gains=gains)
    (out / "functions.json").write_text(
        "{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(case)}" for name, case in found.items()) + "\n}\n"
    )


if __name__ == "__main__":
    directory = Path(sys.argv[1])
    directory.mkdir(parents=True, exist_ok=True)
    main(directory)
