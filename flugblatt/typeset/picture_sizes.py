"""Pictures that are too coarse for the full measure: the style sheet sets them smaller, and here it is said of each.

Flow: paragraphs of one picture -> its dots per inch at the full measure, or the greatest height -> a warning under 150 dpi.
Signs stand in their line, and drawings have no dots.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from flugblatt.model import Edition, Finding, Image, Paragraph, leaves
from flugblatt.xhtml.blocks import SIGN, is_picture

LEAST_DPI = 150  # as archive.css has it; chosen: coarser dots are seen at reading distance
TALLEST = 120.0  # mm; as archive.css has it
MM_PER_INCH = 25.4


def too_small(edition: Edition, measure: float) -> Iterator[Finding]:
    """A warning for every picture that is set smaller than a measure of so many mm."""
    files = {
        image.path: image for image in edition.images if image.media_type != "image/svg+xml" and image.height > SIGN
    }
    for block in edition.blocks:
        shown = [leaf for leaf in leaves(block) if isinstance(leaf, Image)] if is_picture(block) else []
        if not isinstance(block, Paragraph) or len(shown) != 1 or shown[0].path not in files:
            continue
        image = files[shown[0].path]
        scale = min(measure / image.width, TALLEST / image.height)  # mm of a dot
        if MM_PER_INCH / scale < LEAST_DPI:
            due = tuple(math.ceil(side * scale / MM_PER_INCH * LEAST_DPI) for side in (image.width, image.height))
            yield Finding(
                "picture-too-small",
                "warning",
                f"expected a picture of at least {due[0]} × {due[1]} dots for the full measure; found one of {image.width} × "
                f"{image.height}, which is set {image.width / LEAST_DPI * MM_PER_INCH:.0f} mm wide",
                f"{edition.source.path}:{shown[0].place.line}:{shown[0].place.column}",
                "take a picture with more dots, or a drawing (SVG)",
            )
