"""Drawing: the content stream in which every fragment says its text, whoever reads it.

Flow: the engine draws a text box -> ``FaithfulStream`` marks it -> ``text_showing`` shows its glyphs by codes that say its text
-> where codes alone do not give it to every reader, the fragment gets ActualText (ISO 32000-1, 14.9.4); page margins and
decoration become artifacts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf

from flugblatt.typeset import font_dictionaries, text_showing
from flugblatt.typeset.alignment import Alignment, Fragment
from flugblatt.typeset.character_codes import Typecase
from flugblatt.typeset.engine import Hands, Stream
from flugblatt.typeset.text_showing import Fault
from flugblatt.typeset.visual_order import RTL

NOTHING = Fragment("")


def utf16(text: str) -> str:
    """A PDF text string in UTF-16 with its mark (ISO 32000-1, 7.9.2.2)."""
    marked = ("\ufeff" + text).encode("utf-16-be")
    return f"<{marked.hex()}>"


Box = tuple[float, float, float, float]


def _with_room(points: Iterable[tuple[float, float]]) -> Box:
    """Corner, width and height of the box around ``points``, with as much room on every side."""
    across, down = zip(*points, strict=True)
    x, y, width, height = min(across), min(down), max(across) - min(across), max(down) - min(down)
    return x - width, y - height, 3 * width, 3 * height


def faithful(alignment: Alignment, faults: list[Fault], add_tags: Any) -> Hands:
    """What draws one document. ``faults`` receives the text boxes that are painted with glyphs of no text of theirs."""
    typecase = Typecase()

    def add_fonts(pdf: Any, fonts: Any, compress: bool, subset: bool, options: dict[str, Any]) -> Any:
        return font_dictionaries.dictionaries(pdf, typecase, compress, options["hinting"])

    return Hands(_stream(alignment, typecase, faults), text_showing.draw_first_line, add_fonts, add_tags)


def _stream(alignment: Alignment, cases: Typecase, found: list[Fault]) -> type[Stream]:
    """A stream class for one document."""

    class FaithfulStream(Stream):  # type: ignore[misc]
        """``text_showing`` reads and fills these: the fragment that is drawn, the texts of the glyphs shown, whether any was
        moved off the base line, whether any stands off in a word, and whether any has no text of its own."""

        typecase = cases
        faults = found
        fragment = NOTHING
        shown: list[str]
        moved = False
        parted = False
        unsaid = False
        shape: tuple[tuple[float, float], ...] = ()
        tile: Box | None = None

        def add_pattern(self, x: float, y: float, width: float, height: float, *rest: Any) -> Any:
            """A tile; that of a gradient has room on every side, so that a shape never reaches its edge, however it is turned."""
            if not self.shape:
                return super().add_pattern(x, y, width, height, *rest)
            *_, matrix = rest
            tile = _with_room(matrix.invert.transform_point(*corner) for corner in self.shape)
            made = super().add_pattern(*tile, *tile[2:], matrix)
            made.tile = tile
            return made

        def add_group(self, x: float, y: float, width: float, height: float) -> Any:
            if not self.tile:
                return super().add_group(x, y, width, height)
            made = super().add_group(*self.tile)
            made.tile = self.tile
            return made

        def clone(self, **changes: Any) -> Any:
            made = super().clone(**changes)
            made.__class__ = FaithfulStream
            made._begin(NOTHING)
            return made

        def set_text_rise(self, rise: float) -> None:
            self.moved = self.moved or bool(rise)
            super().set_text_rise(rise)

        @contextmanager
        def marked(self, box: Any, tag: str) -> Iterator[None]:
            artifact = alignment.artifacts.get(box) if self._tags is not None else None
            if artifact is not None:
                properties = pydyf.Dictionary(artifact)
                pydyf.Stream.begin_marked_content(self, "Artifact", properties)
                self._begin(Fragment(getattr(box, "text", "")))
                yield
                if self._needs_words() and not RTL.search(self.fragment.logical):
                    properties["ActualText"] = utf16(self.fragment.logical)
                self._begin(NOTHING)
                pydyf.Stream.end_marked_content(self)
                return
            begun = len(self.stream)
            with super().marked(box, tag):
                self._begin(alignment.fragments.get(box, NOTHING))
                yield
                if self._needs_words():
                    self._say(box, begun)
                self._begin(NOTHING)

        def _begin(self, fragment: Fragment) -> None:
            self.fragment, self.shown = fragment, []
            self.moved = self.parted = self.unsaid = False

        def _needs_words(self) -> bool:
            """Whether the glyphs shown, in their places, do not give the text to every reader without ActualText."""
            logical = self.fragment.logical
            if not logical.strip():
                return False
            wanted = logical + ("\u00ad" if self.fragment.hyphen else "")
            return "".join(self.shown) != wanted or self.moved or self.parted or self.unsaid

        def _say(self, box: Any, begun: int) -> None:
            """ActualText on the content; on the structure where plain readers would turn it round, or lose letters."""
            logical = self.fragment.logical
            actual = utf16(logical + ("\u00ad" if self.fragment.hyphen else ""))
            if RTL.search(logical) or any(ord(char) > 0xFFFF for char in logical):
                alignment.actuals[box] = actual
            else:
                next(part for part in self.stream[begun:] if isinstance(part, pydyf.Dictionary))["ActualText"] = actual

    return FaithfulStream
