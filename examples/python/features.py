"""Features for Pith by a network of timm or transformers, on a GPU where there is one: docs/gpu.md.

    python features.py photos/train DIR --model resnet50.a1_in1k       # a folder of class folders
    python features.py alpaca.json DIR --model BAAI/bge-small-en-v1.5  # records: JSON, or one a line (.jsonl, .ndjson)
    pith features photos/train --from DIR -o RUN

DIR gets embeddings.npy and, of images, logits.npy and (where the network is of the folder's classes)
logit_gradients.npy, a row for each sample in Pith's order; keys.txt and source.json, which Pith compares with the source.
A sample that cannot be read, or has no text, has a row of NaN. Needs torch and Pillow, and timm or transformers.
"""
import argparse, hashlib, json, os, shutil, sys, time
from pathlib import Path
import numpy as np, torch

IMAGES = (".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp")


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
    records.add_argument("--pool", choices=("mean", "last"), default="mean", help="of the tokens: their mean, or the last")
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
        broken = next((key for key in keys if "\n" in key), None)
        if broken:
            sys.exit(f"{broken!r}: a name with a line break cannot be listed; rename the file")
        lines = "".join(key + "\n" for key in keys).encode()
        (self.part / "keys.txt").write_bytes(lines)
        if texts is not None:
            digests = (hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16] for text in texts)
            of_texts = "".join(digest + "\n" for digest in digests).encode()
            (self.part / "texts.txt").write_bytes(of_texts)
            lines += of_texts
        about = {"source": args.source, "samples": self.n, "model": args.model}
        about["fingerprint"] = hashlib.sha256(lines).hexdigest()
        (self.part / "source.json").write_text(json.dumps(about, indent=2) + "\n")

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


# Images: which files, in which order, is as Pith has it (ImageFolder.java).


def hidden(name):
    return name.startswith(".") or name in ("__MACOSX", "@eaDir") or name.lower() in ("thumbs.db", "desktop.ini")


def images_of(root):
    """Returns keys and labels: class by class, in a class folders by path, then files by name, by code point."""
    classes = sorted(name for name in os.listdir(root) if os.path.isdir(os.path.join(root, name)) and not hidden(name))
    keys, labels = [], []
    for label, name in enumerate(classes or [""]):
        files = []
        for place, folders, names in os.walk(os.path.join(root, name), followlinks=True):
            folders[:] = [folder for folder in folders if not hidden(folder)]
            path = "" if os.path.samefile(place, root) else os.path.relpath(place, root).replace(os.sep, "/")
            files += [(path, file) for file in names if file.lower().endswith(IMAGES) and not hidden(file)]
        if not files:
            sys.exit(f"{os.path.join(root, name)}: holds no images")
        keys += [path + "/" + file if path else file for path, file in sorted(files)]
        labels += [label] * len(files)
    return keys, labels if classes else None


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
                logits = torch.nn.functional.linear(embeddings, last.weight, last.bias)
                folder.put("logits.npy", ids, logits, args.half)
                if known:
                    folder.put("logit_gradients.npy", ids, logit_gradients(logits, labels[ids].to(args.device)))
    folder.finish()


# Records: what the text of one is, is as Pith has it (docs/records.md).

BEFORE = [["system"], ["tools"], ["history"]]
PARTS = [["instruction", "prompt", "question"], ["input"], ["context"], ["output"]]
PARTS += [["response", "completion", "answer"], ["chosen"], ["rejected"], ["conversations"], ["messages"]]
TOLD_BY_TURNS = {"prompt", "question", "completion", "answer", "chosen", "rejected"}
SPEAKERS, CONTENTS, CALLS = ("from", "role"), ("value", "content"), ("tool_calls", "function_call")
ESCAPES = {code: f"\\u{code:04X}" for code in range(32)} | {ord(c): "\\" + c for c in '"\\'}
ESCAPES |= {ord(c): "\\" + short for c, short in zip("\b\t\n\f\r", "btnfr")}


class Number(str):
    """A number as it is spelled."""


DECODER = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=Number)


def spelled(value):
    if type(value) is str:
        return '"' + value.translate(ESCAPES) + '"'
    if isinstance(value, dict):
        return "{" + ",".join(spelled(key) + ":" + spelled(each) for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(spelled, value)) + "]"
    return scalar(value)


