"""Makes the MATLAB files beside it: three images in the form of SVHN. Needs SciPy."""

import pathlib

import numpy as np
from scipy.io import savemat

here = pathlib.Path(__file__).parent
y, x, c, i = np.mgrid[0:32, 0:32, 0:3, 0:3]
images = (x * 3 + y * 5 + c * 40 + i * 7).astype(np.uint8)
labels = np.array([[1], [9], [10]])
savemat(here / "compressed.mat", {"X": images, "y": labels.astype(np.float64)}, do_compression=True)
savemat(here / "plain.mat", {"X": images, "y": labels.astype(np.uint8)}, do_compression=False)
