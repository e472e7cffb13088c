"""Seconds and loss of every iteration of trajectory matching (MTT) in PyTorch, written the published way: the student's steps are unrolled, and the
graph of all of them is kept until one backward pass.

    trajectory.py FOLDER EXPERT WIDTH IMAGES-PER-CLASS STUDENT-STEPS EXPERT-EPOCHS ITERATIONS RATE IMAGE-RATE

FOLDER holds Fashion-MNIST's IDX files, packed or not, EXPERT is a file of `pith experts` of a convnet. A student starts from the expert's weights
before its training and takes its steps on all synthetic images at once; it should end where the expert was EXPERT-EPOCHS later (Cazenavette et al., CVPR
2022, equation 2). The images start as the first of each class and take a step of SGD, momentum 0.5, an iteration. Prints a line per iteration: seconds and
loss; the last line is the most memory that was held, in MiB.
"""

import json
import pathlib
import resource
import struct
import sys
import time

import numpy
import torch
from condensation_data import fashion_mnist
from torch import nn
from torch.func import functional_call
from training import convnet


def weights(file, epoch):
    """Returns an expert's weights after an epoch, in the order of its network."""
    data = pathlib.Path(file).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    own = sorted((entry["data_offsets"], entry) for name, entry in header.items() if name.startswith(f"{epoch}/"))
    kinds = {"F32": numpy.float32, "F16": numpy.float16}
    return [
        torch.from_numpy(
            numpy.frombuffer(data[8 + length + begin : 8 + length + end], kinds[entry["dtype"]])
            .astype(numpy.float32)
            .reshape(entry["shape"])
        )
        for (begin, end), entry in own
    ]


def main():
    folder, expert = sys.argv[1:3]
    width, per_class, steps, epochs, iterations = map(int, sys.argv[3:8])
    rate, image_rate = map(float, sys.argv[8:10])
    images, labels = fashion_mnist(folder)
    first = [i for c in range(10) for i in torch.nonzero(labels == c).flatten()[:per_class].tolist()]
    synthetic = images[first].clone().requires_grad_(True)
    targets = labels[first]
    optimizer = torch.optim.SGD([synthetic], lr=image_rate, momentum=0.5)
    criterion = nn.CrossEntropyLoss()
    network = nn.Sequential(*convnet(width, 1, 28))
    names = [name for name, _ in network.named_parameters()]
    start, target = weights(expert, 0), weights(expert, epochs)
    apart = sum((a - b).square().sum() for a, b in zip(start, target))
    for _ in range(iterations):
        started = time.perf_counter()
        student = [value.clone().requires_grad_(True) for value in start]
        learned_rate = torch.tensor(rate, requires_grad=True)
        for _ in range(steps):
            said = functional_call(network, dict(zip(names, student)), (synthetic,))
            gradients = torch.autograd.grad(criterion(said, targets), student, create_graph=True)
            student = [value - learned_rate * gradient for value, gradient in zip(student, gradients)]
        loss = sum((a - b).square().sum() for a, b in zip(student, target)) / apart
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        print(f"{time.perf_counter() - started:.3f} {loss.item():.6f}", flush=True)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


main()
