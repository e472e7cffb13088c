"""Features for Pith by a network of timm or transformers, on a GPU where there is one: docs/gpu.md.

    python features.py photos/train DIR --model resnet50.a1_in1k       # a folder of class folders
    python features.py alpaca.json DIR --model intfloat/e5-base-v2     # records: JSON, or one a line (.jsonl, .ndjson)
    pith features photos/train --from DIR -o RUN

DIR gets embeddings.npy and, of images, logits.npy and (where the network is of the folder's classes)
logit_gradients.npy, a row for each sample in Pith's order; keys.txt and source.json, which Pith compares with the
source. A sample that cannot be read, or has no text, has a row of NaN. Needs torch, and timm or transformers.
"""
import argparse, os, shutil, sys, time
from pathlib import Path
import numpy as np, torch
from pith_source import describe, images_of, texts_of


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", help="a folder of class folders, or a file of records")
    parser.add_argument("folder", type=Path, help="the folder to make")
    parser.add_argument("--model", required=True, help="a name of timm or transformers, or a folder of theirs")
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--half", action="store_true", help="embeddings and logits in float16: half the size")
    images = parser.add_argument_group("images")
    images.add_argument("--weights", help="a file of weights of that model, for the classes of the folder")
    images.add_argument("--no-pretrained", action="store_true", help="random weights, for the classes of the folder")
    images.add_argument("--embeddings-only", action="store_true", help="neither logits nor their gradients")
    images.add_argument("--workers", type=int, default=min(8, os.cpu_count() or 1), help="processes that decode")
    records = parser.add_argument_group("records")
    records.add_argument("--text-column", help="the field that is the text, as for pith")
    records.add_argument("--text-template", help="'{question} {answer}', as for pith")
    records.add_argument("--pool", choices=("mean", "first", "last"), default="mean", help="of the tokens' vectors")
    records.add_argument("--max-tokens", type=int, default=512, help="of a text; what comes after is not read")
    return parser.parse_args()


class Folder:
    """What Pith reads: written beside its name and renamed when it is whole."""

    def __init__(self, args, keys, texts=None):
        self.final, self.part = args.folder, args.folder.with_name(args.folder.name + ".part")
        if self.final.exists():
            sys.exit(f"{self.final}: is there already; delete it, or name another folder")
        shutil.rmtree(self.part, ignore_errors=True)
        self.part.mkdir(parents=True)
        self.arrays, self.n = {}, len(keys)
        describe(self.part, args.source, args.model, keys, texts)

    def put(self, name, ids, rows, half=False):
        """Writes rows of an array, which begins as NaN and need not fit into memory."""
        if name not in self.arrays:
            shape = self.n, rows.shape[1]
            array = np.lib.format.open_memmap(self.part / name, "w+", "float16" if half else "float32", shape)
            for begin in range(0, self.n, 1 << 14):
                array[begin : begin + (1 << 14)] = np.nan
            self.arrays[name] = array
        self.arrays[name][ids] = rows.cpu().numpy()

    def finish(self):
        for array in self.arrays.values():
            array.flush()
        if "embeddings.npy" not in self.arrays:
            sys.exit("no sample can be read")
        os.rename(self.part, self.final)
        print(f"{self.final}:", ", ".join(f"{name} {array.shape}" for name, array in self.arrays.items()))


def shown(batches, total):
    """The same batches, with the progress on the terminal."""
    done, begin = 0, time.time()
    for batch in batches:
        yield batch
        done += len(batch[0])
        print(f"\r{done:,} of {total:,}, {done / (time.time() - begin):,.0f} a second", end="", file=sys.stderr)
    print(file=sys.stderr)


def autocast(device):
    """Halves the work of a GPU; a processor computes as ever."""
    kind = torch.device(device).type
    fits = kind == "cuda" and not torch.cuda.is_bf16_supported()
    return torch.autocast(kind, torch.float16 if fits else torch.bfloat16, enabled=kind == "cuda")


class Images(torch.utils.data.Dataset):
    def __init__(self, root, keys, transform):
        self.root, self.keys, self.transform = root, keys, transform

    def __len__(self):
        return len(self.keys)

    def __getitem__(self, i):
        from PIL import Image

        try:
            with Image.open(os.path.join(self.root, self.keys[i])) as image:
                return i, self.transform(image.convert("RGB"))
        except Exception as e:  # whatever a decoder has to say: the row stays NaN, and Pith names the sample
            print(f"\n{self.keys[i]}: {e}", file=sys.stderr)
            return i, None


