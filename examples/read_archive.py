"""Reads a patch archive (docs/patch-archive.md): python read_archive.py archive.pith [FOLDER]

Prints what it holds; with FOLDER, writes its images there, dropped patches black. Needs NumPy, zstandard and Pillow.
"""
import io, json, struct, sys
from pathlib import Path
import numpy as np, zstandard
from PIL import Image


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at, value, shift = at + 1, value | (byte & 0x7F) << shift, shift + 7
        if byte < 0x80:
            return value, at


def signed(data, at):
    value, at = varint(data, at)
    return value >> 1 ^ -(value & 1), at


def predicted(plane, y, x, filter):
    if filter == 0 or y == x == 0:
        return 0
    if y == 0 or x == 0:
        a = b = c = int(plane[y, x - 1] if y == 0 else plane[y - 1, x])
    else:
        a, b, c = int(plane[y, x - 1]), int(plane[y - 1, x]), int(plane[y - 1, x - 1])
    if filter < 4:
        return (a, b, (a + b) // 2)[filter - 1]
    return min((abs(b - c), 0, a), (abs(a - c), 1, b), (abs(a + b - 2 * c), 2, c))[2]


class PatchArchive:
    def __init__(self, path):
        self.data = Path(path).read_bytes()
        assert self.data[:8] == b"\x89PTH\r\n\x1a\n", f"{path} is no patch archive"
        texts, shared, self.count, index = struct.unpack_from("<IIIQ", self.data, 8)
        self.header = json.loads(self.data[28 : 28 + texts])
        self.shared = self.data[28 + texts : 28 + texts + shared]
        at, self.places = 28 + texts + shared + 4, []
        for _ in range(self.count):
            length, index = varint(self.data, index)
            for _ in range(1 + self.header["labelled"]):  # id and label are in the record, too
                _, index = signed(self.data, index)
            self.places.append((at, length))
            at += length

    def __len__(self):
        return self.count

    def __getitem__(self, position):
        """Returns id, label (None without), key, image (uint8[h, w, 1 or 3]) and kept pixels (bool[h, w])."""
        at, length = self.places[position]
        end, header = at + length - 4, self.header
        _, at = varint(self.data, at + 1)
        flags = self.data[at]
        id, at = varint(self.data, at + 1)
        label, key = None, str(id)
        if header["labelled"]:
            label, at = signed(self.data, at)
        if flags >> 6:
            size, at = varint(self.data, at)
            key, at = self.data[at : at + size].decode(), at + size
            if flags >> 6 == 1:
                key = header["classes"][label] + "/" + key
        height, width, rows, columns = (header[name] for name in ("height", "width", "rows", "columns"))
        patches = np.ones(rows * columns, bool)
        if not flags & 2:
            size = (len(patches) + 7) // 8
            bits = np.frombuffer(self.data, np.uint8, size, at)
            patches, at = np.unpackbits(bits, bitorder="little")[: len(patches)].astype(bool), at + size
        row = ((np.arange(height) + 1) * rows - 1) // height
        column = ((np.arange(width) + 1) * columns - 1) // width
        kept = patches[row[:, None] * columns + column]
        image = self.pixels(self.data[at:end], flags >> 2 & 15, 3 if flags & 1 else 1, kept)
        return id, label, key, image, kept

    def pixels(self, payload, variant, channels, kept):
        if self.header["codec"] == "lossless":
            return self.lossless(payload, variant, channels, kept)
        if self.header["codec"] == "webp":
            padded = payload + b"\0" * (len(payload) % 2)
            payload = b"RIFF" + struct.pack("<I", 12 + len(padded)) + b"WEBPVP8 " + struct.pack("<I", len(payload)) + padded
        elif variant == 0:
            grey = struct.unpack_from("<H", self.shared)[0]
            payload = self.shared[2 : 2 + grey] + payload if channels == 1 else self.shared[2 + grey :] + payload
            payload += b"\xff\xd9"
        image = np.array(Image.open(io.BytesIO(payload)))
        image = image[:, :, None] if image.ndim == 2 else image
        return image if image.shape[2] == channels else image[:, :, 1:2]

    def lossless(self, payload, variant, channels, kept):
        count = channels * int(kept.sum())
        if variant < 8:
            zstd = {"format": zstandard.FORMAT_ZSTD1_MAGICLESS}
            if self.shared:
                zstd["dict_data"] = zstandard.ZstdCompressionDict(self.shared)
            payload = zstandard.ZstdDecompressor(**zstd).decompress(payload, max_output_size=count)
        assert len(payload) == count
        planes, differences = np.zeros((channels, *kept.shape), np.uint8), iter(payload)
        for plane in planes:
            for y, x in np.ndindex(kept.shape):
                if kept[y, x]:
                    plane[y, x] = (next(differences) + predicted(plane, y, x, variant % 8)) % 256
                else:
                    plane[y, x] = predicted(plane, y, x, 4)
        if channels == 3:
            planes = np.stack([planes[1] + planes[0], planes[0], planes[2] + planes[0]])
        return planes.transpose(1, 2, 0)


if __name__ == "__main__":
    archive = PatchArchive(sys.argv[1])
    print(len(archive), "images:", json.dumps(archive.header))
    for position in range(len(archive)) if len(sys.argv) > 2 else ():
        id, label, key, image, kept = archive[position]
        folder = Path(sys.argv[2]) / str(label if label is not None else "")
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray((image * kept[:, :, None]).squeeze()).save(folder / f"{id}.png")
