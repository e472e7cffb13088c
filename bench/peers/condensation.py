"""Seconds and distance of every iteration of gradient matching (DC, one image per class) in PyTorch, written the usual way.

    condensation.py FOLDER NETWORK-WIDTH REAL-BATCH ITERATIONS

FOLDER holds Fashion-MNIST's IDX files, packed or not. An iteration is a convnet with new random weights; for each class, the gradient of
the loss on REAL-BATCH random images of it and that of the loss on its synthetic image are compared by the paper's distance (Zhao et al., ICLR
2021, equation 9); then the images take one step of SGD. They start as the first image of each class. Prints a line per iteration: seconds and the mean distance of a class.
"""

import sys
import time

import torch
from condensation_data import fashion_mnist
from torch import nn
from training import convnet


def distance(synthetic, real):
    total = 0
    for a, b in zip(synthetic, real):
        if b.dim() >= 2:
            a, b = a.reshape(len(a), -1), b.reshape(len(b), -1)
            total = total + (1 - (a * b).sum(-1) / (a.norm(dim=-1) * b.norm(dim=-1) + 1e-6)).sum()
    return total


def main():
    folder, width, batch, iterations = sys.argv[1], *map(int, sys.argv[2:5])
    torch.manual_seed(0)
    images, labels = fashion_mnist(folder)
    of_class = [torch.nonzero(labels == c).flatten() for c in range(10)]

    def draw(c, count):
        return images[of_class[c][torch.randperm(len(of_class[c]))[:count]]]

    synthetic = torch.stack([images[of_class[c][0]] for c in range(10)]).requires_grad_(True)
    optimizer = torch.optim.SGD([synthetic], lr=0.1, momentum=0.5)
    criterion = nn.CrossEntropyLoss()
    for _ in range(iterations):
        started = time.perf_counter()
        network = nn.Sequential(*convnet(width, 1, 28))
        parameters = list(network.parameters())
        loss = torch.tensor(0.0)
        for c in range(10):
            real = torch.autograd.grad(criterion(network(draw(c, batch)), torch.full((batch,), c)), parameters)
            learned = criterion(network(synthetic[c : c + 1]), torch.full((1,), c))
            loss = loss + distance(
                torch.autograd.grad(learned, parameters, create_graph=True), [gradient.detach() for gradient in real]
            )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        print(f"{time.perf_counter() - started:.3f} {loss.item() / 10:.4f}", flush=True)


main()
