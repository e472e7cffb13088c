"""Makes files of records from documentation that Debian packages bring, for the tables of fine-tuning.

    apt-get install debian-handbook python3-doc gimp-help-en dict-wn dict-foldoc
    python3 texts.py FOLDER

FOLDER/prose.jsonl are paragraphs to learn English from (field text); FOLDER/terms.jsonl are questions for a term of
computing and the first paragraph of what FOLDOC says of it (fields instruction and output), 520 of them.
"""

import glob
import gzip
import html
import json
import random
import re
import sys

DOC = "/usr/share/doc/"
PAGES = [
    DOC + "debian-handbook/html/en-US/*.html",
    DOC + "python3.11/html/tutorial/*.html",
    DOC + "python3.11/html/faq/*.html",
    DOC + "python3.11/html/howto/*.html",
    DOC + "python3.11/html/library/*.html",
    "/usr/share/gimp/2.0/help/en/*.html",
]
PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.S)


def plain(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).replace("¶", " ").split())


def paragraphs():
    """Paragraphs of pages, neighbours put together to 100 words or more."""
    for pattern in PAGES:
        for path in sorted(glob.glob(pattern)):
            with open(path, encoding="utf-8", errors="replace") as file:
                page = file.read()
            held = []
            for match in PARAGRAPH.finditer(page):
                held.append(plain(match.group(1)))
                if sum(len(text.split()) for text in held) >= 100:
                    yield "\n".join(held)
                    held = []
            if held:
                yield "\n".join(held)


def entries(name):
    """Headwords and what stands below them in a dictionary of dictd."""
    with gzip.open(f"/usr/share/dictd/{name}.dict.dz", "rt", encoding="utf-8") as file:
        word, lines = None, []
        for line in file:
            if line.strip() and not line[0].isspace():
                if word:
                    yield word, lines
                word, lines = line.strip(), []
            else:
                lines.append(line.strip())
        if word:
            yield word, lines


def glosses():
    """Senses of WordNet, with what its examples say, without lists of synonyms."""
    for word, lines in entries("wn"):
        text = " ".join(lines)
        text = re.sub(r"\[(syn|ant|also):[^\]]*\]", "", text)
        for sense in re.split(r"(?:\b(?:n|v|adj|adv) )?\b\d+: ", text):
            sense = " ".join(sense.split())
            if len(sense.split()) > 3:
                yield f"{word}: {sense}"


def terms():
    """Questions for terms, and the first paragraph of the answer."""
    for word, lines in entries("foldoc"):
        body = [[]]
        for line in lines:
            if line:
                body[-1].append(line)
            elif body[-1]:
                body.append([])
        for part in body:
            answer = re.sub(r"^(<[^>]*>\s*)+", "", re.sub(r"[{}]", "", " ".join(part)))
            answer = re.sub(r"\s*\[[^\]]*\]", "", answer)
            if 12 <= len(answer.split()) <= 120 and answer[0].isupper() and answer.endswith("."):
                yield {"instruction": f"What does the term \"{word}\" mean in computing?", "output": answer}
                break


def write(path, records):
    with open(path, "w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    print(path, len(records), "records", sum(len(" ".join(r.values()).split()) for r in records), "words")


def main(folder):
    draw = random.Random(0)
    prose = list(dict.fromkeys(paragraphs()))
    senses = sorted(set(glosses()))
    draw.shuffle(senses)
    # Short senses are put together, so that records are alike in length and a sense is not cut from the next.
    prose += ["\n".join(senses[k : k + 8]) for k in range(0, len(senses), 8)]
    draw.shuffle(prose)
    write(f"{folder}/prose.jsonl", [{"text": text} for text in prose])
    write(f"{folder}/terms.jsonl", draw.sample(list(terms()), 520))


main(sys.argv[1])
