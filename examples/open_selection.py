import sys, numpy as np
features, selection = (np.load(f"{sys.argv[1]}/{name}.npy", mmap_mode="r") for name in ("features", "selection"))
print(f"{len(selection)} of {len(features)} samples kept:", features[selection].shape)
