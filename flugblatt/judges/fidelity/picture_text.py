"""Judges the text of a picture to share, by the page that it was painted from.

Flow: the page (a tagged PDF) -> its structure tree as units -> against date, title and issuers, computed again -> its glyphs,
shaped again. That the picture shows this page, and nothing else, is for ``visual`` to judge: a picture itself says no text.

Rule: cover and thumb say the date, the title, the issuers; the card says the kind of the work behind the date, where
``statement.yaml`` gives one that the title does not name. Where not all issuers have room, the first ones, and how many others
there are.
Reason: a card is what most people see of a statement; a wrong name on it is read by more of them than the statement is.
Passes: a page that says exactly this, each word of the title in its language.
Fails: any other, and a picture without its page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flugblatt.judges import glyphs
from flugblatt.judges.fidelity import first_page, reference, tagged_pdf
from flugblatt.judges.fidelity.compare import Comparison, compare
from flugblatt.judges.fidelity.sequence import Char, Unit, Voice, collapse
from flugblatt.judges.fidelity.tagged_pdf import Reading
from flugblatt.model import Break, Call, Code, Finding, Image, Inline, Span, Text
from flugblatt.model.cases import Case


def judge(case: Case) -> Comparison:
    """Raises pikepdf.PdfError, ValueError and their like where the page cannot be read, or is not there."""
    statement, edition = case.statement, case.edition
    reading = tagged_pdf.read(case.beside)
    write = reference.writing(statement, edition, reference.Form(markup=False, notes="end", forms=False))
    expected = tuple(units(write, case.kind, reference.names_shown(write, reading.units)))
    compared = compare(expected, reading.units, edition.source.path, edition.source.data, anchors=False)
    shaped = glyphs.judge(case.beside).findings
    shown = reading.findings
    if statement.brand.theme == "picture":  # white on its picture, which ``visual`` measures
        shown = tuple(one for one in shown if not (one.code == "fidelity-hidden" and one.message.endswith(" in white")))
    beside = (*shown, *tagged_pdf.misnamed(reading), *compared.findings, *_other(reading), *shaped)
    return Comparison(beside, compared.pairs, compared.blocks, compared.equal, compared.characters)


def units(write: reference.Writing, kind: str, shown: int) -> Iterator[Unit]:
    """What the page must say, naming the first ``shown`` issuers."""
    here = write.inside((), "section")
    told = replace(write.statement, withdrawn=None, supersedes="")  # a picture says the embargo alone
    bare = replace(write, statement=told, edition=replace(write.edition, title=(), subtitle=""))
    every = tuple(reference.title_page(bare, here, shown))
    day = next(at for at, unit in enumerate(every) if unit.generated == "date of the title page")
    theme, word = write.statement.brand.theme, first_page.kind_of_work(write)
    says_kind = bool(word) and ((kind == "card" and theme == "red") or theme == "quiet")
    kinds = [reference.said(write, write.inside(here, "paragraph"), word, "kind of the work", write.label_voice)]
    dated = [
        *(kinds if says_kind and theme == "quiet" else ()),
        every[day],
        *(kinds if says_kind and theme == "red" else ()),
    ]
    yield from every[:day]
    yield from dated if theme != "black" else ()
    chars = collapse(_letters(write.edition.title, write.voice))
    yield Unit(write.inside(here, "title"), chars, "", "", write.edition.title_place)
    yield from dated if theme == "black" else ()
    yield from (unit for unit in every[day + 1 :] if unit.kind != "title")


def _letters(children: tuple[Inline, ...], voice: Voice) -> Iterator[Char]:
    """The words of the title without what a picture does not carry: emphasis, links, calls of notes, signs."""
    for node in children:
        match node:
            case Text() | Code():
                yield from reference.chars_of(node.text, voice, node.place)
            case Break():
                yield Char("\n", voice, node.place)
            case Call() | Image():
                pass
            case Span():
                yield from _letters(node.children, replace(voice, language=node.language or voice.language))
            case _:
                yield from _letters(node.children, voice)


def _other(reading: Reading) -> Iterator[Finding]:
    """The page shows no text beside its structure, and carries nothing."""
    pieces = [piece.text for page in (*reading.feet, *reading.heads) for piece in page]
    for words in (*pieces, *(attachment.name for attachment in reading.attachments)):
        message = f"expected no more than date, title and issuers; found {words[:60]!r}"
        yield Finding("fidelity-extra", "error", message, "page 1")
