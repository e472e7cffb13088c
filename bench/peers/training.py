"""Images per second of a PyTorch training loop and of embedding extraction, written the usual way.

    training.py NETWORK SIZE BATCH STEPS REPEATS [--channels-last] [--embed]

Prints one number per repetition: images per second. NETWORK is convnet-width32, convnet (width 128) or resnet18-bn to classify; unet or
lraspp_mobilenet_v3_large (torchvision's) to tell pixels; unet2d-width16 (diffusers') to tell noise. The images are random bytes, held in memory as
bytes and normalized in the data loader, as a torchvision data set does.
"""

import argparse
import time

import torch
import torch.nn.functional as functional
from torch import nn
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, count, channels, size, labelled_pixels):
        generator = torch.Generator().manual_seed(1)
        self.pixels = torch.randint(0, 256, (count, channels, size, size), dtype=torch.uint8, generator=generator)
        self.labels = torch.randint(0, 10, (count, size, size) if labelled_pixels else (count,), generator=generator)

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        return (self.pixels[i].float() / 255 - 0.2861) / 0.3530, self.labels[i]


def convnet(width, channels, size):
    layers = []
    inside = channels
    side = size + 4 if size == 28 else size
    for depth in range(3):
        padding = 3 if depth == 0 and size == 28 else 1
        layers += [
            nn.Conv2d(inside, width, 3, padding=padding),
            nn.GroupNorm(width, width),
            nn.ReLU(inplace=True),
            nn.AvgPool2d(2),
        ]
        inside = width
        side //= 2
    return nn.Sequential(*layers, nn.Flatten()), nn.Linear(width * side * side, 10)


class Residual(nn.Module):
    def __init__(self, inside, outside, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, outside, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outside)
        self.conv2 = nn.Conv2d(outside, outside, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outside)
        self.shortcut = nn.Sequential()
        if stride != 1 or inside != outside:
            self.shortcut = nn.Sequential(nn.Conv2d(inside, outside, 1, stride, bias=False), nn.BatchNorm2d(outside))

    def forward(self, x):
        y = functional.relu(self.bn1(self.conv1(x)))
        return functional.relu(self.bn2(self.conv2(y)) + self.shortcut(x))


def resnet18(channels):
    layers = [nn.Conv2d(channels, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU()]
    inside = 64
    for outside, stride in ((64, 1), (128, 2), (256, 2), (512, 2)):
        layers += [Residual(inside, outside, stride), Residual(outside, outside, 1)]
        inside = outside
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten()), nn.Linear(512, 10)


def twice(inside, outside):
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, padding=1, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(),
        nn.Conv2d(outside, outside, 3, padding=1, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, channels, widths=(16, 32, 64, 128)):
        super().__init__()
        self.encoder = nn.ModuleList(twice(a, b) for a, b in zip((channels, *widths), widths))
        self.decoder = nn.ModuleList(twice(a + b, b) for a, b in zip(widths[:0:-1], widths[-2::-1]))
        self.head = nn.Conv2d(widths[0], 10, 1)

    def forward(self, x):
        maps = []
        for i, stage in enumerate(self.encoder):
            x = stage(functional.max_pool2d(x, 2) if i else x)
            maps.append(x)
        for stage, same in zip(self.decoder, maps[-2::-1]):
            up = functional.interpolate(x, same.shape[2:], mode="bilinear", align_corners=False)
            x = stage(torch.cat((up, same), 1))
        return self.head(x)


class Noise(nn.Module):
    """The loss of DDPM by a network of diffusers, with a running mean of its weights as training_utils keeps it."""

    def __init__(self, channels, size, width):
        super().__init__()
        import diffusers
        from diffusers.training_utils import EMAModel

        self.schedule = diffusers.DDPMScheduler()
        self.network = diffusers.UNet2DModel(
            sample_size=size,
            in_channels=channels,
            out_channels=channels,
            layers_per_block=1,
            block_out_channels=(width, 2 * width, 2 * width),
            down_block_types=("DownBlock2D", "DownBlock2D", "AttnDownBlock2D"),
            up_block_types=("AttnUpBlock2D", "UpBlock2D", "UpBlock2D"),
            norm_num_groups=8,
            attention_head_dim=8,
            num_class_embeds=10,
        )
        self.average = EMAModel(self.network.parameters(), use_ema_warmup=True)

    def loss(self, x, y):
        noise = torch.randn_like(x)
        times = torch.randint(0, 1000, (len(x),))
        return functional.mse_loss(self.network(self.schedule.add_noise(x, noise, times), times, class_labels=y).sample, noise)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("network")
    parser.add_argument("size", type=int)
    parser.add_argument("batch", type=int)
    parser.add_argument("steps", type=int)
    parser.add_argument("repeats", type=int)
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--embed", action="store_true")
    arguments = parser.parse_args()
    torch.manual_seed(0)
    channels = 1 if arguments.size == 28 else 3
    of_pixels = arguments.network in ("unet", "lraspp_mobilenet_v3_large")
    body = None
    if arguments.network == "resnet18-bn":
        body, head = resnet18(channels)
        network = nn.Sequential(body, head)
    elif arguments.network == "unet":
        network = UNet(channels)
    elif arguments.network == "lraspp_mobilenet_v3_large":
        from torchvision.models.segmentation import lraspp_mobilenet_v3_large

        network = lraspp_mobilenet_v3_large(weights=None, weights_backbone=None, num_classes=10)
    elif arguments.network.startswith("unet2d-width"):
        network = Noise(channels, arguments.size, int(arguments.network[len("unet2d-width"):]))
    else:
        body, head = convnet(32 if arguments.network.endswith("32") else 128, channels, arguments.size)
        network = nn.Sequential(body, head)
    layout = torch.channels_last if arguments.channels_last else torch.contiguous_format
    network = network.to(memory_format=layout)

    def loss_of(x, y):
        if isinstance(network, Noise):
            return network.loss(x, y)
        scores = network(x)
        return functional.cross_entropy(scores["out"] if isinstance(scores, dict) else scores, y)

    images = Images(arguments.batch * arguments.steps, channels, arguments.size, of_pixels)
    loader = DataLoader(images, batch_size=arguments.batch, shuffle=not arguments.embed)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
    for repeat in range(arguments.repeats + 1):
        started = time.perf_counter()
        if arguments.embed:
            network.eval()
            with torch.no_grad():
                for x, _ in loader:
                    body(x.to(memory_format=layout))
        else:
            network.train()
            for x, y in loader:
                optimizer.zero_grad()
                loss_of(x.to(memory_format=layout), y).backward()
                optimizer.step()
                if isinstance(network, Noise):
                    network.average.step(network.network.parameters())
        if repeat > 0:  # the first warms up
            print(f"{len(images) / (time.perf_counter() - started):.1f}", flush=True)


if __name__ == "__main__":
    main()
