"""A spot colour: the accent printed with an ink of its own, where the print shop has one for it.

Flow: the shop's name of the ink and the brand's accent -> ``of`` -> ``SpotColour`` -> for each colour of a press file ``paint``:
the accent as that ink, its tint as a share of it, its deep as that ink with black (ISO 32000-1, 8.6.6.4 and 8.6.6.5). Whoever has
no such plate, as a screen or a digital press, gets the inks of the accent by the alternate space. ``bright`` stays in process inks:
it stands on black, where a share of an ink would only let paper through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from flugblatt.leaflet.output_profile import Inked
from flugblatt.leaflet.sheets import Shop
from flugblatt.model.brand import Accent, Colour

ALONE, WITH_BLACK = "/Spot", "/SpotWithBlack"
SAME = 0.002  # of an ink; the four figures that a content stream gives are finer
SAME_SHOWN = 0.6 / 255  # an 8-bit value that was rounded once


@dataclass(frozen=True, slots=True)
class Painted:
    """A colour on the plate: the resource that names its colour space, and the share of each of its inks."""

    space: str
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SpotColour:
    """The ink by its name, the process inks that stand for it, and what of the accent is painted with it."""

    name: str
    inks: Inked
    shown: tuple[float, ...]
    known: tuple[tuple[Inked, Painted], ...]

    def paint(self, inks: Inked) -> Painted | None:
        """How a colour in process inks is painted with this one; None where it has nothing of the accent."""
        for colour, painted in self.known:
            if all(abs(one - other) < SAME for one, other in zip(colour, inks, strict=True)):
                return painted
        return None

    def paint_shown(self, values: list[float]) -> Painted | None:
        """The same of an sRGB colour, as drawings have them: the accent alone."""
        near = all(abs(one - other) < SAME_SHOWN for one, other in zip(self.shown, values, strict=True))
        return self.known[0][1] if near else None

    def spaces(self, pdf: Pdf) -> dict[str, Any]:
        """The two colour spaces, by the names of their resources."""
        name, none = Name(f"/{self.name}"), [0, 0, 0, 0]
        full = [round(value, 4) for value in self.inks]
        tint = Dictionary(FunctionType=2, Domain=[0, 1], Range=[0, 1] * 4, C0=none, C1=full, N=1)
        black = [*full[:3], min(1, full[3] + 1)]
        corners = bytes(round(255 * value) for colour in (none, full, [0, 0, 0, 1], black) for value in colour)
        mixed = Stream(pdf, corners)
        mixed.FunctionType, mixed.BitsPerSample, mixed.Size = 0, 8, Array([2, 2])
        mixed.Domain, mixed.Range = Array([0, 1] * 2), Array([0, 1] * 4)
        alone = Array([Name.Separation, name, Name.DeviceCMYK, pdf.make_indirect(tint)])
        # PDF/X-4 demands that an ink is the same wherever it is named (ISO 15930-7, 6.2.5).
        colorants = Dictionary({str(name): alone})
        both = Array([name, Name.Black])
        with_black = Array(
            [Name.DeviceN, both, Name.DeviceCMYK, pdf.make_indirect(mixed), Dictionary(Colorants=colorants)]
        )
        return {ALONE: pdf.make_indirect(alone), WITH_BLACK: pdf.make_indirect(with_black)}


def of(shop: Shop, accent: Accent) -> SpotColour | None:
    """The spot colour of a shop that has one."""
    if not shop.spot:
        return None
    main = _inked(accent.main)
    painted = (
        (main, Painted(ALONE, (1.0,))),
        (_inked(accent.tint), Painted(ALONE, (_share(accent.tint, accent.main),))),
        (_inked(accent.deep), _deep(accent)),
    )
    shown = tuple(int(accent.main.screen[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return SpotColour(shop.spot, main, shown, painted)


def _deep(accent: Accent) -> Painted:
    """With so much black more as the deep has; a deep with less is a share of the ink."""
    more = accent.deep.inks[3] - accent.main.inks[3]
    if more > 0:
        return Painted(WITH_BLACK, (1.0, round(more / 100, 4)))
    return Painted(ALONE, (_share(accent.deep, accent.main),))


def _share(part: Colour, whole: Colour) -> float:
    return round(min(1.0, sum(part.inks) / max(sum(whole.inks), 1)), 2)


def _inked(colour: Colour) -> Inked:
    cyan, magenta, yellow, black = (value / 100 for value in colour.inks)
    return cyan, magenta, yellow, black
