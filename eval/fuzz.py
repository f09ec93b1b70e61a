"""Throws damaged files of every kind at the readers: no crash, no hang, no unbounded memory. `make fuzz`

A file is a good sample with bytes flipped, cut out, doubled or taken from another sample. Reading it must end
in a document or in a reason, in time. Every format has a process of its own with the limits of the product's
workers; what kills it, and what was slowest, is left in the folder that is named.
"""

import argparse
import multiprocessing
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from pebble import ProcessPool

from eval import samples
from eval.sets import SEEDS
from index.corpus import read_corpus
from index.errors import UnreadableError
from index.formats import BASE_SECONDS
from index.pages import read_file
from index.privacy import HELPLINES_ONLY
from index.worker import WORKERS, confine

INPUTS = 10_000
SEED = 20_261_123
CORPUS = "corpus"
# Of the docx files: nearly all damage from outside ends at the archive's checksums.
SHARE_INSIDE = 0.8
MIN_PARAGRAPH = 100

# What breaks readers more often than a random byte does.
_WORDS = (
    b"\0", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc2\xad", b"<", b">", b"<!--", b"]]>",
    b"&#0;", b"&#x110000;", b"<table>" * 50, b"<div class=comment>" * 50, b"endobj", b"stream\n",
    b"/Length -1", b"<<" * 50, b"[" * 100, b"99999999999999999999", b"-1", b"PK\x05\x06", b'{"a":' * 50,
    b'"\\ud800"', b"\n" * 50, b"(" * 100,
)  # fmt: skip


@dataclass(slots=True)
class Result:
    """What became of the files of one format."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    """In seconds, of one file."""
    peak: int = 0
    """Resident memory of the process at most, in kilobytes."""


def starting_points(paragraphs: Sequence[str]) -> dict[str, list[bytes]]:
    """Return good files to damage, some of every format."""
    said = [("Niels", paragraphs[0]), ("Anna de Vries", paragraphs[1])]
    text = "\n\n".join(paragraphs)
    return {
        "text": [
            text.encode(),
            text.encode("cp1252", "replace"),
            text.encode("utf-16"),
            f"# Kop\n\n{text}".encode(),
        ],
        "html": [
            samples.page("Kop", paragraphs).encode(),
            samples.page("Kop", paragraphs, said).encode(),
            samples.page("Kop", paragraphs, said).encode("cp1252", "replace"),
        ],
        "pdf": [
            samples.pdf("Kop", paragraphs),
            samples.pdf("Kop", [*paragraphs, *paragraphs], columns=2, running="Beleidsplan"),
            samples.pdf("Kop", paragraphs[:2], packed=False),
        ],
        "docx": [
            samples.word("Kop", paragraphs),
            samples.word("", ["# Kop", "- een", "- twee", *paragraphs]),
        ],
        CORPUS: [samples.corpus(paragraphs).encode()],
    }


def damaged(goods: Sequence[bytes], chance: random.Random) -> bytes:
    """Return one of the good files with one to eight things done to it."""
    raw = bytearray(chance.choice(goods))
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(raw) + 1)
        upto = min(len(raw), at + int(chance.paretovariate(0.5)))
        match chance.randrange(6):
            case 0:
                raw[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del raw[at:upto]
            case 2:
                raw[at:at] = raw[at:upto]
            case 3:
                raw[at:at] = chance.choice(_WORDS)
            case 4:
                other = chance.choice(goods)
                begin = chance.randrange(len(other))
                raw[at:upto] = other[begin : begin + chance.randrange(2000)]
            case _:
                del raw[chance.choice((at, len(raw), len(raw))) :]
    return bytes(raw)


def damaged_inside(goods: Sequence[bytes], chance: random.Random) -> bytes:
    """Return one of some good zip archives with a file in it damaged, which its checksum does not show."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(chance.choice(goods))) as good, zipfile.ZipFile(out, "w") as bad:
        chosen = chance.choice([*good.namelist(), *["word/document.xml"] * len(good.namelist())])
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(name, damaged([content], chance) if name == chosen else content)
    return out.getvalue()


def read(name: str, path: Path) -> None:
    """Do what the product does with a file of a format, from its bytes to labelled blocks."""
    if name == CORPUS:
        for _ in read_corpus(path, path.name):
            pass
    else:
        read_file(path, name, path.name, HELPLINES_ONLY)


def fuzz(name: str, goods: Sequence[bytes], inputs: int, scratch: Path) -> Result:
    """Read `inputs` damaged files of a format; the one being read lies in `scratch` meanwhile.

    Raises what a reader raises besides `UnreadableError`: there is nothing that it may.
    """
    chance = random.Random(f"{SEED} {name}")
    result, path = Result(), scratch / f"last-{name}"
    for _ in range(inputs):
        inside = name == "docx" and chance.random() < SHARE_INSIDE
        raw = damaged_inside(goods, chance) if inside else damaged(goods, chance)
        path.write_bytes(raw)
        start = time.perf_counter()
        try:
            read(name, path)
            result.outcomes["read"] += 1
        except UnreadableError as error:
            result.outcomes[str(error).partition(":")[0]] += 1
        passed = time.perf_counter() - start
        if passed > result.slowest:
            result.slowest = passed
            (scratch / f"slowest-{name}").write_bytes(raw)
    result.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return result


def dutch_paragraphs() -> list[str]:
    """Return the paragraphs of the seeds."""
    texts = (file.read_text(encoding="utf-8") for file in sorted(SEEDS.iterdir()))
    return [line.strip() for text in texts for line in text.splitlines() if len(line) > MIN_PARAGRAPH]


def main() -> None:
    """Print what became of the damaged files, a line for every format; leave with 1 where one did harm."""
    parser = argparse.ArgumentParser(description="Throw damaged files at the readers.")
    parser.add_argument("--inputs", type=int, default=INPUTS, help="files of each format")
    parser.add_argument("--folder", type=Path, default=Path("build/fuzz"), help="where what did harm is left")
    parser.add_argument("formats", nargs="*", help="text, html, pdf, docx, corpus; default: all")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    goods = starting_points(dutch_paragraphs()[:8])
    harm = False
    with ProcessPool(WORKERS, initializer=confine, context=multiprocessing.get_context("spawn")) as pool:
        limit = BASE_SECONDS * (1 + chosen.inputs / 10)
        begun = {
            name: pool.schedule(fuzz, args=(name, goods[name], chosen.inputs, chosen.folder), timeout=limit)
            for name in chosen.formats or goods
        }
        for name, future in begun.items():
            try:
                result = future.result()
            except Exception as error:
                harm = True
                print(f"{name}: {error!r}; the file is '{chosen.folder / f'last-{name}'}'")
                continue
            harm |= result.slowest > BASE_SECONDS
            outcomes = ", ".join(f"{count} {outcome}" for outcome, count in result.outcomes.most_common(5))
            print(
                f"{name}: {result.outcomes.total()} files, slowest {result.slowest:.2f} s, "
                f"memory {result.peak / 1e6:.2f} GB at most; {outcomes}"
            )
    sys.exit(int(harm))


if __name__ == "__main__":
    main()
