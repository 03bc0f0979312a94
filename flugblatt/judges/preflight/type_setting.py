"""Judges text as ink on paper: black, overprinting, how many inks a small letter has, and light letters on dark ground.

Flow: texts of a page -> their colour in inks -> the plates around them, for the ground that they stand on -> findings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from flugblatt.judges.pdf.colours import Inks
from flugblatt.judges.pdf.painted import Text
from flugblatt.judges.preflight.case import Case, Frame, found
from flugblatt.judges.preflight.painted_areas import Page
from flugblatt.judges.preflight.plates import Plates, Proofer
from flugblatt.judges.preflight.typefaces import Face
from flugblatt.model import Finding

SMALL = 10.0
"""Under this size, in pt, text has at most two inks, and light text on dark ground is too small."""
MEDIUM = 500  # OpenType, OS/2 usWeightClass
ROUNDING = 0.01  # pt of size, parts of an ink
SOLID = 0.995  # chosen: black of 8 bits, rounded once
NEUTRAL = 0.5
"""Where each of C, M and Y has this much, the colour is a black mixed from colours."""
KNOCKED_OUT = 0.4
"""How much more ink the ground has than the letter on some plate, where the letter is left out of it."""
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
AROUND = 1.5  # pt; chosen: the ground is looked for so far around the letters
SNIPPET = 40  # characters; chosen: the place stays on one line


@dataclass(frozen=True, slots=True)
class Ground:
    """A text, its colour and that of its ground from 0 to 255, and their contrast (0: not known)."""

    text: Text
    colour: tuple[int, ...]
    ground: tuple[int, ...]
    ratio: float


def judge_inks(page: Page, frame: Frame) -> Iterator[Finding]:
    """What the colours of a press page's texts are made of; each fault once for each stretch of equal text."""
    for text in page.texts:
        for colour in text.colours:
            inks = colour.inks
            if inks is None or colour.space.family in ("all", "spot"):
                continue  # RGB and Lab are found where colours are judged, and one ink meets no other
            yield from _black(text, inks, colour.space.family == "gray", frame)
            count = sum(ink > ROUNDING for ink in inks)
            if text.size < SMALL - ROUNDING and count > 2:
                message = f"at most two inks in text under {SMALL:g} pt; found {count} in text of {text.size:.2f} pt"
                yield found(
                    "small-text", message, _where(text, frame), "the inks never meet exactly: small letters blur"
                )


def _black(text: Text, inks: Inks, gray: bool, frame: Frame) -> Iterator[Finding]:
    """Black text is black ink alone and overprints; what is not black does not."""
    *mixed, black = inks
    if (black >= SOLID and max(mixed) > ROUNDING) or (black < SOLID and min(mixed) >= NEUTRAL):
        told = " ".join(f"{ink * 100:.0f}" for ink in inks)
        message = f"black text from black ink alone; found C M Y K {told}"
        yield found("rich-black", message, _where(text, frame), "letters of several inks get coloured edges")
    elif black >= SOLID:
        if gray or not text.overprints or text.state.overprint_mode != 1:
            how = "black text in DeviceGray" if gray else "black text that knocks out"
            message = f"black text in DeviceCMYK that overprints (op true, OPM 1); found {how}"
            yield found("overprint", message, _where(text, frame), "paper shows around letters that are left out")
    elif text.overprints and (max(mixed) > ROUNDING or black <= ROUNDING):
        message = "text in colour or white that knocks out; found text that overprints"
        yield found("overprint", message, _where(text, frame), "white that overprints is not there at all")


def judge_areas(page: Page, frame: Frame) -> Iterator[Finding]:
    """Areas and lines in colour or white never overprint: they would mix with what lies below, or vanish."""
    for area in page.areas:
        inks = area.colour.inks
        if area.overprints and inks is not None and area.colour.space.family != "all" and not area.colour.only_black:
            told = " ".join(f"{ink * 100:.0f}" for ink in inks)
            x, y = (area.box[0] + area.box[2]) / 2, (area.box[1] + area.box[3]) / 2
            message = f"overprinting of black ink alone; found an area of C M Y K {told} that overprints"
            yield found("overprint", message, frame.spot(x, y))


