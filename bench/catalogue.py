"""How long the catalogue of ten thousand works takes from what is kept of them, and how much memory, beside a plain walk.

    .venv/bin/python bench/catalogue.py [WORKS]

The facts of WORKS works, each in one or two of four languages, are laid into a folder as published works leave them; then the
catalogue is made of them, judged and published. The peer is the least that any such program does: it reads
the same files as JSON and writes one page for each.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import tempfile
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from flugblatt.build import project_catalogue, store
from flugblatt.build.plan import Order
from flugblatt.catalogue import facts
from flugblatt.catalogue.facts import Access, EditionFacts, FileFacts, WorkFacts
from flugblatt.model import Issuer
from flugblatt.model.targets import SINGLE, row

WORKS = int(sys.argv[1]) if sys.argv[1:] else 10_000
MOST_SECONDS, MOST_BYTES = 60, 500 * 10**6
TONGUES = (
    ("be", "Беларуская", "ltr", "Заява дэмакратычных сіл"),
    ("de", "Deutsch", "ltr", "Erklärung der demokratischen Kräfte"),
    ("en", "English", "ltr", "Statement of the democratic forces"),
    ("ar", "العربية", "rtl", "بيان القوى الديمقراطية"),
)
ACCESS = Access(
    ("textual",),
    ("textual",),
    (
        "structuralNavigation",
        "tableOfContents",
        "readingOrder",
        "displayTransformability",
        "pageNavigation",
        "unlocked",
    ),
    ("none",),
    "Der Text lässt sich durchsuchen und vorlesen.",
    "de",
)


def edition(work: str, number: int, tongue: tuple[str, str, str, str]) -> EditionFacts:
    tag, name, direction, title = tongue
    forms = [(target.name, of) for target in (*SINGLE, row("pictures")) for of in target.forms]
    files = tuple(
        FileFacts(
            target,
            of.kind,
            path := f"{work}/{tag}/{work}.{tag}{of.suffix}",
            of.media_type,
            1000 + number,
            hashlib.sha256(path.encode()).hexdigest(),
            of.checks,
        )
        for target, of in forms
    )
    identifier = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{work} {tag}"))
    issuers = (Issuer("Koordinierungsrat"), Issuer("Büro"))
    said = (f"{title} {number}", "", "", issuers, f"{title}.", ("Recht",))
    return EditionFacts(tag, name, direction, identifier, *said, "", (), "", "", "0" * 64, ACCESS, files)


def work(number: int) -> WorkFacts:
    name = f"work-{number:05}"
    date = f"{2000 + number % 25}-{1 + number % 12:02}-{1 + number % 28:02}"
    editions = tuple(edition(name, number, tongue) for tongue in TONGUES[number % 3 : number % 3 + 1 + number % 2])
    given = (name, str(uuid.uuid5(uuid.NAMESPACE_URL, name)), "declaration", date, "", f"{date}T00:00:00Z")
    language = editions[0].language
    return WorkFacts(facts.VERSION, *given, language, "", "", "", "", (), None, None, None, None, editions, ())


def lay(out: Path) -> int:
    (out / store.STATE).mkdir()
    size = 0
    for number in range(WORKS):
        made = work(number)
        data = facts.written(made)
        size += len(data)
        (out / store.STATE / f"{made.work}{store.FACTS}").write_bytes(data)
    return size


def peer(out: Path, pages: Path) -> float:
    begun = time.monotonic()
    for file in sorted((out / store.STATE).glob(f"*{store.FACTS}")):
        value = json.loads(file.read_bytes())
        titles = "".join(f"<li>{edition['title']}</li>" for edition in value["editions"])
        (pages / f"{value['work']}.html").write_text(f"<ul>{titles}</ul>", encoding="utf-8")
    return time.monotonic() - begun


def worked() -> float:
    """Seconds of processors, of this process and those that ended: on a machine with other work the clock says little."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as pages:
        out = Path(folder)
        size = lay(out)
        plain = peer(out, Path(pages))
        names = tuple(f"work-{number:05}" for number in range(WORKS))
        order = Order(out / "content", out)
        begun, before = time.monotonic(), worked()
        listed = project_catalogue.make(order, names, print)
        seconds, work_seconds = time.monotonic() - begun, worked() - before
        begun = time.monotonic()
        again = project_catalogue.make(order, names, print)
        current = time.monotonic() - begun
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    memory = max(resource.getrusage(each).ru_maxrss for each in who) * 1024
    verdicts = {check.verdict for entry in listed.entries for check in entry.checks}
    bytes_ = sum(entry.page.size for entry in listed.entries)
    print(
        f"{WORKS:,} works, {size / 1e6:.0f} MB of facts: {len(listed.entries):,} pages, {bytes_ / 1e6:.0f} MB, {verdicts}"
    )
    print(f"made, judged and published   {seconds:6.1f} s   (at most {MOST_SECONDS})")
    print(f"seconds of processors        {work_seconds:6.1f} s")
    print(f"once more, all current       {current:6.1f} s")
    print(f"peer: one bare page each     {plain:6.1f} s")
    print(f"largest memory               {memory / 1e6:6.0f} MB  (at most {MOST_BYTES / 1e6:.0f})")
    good = verdicts == {"passed"} and all(entry.reused for entry in again.entries)
    return 0 if good and seconds <= MOST_SECONDS and memory <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