def scalar(value):
    return {None: "null", True: "true", False: "false"}[value] if not isinstance(value, str) else str(value)


def says(value):
    return isinstance(value, dict) and any(name in value for name in CONTENTS + CALLS)


def is_turn(value):
    return says(value) and any(name in value for name in SPEAKERS)


def is_conversation(value):
    bare = lambda turn: type(turn) is list and all(each is None or type(each) is str for each in turn)
    return type(value) is list and all(type(turn) is str or says(turn) or bare(turn) for turn in value)


def said(value):
    """Everything that is said in a conversation, in order."""
    if isinstance(value, list):
        return [text for each in value for text in said(each)]
    if isinstance(value, dict):
        names = CONTENTS if says(value) else ("text",)
        texts = []
        for name, content in value.items():
            if name in names:
                texts += said(content)
            elif name in CALLS and isinstance(content, (dict, list)) and content:
                texts.append(spelled(content))
        return texts
    return [scalar(value)] if value not in (None, "") else []


def text_of_field(value):
    if isinstance(value, (dict, list)):
        return " ".join(said(value)) if not value or is_turn(value) or is_conversation(value) else spelled(value)
    if type(value) is str and value.lstrip().startswith("[") and any(f'"{who}"' in value for who in SPEAKERS):
        try:
            turns = DECODER.decode(value)
            return " ".join(said(turns)) if turns and all(map(is_turn, turns)) else value
        except ValueError:
            return value
    return "" if value is None else scalar(value)


def text_of(record, args):
    """Returns what Pith takes for the text of a record; nothing where there is none."""
    fields = {name: text_of_field(value) for name, value in record.items()}
    if args.text_column:
        return fields.get(args.text_column, "")
    if args.text_template:
        return filled(args.text_template, fields)
    parts = lambda names, none: [
        text for part in names for text in [fields.get(n) for n in part if n not in none and fields.get(n)][:1]
    ]
    turns = fields.get("conversations") or fields.get("messages")
    texts = parts(PARTS, TOLD_BY_TURNS if turns else ()) or parts([["text"]], ())
    return " ".join(parts(BEFORE, ()) + texts) if texts else ""


def filled(template, fields):
    import string

    pieces = [(before, name, fields.get(name or "")) for before, name, _, _ in string.Formatter().parse(template)]
    return "".join(b + (value or "") for b, _, value in pieces) if any(value for _, _, value in pieces) else ""


def records_of(file):
    with open(file, encoding="utf-8-sig") as text:
        one_a_line = file.lower().endswith((".jsonl", ".ndjson"))
        for number, line in enumerate(text if one_a_line else [text.read()], 1):
            if line.strip():
                try:
                    found = DECODER.decode(line)
                except ValueError as e:
                    sys.exit(f"{file}:{number}: {e}; what is read is a JSON array of records, or one a line in a .jsonl")
                for record in [found] if one_a_line else found:
                    if not isinstance(record, dict):
                        sys.exit(f"{file}:{number}: holds {spelled(record)[:40]} where a record should be, {{...}}")
                    yield record


def of_texts(args):
    from transformers import AutoModel, AutoTokenizer

    texts = [text_of(record, args) for record in records_of(args.source)]
    folder = Folder(args, [str(i) for i in range(len(texts))], texts)
    tokenizer = AutoTokenizer.from_pretrained(args.model, padding_side="right")
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    kind = torch.bfloat16 if args.device.startswith("cuda") else torch.float32
    model = AutoModel.from_pretrained(args.model, dtype=kind).eval().to(args.device)
    longest = min(args.max_tokens, tokenizer.model_max_length, getattr(model.config, "max_position_embeddings", 1 << 30))
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
                vectors = states[torch.arange(len(ids), device=states.device), mask.sum(1) - 1]
            # Of length 1, as Pith's own vectors of texts are, which it compares by their inner products.
            folder.put("embeddings.npy", ids, torch.nn.functional.normalize(vectors), args.half)
    folder.finish()


if __name__ == "__main__":
    options = arguments()
    (of_images if os.path.isdir(options.source) else of_texts)(options)
