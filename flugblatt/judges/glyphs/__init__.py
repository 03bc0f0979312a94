"""Judges whether the glyphs that a tagged PDF paints are those of the text that it says, from the fonts that it embeds.

Flow: PDF -> ``painted_glyphs`` (runs of glyphs and their text) -> ``originals`` (each font proven to be a font at hand) ->
``reshaping`` (HarfBuzz shapes the text again, glyph by glyph) -> Check ``glyphs``.

Rule: the text of every sequence of marked content (ActualText, else ToUnicode), shaped again with the original of the
embedded font, gives exactly the glyphs of the content stream, in visual order; the embedded outline of every painted glyph
is the original's; ToUnicode of the glyphs of a sequence, in reading order, says its text too; all text is in marked content.
Reason: a reader of the structure trusts ActualText, a plain reader ToUnicode, and a printed page shows the glyphs: only
shaping compares the three.
Passes: a file whose text was set with the fonts of the language table; figures in any of the styles ``features.MANNERS``.
Fails: other glyphs than the text's, or its glyphs in another order (``glyphs-mismatch``); a code whose ToUnicode is another
text (``glyphs-unicode``); a glyph that the font lacks (``glyphs-notdef``); a dotted circle that the text does not have, the
mark of a faulty sequence (``glyphs-circle``); a font program that is not the font of its name (``glyphs-font``); text
outside of marked content (``glyphs-unmarked``); a file that cannot be read (``glyphs-unreadable``).
Not run: a PDF without a structure tree, or with a font of which no original is at hand.
Not judged: where on the page a glyph stands.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping

import uharfbuzz as harfbuzz

from flugblatt.judges.glyphs import originals, painted_glyphs, reshaping
from flugblatt.judges.glyphs.itemization import is_ignorable
from flugblatt.judges.glyphs.painted_glyphs import HYPHEN, Painting, Run
from flugblatt.judges.glyphs.reshaping import Match, Mismatch
from flugblatt.model import Check, Finding, FindingCode
from flugblatt.model.checks import survives

TOOL = f"HarfBuzz {harfbuzz.version_string()}"
SNIPPET = 40  # characters; chosen: the place stays on one line
SHAPE = (
    "A file of your own: build with --force, and report the finding with the source if it stays. A file from elsewhere "
    "shows other letters than it says: do not pass it on."
)
CODES: Mapping[str, FindingCode] = {
    "glyphs-mismatch": FindingCode("Other glyphs than those of the text, or its glyphs in another order.", SHAPE),
    "glyphs-unicode": FindingCode("A code of a font that says other text than its glyph shows (ToUnicode).", SHAPE),
    "glyphs-compatible": FindingCode(
        "A code of a font that says a ligature or another form of the letters that its glyph shows (ToUnicode): it is read, and "
        "searches may miss the word. In a file of others a warning.",
        SHAPE,
    ),
    "glyphs-kind": FindingCode(
        "A font in the file of a kind that no file of ours has, so that nobody can tell its glyphs. In a file of others a warning.",
        SHAPE,
    ),
    "glyphs-notdef": FindingCode(
        "A glyph that the font lacks: an empty box is seen.",
        "Mark the words with their own language, as in [слово]{lang=be}, or write another character.",
    ),
    "glyphs-circle": FindingCode(
        "A dotted circle that the text does not have: a sign stands where its script has no place for it.",
        "Write the signs of the word in the order of its script; the finding names the word.",
    ),
    "glyphs-font": FindingCode("A font in the file that is not the font of its name.", SHAPE),
    "glyphs-unmarked": FindingCode("Text outside of marked content, which readers of the structure never meet.", SHAPE),
    "glyphs-unreadable": FindingCode(
        "A file whose text cannot be read.", "Take another copy of the file: it is damaged, locked or no PDF."
    ),
}


@survives("glyphs", TOOL, "glyphs-unreadable", "a PDF that can be read")
def judge(data: bytes) -> Check:
    """The Check ``glyphs`` of a tagged PDF: *not run* with a reason where it has no tags or an original is missing."""
    try:
        painting = painted_glyphs.read(data)
    except painted_glyphs.Untagged:
        return Check.not_run("glyphs", "the PDF has no structure tree that says its text", TOOL)
    fonts, missing, findings = _fonts(painting)
    findings += [_unmarked(stray) for stray in painting.strays]
    results: list[tuple[Run, Match | Mismatch]] = []
    for run in painting.runs:
        if all(glyph.font in fonts for glyph in run.glyphs):
            result = reshaping.compare(run, fonts, painting.right_to_left)
            results.append((run, result))
            findings += _of_run(run, result, fonts)
    findings += _of_codes(results)
    matches = [result for _, result in results if isinstance(result, Match)]
    detail = f"{len(matches)} of {len(painting.runs)} runs, {len(fonts)} fonts"
    for manner, count in sorted(Counter(match.manner for match in matches if match.manner).items()):
        detail += f"; {manner} {count}"
    if missing and not findings:
        reason = f"no original at hand of {', '.join(missing)}: its glyphs cannot be shaped again"
        return Check("glyphs", "not run", TOOL, reason=reason, detail=detail)
    return Check.of("glyphs", TOOL, findings, detail)


def _fonts(painting: Painting) -> tuple[dict[int, originals.Proven], list[str], list[Finding]]:
    """The proven fonts by number, the names of those without an original, and the false ones as findings."""
    codes: dict[int, set[int]] = defaultdict(set)
    first: dict[int, Run] = {}
    for run in painting.runs:
        for glyph in run.glyphs:
            codes[glyph.font].add(glyph.code)
            first.setdefault(glyph.font, run)
    proven: dict[int, originals.Proven] = {}
    missing: list[str] = []
    findings: list[Finding] = []
    for number, used in codes.items():
        font = painting.fonts[number]
        try:
            proven[number] = originals.prove(font, used)
        except originals.NoOriginal:
            missing.append(font.name)
        except originals.Unproven as error:
            code = "glyphs-kind" if isinstance(error, originals.OfOtherKind) else "glyphs-font"
            message = f"expected the font {font.name}; found another program under its name: {error}"
            findings.append(Finding(code, "error", message, _where(first[number])))
    return proven, missing, findings


def _of_run(run: Run, result: Match | Mismatch, fonts: dict[int, originals.Proven]) -> list[Finding]:
    where = _where(run)
    found: list[Finding] = []
    if absent := sum(fonts[glyph.font].glyphs[glyph.code] == 0 for glyph in run.glyphs):
        message = f"expected a glyph for every character; found {absent} that the font does not have (.notdef)"
        found.append(Finding("glyphs-notdef", "error", message, where))
    if circles := reshaping.painted_circles(run, fonts):
        message = (
            f"expected the glyphs of the text alone; found {circles} dotted circle(s), U+25CC, that it does not have"
        )
        hint = "a mark stands where its script does not allow it: look at the order of the characters in the source"
        found.append(Finding("glyphs-circle", "error", message, where, hint))
    if isinstance(result, Mismatch) and not absent:
        message = f"expected {result.expected} as glyph no. {result.place + 1} of the text; found {result.found}"
        found.append(Finding("glyphs-mismatch", "error", message, where))
    return found


def _of_codes(results: list[tuple[Run, Match | Mismatch]]) -> list[Finding]:
    """ToUnicode against the text of the runs whose glyphs are proven: in reading order, glyph by glyph, it says that text.

    How the letters of a cluster are shared out among its glyphs is free. Characters that need no glyph do not count.
    """
    found: dict[tuple[int, int, str], Finding] = {}
    for run, result in results:
        if isinstance(result, Mismatch) or not (fault := _first_fault(run, result)):
            continue
        place, wanted = fault
        glyph = run.glyphs[place]
        message = f"expected ToUnicode of code {glyph.code} to say {wanted!r}; found {glyph.said!r}"
        alike = glyph.said.strip() and unicodedata.normalize("NFKC", glyph.said) == unicodedata.normalize(
            "NFKC", wanted
        )
        code = "glyphs-compatible" if alike else "glyphs-unicode"
        found.setdefault((glyph.font, glyph.code, glyph.said), Finding(code, "error", message, _where(run)))
    return list(found.values())


def _first_fault(run: Run, match: Match) -> tuple[int, str] | None:
    """The first glyph, in reading order, with which ToUnicode leaves the text of the run, and the text of its cluster."""
    order = sorted(range(len(match.said)), key=lambda place: (match.said[place].start, match.said[place].rank))
    wanted = told = ""
    begun: set[int] = set()
    for place in order:
        said = match.said[place]
        text = "" if place in run.hyphens else _visible(said.text)
        if said.start not in begun:
            begun.add(said.start)
            wanted += text
        told += _visible(run.glyphs[place].said)
    if told == wanted:
        return None
    told = ""
    for place in order:
        told += _visible(run.glyphs[place].said)
        if not wanted.startswith(told):
            return place, _visible(match.said[place].text)
    return order[-1], _visible(match.said[order[-1]].text)


def _visible(text: str) -> str:
    return "".join(char for char in text if not is_ignorable(char))


def _unmarked(stray: painted_glyphs.Stray) -> Finding:
    said = f" {stray.text[:SNIPPET]!r}" if stray.text else ""
    message = f"expected all text in marked content of the page; found text{said} {stray.place}"
    return Finding("glyphs-unmarked", "error", message, f"page {stray.page}")


def _where(run: Run) -> str:
    text = run.text.replace(HYPHEN, "")
    return f"page {run.page}, {text[:SNIPPET]!r}{'…' if len(text) > SNIPPET else ''}"
