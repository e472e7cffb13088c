"""Which samples Pith sees in a folder of images or a file of records, in which order, and how to say so: docs/gpu.md.

    keys, labels = images_of("photos/train")
    texts = texts_of("alpaca.json")
    describe(folder, "alpaca.json", "my-model", map(str, range(len(texts))), texts)   # beside embeddings.npy

Needs Python alone.
"""
import decimal, hashlib, json, os, string, sys
from pathlib import Path

# As ImageFolder.java of module data and docs/records.md have it.
IMAGES = (".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp")
BEFORE = [["system"], ["tools"], ["history"]]
PARTS = [["instruction", "prompt", "question"], ["input"], ["context"], ["output"]]
PARTS += [["response", "completion", "answer"], ["chosen"], ["rejected"], ["conversations"], ["messages"]]
TOLD_BY_TURNS = {"prompt", "question", "completion", "answer", "chosen", "rejected"}
SPEAKERS, CONTENTS, CALLS = ("from", "role"), ("value", "content"), ("tool_calls", "function_call")
ESCAPES = {code: f"\\u{code:04X}" for code in range(32)} | {ord(c): "\\" + c for c in '"\\'}
ESCAPES |= {ord(c): "\\" + short for c, short in zip("\b\t\n\f\r", "btnfr")}


def describe(folder, source, model, keys, texts=None):
    """Writes into a folder of arrays of which samples their rows are, and what Pith compares with its source."""
    keys = list(keys)
    broken = next((key for key in keys if "\n" in key), None)
    if broken:
        sys.exit(f"{broken!r}: a name with a line break cannot be listed; rename the file")
    lines = "".join(key + "\n" for key in keys).encode()
    Path(folder, "keys.txt").write_bytes(lines)
    if texts is not None:
        of_texts = "".join(hashlib.sha256(text.encode()).hexdigest()[:16] + "\n" for text in texts).encode()
        Path(folder, "texts.txt").write_bytes(of_texts)
        lines += of_texts
    about = {"source": source, "samples": len(keys), "model": model, "fingerprint": hashlib.sha256(lines).hexdigest()}
    Path(folder, "source.json").write_text(json.dumps(about, indent=2) + "\n")


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
    return str(decimal.Decimal(value)) if isinstance(value, Number) else scalar(value)


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


def text_of(record, column=None, template=None):
    """Returns what Pith takes for the text of a record; nothing where there is none."""
    fields = {name: text_of_field(value) for name, value in record.items()}
    if column or template:
        return fields.get(column, "") if column else filled(template, fields)
    turns = fields.get("conversations") or fields.get("messages")
    texts = parts(PARTS, fields, TOLD_BY_TURNS if turns else ()) or parts([["text"]], fields)
    return " ".join(parts(BEFORE, fields) + texts) if texts else ""


def parts(names, fields, none=()):
    """Returns of each part the first field that is there."""
    found = (next((fields[n] for n in part if n not in none and fields.get(n)), "") for part in names)
    return [text for text in found if text]


def filled(template, fields):
    pieces = [(before, name, fields.get(name or "")) for before, name, _, _ in string.Formatter().parse(template)]
    return "".join(b + (value or "") for b, _, value in pieces) if any(value for _, _, value in pieces) else ""


def texts_of(file, column=None, template=None):
    """Returns the texts of a file of records, in its order; half a character is none."""
    return [text_of(record, column, template).encode("utf-8", "replace").decode() for record in records_of(file)]


def records_of(file):
    with open(file, encoding="utf-8-sig") as text:
        one_a_line = file.lower().endswith((".jsonl", ".ndjson"))
        for number, line in enumerate(text if one_a_line else [text.read()], 1):
            if line.strip():
                try:
                    found = DECODER.decode(line)
                except ValueError as e:
                    sys.exit(f"{file}:{number}: {e}; what is read is a JSON array of records, or a .jsonl, one a line")
                for record in [found] if one_a_line else found:
                    if not isinstance(record, dict):
                        sys.exit(f"{file}:{number}: holds {spelled(record)[:40]} where a record should be, {{...}}")
                    yield record
