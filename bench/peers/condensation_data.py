"""Fashion-MNIST as the scripts of condensation read it."""

import gzip
import pathlib

import numpy
import torch


def read(folder, name, skip):
    file = pathlib.Path(folder) / name
    data = file.read_bytes() if file.exists() else gzip.decompress(file.with_name(name + ".gz").read_bytes())
    return numpy.frombuffer(data, numpy.uint8, offset=skip)


def fashion_mnist(folder):
    """Returns the normalized training images, float32[60000, 1, 28, 28], and their labels."""
    pixels = torch.from_numpy(read(folder, "train-images-idx3-ubyte", 16).copy()).reshape(-1, 1, 28, 28)
    images = (pixels.float() / 255 - 0.2861) / 0.3530
    return images, torch.from_numpy(read(folder, "train-labels-idx1-ubyte", 8).copy()).long()
