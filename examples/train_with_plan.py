"""InfoBatch for a training loop in Python: softmax regression in NumPy, on every sample and by Pith's plans.

    python train_with_plan.py FOLDER PITH...             # one call of pith for each epoch
    python train_with_plan.py FOLDER --follow PITH...    # pith stays beside the loop

FOLDER holds plans, losses and the loop's own checkpoint: killed at any moment, the same command goes on. PITH... is the
command, such as ./pith.
"""

import os, subprocess, sys
import numpy as np

SAMPLES, EPOCHS, BATCH, CLASSES, RATE = 6000, 16, 50, 4, 0.5


def save(file, array):
    """Whole or not at all, as pith writes its own files."""
    with open(file + ".part", "wb") as out:
        np.save(out, array)
    os.replace(file + ".part", file)


def one_by_one(pith, folder, begin):
    """Asks for the plan of each epoch when it begins."""
    for epoch in range(begin, EPOCHS):
        subprocess.run(command(pith, folder, epoch), check=True, stdout=subprocess.DEVNULL)
        yield epoch, np.load(f"{folder}/plan-{epoch:03d}.npz")


def followed(pith, folder, begin):
    """Lets pith stay: it prints the file of the next plan when a line tells it that the losses are there."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command(pith, folder, begin) + ["--follow"], stdin=pipe, stdout=pipe, text=True) as process:
        for epoch, file in zip(range(begin, EPOCHS), process.stdout):
            yield epoch, np.load(file.strip())
            print(file=process.stdin, flush=True)
        process.stdin.close()
    if process.returncode:
        sys.exit(process.returncode)


def command(pith, folder, epoch):
    return pith + f"plan --samples {SAMPLES} --epochs {EPOCHS} --seed 1 --next {epoch} -o".split() + [folder]


def everything():
    random = np.random.default_rng(1)
    for epoch in range(EPOCHS):
        yield epoch, {"order": random.permutation(SAMPLES), "weights": np.ones(SAMPLES, np.float32)}


def data(seed):
    random = np.random.default_rng(seed)
    x = random.normal(size=(SAMPLES, 20)).astype(np.float32)
    noise = random.gumbel(scale=0.5, size=(SAMPLES, CLASSES))
    return x, np.argmax(x[:, :CLASSES] * 2 + x[:, 4 : 4 + CLASSES] + noise, axis=1)


def step(model, x, labels, weights):
    """Minimizes the mean of weight * loss; returns the losses before weighting."""
    logits = x @ model
    logits -= logits.max(axis=1, keepdims=True)
    logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    slopes = (np.exp(logs) - np.eye(CLASSES)[labels]) * weights[:, None] / len(x)
    model -= RATE * x.T @ slopes
    return -logs[np.arange(len(x)), labels]


def train(plans, folder=None, model=None, seen=0):
    x, labels = data(1)
    model = np.zeros((x.shape[1], CLASSES)) if model is None else model
    for epoch, plan in plans:
        order, weights = plan["order"], plan["weights"]
        losses = np.full(len(order), np.nan, np.float32)
        for b in range(0, len(order), BATCH):
            ids = order[b : b + BATCH]
            losses[b : b + BATCH] = step(model, x[ids], labels[ids], weights[b : b + BATCH])
        seen += len(order)
        if folder:
            save(f"{folder}/losses-{epoch:03d}.npy", losses)
            save(f"{folder}/model.npy", np.append(model.ravel(), [epoch + 1, seen]))
    x, labels = data(2)
    return f"{seen} samples seen, {100 * np.mean(np.argmax(x @ model, axis=1) == labels):.1f} % right"


if __name__ == "__main__":
    folder, *pith = sys.argv[1:]
    plans = one_by_one
    if pith[0] == "--follow":
        plans, pith = followed, pith[1:]
    os.makedirs(folder, exist_ok=True)
    model, epoch, seen = None, 0, 0
    if os.path.exists(f"{folder}/model.npy"):
        *model, epoch, seen = np.load(f"{folder}/model.npy")
        model, epoch, seen = np.reshape(model, (-1, CLASSES)), int(epoch), int(seen)
    print("every sample:", train(everything()))
    print("InfoBatch:   ", train(plans(pith, folder, epoch), folder, model, seen))
