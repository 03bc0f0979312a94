"""Judges whether each picture's place shows that picture: the pixels of its file, as its colour space says.

Flow: the pictures of the edition in reading order -> each beside the figure of its alternative text -> decoded by Pillow, drawings
by resvg, in inks through the profile of the press -> means of a grid -> the same grid of the page, as MuPDF paints it. Decorations
have no figure: each must be what one of the artifacts of the pages paints, in the order of the text.
"""

from __future__ import annotations

import io
import math
import re
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
from flugblatt.judges.visual.paintings import Dots, Painting
from flugblatt.judges.visual.places import Places
from flugblatt.judges.visual.seen_text import Decoration, Figure, Seen
from flugblatt.model import Brand, ByLanguage, Edition, Finding
from flugblatt.model import text as content

SQUARES = 12  # chosen: along either side of a picture
LEAST = 14  # dots, chosen: in a smaller square the dot by which engines set edges elsewhere outweighs what is seen
ALIKE, ALIKE_IN_INK = 30.0, 48.0
"""Of 255, in the square that differs most, in RGB and after the profile of the press. Measured: the same picture differs by 12 and
25 at most; the like of a vanished gradient, or a black box, by more than 100."""
NEARER = 12.0
"""So much nearer to another picture of the edition than to its own: they were exchanged, however alike they are."""
ALIKE_WHEN_THIN = 60.0
"""Of a decoration that has less than a square to a side, as a line has: half a dot of its edge is a tenth of what is seen."""
THINNEST = 3.0  # dots, chosen: of what is thinner the engines show what they like
SHAPE = 0.4  # of a natural logarithm, chosen: so far the shape of a decoration may seem another by the rounding of dots
PAPER = 244  # of 255, chosen: what is lighter is not told from paper
LONGEST = 600  # dots, chosen: a picture is made smaller before its colours are converted

SIZED = re.compile(r"<svg[^>]*\s(?:viewBox|width|height)\s*=")
"""A drawing that says its size or frame; another one is shown in 300 by 150 px (CSS Images 3, 4.2), but not by resvg."""
DOTS_PER_INCH = 96.0  # CSS Values and Units 3, 6.2: without it resvg takes an inch, and so a mm, for nothing

Grid = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Due:
    """A picture of the edition where its text has it; ``profile`` is that of the inks, or empty."""

    path: str
    alternative: str
    line: int
    media_type: str
    data: bytes
    profile: bytes
    decorative: bool = False
    of_note: bool = False
    fills: bool = False
    """Whether its place shows the middle of it, cut to the shape of the place."""

    @cached_property
    def shown(self) -> Image.Image:
        """What a reader must see of it on white paper, not larger than is compared."""
        return _decoded(self.data, self.media_type, self.profile)

    def shown_in(self, box: Box) -> Image.Image:
        """What a reader must see of it in a place."""
        if not self.fills:
            return self.shown
        shape = (box[2] - box[0]) / (box[3] - box[1])
        width, height = self.shown.size
        wide, high = min(width, height * shape), min(height, width / shape)
        left, top = (width - wide) / 2, (height - high) / 2
        return self.shown.crop((round(left), round(top), round(left + wide), round(top + high)))

    @cached_property
    def inked(self) -> Image.Image:
        """The part of it that is not white."""
        return self.shown.crop(_of_ink(self.shown))

    @cached_property
    def fault(self) -> str:
        """What the reader of pictures says of it where it cannot show it."""
        try:
            return "" if self.shown else "nothing"
        except (ValueError, OSError, ImageCms.PyCMSError) as error:  # what resvg and Pillow raise
            return str(error) or type(error).__name__


