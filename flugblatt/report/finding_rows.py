"""Findings as the page sets them: expected over found where a message says both, and every character visible.

Flow: a finding of a check -> ``told`` -> the two texts that part, or the two phrases, or the message as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from flugblatt.model import Finding

SHORT = 4
"""Two phrases of more words that have none in common are not underlined: all of them would be."""
CUT = 24
"""So many characters of the source stand around a difference; more were cut off."""
LONGEST = 1000
"""Longer messages are set as they are: taking them apart would take too long."""
JOINERS = "\u200c\u200d"

PARTED = re.compile(
    r"(?P<what>.*?)expected (?P<ours>the end of the block|\".*?\"(?: U\+[0-9A-F]{4,6})+), "
    r"found (?P<theirs>the end of the block|\".*?\"(?: U\+[0-9A-F]{4,6})+) in “(?P<before>.*)⟨(?P<mark>.*)⟩(?P<after>.*)”",
    re.S,
)
POINTS = re.compile(r"\"(?P<chars>.*)\"(?P<points>(?: U\+[0-9A-F]{4,6})+)", re.S)
SIDES = re.compile(r"(?P<what>(?:.{0,80}: )??)expected:? (?P<ours>.+?)[,;] found:? (?P<theirs>.+)", re.S)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one side of a difference; ``differs`` is underlined."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """Expected over found. ``what`` says of what, where the finding says so; ``points`` are the code points."""

    what: str
    expected: tuple[Piece, ...]
    found: tuple[Piece, ...]
    expected_points: str = ""
    found_points: str = ""
    of_edition: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One finding as the page sets it: a difference where its message has that form, else the message."""

    severity: str
    code: str
    where: str
    message: str
    hint: str
    difference: Difference | None


def told(finding: Finding) -> Told:
    """A finding with every character visible, and its two sides apart where its message has two."""
    message = finding.message
    return Told(
        finding.severity,
        finding.code,
        visible(finding.where),
        visible(message),
        visible(finding.hint),
        (_parted(message) or _sides(message)) if len(message) <= LONGEST else None,
    )


def visible(text: str) -> str:
    """``text`` with its control and format characters written out, so that none can hide or turn round the page's text.

    The joiners of Arabic and Indic scripts stay: without them their words would be others.
    """
    return "".join(
        f"[U+{ord(char):04X}]"
        if char not in JOINERS and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else char
        for char in text
    )


def _parted(message: str) -> Difference | None:
    """Two texts that part at one place: the words around it are the source's, and hold for both sides only before it."""
    match = PARTED.fullmatch(message)
    if match is None:
        return None
    before, mark, after = (visible(match[name]) for name in ("before", "mark", "after"))
    before = ("…" if len(match["before"]) >= CUT else "") + before
    after += "…" if len(match["after"]) >= CUT else ""
    head = re.search(r"\S*$", before)
    tail = re.match(r"\S*", after) if mark.strip() else re.match("", after)
    assert head is not None and tail is not None
    even = Piece(before[: head.start()])
    ours, ours_points = _cluster(match["ours"])
    theirs, theirs_points = _cluster(match["theirs"])
    ended = Piece("" if theirs_points else "(ends here)")
    expected = (even, Piece(head[0] + (mark or ours) + tail[0], True), Piece(after[tail.end() :]))
    found = (even, Piece(head[0] + theirs, True), ended if not theirs_points else Piece("…"))
    return Difference(
        visible(match["what"]).rstrip(": "),
        _filled(expected),
        _filled(found),
        ours_points,
        theirs_points,
        of_edition=True,
    )


def _cluster(side: str) -> tuple[str, str]:
    """The characters of one side and their code points; neither where the side is the end of the block."""
    match = POINTS.fullmatch(side)
    return (visible(match["chars"]), match["points"].strip()) if match else ("", "")


def _sides(message: str) -> Difference | None:
    """Two phrases, the words that differ marked; None where the message does not say what was expected and found."""
    match = SIDES.fullmatch(message)
    if match is None:
        return None
    ours, theirs = (visible(match[name]).split(" ") for name in ("ours", "theirs"))
    opcodes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    alike = any(kind == "equal" for kind, *_ in opcodes)
    marked = alike or max(len(ours), len(theirs)) <= SHORT
    expected, found = (
        _pieces([(ours[a:b], kind) for kind, a, b, _, _ in opcodes], marked),
        _pieces([(theirs[c:d], kind) for kind, _, _, c, d in opcodes], marked),
    )
    return Difference(visible(match["what"]).rstrip(": "), expected, found)


def _pieces(runs: list[tuple[list[str], str]], marked: bool) -> tuple[Piece, ...]:
    """Runs of words as pieces, the blanks between runs outside the underline."""
    found: list[Piece] = []
    for words, kind in runs:
        if words:
            found += [Piece(" "), Piece(" ".join(words), marked and kind != "equal")]
    return tuple(found[1:])


def _filled(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text)
