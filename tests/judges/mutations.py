"""A work that has everything, its finished forms, and ways to tamper with them: for tests that need a judge to fail.

Flow: Markdown and yaml -> ``forms()``, made once -> bytes -> a function of this file -> bytes that lie.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from flugblatt import epub
from flugblatt.content import read_work
from flugblatt.judges import fidelity
from flugblatt.language.table import describe
from flugblatt.model import Check, Cover, Edition, PageStart, Statement
from flugblatt.model.cases import Case
from flugblatt.typeset import archive_pdf
from flugblatt.xhtml import plain_text, web
from tests.sharing import shared

RICH = """\
# Reiche Ausgabe über *alles*

Erster Absatz mit „Zitat“ und Café[^a] danach.

Zweiter Absatz, ganz einfach gehalten.

## Ziele und *Wege*

Ein [Verweis](https://example.org/a?b=1 "Titel des Verweises"), ein [innerer](#ziele-und-wege), \
[текст на беларускай]{lang=be} und [שלום עולם]{lang=he dir=rtl}, **fett**, `x = 1`.[^b]

6) Sechstens
7) Siebtens
   - Strich
   - Punkt

### Tabelle

| Ort   | Zahl |
|-------|-----:|
| Minsk |   12 |
| Brest |    7 |

Begriff
: Erklärung eins
: Erklärung zwei

> Ein Zitat für sich.

Ein Bild ![Ein rotes Rechteck](rot.png), noch eines ![Ein blaues Quadrat](blau.png).

```
zuerst = 1
danach = 2
```

Mail an <a@example.org>, *Schluss*.