class Expected:
    """The pictures of an edition, each with the figure that must show it, those of a brand first. ``profile`` is that of a file of
    inks, else empty."""

    def __init__(self, seen: Seen, edition: Edition, profile: bytes, of_brand: tuple[Due, ...] = ()) -> None:
        whole = (*of_brand, *_due(edition, profile)) if seen.figures or seen.decorations else ()
        self.due = tuple(one for one in whole if not one.decorative)
        self.decorations = tuple(one for one in whole if one.decorative)
        wanted = {one.media_type != "image/svg+xml" for one in self.decorations}
        self.artifacts = tuple(one for one in seen.decorations if one.pixels in wanted)
        self.shown: list[tuple[Decoration, list[Grid], list[Grid], bool]] = []
        by_alternative: dict[str, list[Due]] = defaultdict(list)
        for one in self.due:
            by_alternative[one.alternative].append(one)
        self.by_page: dict[int, list[tuple[Figure, Due]]] = defaultdict(list)
        for figure in seen.figures:
            waiting = by_alternative[_plain(figure.alternative)]
            if waiting:
                self.by_page[figure.page].append((figure, waiting.pop(0)))

    def judge(self, painting: Painting, places: Places) -> Iterator[Finding]:
        """Pictures of a page that show something else."""
        for figure, one in self.by_page.get(painting.page.number, ()):
            yield from _of_figure(figure, one, self.due, painting, places)
        for artifact in self.artifacts:
            if artifact.page == painting.page.number:
                panel = places.panel_at(artifact.page, _middle(artifact.box))
                whole = _windows(painting, artifact.box, THINNEST)
                inked = _windows(painting, _inked(painting, artifact.box), THINNEST) if whole else []
                self.shown.append((artifact, whole, inked, bool(panel and panel.turned)))

    def rest(self, places: Places) -> Iterator[Finding]:
        """Decorations that no page shows where the order of the text has them; those of notes anywhere."""
        last = -1
        taken: set[int] = set()
        for one in self.decorations:
            order = [at for at in range(len(self.shown)) if at not in taken and (at > last or one.of_note)]
            if one.fault or not (at := next((at for at in order if self._is_shown(one, at)), -1)) + 1:
                where = f"{places.path}:{one.line}"
                message = f"the decoration {one.path} in its place; found {one.fault or 'no such picture'}"
                yield found("visual-picture", message, where)
                continue
            taken.add(at)
            last = last if one.of_note else at

    def _is_shown(self, due: Due, at: int) -> bool:
        """Whether an artifact shows a decoration: of a drawing, which has no frame in the file, what has ink is compared, too."""
        decoration, whole, inked, turned = self.shown[at]
        is_drawing = due.media_type == "image/svg+xml"
        if is_drawing == decoration.pixels:
            return False
        wide, high = decoration.box[2] - decoration.box[0], decoration.box[3] - decoration.box[1]
        grids = ((whole, due.shown), *(((inked, due.inked),) if is_drawing else ()))
        alike = ALIKE_WHEN_THIN if min(wide, high) < LEAST else ALIKE_IN_INK if due.profile else ALIKE
        return any(
            abs(math.log(wide / high * wanted.height / wanted.width)) < SHAPE
            and (min(wide, high) < THINNEST or bool(shown and _difference(shown, wanted, turned) <= alike))
            for shown, wanted in grids
        )


def _of_figure(figure: Figure, one: Due, due: tuple[Due, ...], painting: Painting, places: Places) -> Iterator[Finding]:
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
    own = _difference(shown, one.shown_in(figure.box), bool(panel and panel.turned))
    alike = ALIKE_IN_INK if one.profile else ALIKE
    if own <= NEARER:
        return
    if own > alike:  # of small tiles engines show more in more dots
        shown = _windows(painting, figure.box, dots=painting.managed_closer())
        own = _difference(shown, one.shown_in(figure.box), bool(panel and panel.turned))
    others = {other.path: other for other in due if other.data != one.data and not other.fault}
    apart = {path: _difference(shown, other.shown, bool(panel and panel.turned)) for path, other in others.items()}
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


def of_brand(brand: Brand, tag: str) -> tuple[Due, ...]:
    """The picture of the theme of that name and the emblem of its title page, where that is on white, by the words that an edition
    says of them: its own, else the first that were given."""
    found = []
    if brand.theme == "picture" and brand.picture:
        found.append((brand.picture.image, brand.picture.alt, True))
    if brand.logo and brand.theme != "black":
        found.append((brand.logo.color, brand.logo.alt, False))
    return tuple(
        Due(image.path, _plain(_words(words, tag)), 1, image.media_type, image.data, b"", fills=fills)
        for image, words, fills in found
    )


