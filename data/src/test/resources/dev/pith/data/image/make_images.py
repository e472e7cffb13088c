"""Makes the images beside it: one picture, 40 x 24, in the forms that files have. Needs Pillow and NumPy."""

import pathlib

import numpy as np
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