[^a]: Erste Anmerkung mit [Verweis](https://example.org/n).

[^b]: Zweite Anmerkung.
"""

YAML = """\
date: 2022-01-06
revised: 2022-02-03
kind: declaration
issuers:
  - Büro der Anfänge
  - {name: Rat der Enden, uri: "https://example.org/rat", sort_name: "Enden, Rat der"}
publisher: {name: Verlag Beispiel, place: Minsk}
subjects: [Frieden, Wahl]
summary: Kurz gesagt.
rights: {statement: Frei, license: "https://creativecommons.org/licenses/by/4.0/"}
identifiers: {doi: 10.1000/182, isbn: {epub: 978-3-16-148410-0, pdf: 979-12-200-0852-5}}
url: https://example.org/reich
series: {title: Reihe, issn: 0317-8471, number: "7"}
original: be
editions: {de: {subtitle: Mit Untertitel}}
"""


@dataclass(frozen=True, slots=True)
class Forms:
    """A work with one edition, and all its finished forms."""

    statement: Statement
    edition: Edition
    pdf: bytes
    epub: bytes
    web: bytes
    text: bytes
    pages: tuple[PageStart, ...]

    def of(self, target: str) -> bytes:
        return {"archive-pdf": self.pdf, "epub": self.epub, "web": self.web, "text": self.text}[target]


@shared
def forms() -> Forms:
    """The forms of the work that has everything."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "reich"
        work.mkdir()
        (work / "de.md").write_text(RICH, encoding="utf-8")
        (work / "statement.yaml").write_text(YAML, encoding="utf-8")
        Image.new("RGB", (40, 20), (200, 0, 0)).save(work / "rot.png")
        Image.new("RGB", (20, 20), (0, 0, 200)).save(work / "blau.png")
        return made(work)


def made(work: Path) -> Forms:
    """The forms of the first edition of a work, in this process. The cover is a plain surface with the right words."""
    statement, findings = read_work(work)
    assert statement is not None, findings
    edition = statement.editions[0]
    language = describe(edition.language, edition.whole_text)
    typeset = archive_pdf.render(statement, edition, language)
    assert typeset.data, typeset.findings
    names = ", ".join(issuer.name for issuer in statement.issuers_of(edition))
    surface = io.BytesIO()
    Image.new("RGB", (16, 26), (255, 255, 255)).save(surface, "JPEG")
    cover = Cover(surface.getvalue(), 16, 26, f"{edition.title_text} – {names}")
    return Forms(
        statement,
        edition,
        typeset.data,
        epub.render(statement, edition, language, typeset.pagination, cover),
        web.render(statement, edition, language),
        plain_text.render(statement, edition, language),
        typeset.pagination.pages,
    )


def judged(target: str, data: bytes, pages: bool = True) -> Check:
    """What the judge of the text says of a form of ``forms()``."""
    made = forms()
    return fidelity.judge(Case(made.statement, made.edition, target, data, made.pages if pages else ()))


def assert_failed(check: Check, code: str, *words: str) -> None:
    """The check failed, and one finding has the code and all the words in it or in its place."""
    assert check.verdict == "failed", f"expected {code}, but the judge said {check.verdict}"
    said = [str(finding) for finding in check.findings if finding.code == code]
    assert any(all(word in line for word in words) for line in said), "\n".join(map(str, check.findings))


# --- Bytes and zips ------------------------------------------------------------------------------


def swapped(data: bytes, old: str, new: str) -> bytes:
    """``data`` with ``new`` for the first ``old``, which must be there."""
    assert old.encode() in data, f"{old!r} is not in the file"
    return data.replace(old.encode(), new.encode(), 1)


def exchanged(data: bytes, one: str, other: str) -> bytes:
    """``data`` with two stretches in each other's place."""
    return swapped(swapped(swapped(data, one, "\0"), other, one), "\0", other)


def in_book(data: bytes, name: str, old: str, new: str) -> bytes:
    """A book with one change in the file ``name``."""
    return rezipped(data, {name: swapped(entry(data, name), old, new)})


def entry(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read(name)


def rezipped(data: bytes, files: dict[str, bytes]) -> bytes:
    """A book with other contents for some files, or with files more."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w") as copy:
        for info in book.infolist():
            copy.writestr(info, files.get(info.filename, book.read(info.filename)))
        for name in files.keys() - set(book.namelist()):
            copy.writestr(name, files[name])
    return out.getvalue()


# --- PDF -----------------------------------------------------------------------------------------


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def elements(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """Every structure element of a kind, in reading order."""

    def visit(element: Any) -> Iterator[Any]:
        if not isinstance(element, pikepdf.Dictionary):
            return
        if str(element.get("/S", "")) == f"/{kind}":
            yield element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from visit(kid)

    return list(visit(pdf.Root.StructTreeRoot.K[0]))


def say(element: Any, text: str) -> None:
    """Makes a structure element say ``text`` whatever it shows."""
    element.ActualText = pikepdf.String(text)


def drawn_more(pdf: pikepdf.Pdf, page: int, operators: str) -> None:
    """Draws more on a page, counted from 0, after what is there."""
    pdf.pages[page].contents_add(operators.encode("latin-1"))


def any_font(pdf: pikepdf.Pdf, page: int) -> tuple[str, str]:
    """A font of a page and the code, in hex, of a glyph that it says is ``e``."""
    for name, font in pdf.pages[page].Resources.Font.items():
        found = re.search(rb"<([0-9a-f]{4})> <0065>", font.ToUnicode.read_bytes())
        if found:
            return str(name), found[1].decode()
    raise AssertionError("no font has an e")


def remapped(pdf: pikepdf.Pdf, old: str, new: str) -> None:
    """Every font says ``new`` where it said ``old``."""
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            stream = font.ToUnicode
            ours, theirs = (text.encode("utf-16-be").hex() for text in (old, new))
            data = re.sub(rf"(<[0-9a-f]{{4}}>) <{ours}>", rf"\1 <{theirs}>", stream.read_bytes().decode())
            stream.write(data.encode())


def redrawn(pdf: pikepdf.Pdf, page: int, old: str, new: str) -> None:
    """The first text of a page that reads ``old`` in one run of glyphs is drawn with the glyphs of ``new``."""
    fonts = {str(name): _codes(font) for name, font in pdf.pages[page].Resources.Font.items()}
    instructions = list(pikepdf.parse_content_stream(pdf.pages[page]))
    codes: dict[str, str] = {}
    for index, instruction in enumerate(instructions):
        if str(instruction.operator) == "Tf":
            codes = fonts[str(instruction.operands[0])]
        if str(instruction.operator) != "TJ":
            continue
        texts = {code: text for text, code in codes.items()}
        data = b"".join(bytes(part) for part in instruction.operands[0] if isinstance(part, pikepdf.String))
        glyphs = [data[at : at + 2].hex() for at in range(0, len(data), 2)]
        said = "".join(texts.get(glyph, "\0") for glyph in glyphs)
        if old in said and len(said) == len(glyphs) and all(char in codes for char in new):
            at = said.index(old)
            glyphs[at : at + len(old)] = [codes[char] for char in new]
            shown = pikepdf.Array([pikepdf.String(bytes.fromhex("".join(glyphs)))])
            instructions[index] = pikepdf.ContentStreamInstruction([shown], instruction.operator)
            pdf.pages[page].Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
            return
    raise AssertionError(f"page {page + 1} draws no {old!r} whose glyphs can be exchanged")


def _codes(font: Any) -> dict[str, str]:
    pairs = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]*)>", font.ToUnicode.read_bytes().decode())
    return {bytes.fromhex(text).decode("utf-16-be"): code for code, text in pairs}


def xmp_changed(data: bytes, old: str, new: str) -> bytes:
    """A PDF with one change in its XMP packet."""
    pdf = opened(data)
    packet = pdf.Root.Metadata
    packet.write(swapped(packet.read_bytes(), old, new))
    return saved(pdf)
