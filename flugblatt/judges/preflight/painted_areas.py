"""What is printed on a page: the texts, areas and pictures that it paints, into all forms, as far as the clip lets them be seen.

Flow: what the pages paint -> ``Page`` -> the judges of type, lines, margins, marks and panels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flugblatt.judges.pdf import content_streams
from flugblatt.judges.pdf.font_codes import Font
from flugblatt.judges.pdf.painted import HIDDEN, Area, Picture, Text, flat
from flugblatt.judges.pdf.plane import inside, meet
from flugblatt.judges.preflight.case import Frame


@dataclass(frozen=True, slots=True)
class Page:
    """The boxes of areas and pictures are what the clip leaves of them."""

    frame: Frame
    texts: tuple[Text, ...]
    areas: tuple[Area, ...]
    pictures: tuple[Picture, ...]


def read(data: bytes) -> tuple[tuple[Page, ...], tuple[Font, ...]]:
    """What is printed on each page of a file, and its fonts by their number. Raises what ``content_streams.read`` raises."""
    content = content_streams.read(data)
    found: list[Page] = []
    for page in content.pages:
        texts: list[Text] = []
        areas: list[Area] = []
        pictures: list[Picture] = []
        for item in flat(page.items):
            match item:
                case Text() if item.text.strip(" ") and item.state.mode not in HIDDEN:
                    if inside(item.middle, item.state.clip, 0):
                        texts.append(item)
                case Area():
                    box = meet(item.box, item.state.clip)
                    if box[0] <= box[2] and box[1] <= box[3]:
                        areas.append(replace(item, box=box))
                case Picture():
                    pictures.append(replace(item, box=meet(item.box, item.state.clip)))
        frame = Frame(page.number, page.media, page.bleed, page.trim)
        found.append(Page(frame, tuple(texts), tuple(areas), tuple(pictures)))
    return tuple(found), content.fonts