def _words(said: ByLanguage[str], tag: str) -> str:
    own = said.for_language(tag)
    return next((text for _, text in said.named), "") if own is None else own


def _due(edition: Edition, profile: bytes) -> Iterator[Due]:
    """The pictures that the text shows, in reading order; those of notes last."""
    files = {image.path: image for image in edition.images}
    for part, of_note in (((edition.title, edition.blocks), False), (edition.notes, True)):
        for leaf in content.leaves(part):
            if isinstance(leaf, content.Image) and leaf.path in files:
                file, said = files[leaf.path], _plain(leaf.alt)
                line, decorative = leaf.place.line, leaf.decorative
                yield Due(leaf.path, said, line, file.media_type, file.data, profile, decorative, of_note)


@lru_cache(maxsize=32)
def _decoded(data: bytes, media_type: str, profile: bytes) -> Image.Image:
    """A picture in sRGB on white; of a file of inks as they show it."""
    if media_type == "image/svg+xml":
        import resvg_py  # few works have drawings

        drawn = data.decode("utf-8-sig")
        if not SIZED.search(drawn):
            drawn = drawn.replace("<svg", '<svg width="300" height="150"', 1)
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


def _windows(painting: Painting, box: Box, thinnest: float = LEAST, dots: Dots | None = None) -> list[Grid]:
    """The means of the squares of a box of the page, as it is and a pt further to every side, where an engine may set it; none
    where a side is less than ``thinnest``, too small to be compared. ``dots`` are those of the page where not ``managed``."""
    left, top = box[0] - painting.box[0], painting.box[3] - box[3]
    right, bottom = box[2] - painting.box[0], painting.box[3] - box[1]
    shown = painting.managed if dots is None else dots
    times = shown.shape[1] / painting.managed.shape[1]
    height, width = (side / times for side in shown.shape[:2])
    if min(right - left, bottom - top) < thinnest:
        return []
    across, down = (max(1, min(SQUARES, int(size / LEAST))) for size in (right - left, bottom - top))
    page = Image.fromarray(shown)
    frames = [
        (max(0.0, left + x), max(0.0, top + y), min(float(width), right + x), min(float(height), bottom + y))
        for x, y in sorted(product((-1, 0, 1), repeat=2), key=lambda move: abs(move[0]) + abs(move[1]))
    ]
    return [
        _means(page, (across, down), (left * times, top * times, right * times, bottom * times))
        for left, top, right, bottom in frames
        if left < right and top < bottom
    ]


def _inked(painting: Painting, box: Box) -> Box:
    """The part of a box of the page that is not white."""
    left, top = box[0] - painting.box[0], painting.box[3] - box[3]
    right, bottom = box[2] - painting.box[0], painting.box[3] - box[1]
    around = math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)
    near, high, far, low = _of_ink(Image.fromarray(painting.managed).crop(around))
    x, y = painting.box[0] + around[0], painting.box[3] - around[1]
    return x + near, y - low, x + far, y - high


def _of_ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box of what is not white, or nearly; the whole where all is."""
    return picture.convert("L").point(lambda value: 255 if value < PAPER else 0).getbbox() or (0, 0, *picture.size)


def _means(picture: Image.Image, squares: tuple[int, int], box: Box | None = None) -> Grid:
    means = picture.resize(squares, Image.Resampling.BOX, box=box)
    return np.asarray(means, dtype=np.float32)


def _difference(shown: list[Grid], due: Image.Image, turned: bool) -> float:
    """How much the square that differs most does, where the picture is set best."""
    wanted = _means(due, (shown[0].shape[1], shown[0].shape[0]))
    wanted = wanted[::-1, ::-1] if turned else wanted
    return min(float(np.abs(grid - wanted).max()) for grid in shown)