def readable(samples):
    """Returns ids, and ids and pixels of those that can be read."""
    there = [(i, pixels) for i, pixels in samples if pixels is not None]
    return [i for i, _ in samples], [i for i, _ in there], torch.stack([x for _, x in there]) if there else None


def logit_gradients(logits, labels):
    """softmax(z) minus one-hot; its sum is 0, so what the label has is minus the others, where 1 - p would be lost."""
    gradients = logits.double().softmax(1)
    at = torch.arange(len(labels), device=logits.device), labels
    gradients[at] = 0
    gradients[at] = -gradients.sum(1)
    return gradients.float()


def of_images(args):
    import timm

    keys, labels = images_of(args.source)
    count = max(labels) + 1 if labels else 0
    own = {"num_classes": count} if count and (args.weights or args.no_pretrained) else {}
    name = "local-dir:" + args.model if os.path.isdir(args.model) else args.model
    pretrained = not (args.no_pretrained or args.weights)
    model = timm.create_model(name, pretrained=pretrained, checkpoint_path=args.weights or "", **own)
    model = model.eval().to(args.device)
    transform = timm.data.create_transform(**timm.data.resolve_model_data_config(model))
    last = model.get_classifier()
    linear = isinstance(last, torch.nn.Linear) and not args.embeddings_only
    known = linear and labels is not None and last.out_features == count
    if not args.embeddings_only and not known:
        print(f"no gradients: they need a last layer of the {count} classes of {args.source}, and it is {last}")
    folder = Folder(args, keys)
    if labels is not None:
        np.save(folder.part / "labels.npy", np.array(labels, "int64"))
        labels = torch.tensor(labels)
    if known:
        weights = (last.bias if last.bias is not None else torch.zeros(count, device=args.device))[:, None], last.weight
        np.save(folder.part / "last_layer.npy", torch.cat(weights, 1).detach().float().cpu().numpy())
    loader = torch.utils.data.DataLoader(
        Images(args.source, keys, transform),
        args.batch,
        num_workers=args.workers,
        collate_fn=readable,
        pin_memory=args.device != "cpu",
    )
    with torch.inference_mode():
        for _, ids, pixels in shown(loader, len(keys)):
            if pixels is None:
                continue
            with autocast(args.device):
                seen = model.forward_features(pixels.to(args.device, non_blocking=True))
                embeddings = model.forward_head(seen, pre_logits=True)
            embeddings = embeddings.float().flatten(1)
            folder.put("embeddings.npy", ids, embeddings, args.half)
            if linear:
                logits = last(embeddings)
                folder.put("logits.npy", ids, logits, args.half)
                if known:
                    folder.put("logit_gradients.npy", ids, logit_gradients(logits, labels[ids].to(args.device)))
    folder.finish()


def of_texts(args):
    from transformers import AutoModel, AutoTokenizer

    texts = texts_of(args.source, args.text_column, args.text_template)
    folder = Folder(args, [str(i) for i in range(len(texts))], texts)
    tokenizer = AutoTokenizer.from_pretrained(args.model, padding_side="right")
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    kind = torch.bfloat16 if args.device.startswith("cuda") else torch.float32
    model = AutoModel.from_pretrained(args.model, dtype=kind).eval().to(args.device)
    positions = getattr(model.config, "max_position_embeddings", args.max_tokens)
    longest = min(args.max_tokens, tokenizer.model_max_length, positions)
    by_length = sorted((i for i, text in enumerate(texts) if text.strip()), key=lambda i: len(texts[i]))
    batches = (by_length[b : b + args.batch] for b in range(0, len(by_length), args.batch))
    with torch.inference_mode():
        for (ids,) in shown(((batch,) for batch in batches), len(by_length)):
            words = [texts[i] for i in ids]
            tokens = tokenizer(words, padding=True, truncation=True, max_length=longest, return_tensors="pt")
            tokens = {name: tensor.to(args.device) for name, tensor in tokens.items()}
            states = model(**tokens).last_hidden_state.float()
            mask = tokens["attention_mask"]
            if args.pool == "mean":
                vectors = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
            else:
                at = mask.sum(1) - 1 if args.pool == "last" else torch.zeros_like(mask[:, 0])
                vectors = states[torch.arange(len(ids), device=states.device), at]
            # Of length 1, as Pith's own vectors of texts are, which it compares by their inner products.
            folder.put("embeddings.npy", ids, torch.nn.functional.normalize(vectors), args.half)
    folder.finish()


if __name__ == "__main__":
    options = arguments()
    (of_images if os.path.isdir(options.source) else of_texts)(options)
