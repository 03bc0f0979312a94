"""Judges whether each picture's place shows that picture: the pixels of its file, as its colour space says.

Flow: the pictures of the edition in reading order -> each beside the figure of its alternative text -> decoded by Pillow, drawings
by resvg, in inks through the profile of the press -> means of a grid -> the same grid of the page, as MuPDF paints it.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

from flugblatt.judges.pdf.plane import Box
from flugblatt.judges.visual.codes_of_sight import found
from flugblatt.judges.visual.paintings import Painting
from flugblatt.judges.visual.places import Places
from flugblatt.judges.visual.seen_text import Figure, Seen
from flugblatt.model import Edition, Finding
from flugblatt.model import text as content

SQUARES = 12  # chosen: along either side of a picture
LEAST = 14  # dots, chosen: in a smaller square the dot by which engines set edges elsewhere outweighs what is seen
ALIKE, ALIKE_IN_INK = 30.0, 48.0
"""Of 255, in the square that differs most, in RGB and after the profile of the press. Measured: the same picture differs by 12 and
25 at most; the like of a vanished gradient, or a black box, by more than 100."""
NEARER = 12.0
"""So much nearer to another picture of the edition than to its own: they were exchanged, however alike they are."""
LONGEST = 600  # dots, chosen: a picture is made smaller before its colours are converted

DOTS_PER_INCH = 96.0  # CSS Values and Units 3, 6.2: without it resvg takes an inch, and so a mm, for nothing

Grid = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class _Due:
    """A picture of the edition where its text has it; ``profile`` is that of the inks, or empty."""

    path: str
    alternative: str
    line: int
    media_type: str
    data: bytes
    profile: bytes

    @cached_property
    def shown(self) -> Image.Image:
        """What a reader must see of it on white paper, not larger than is compared."""
        return _decoded(self.data, self.media_type, self.profile)

    @cached_property
    def fault(self) -> str:
        """What the reader of pictures says of it where it cannot show it."""
        try:
            return "" if self.shown else "nothing"
        except (ValueError, OSError) as error:  # what resvg and Pillow raise
            return str(error) or type(error).__name__


class Expected:
    """The pictures of an edition, each with the figure that must show it. ``profile`` is that of a file of inks, else empty."""

    def __init__(self, seen: Seen, edition: Edition, profile: bytes) -> None:
        self.due = tuple(_due(edition, profile)) if seen.figures else ()
        by_alternative: dict[str, list[_Due]] = defaultdict(list)
        for one in self.due:
            by_alternative[one.alternative].append(one)
        self.by_page: dict[int, list[tuple[Figure, _Due]]] = defaultdict(list)
        for figure in seen.figures:
            waiting = by_alternative[_plain(figure.alternative)]
            if waiting:
                self.by_page[figure.page].append((figure, waiting.pop(0)))

    def judge(self, painting: Painting, places: Places) -> Iterator[Finding]:
        """Pictures of a page that show something else."""
        for figure, one in self.by_page.get(painting.page.number, ()):
            yield from _of_figure(figure, one, self.due, painting, places)


def _of_figure(
    figure: Figure, one: _Due, due: tuple[_Due, ...], painting: Painting, places: Places
) -> Iterator[Finding]:
    panel = places.panel_at(figure.page, _middle(figure.box)) if figure.box else None
    where = f"{places.told(figure.page, panel, '')} ({places.path}:{one.line})"
    if figure.box is None:
        yield found("visual-picture", f"the picture {one.path} in its place; found nothing that is painted", where)
        return
    shown = _windows(painting, figure.box)
    if not shown:
        return
    if one.fault:
        yield found("visual-picture", f"the picture {one.path} as another engine shows it; found {one.fault}", where)
        return
    own = _difference(shown, one, bool(panel and panel.turned))
    alike = ALIKE_IN_INK if one.profile else ALIKE
    if own <= NEARER:
        return
    others = {other.path: other for other in due if other.data != one.data and not other.fault}
    apart = {path: _difference(shown, other, bool(panel and panel.turned)) for path, other in others.items()}
    nearest = min(apart, key=lambda path: apart[path], default="")
    if nearest and apart[nearest] + NEARER < own and apart[nearest] <= alike:
        yield found("visual-picture", f"the picture {one.path} in its place; found {nearest}", where)
    elif own > alike:
        message = f"the picture {one.path} in its place; found one that differs by {own:.0f} of 255 in a part of it"
        yield found("visual-picture", message, where)


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _plain(text: str) -> str:
    return " ".join(text.split())


# --- What is due ---------------------------------------------------------------------------------


def _due(edition: Edition, profile: bytes) -> Iterator[_Due]:
    """The pictures that the text shows, in reading order; those of notes last."""
    files = {image.path: image for image in edition.images}
    for leaf in content.leaves((edition.title, edition.blocks, edition.notes)):
        if isinstance(leaf, content.Image) and leaf.path in files and not leaf.decorative:
            file = files[leaf.path]
            yield _Due(leaf.path, _plain(leaf.alt), leaf.place.line, file.media_type, file.data, profile)


@lru_cache(maxsize=32)
def _decoded(data: bytes, media_type: str, profile: bytes) -> Image.Image:
    """A picture in sRGB on white; of a file of inks as they show it."""
    if media_type == "image/svg+xml":
        import resvg_py  # few works have drawings

        drawn = data.decode("utf-8-sig")
        png = resvg_py.svg_to_bytes(svg_string=drawn, skip_system_fonts=True, width=LONGEST, dpi=DOTS_PER_INCH)
        picture = Image.open(io.BytesIO(png))
    else:
        picture = Image.open(io.BytesIO(data))
        picture.draft("RGB", (LONGEST, LONGEST))
    own = picture.info.get("icc_profile") or b""
    clear = picture.convert("RGBA") if "A" in picture.mode or "transparency" in picture.info else None
    plain = picture if picture.mode in ("L", "RGB") else picture.convert("L" if picture.mode in ("1", "LA") else "RGB")
    plain = _reduced(plain)
    if own[16:20] == (b"GRAY" if plain.mode == "L" else b"RGB "):
        plain = _converted(plain, own, b"", plain.mode, "RGB")
    plain = plain.convert("RGB")
    if clear is not None:
        paper = Image.new("RGB", plain.size, "white")
        paper.paste(plain, mask=_reduced(clear.getchannel("A")))
        plain = paper
    if profile:
        plain = _converted(_converted(plain, b"", profile, "RGB", "CMYK"), profile, b"", "CMYK", "RGB")
    return plain


def _reduced(picture: Image.Image) -> Image.Image:
    """A picture with at most so many dots along its longer side, each the mean of those that it stands for."""
    scale = LONGEST / max(picture.size)
    if scale >= 1:
        return picture
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, Image.Resampling.BOX)


def _converted(picture: Image.Image, source: bytes, target: bytes, mode: str, into: str) -> Image.Image:
    return ImageCms.applyTransform(picture, _transform(source, target, mode, into)) or picture


@lru_cache(maxsize=8)
def _transform(source: bytes, target: bytes, mode: str, into: str) -> Any:
    one, other = (
        ImageCms.ImageCmsProfile(io.BytesIO(data)) if data else ImageCms.createProfile("sRGB")
        for data in (source, target)
    )
    intent, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
    return ImageCms.buildTransform(one, other, mode, into, intent, flags)


# --- What is shown -------------------------------------------------------------------------------


def _windows(painting: Painting, box: Box) -> list[Grid]:
    """The means of the squares of a box of the page, as it is and a dot further to every side, where an engine may set it; none
    where it is too small to be compared."""
    left, top = box[0] - painting.box[0], painting.box[3] - box[3]
    right, bottom = box[2] - painting.box[0], painting.box[3] - box[1]
    height, width = painting.managed.shape[:2]
    across, down = (min(SQUARES, int(size / LEAST)) for size in (right - left, bottom - top))
    if across < 1 or down < 1:
        return []
    page = Image.fromarray(painting.managed)
    frames = [
        (max(0.0, left + x), max(0.0, top + y), min(float(width), right + x), min(float(height), bottom + y))
        for x, y in sorted(product((-1, 0, 1), repeat=2), key=lambda move: abs(move[0]) + abs(move[1]))
    ]
    return [_means(page, (across, down), frame) for frame in frames if frame[0] < frame[2] and frame[1] < frame[3]]


def _means(picture: Image.Image, squares: tuple[int, int], box: Box | None = None) -> Grid:
    means = picture.resize(squares, Image.Resampling.BOX, box=box)
    return np.asarray(means, dtype=np.float32)


def _difference(shown: list[Grid], due: _Due, turned: bool) -> float:
    """How much the square that differs most does, where the picture is set best."""
    wanted = _means(due.shown, (shown[0].shape[1], shown[0].shape[0]))
    wanted = wanted[::-1, ::-1] if turned else wanted
    return min(float(np.abs(grid - wanted).max()) for grid in shown)
