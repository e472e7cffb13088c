import sys, numpy as np
labels, selection = (np.load(f"{sys.argv[1]}/{name}.npy", mmap_mode="r") for name in ("labels", "selection"))
print(f"{len(selection)} of {len(labels)} samples kept, of each class:", np.bincount(labels[selection]))
