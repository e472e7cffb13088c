"""Texts per second of a sentence-transformer in ONNX Runtime, written the usual way: sorted by length, batches padded to their longest text.

    embedding.py MODEL TOKENIZER FOLDER REPEATS [--batch 32]

FOLDER holds texts.txt, one text a line, and vectors.npy, the vectors that another implementation made of them. Prints one number per
repetition: texts per second; then the mean and the least cosine to those vectors.
"""

import argparse
import pathlib
import time

import numpy
import onnxruntime
from tokenizers import Tokenizer


def embed(session, tokenizer, texts, batch):
    vectors = [None] * len(texts)
    order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    for start in range(0, len(order), batch):
        some = order[start:start + batch]
        encoded = tokenizer.encode_batch([texts[i] for i in some])
        ids = numpy.array([e.ids for e in encoded], dtype=numpy.int64)
        mask = numpy.array([e.attention_mask for e in encoded], dtype=numpy.int64)
        hidden = session.run(None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros_like(ids)})[0]
        weights = mask[:, :, None].astype(numpy.float32)
        means = (hidden * weights).sum(1) / weights.sum(1)
        means /= numpy.linalg.norm(means, axis=1, keepdims=True)
        for i, vector in zip(some, means):
            vectors[i] = vector
    return numpy.stack(vectors)


parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("tokenizer")
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("repeats", type=int)
parser.add_argument("--batch", type=int, default=32)
options = parser.parse_args()

session = onnxruntime.InferenceSession(options.model, providers=["CPUExecutionProvider"])
tokenizer = Tokenizer.from_file(options.tokenizer)
tokenizer.enable_truncation(256)
tokenizer.enable_padding()
texts = (options.folder / "texts.txt").read_text(encoding="utf-8").split("\n")[:-1]
for repeat in range(options.repeats + 1):
    started = time.perf_counter()
    vectors = embed(session, tokenizer, texts, options.batch)
    if repeat > 0:
        print(f"{len(texts) / (time.perf_counter() - started):.1f}")
cosines = (vectors * numpy.load(options.folder / "vectors.npy")).sum(1)
print(f"cosine {cosines.mean():.5f} {cosines.min():.5f}")
