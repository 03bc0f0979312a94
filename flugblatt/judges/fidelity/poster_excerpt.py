"""Judges what a poster says: title, an excerpt of the text that it does not bear as a whole, where the whole is, the imprint.

Flow: units of the file -> those in its main part, each looked for in the source -> the units that the file must have.

Rule: an excerpt is the pull quote, or whole sentences of one paragraph of the source in one piece, word by word; the poster says
nothing else of the text.
Reason: who reads six words on a wall takes them for the statement; a word left out turns them round.
Passes: sentences of the source, from the begin of one to the end of one; no excerpt at all.
Fails: words that the source does not have in one piece, and a sentence that is cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flugblatt.judges.fidelity import reference, statement_facts
from flugblatt.judges.fidelity.reference import Writing
from flugblatt.judges.fidelity.sequence import Char, Spot, Unit, collapse, plain
from flugblatt.model import Call, Edition, Emphasis, Inline, Link, Paragraph, Shifted, Span, Strong, plain_text, walk

ENDS = ".!?…؟۔।॥։።៕។。！？"
AROUND = " „“”«»‚‘’‹›\"'「」『』()[]（）"
MOST = 2
"""Paragraphs of an excerpt: the first sentence, and those behind it."""
BETWEEN = " · "


def units(write: Writing, found: tuple[Unit, ...], shown: int | None) -> tuple[Unit, ...]:
    """What the structure tree of a poster must say, whose own units are ``found``."""
    form = replace(write.form, forms=False)  # an excerpt has no addressee
    bare = replace(write, edition=replace(write.edition, title=_uncalled(write.edition.title)), form=form)
    main = write.inside((), "main")
    said = [unit.text for unit in found if unit.path[:1] == ("main",)][:MOST]
    excerpt = (
        reference.said(write, write.inside(main, "paragraph"), _true(text, write.edition), "excerpt") for text in said
    )
    return (*reference.title_page(bare, write.inside((), "section"), shown), *excerpt, *_back(write))


def is_excerpt(text: str, edition: Edition) -> bool:
    """Whether ``text`` is the pull quote or whole sentences of one paragraph of ``edition``."""
    quote = plain(edition.pull_quote)
    return (text == quote and bool(quote)) or any(_is_whole(text, paragraph) for paragraph in _paragraphs(edition))


def _true(text: str, edition: Edition) -> str:
    """``text`` where the source says it so; else the paragraph that it is from, as far as that can be told."""
    if is_excerpt(text, edition):
        return text
    every = _paragraphs(edition)
    for length in (24, 8):
        if like := next((paragraph for paragraph in every if text[:length] in paragraph), ""):
            return like
    return next(iter(every), "")


def _is_whole(text: str, paragraph: str) -> bool:
    at = paragraph.find(text) if text else -1
    if at < 0:
        return False
    before, behind = paragraph[:at].rstrip(AROUND), paragraph[at + len(text) :]
    return before[-1:] in ENDS and (not behind.strip(AROUND) or text.rstrip(AROUND)[-1:] in tuple(ENDS))


def _paragraphs(edition: Edition) -> tuple[str, ...]:
    found = (block for block in walk(edition.blocks) if isinstance(block, Paragraph))
    return tuple(plain(plain_text(block.children)).strip(" ") for block in found)


def _back(write: Writing) -> Iterator[Unit]:
    """Where the whole text is, then who answers for it, in one paragraph."""
    here, labels, url = write.inside((), "section"), write.language.labels, write.statement.url
    if url:
        label = write.inside(here, "paragraph")
        yield reference.said(write, label, labels.whole_text, "label of the share code", write.label_voice)
        text = url.removeprefix("https://").removesuffix("/")
        voice = replace(write.voice, link=url, spoken=text if text == url else f"{text} – {url}")
        yield reference.said(write, write.inside(here, "paragraph"), text, "address beside the share code", voice)
    every = statement_facts.rows(write.statement, write.edition, write.language, "print", "", "")
    kept = (labels.translator, labels.imprint_publisher, labels.imprint_printer, labels.imprint_responsible)
    chars: list[Char] = []
    for row in (row for row in every if row.label in kept):
        chars += reference.chars_of(BETWEEN if chars else "", write.voice, Spot(""))
        chars += reference.chars_of(row.label, write.label_voice, Spot(""))
        chars += reference.chars_of(f" {', '.join(row.lines)}", write.voice, Spot(""))
    if chars:
        yield Unit(write.inside(here, "paragraph"), collapse(chars), "imprint", "", Spot(""))


def _uncalled(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The title without the calls of notes, which a poster does not have."""
    out: list[Inline] = []
    for node in inlines:
        if isinstance(node, Emphasis | Strong | Link | Span | Shifted):
            out.append(replace(node, children=_uncalled(node.children)))
        elif not isinstance(node, Call):
            out.append(node)
    return tuple(out)
