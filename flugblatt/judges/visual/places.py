"""Where on the paper something stands, and where in the source: page, panel, words and line.

Flow: layout of a leaflet -> the box of every panel on every page; blocks of the edition -> ``Places`` -> words for a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flugblatt.judges.pdf.painted import Page
from flugblatt.judges.pdf.plane import Box, Point, inside
from flugblatt.judges.preflight.case import POINT
from flugblatt.judges.preflight.panel_layout import Side
from flugblatt.judges.visual.seen_text import Line
from flugblatt.model import Edition
from flugblatt.model.text import Cell, CodeBlock, Heading, Paragraph, plain_text

SNIPPET = 40  # characters; chosen: the place stays on one line


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel, counted in reading order, and its box on the page in pt. ``turned``: it stands upside down."""

    number: int
    box: Box
    turned: bool = False


class Places:
    """``panels`` are those of each page, by its number; ``edition`` is None where it is not known; ``sources`` are those that it is
    made of, where it has several."""

    def __init__(
        self,
        pages: tuple[Page, ...],
        sides: tuple[Side, ...],
        edition: Edition | None,
        sources: tuple[Edition, ...] = (),
    ) -> None:
        self.panels = {page.number: _panels(page, side) for page, side in zip(pages, sides, strict=False)}
        self.edition = edition
        self.sources = sources or ((edition,) if edition else ())
        self._known: list[tuple[str, str]] | None = None

    @property
    def path(self) -> str:
        """The source file of the edition; empty where it is not known."""
        return self.edition.source.path if self.edition else ""

    def panel(self, line: Line) -> Panel | None:
        """The panel that the middle of a line lies in; None where there are none."""
        boxes = [run.ink for _, run in line.runs if run.ink]
        if not boxes:
            return None
        x = (min(box[0] for box in boxes) + max(box[2] for box in boxes)) / 2
        y = (min(box[1] for box in boxes) + max(box[3] for box in boxes)) / 2
        return self.panel_at(line.page, (x, y))

    def panel_at(self, page: int, point: Point) -> Panel | None:
        return next((panel for panel in self.panels.get(page, ()) if inside(point, panel.box, 0)), None)

    def of_line(self, line: Line) -> str:
        runs = sorted(("".join(run.texts) for _, run in line.runs), key=len, reverse=True)
        return self.told(line.page, self.panel(line), line.text, *runs)

    def told(self, page: int, panel: Panel | None, text: str, *parts: str) -> str:
        """A place in words; ``parts`` are those of the text that the source may know where it does not know the whole."""
        said = " ".join(text.replace("\u00ad", "").split())
        words = f", {said[:SNIPPET]!r}{'…' if len(said) > SNIPPET else ''}" if said else ""
        where = f", panel {panel.number}" if panel and len(self.panels.get(page, ())) > 1 else ""
        return f"page {page}{where}{words}{self.source(text, *parts)}"

    def source(self, *texts: str) -> str:
        """The line of the source that has the words of the first text that it knows, in brackets; empty where there is none."""
        if self.edition is None:
            return ""
        if self._known is None:
            self._known = [
                (text, f"{source.source.path}:{line}") for source in self.sources for text, line in _texts(source)
            ]
        for words in filter(None, map(squeezed, texts)):
            for known, where in self._known:
                if words in known or words[::-1] in known:
                    return f" ({where})"
        return ""


def _panels(page: Page, side: Side) -> tuple[Panel, ...]:
    left, top = page.trim[0], page.trim[3]
    return tuple(
        Panel(
            place.panel,
            (
                left + place.x / POINT,
                top - (place.y + place.height) / POINT,
                left + (place.x + place.width) / POINT,
                top - place.y / POINT,
            ),
            place.turned,
        )
        for place in side.places
    )


def _texts(edition: Edition) -> Iterator[tuple[str, int]]:
    """The text of every paragraph, heading, cell and code block, without blanks, and the line that it begins in."""
    yield squeezed(plain_text(edition.title)), edition.title_place.line
    for part in _standing((edition.blocks, edition.notes)):
        if isinstance(part, CodeBlock):
            yield squeezed(part.text), part.place.line
        else:
            yield squeezed(plain_text(part.children)), part.place.line


def _standing(value: object) -> Iterator[Paragraph | Heading | Cell | CodeBlock]:
    if isinstance(value, Paragraph | Heading | Cell | CodeBlock):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _standing(part)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _standing(getattr(value, name))


def squeezed(text: str) -> str:
    return "".join(char for char in text if not char.isspace() and char != "\u00ad")
