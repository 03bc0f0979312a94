"""A work with everything that the judge of sight looks at, its PDFs, and ways to change what their pages show.

Flow: Markdown, yaml and pictures -> ``work()``, made once -> ``pdf(kind)`` -> a function of this file -> ``judged``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image

from flugblatt.build.production import render
from flugblatt.content import read_work
from flugblatt.judges import visual
from flugblatt.judges.visual import seen_text
from flugblatt.model import Check, Edition, Product, Statement
from flugblatt.model.cases import Case
from flugblatt.model.targets import chosen
from tests.judges.mutations import opened, saved
from tests.judges.repainting import spoken_mcids, structure_mcids

TEXT = """\
# Water for the *whole* valley

The springs above the town were closed on a Friday, and nobody asked the people who drink from them.

Then the council wrote [אחת שתיים שלוש]{lang=he} to everybody, with [a link](https://example.org/wells) and a note.[^n]

> We ask for the wells, said the oldest of them.

1. Open the wells
2. Say who closed them

| Well  | Depth |
|-------|------:|
| North |    12 |
| South |     7 |

![A red and blue flag](flag.png)

![A green disc](disc.png)

![A drawing of the sky](sky.svg)

The end of the letter, signed by [everybody *just* here](https://example.org/all) and in town.

![](knot.png){decorative}

![](leaf.svg){decorative}

[^n]: As the paper of the town said.
"""
YAML = "date: 2026-05-03\nissuers: [Water Council, Town Library]\nurl: https://example.org/wells\n"
SKY = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40" width="80mm" height="40mm"><defs><linearGradient id="g">'
    '<stop offset="0" stop-color="#c00"/><stop offset="1" stop-color="#00c"/></linearGradient></defs>'
    '<rect width="80" height="40" fill="url(#g)"/></svg>'
)
LEAF = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40mm" height="20mm">'
    '<path d="M2 10 A12 12 0 0 1 38 10 A12 12 0 0 1 2 10 Z" fill="#083"/></svg>'
)
FORMAT = "a5-4"
Change = Callable[[pikepdf.Pdf], None]


@cache
def work() -> tuple[Statement, Edition, dict[str, Product]]:
    """The statement, its edition, and the files of it by kind: archive, read, office, press."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "water"
        home.mkdir()
        (home / "en.md").write_text(TEXT, encoding="utf-8")
        (home / "statement.yaml").write_text(YAML, encoding="utf-8")
        (home / "sky.svg").write_text(SKY, encoding="utf-8")
        (home / "leaf.svg").write_text(LEAF, encoding="utf-8")
        knot = np.full((40, 60, 3), 255, np.uint8)
        knot[::8, :], knot[:, ::12] = (180, 30, 30), (180, 30, 30)
        Image.fromarray(knot).save(home / "knot.png")
        flag = np.zeros((120, 200, 3), np.uint8)
        flag[:60], flag[60:] = (210, 20, 30), (20, 40, 160)
        Image.fromarray(flag).save(home / "flag.png")
        rows, columns = np.mgrid[0:120, 0:120]
        disc = np.full((120, 120, 3), 255, np.uint8)
        disc[np.hypot(rows - 60, columns - 60) < 50] = (0, 140, 60)
        Image.fromarray(disc).save(home / "disc.png")
        statement, findings = read_work(home)
    assert statement is not None, findings
    edition = statement.editions[0]
    files: dict[str, Product] = {}
    for made in render(statement, edition, chosen(("archive-pdf", "access-pdf", "leaflet", "press")), (FORMAT,)):
        assert isinstance(made, Product), made
        assert made.artefact.data, made.findings
        files[made.artefact.kind or made.artefact.target] = made
    return statement, edition, files


def pdf(kind: str) -> bytes:
    return work()[2][kind].artefact.data


def judged(kind: str, change: Change | None = None) -> Check:
    """What the judge says of a file of the work after a change."""
    statement, edition, files = work()
    made, data = files[kind], files[kind].artefact.data
    if change:
        document = opened(data)
        change(document)
        data = saved(document)
    case = Case(statement, edition, made.artefact.target, data, format=made.format, kind=made.artefact.kind)
    return visual.judge(case)


def baseline(said: str) -> tuple[float, float]:
    """Where on its page the first line of the archive PDF that says ``said`` at its beginning stands, in pt."""
    seen = seen_text.read(pdf("archive-pdf"))
    assert seen is not None
    line = next(line for block in seen.blocks for line in block.lines if line.text.startswith(said))
    return line.left, line.base


# --- What pages show -----------------------------------------------------------------------------


def wrapped(document: pikepdf.Pdf, said: str, before: str, after: str = "") -> None:
    """The first sequence of marked content that says ``said`` at its beginning, between other operators."""
    for page in document.pages:
        mcids = structure_mcids(document, said, page) or spoken_mcids(page, said)
        out: list[pikepdf.ContentStreamInstruction] = []
        inside = 0
        for instruction in pikepdf.parse_content_stream(page):
            operator, operands = str(instruction.operator), instruction.operands
            begins = operator == "BDC" and not inside and int(operands[1].get("/MCID", -1)) in mcids
            if begins:
                out += operators(before)
            inside += begins or (operator in ("BDC", "BMC") and inside > 0)
            out.append(instruction)
            if operator == "EMC" and inside:
                inside -= 1
                if not inside:
                    out += operators(after)
        if mcids:
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(out))
            return
    raise AssertionError(f"no page says {said!r}")


def moved(said: str, right: float, up: float) -> Change:
    """Text that stands elsewhere, by so many pt. The pages of the engine have its pixels, from the top."""
    return lambda document: wrapped(document, said, f"q 1 0 0 1 {right / 0.75} {-up / 0.75} cm", "Q")


def drawn_before(said: str, what: str) -> Change:
    """Something drawn before a text, in pt from the lower left corner of an archive page."""
    return lambda document: wrapped(document, said, f"q {UPRIGHT} {what} Q")


def drawn_after(said: str, what: str) -> Change:
    return lambda document: wrapped(document, said, "", f"q {UPRIGHT} {what} Q")


UPRIGHT = f"{1 / 0.75} 0 0 {-1 / 0.75} 0 {595.275591 / 0.75} cm"
"""From the plane of the engine back to that of the page."""


def operators(text: str) -> list[pikepdf.ContentStreamInstruction]:
    document = pikepdf.new()
    return [
        pikepdf.ContentStreamInstruction(list(one.operands), one.operator)
        for one in pikepdf.parse_content_stream(document.make_stream(text.encode()))
    ]


def pictures(document: pikepdf.Pdf) -> list[pikepdf.Stream]:
    """The pictures of the file, the widest first."""
    found = {
        thing.objgen: thing
        for page in document.pages
        for thing in page.Resources.get("/XObject", {}).values()
        if thing.get("/Subtype") == "/Image"
    }
    return sorted(found.values(), key=lambda picture: -int(picture.Width))


def exchange(document: pikepdf.Pdf) -> None:
    """The two widest pictures stand in each other's place."""
    one, other = (picture.objgen for picture in pictures(document)[:2])
    done: set[tuple[int, int]] = set()
    for page in document.pages:
        if page.Resources.objgen not in done or page.Resources.objgen == (0, 0):
            done.add(page.Resources.objgen)
            named = page.Resources.get("/XObject", pikepdf.Dictionary())
            for name, thing in list(named.items()):
                if thing.objgen in (one, other):
                    named[name] = document.get_object(other if thing.objgen == one else one)


def without_gradients(document: pikepdf.Pdf) -> None:
    """No resources of a page or a form name a pattern or a shading."""
    for thing in document.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and "/Resources" in thing:
            for name in {"/Pattern", "/Shading"} & {*thing.Resources.keys()}:
                del thing.Resources[name]
