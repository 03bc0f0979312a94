"""Lines of text as the judge of sight sees them, without a file: every glyph is half an em wide, and a line of 10 pt."""

from __future__ import annotations

from flugblatt.judges.pdf.font_codes import Font
from flugblatt.judges.pdf.painted import State, Text
from flugblatt.judges.visual.painted_runs import Run
from flugblatt.judges.visual.places import Places
from flugblatt.judges.visual.seen_text import Block, Isolate, Line, Passage, Seen

SIZE, WIDTH, LEADING = 10.0, 5.0, 14.0
FONT = Font(0, "Test", "Type0", {}, {}, 500.0, 2)
NOWHERE = Places((), (), None)


def run(text: str, left: float, base: float) -> Run:
    """Glyphs of a line from left to right, each a character of ``text``."""
    places = tuple(WIDTH * at for at in range(len(text)))
    codes = tuple(map(ord, text))
    right = left + WIDTH * len(text.rstrip())
    box = (left, base - 2, right, base + 7)
    matrix = (1.0, 0.0, 0.0, 1.0, left, base)
    item = Text(
        State(font=FONT, size=SIZE), (), codes, tuple(text), places, 0, matrix, (left, base), (right, base), box
    )
    return Run(1, 1, item, 0, len(text), 0, left, right, base, SIZE, box)


def block(*lines: str, kind: str = "P", code: bool = False, left: float = 0.0, top: float = 700.0) -> Block:
    """A paragraph, one passage for each line."""
    made = Block(("Document", "Part", kind), "en")
    for number, text in enumerate(lines):
        shown = run(text, left, top - LEADING * number)
        made.passages.append(Passage(text, (), (shown,), code=code))
        made.lines.append(Line(1, 0, shown.base, SIZE, [(number, shown)]))
    return made


def line(*parts: tuple[str, str, tuple[Isolate, ...]], direction: str = "") -> Block:
    """A paragraph of one line: of each passage what it says, what is seen of it from left to right, and its isolates. The
    passages are seen in the order in which they are given."""
    made = Block(("Document", "Part", "P"), "", direction)
    left = 0.0
    shown = Line(1, 0, 700.0, SIZE)
    for number, (said, seen, isolates) in enumerate(parts):
        painted = run(seen, left, 700.0)
        left += WIDTH * len(seen)
        made.passages.append(Passage(said, isolates, (painted,)))
        shown.runs.append((number, painted))
    made.lines.append(shown)
    return made


def seen(*blocks: Block) -> Seen:
    return Seen((), blocks, (), (), {}, "en")
