"""Opens the network of a run of `pith train --task diffusion` in diffusers, and lets it make images.

    python bench/peers/diffusion.py RUN [--steps 50] [--images 16] [--out images.png]

Prints what was loaded, and fails where a weight is missing or left over, or an image is no number.
"""

import argparse
import json
import math
import pathlib

import numpy as np
import torch
from diffusers import DDIMScheduler, DDPMScheduler, UNet2DModel
from PIL import Image


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("run")
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--images", type=int, default=16)
    parser.add_argument("--out")
    options = parser.parse_args()
    folder = pathlib.Path(options.run) / "diffusion"

    network, info = UNet2DModel.from_pretrained(folder / "unet", output_loading_info=True)
    assert not info["missing_keys"] and not info["unexpected_keys"], info
    DDPMScheduler.from_pretrained(folder / "scheduler")
    scheduler = DDIMScheduler.from_pretrained(folder / "scheduler")
    scheduler.set_timesteps(options.steps)

    generator = torch.Generator().manual_seed(0)
    shape = (options.images, network.config.in_channels, network.config.sample_size, network.config.sample_size)
    classes = network.config.num_class_embeds
    labels = None if classes is None else torch.arange(options.images) % classes
    x = torch.randn(shape, generator=generator)
    with torch.no_grad():
        for t in scheduler.timesteps:
            x = scheduler.step(network(x, t, class_labels=labels).sample, t, x).prev_sample
    assert torch.isfinite(x).all()
    print(json.dumps({
        "weights": sum(p.numel() for p in network.parameters()),
        "scheduler": dict(scheduler.config)["beta_schedule"],
        "mean": float(x.mean()),
        "deviation": float(x.std()),
    }))

    if options.out:
        pixels = ((x.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy()
        side = math.ceil(math.sqrt(options.images))
        pad = np.zeros((side * side - options.images, *pixels.shape[1:]), np.uint8)
        rows = np.concatenate([pixels, pad]).reshape(side, side, *pixels.shape[1:])
        grid = rows.transpose(0, 2, 1, 3, 4).reshape(side * shape[2], side * shape[3], shape[1])
        Image.fromarray(grid.squeeze(-1) if shape[1] == 1 else grid).resize((512, 512), 0).save(options.out)


if __name__ == "__main__":
    main()
