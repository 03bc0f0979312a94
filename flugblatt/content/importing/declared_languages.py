"""The language of a text: what its file says, what its name says, and what its letters and small words say.

Flow: file -> what it declares -> words of the text counted against the weak words of the language table (articles, prepositions)
-> ``Guess``: sure where two of these agree and none speaks against it; nobody is told a language that was only guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from babel import Locale
from fontTools import unicodedata as scripts
from lxml import etree, html

from flugblatt import resources
from flugblatt.content import language_tags
from flugblatt.content.importing.office_container import opened, tree
from flugblatt.language.table import known, scripts_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ODF = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}language"
DC = "{http://purl.org/dc/elements/1.1/}language"
OWN_LETTERS = {"be": "ўЎ", "uk": "їєґЇЄҐ", "kk": "қңғұәһ", "pl": "łąęśżźŁ", "de": "ßẞ", "ja": "のはをにがと"}
"""Letters that one alphabet has and those that resemble it have not; of several languages in the same letters they tell one."""
FEWEST = 3  # weak words; chosen: fewer are chance
PLENTY = 30
"""Weak words; chosen: so many outweigh what a program declares of itself, which is often the language of its menus."""
LEAD = 1.5  # chosen: the second best must be so much behind


@dataclass(frozen=True, slots=True)
class Guess:
    """``tag`` is empty where nothing points to a language; ``sure`` where it need not be asked; ``why`` says what points to it."""

    tag: str
    sure: bool
    why: str
    other: str = ""
    """Where it is not sure, the tag that something else points to."""

    @property
    def name(self) -> str:
        """What the language calls itself, for people."""
        try:
            return str(Locale.parse(self.tag.replace("-", "_")).display_name or self.tag)
        except (ValueError, LookupError):
            return self.tag


def guess(data: bytes, kind: str, name: str, text: str) -> Guess:
    """The language of a file whose text is ``text``."""
    named, declared = of_name(name), declared_in(data, kind)
    by_words, hits = of_words(text)
    said = [
        ("the name of the file", named),
        ("what the file says of itself", declared),
        (f"{hits} small words of the text", by_words),
    ]
    tags = [(why, tag) for why, tag in said if tag and _fits(tag, text)]
    if not tags:
        return Guess("", False, "neither its name, nor the file, nor its words say one")
    if not named and declared and by_words and hits >= PLENTY and not by_words.startswith(declared.split("-")[0]):
        return Guess(by_words, True, f"{hits} small words of the text, although the file declares {declared}")
    if named and declared and by_words and _alike(named, by_words) and not _alike(named, declared):
        # A program declares the language of its menus; who named the file and who wrote its words say another.
        return Guess(
            named, True, f"the name of the file and {hits} small words of the text, although it declares {declared}"
        )
    first = tags[0][1]
    if any(not _alike(tag, first) for _, tag in tags):
        # A program declares the language of its menus; the words are those of the text.
        return _doubtful(sorted(tags, key=lambda said: said[0] == "what the file says of itself"))
    agreeing = [why for why, tag in tags]
    sure = len(agreeing) > 1 or "the name of the file" in agreeing or bool(by_words)
    return Guess(first, sure, " and ".join(agreeing))


def _alike(tag: str, other: str) -> bool:
    return tag.split("-")[0] == other.split("-")[0]


def _doubtful(tags: list[tuple[str, str]]) -> Guess:
    """The first of the languages that a file points to, and the others."""
    first = tags[0][1]
    others = list(dict.fromkeys(tag for _, tag in tags if not _alike(tag, first)))
    found = ", ".join([first, *others])
    return Guess(first, False, f"its name, what it says of itself and its words do not agree ({found})", others[0])


def of_name(name: str) -> str:
    """The tag that a file is named after: ``de.docx``, ``letter.be.docx``, ``brief_en.docx``."""
    stem = PurePosixPath(name).stem
    last = re.split(r"[._ ]", stem)[-1]
    subtags = last.split("-")
    wanted = last if len(subtags[0]) in (2, 3) and (last == stem or len(subtags[0]) == 2) else ""
    tag = (
        language_tags.canonical(wanted)
        if wanted and wanted.lower() not in ("doc", "neu", "new", "old", "end")
        else None
    )
    return tag if tag is not None and tag == last else ""


def declared_in(data: bytes, kind: str) -> str:
    """The language that a file says of itself; empty where it says none, or none that is a language."""
    found = ""
    if kind in ("Word", "OpenDocument", "EPUB"):
        with opened(data, "the file") as archive:
            if kind == "Word":
                found = _of_word(tree(archive, "word/document.xml"), tree(archive, "word/styles.xml"))
            elif kind == "OpenDocument":
                root = tree(archive, "styles.xml")
                found = next((one.get(ODF) for one in root.iter() if one.get(ODF)), "") if root is not None else ""
            else:
                package = next((part for part in archive.namelist() if part.endswith(".opf")), "")
                root = tree(archive, package) if package else None
                found = (root.findtext(f".//{DC}") or "").strip() if root is not None else ""
    elif kind == "web page":
        found = _of_page(data)
    tag = language_tags.canonical((found or "").strip()) or ""
    language, _, region = tag.partition("-")
    return language if len(region) == 2 and region.isupper() else tag


def _of_word(document: Any, styles: Any) -> str:
    """The language that most letters are marked with."""
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang") if styles is not None else None
    letters = Counter[str]()
    for run in document.iter(f"{W}r"):
        own = run.find(f"{W}rPr/{W}lang")
        marked = own if own is not None else default
        mark = run.find(f"{W}rPr/{W}rtl")
        right_to_left = mark is not None and mark.get(f"{W}val") not in ("0", "false", "off")
        side = f"{W}bidi" if right_to_left else f"{W}val"
        if marked is not None and (tag := marked.get(side)):
            letters[tag] += sum(len(word) for word in run.itertext(f"{W}t"))
    return letters.most_common(1)[0][0] if letters else ""


def _of_page(data: bytes) -> str:
    try:
        root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, ValueError):
        return ""
    body = root.find("body")
    return str(
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or (body.get("lang") if body is not None else "")
        or ""
    )


def of_words(text: str) -> tuple[str, int]:
    """The language whose weak words the text has most of, and how many; empty where two are close or there are too few."""
    rows = resources.rows("languages")["languages"]
    words = Counter(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower()))
    scores: Counter[str] = Counter()
    for tag in known():
        if not _fits(tag, text):
            continue
        weak = {*rows[tag].get("weak", ()), *rows[tag].get("postposed", ())}
        scores[tag] = sum(words[word] for word in weak) + sum(text.count(letter) for letter in OWN_LETTERS.get(tag, ""))
    ranked = scores.most_common(2)
    if not ranked:
        return "", 0
    (best, most), second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0
    alone = len(ranked) == 1 and scripts_of(best) and len(text) > 20
    return (
        (best, most) if (most >= FEWEST and most >= LEAD * second) or (alone and not most and _only(best)) else ("", 0)
    )


def _only(tag: str) -> bool:
    """Whether the letters of the language are its own: those of no other that the table knows."""
    return sum(bool(scripts_of(tag) & scripts_of(other)) for other in known()) == 1


def _fits(tag: str, text: str) -> bool:
    """Whether most letters of the text are of a script of the language."""
    letters = Counter(code for code in map(scripts.script, text) if code not in ("Zyyy", "Zinh", "Zzzz"))
    allowed = scripts_of(tag)
    return not letters or not allowed or sum(letters[code] for code in allowed) > letters.total() / 2
