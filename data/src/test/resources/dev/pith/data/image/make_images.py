"""Makes the images beside it: one picture, 40 x 24, in the forms that files have. Needs Pillow, NumPy and tifffile."""

import pathlib

import numpy as np
import tifffile
from PIL import Image

here = pathlib.Path(__file__).parent
y, x = np.mgrid[0:24, 0:40]
rgb = Image.fromarray(np.stack([x * 6, y * 10, (x + y) * 4], -1).astype(np.uint8))
alpha = Image.fromarray((x * 6).astype(np.uint8))

for name in ("rgb.png", "rgb.bmp", "rgb.ppm"):
    rgb.save(here / name)
rgb.save(here / "rgb.tif", compression="tiff_lzw")
rgb.save(here / "rgb.jpg", quality=95)
rgb.save(here / "progressive.jpg", quality=95, progressive=True)
rgb.save(here / "lossless.webp", lossless=True)
rgb.save(here / "lossy.webp", quality=90)
rgb.convert("CMYK").save(here / "cmyk.jpg", quality=95)
rgb.convert("CMYK").save(here / "cmyk.tif")
rgb.convert("1").save(here / "one.png")

exif = Image.Exif()
exif[0x0112] = 6  # turn by 90 degrees
rgb.save(here / "rotated.jpg", quality=95, exif=exif)

grey = rgb.convert("L")
grey.save(here / "grey.jpg", quality=95)
for name in ("grey.png", "grey.pgm", "grey.tif"):
    grey.save(here / name)
Image.fromarray((x * 1600 + y).astype(np.uint16)).save(here / "grey16.png")

rgba = rgb.convert("RGBA")
rgba.putalpha(alpha)
rgba.save(here / "rgba.png")
rgba.save(here / "rgba.webp", lossless=True)
la = grey.convert("LA")
la.putalpha(alpha)
la.save(here / "la.png")

palette = rgb.quantize(16)
palette.save(here / "palette.png")
palette.save(here / "palette.gif")
palette.save(here / "ptrans.png", transparency=3)
palette.save(here / "anim.gif", save_all=True, append_images=[grey.convert("P")])

# What is turned, by every form of file that can say so.
rgb.save(here / "rotated.png", exif=exif)
rgb.save(here / "rotated.webp", lossless=True, exif=exif)
rgb.save(here / "rotated.tif", compression="tiff_lzw", exif=exif)

# A first frame of 4 x 4 at (4, 4) of a canvas of 16 x 12.
first = Image.new("RGBA", (16, 12), (0, 0, 0, 0))
first.paste((255, 0, 0, 255), (4, 4, 8, 8))
second = Image.new("RGBA", (16, 12), (0, 0, 0, 0))
second.paste((0, 255, 0, 255), (2, 2, 16, 12))
first.save(here / "anim.webp", save_all=True, append_images=[second], lossless=True, duration=100)
first.save(here / "anim.png", save_all=True, append_images=[second])

# TIFFs of other bands, samples and pages.
picture = np.asarray(rgb)
bands = np.concatenate([picture] * 5, -1)
tifffile.imwrite(here / "bands13.tif", bands[:8, :8, :13], photometric="minisblack", planarconfig="contig")
tifffile.imwrite(here / "bands5.tif", bands[:8, :8, :5], photometric="rgb", planarconfig="contig")
tifffile.imwrite(here / "bands2.tif", bands[:8, :8, :2], photometric="minisblack", planarconfig="contig")
tifffile.imwrite(here / "la.tif", bands[:8, :8, :2], photometric="minisblack", planarconfig="contig", extrasamples=["unassalpha"])
multiplied = np.array([[[100, 50, 0, 100], [10, 20, 30, 60], [7, 8, 9, 0]]], np.uint8)
tifffile.imwrite(here / "multiplied.tif", multiplied, photometric="rgb", planarconfig="contig", extrasamples=["assocalpha"])
tifffile.imwrite(here / "pages.tif", np.stack([picture[:8, :8]] * 3), photometric="rgb")
tifffile.imwrite(here / "big.tif", picture, photometric="rgb", bigtiff=True)
tifffile.imwrite(here / "signed.tif", picture[:8, :8, 0].astype(np.int8), photometric="minisblack")
tifffile.imwrite(here / "float.tif", picture[:8, :8, 0].astype(np.float32), photometric="minisblack")
tifffile.imwrite(here / "deep32.tif", picture[:8, :8, 0].astype(np.uint32), photometric="minisblack")
with tifffile.TiffWriter(here / "pyramid.tif") as pyramid:
    pyramid.write(picture, photometric="rgb")
    pyramid.write(picture[::2, ::2], photometric="rgb", subfiletype=1)