def grounds(page: Page, plates: Plates, proofer: Proofer | None) -> tuple[Ground, ...]:
    """Every text of a page with the ground that it stands on, as it is painted, and the contrast between them."""
    found_: list[Ground] = []
    for text in page.texts:
        colour = _values(text, plates)
        ground = _ground(text, colour, plates) if colour is not None else None
        if colour is None or ground is None:
            continue
        one, other = _shown(colour, proofer), _shown(ground, proofer)
        found_.append(Ground(text, colour, ground, _contrast(one, other) if one and other else 0.0))
    return tuple(found_)


def judge_grounds(case: Case, standing: tuple[Ground, ...], faces: tuple[Face, ...], frame: Frame) -> Iterator[Finding]:
    """Light letters on dark ground, and text too near in colour to its ground."""
    for ground in standing:
        if case.press:
            yield from _negative(ground, faces, frame)
        if 0 < ground.ratio < LEAST_CONTRAST:
            message = f"a contrast of text and ground of at least {LEAST_CONTRAST:g} : 1; found {ground.ratio:.2f} : 1"
            hint = "choose a darker colour as `accent` in statement.yaml"
            yield found("contrast", message, _where(ground.text, frame), hint)


def _values(text: Text, plates: Plates) -> tuple[int, ...] | None:
    """The colour of a text as the plates give it; None where it is in no ink that is known."""
    colour = text.colours[0] if text.colours else None
    if colour is None:
        return None
    if plates.inks:
        return None if colour.inks is None else tuple(round(ink * 255) for ink in colour.inks)
    if colour.space.family == "rgb" and len(colour.values) == 3:
        return tuple(round(value * 255) for value in colour.values)
    if colour.space.family == "gray" and len(colour.values) == 1:
        return (round(colour.values[0] * 255),) * 3
    return None


def _ground(text: Text, colour: tuple[int, ...], plates: Plates) -> tuple[int, ...] | None:
    """The most frequent colour in and around the box of a text that is not the text's own."""
    x, y, right, top = text.box
    colours, counts = plates.counted((x - AROUND, y - AROUND, right + AROUND, top + AROUND))
    others = np.abs(colours.astype(np.int32) - np.array(colour)).max(axis=1) > 10
    if not others.any():
        return None
    return tuple(int(value) for value in colours[others][counts[others].argmax()])


def _negative(standing: Ground, faces: tuple[Face, ...], frame: Frame) -> Iterator[Finding]:
    """A letter that is left out of the ground closes up with ink: it needs size and weight, and less weight where it is large, as
    strokes grow with the size."""
    text, deepest = standing.text, KNOCKED_OUT * 255
    if text.overprints and text.state.overprint_mode == 1:
        return
    if max(under - over for over, under in zip(standing.colour, standing.ground, strict=True)) < deepest:
        return
    assert text.state.font is not None, "text without a font has no words"
    face = faces[text.state.font.number]
    if text.size < SMALL - ROUNDING or (face.weight < MEDIUM and text.size * face.weight < SMALL * MEDIUM):
        message = (
            f"light text on dark ground of at least {SMALL:g} pt in medium weight ({MEDIUM}), or larger; "
            f"found {text.size:.2f} pt, {face.name} (weight {face.weight})"
        )
        yield found(
            "negative-text", message, _where(text, frame), "ink runs into small and thin letters and fills them"
        )


def _shown(values: tuple[int, ...], proofer: Proofer | None) -> tuple[int, ...] | None:
    if len(values) == 3:
        return values
    return proofer.rgb(values) if proofer else None


def _contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The contrast ratio of WCAG 2.2, 1.4.3."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _where(text: Text, frame: Frame) -> str:
    said = text.text.strip(" ")
    return f"{frame.where}, {said[:SNIPPET]!r}{'…' if len(said) > SNIPPET else ''}"
