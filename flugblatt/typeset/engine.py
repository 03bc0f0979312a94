"""The engine, closed and pinned: WeasyPrint with its fonts, its resources and its grumbling under control.

Flow: HTML, families, resources -> ``layout`` -> the engine's document, and what it complained of. Every name of the engine
that this project relies on beyond its documented interface is imported here, with its reason:

- ``weasyprint.pdf.Stream`` is exchanged for ours while a page is drawn, since marked content begins and ends only there;
- ``weasyprint.draw.text.draw_first_line`` is exchanged for ours, since the engine keeps one text for a glyph, the first;
- ``weasyprint.pdf.build_fonts_dictionary`` is exchanged for ours, since the engine takes a code for the number of a glyph;
- ``weasyprint.text.ffi`` (``ffi``, ``pango``, ``FROM_UNITS``) leads to the glyphs of a laid-out line, and to their widths;
- of ``weasyprint.pdf.fonts.Font`` its file, its place in it, its measures and ``clean``, which cuts the program down;
- ``weasyprint.svg.draw_gradient`` is told apart, since the engine draws gradients as tiles of exactly the shape's size, and readers
  that round otherwise draw two tiles, or none;
- ``weasyprint.pdf.add_tags`` is exchanged for ours, since the engine's structure tree splits paragraphs at page ends;
- ``formatting_structure.boxes`` and ``AbsolutePlaceholder`` name what layout made, to compare it with the text;
- ``CounterStyle`` and ``FontConfiguration`` are made once for a page that is laid out several times;
- ``line_break.Layout``, ``line_break.get_next_break_point_from_text`` and ``inline.can_break_text`` are exchanged for ours while
  lines are broken, since Pango may be told where no line ends, and the engine has no words for it;
- ``inline.justify_line`` is exchanged for ours, since the engine makes a line even at its spaces alone (``ideographs``);
- ``inline.get_next_linebox`` and ``inline.split_text_box`` are wrapped in ours, since the engine sets every inline box alone,
  and reverses their order in a right-to-left line: a phrase that an emphasis parts is set in the order of its boxes; and
  since it counts the space at the end of a text box, and leaves most of a line empty where an element follows
  (``line_splitting``);
- ``inline.split_inline_box`` and ``inline.text_align`` are wrapped in ours, since the engine ends every line as late as it can,
  and lets no space narrow: lines are chosen over their whole paragraph (``line_planning``);
- ``document._html`` and ``page._page_box`` lead from the document to its elements and boxes.
"""

from __future__ import annotations

import itertools
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pydyf
import weasyprint
from PIL import Image, ImageFile
from weasyprint import pdf as engine_pdf
from weasyprint import svg as engine_svg
from weasyprint.css.counters import CounterStyle
from weasyprint.draw import text as engine_text
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream
from weasyprint.svg.bounding_box import is_valid_bounding_box
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from flugblatt.language import hyphenation_patterns, ligatures
from flugblatt.language.bonds import bonded
from flugblatt.language.fonts import pin
from flugblatt.model import Finding
from flugblatt.model.errors import FlugblattError, ToolFailed, ToolMissing
from flugblatt.typeset import ideographs, line_breaks, line_planning, line_splitting, visual_order
from flugblatt.typeset.refusals import refuse

ENGINE_VERSION = "70.0"
PDF_WRITER_VERSION = "0.13.0"
BASE = "https://flugblatt.invalid/"
OF_A_PAGE = ("@font-face", "@counter-style", "@color-profile", "@import")
"""Rules that a sheet gives to the page it is read for; a sheet without them is read once for all pages."""
MAX_IMAGE_PIXELS = 40_000_000  # as image-file demands; a packed picture of 13,000 px square took 1.4 GB

ffi.cdef("PangoAttribute * pango_attr_allow_breaks_new (gboolean allow_breaks);")

# The engine tells Pillow to pass over what is missing of a damaged picture: a picture is whole or refused.
ImageFile.LOAD_TRUNCATED_IMAGES = False

__all__ = [
    "BASE",
    "FROM_UNITS",
    "AbsolutePlaceholder",
    "Hands",
    "Layout",
    "Resource",
    "Stream",
    "boxes",
    "drawing_with",
    "ffi",
    "lay_out",
    "layout",
    "opened",
    "pango",
    "picture",
]


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that the page may use, by the path that its address ends with."""

    path: str
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page of the engine with its styles, the fonts that it is set in and the counters that it counts by."""

    html: Any
    fonts: Any
    counters: Any
    sheets: tuple[Any, ...]
    hyphens: tuple[tuple[str, str], ...]
    """The words that the page itself says how to hyphenate (``meta`` of this name), each behind its language."""
    complaints: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid-out document of the engine, and its complaints as findings."""

    document: Any
    complaints: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Hands:
    """What draws in the engine's place: content streams, lines of text, font dictionaries and the structure tree."""

    stream: type[Stream]
    draw_line: Callable[..., list[Any]]
    add_fonts: Callable[..., Any]
    add_tags: Callable[..., None]


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Answers from the resources at hand and refuses every other address: no network, no file."""

    def __init__(self, resources: tuple[Resource, ...]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._resources = {BASE + resource.path: resource for resource in resources}

    def fetch(self, url: str, headers: Any = None) -> Any:
        resource = self._resources.get(url)
        if resource is None:
            raise FatalURLFetchingError(f"refused: {url[:120]}")
        return URLFetcherResponse(url, resource.data, {"Content-Type": resource.media_type})


class KeptLayout(line_break.Layout):  # type: ignore[misc]
    """A layout of the engine in which no line parts what ``line_breaks.unbroken`` names; ``bonds``: nor what is bound."""

    bonds = True
    gap = 0.0
    """By so much the square characters of an even line are parted, in px."""

    def set_text(self, text: str, justify: bool = False) -> None:
        super().set_text(text, justify)
        for place in ligatures.apart(self.text, self.style["lang"] or ""):
            begun = len(self.text[:place].encode())
            self._add(pango.pango_attr_font_features_new(b"liga 0"), begun, begun + len(self.text[place].encode()))
        if ideographs.is_square(self.style["lang"]):
            for start, end in ideographs.squeezed(self.text, self.style["lang"]):
                self._add(pango.pango_attr_font_features_new(b"halt 1"), start, end)
            for start, end in ideographs.squares(self.text) if self.gap else ():
                self._add(pango.pango_attr_letter_spacing_new(int(self.gap * TO_UNITS)), start, end)
        for start, end in line_breaks.unbroken(self.text, (self.style["lang"] or "") if KeptLayout.bonds else None):
            self._add(pango.pango_attr_allow_breaks_new(False), start, end)

    def _add(self, attribute: Any, start: int, end: int) -> None:
        kept = pango.pango_layout_get_attributes(self.layout)
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref) if kept == ffi.NULL else kept
        attribute.start_index, attribute.end_index = start, end
        pango.pango_attr_list_insert(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)


def may_part(text: str, language: str) -> bool:
    """Whether a line may end in ``text``; two characters are the end of an element and the beginning of the next one.

    A figure there, as the call of a note is one, stays with what it stands at: Pango would part it from ``.`` or ``!``.
    """
    kept = len(text) == 2 and (
        (text[1].isdecimal() and not text[0].isspace() and text[0] != line_breaks.MARK)
        or any(line_breaks.unbroken(text, None))
    )
    return not kept and bool(line_break.can_break_text(text, language))


def next_break(text: str, language: str) -> int | None:
    """Where a line may end next, as the engine counts: one less than the place. The engine hyphenates what stands before it."""
    held = {last for _, last in bonded(text, language or "")}
    place: int | None = _next_break(text, language)
    if place is None or place + 1 not in held:
        return place
    attributes = line_break.get_log_attrs(text, language)
    return next((at - 1 for at in range(1, len(text)) if attributes[at].is_line_break and at not in held), None)


def next_line(context: Any, paragraph: Any, *place: Any) -> tuple[Any, Any]:
    """The next line of a paragraph as the engine makes it, its boxes in their visual order."""
    if not hasattr(paragraph, "levels"):
        text = visual_order.text_of(paragraph)
        paragraph.levels = visual_order.measure(paragraph, text)
        words = line_splitting.whole_words(text) if paragraph.style["hyphens"] != "none" else ()
        for box in paragraph.descendants():
            box.whole_words, box.measure = words, place[3].width
        line_planning.prepare(paragraph, text, context, place[3], words, may_part)
    line, resume_at = _next_line(context, paragraph, *place)
    if line is not None and paragraph.levels.places:
        visual_order.arrange(line, paragraph.levels, paragraph.text_indent, context)
    return line, resume_at


def split_text(
    context: Any, box: Any, width: Any, skip: int | None, is_line_start: bool = True
) -> tuple[Any, Any, Any]:
    """The first line of a text box as the engine makes it; it knows where in its paragraph it begins."""
    planned = line_planning.split_text(_split_text, context, box, width, skip)
    made, resume_at, forced = planned or line_splitting.split(_split_text, context, box, width, skip, is_line_start)
    too_wide = made is not None and width is not None and is_line_start and made.width > width + 1e-6
    if not planned and too_wide:
        KeptLayout.bonds = False  # what is bound gives way where no line holds it
        try:
            made, resume_at, forced = line_splitting.split(_split_text, context, box, width, skip, is_line_start)
        finally:
            KeptLayout.bonds = True
    if not planned and made is not None and width is not None and ideographs.is_square(box.style["lang"]):
        made, resume_at, forced = ideographs.hang(
            lambda wider: line_splitting.split(_split_text, context, box, wider, skip, is_line_start),
            *(box, (made, resume_at, forced), width),
        )
    if made is not None and hasattr(box, "begun"):
        before, after = box.text.encode()[: skip or 0].decode(), box.text.encode()[skip or 0 :].decode()
        made.begun, made.hyphenated = box.begun + len(before), not after.startswith(made.text)
    return made, resume_at, forced


def justify(context: Any, line: Any, extra: float) -> None:
    """An even line: that of Chinese and Japanese is longer between its characters, since it has no spaces."""
    texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
    gap = 0.0
    if ideographs.is_square(line.style["lang"]):
        extra += _without_edges(line)
        gap = ideographs.gap([box.text for box in texts], extra, line.style["font_size"])
    if not gap:
        _justify(context, line, extra)
        return
    before = sum(box.width for box in texts)
    for _ in range(2):  # Pango leaves out what would stand at the ends of a run
        for box in texts:
            layout = KeptLayout(box.style)
            layout.gap = gap
            layout.set_text(box.text)
            box.spread = line_break.line_size(layout.get_first_line()[0], box.style)[0], layout
            layout.deactivate()
        gained = sum(box.spread[0] for box in texts) - before
        if gained <= 0:
            return
        gap *= extra / gained
    _spread(line, 0.0)


def _without_edges(line: Any) -> float:
    """Takes the air beside Latin words away where they begin or end the line, and says how much that was."""
    first, last = line, line
    while getattr(first, "children", ()) and not (first is not line and first.margin_left):
        first = first.children[0]
    while getattr(last, "children", ()) and not (last is not line and last.margin_right):
        last = last.children[-1]
    before = first.margin_left if isinstance(first, boxes.InlineBox) and first is not line else 0.0
    after = last.margin_right if isinstance(last, boxes.InlineBox) and last is not line else 0.0
    if before:
        first.margin_left = 0
        for box in line.descendants():
            box.position_x -= before if box is not first else 0.0
        line.width -= before
    return float(before + after)


def _spread(box: Any, advance: float) -> float:
    """Gives the boxes of a line their new widths, each moved by what those before it gained."""
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        advance += box.spread[0] - box.width
        box.width, box.pango_layout = box.spread
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += advance
        begun = advance
        for child in box.children:
            advance = _spread(child, advance) if child.is_in_normal_flow() else advance
        box.width += advance - begun
    else:
        box.translate(advance, 0)
    return advance


_justify = inline.justify_line
_next_line, _split_text = inline.get_next_linebox, inline.split_text_box
_next_break = line_break.get_next_break_point_from_text


def layout(html: str, families: tuple[str, ...], resources: tuple[Resource, ...], **options: Any) -> Layout:
    """``html`` laid out in exactly these families. ToolFailed where a resource is not at hand."""
    return lay_out(opened(html, families, resources), **options)


def opened(html: str, families: tuple[str, ...], resources: tuple[Resource, ...], *css: str) -> Page:
    """``html`` and style sheets ``css`` parsed, and exactly these families at hand, to be laid out as often as need be. ToolFailed
    where the page asks for a thing that is not set here."""
    hyphenation_patterns.keep()
    _check_versions()
    os.environ["FONTCONFIG_FILE"] = str(pin(families))
    os.environ["LIBTHAI_DICTDIR"] = str(line_breaks.without_dictionary())
    fetcher = ClosedFetcher(resources)
    with _listening() as complaints:
        parsed = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=fetcher)
        refuse(parsed.etree_element, (*css, *(one.data.decode() for one in resources if one.media_type == "text/css")))
        visual_order.tell_lines(parsed.etree_element)
        said = (meta for meta in parsed.etree_element.iter("meta") if meta.get("name") == "hyphenation")
        hyphens = tuple((meta.get("lang", ""), meta.get("content", "")) for meta in said)
        made = Page(parsed, FontConfiguration(), CounterStyle(), (), hyphens, ())
        sheets = tuple(_sheet(one, made, fetcher) for one in css)
    return replace(made, sheets=sheets, complaints=tuple(complaints))


def lay_out(page: Page, css: str = "", **options: Any) -> Layout:
    """``page`` laid out by its own styles and then ``css``. ToolFailed where a resource is not at hand."""
    Image.MAX_IMAGE_PIXELS = MAX_IMAGE_PIXELS
    with _listening() as complaints:
        sheets = [*page.sheets, _sheet(css, page, ClosedFetcher(()))] if css else [*page.sheets]
        try:
            hyphens, plans = hyphenation_patterns.using(page.hyphens), line_planning.planning()
            with line_breaks.marked(page.html.etree_element), _breaking_lines(), hyphens, plans:
                document = page.html.render(
                    font_config=page.fonts, counter_style=page.counters, stylesheets=sheets, **options
                )
        except FatalURLFetchingError as error:
            raise ToolFailed(f"the page asks for a resource that it may not have: {error}") from error
        except FlugblattError:
            raise
        except Exception as error:
            raise ToolFailed(
                f"the engine broke down while it laid out the page ({type(error).__name__}: {error})\n"
                "  hint: take the rule or element of the template that was last added out; a drop cap in columns needs a span"
            ) from error
    return Layout(document, (*page.complaints, *complaints))


def _sheet(css: str, page: Page, fetcher: ClosedFetcher) -> Any:
    if not any(rule in css for rule in OF_A_PAGE):
        made, complaints = _kept_sheet(css)
        for complaint in complaints:
            logging.getLogger("weasyprint").warning("%s", complaint)
        return made
    return weasyprint.CSS(
        string=css, base_url=BASE, url_fetcher=fetcher, font_config=page.fonts, counter_style=page.counters
    )


@lru_cache(maxsize=16)
def _kept_sheet(css: str) -> tuple[Any, tuple[str, ...]]:
    """A sheet that is the same for every page, and what the engine complained of as it read it."""
    with _listening() as complaints:
        made = weasyprint.CSS(string=css, base_url=BASE, url_fetcher=ClosedFetcher(()))
    return made, tuple(complaint.message for complaint in complaints)


def write(document: Any, **options: Any) -> tuple[bytes, tuple[Finding, ...]]:
    """The document as PDF bytes, and what the engine complained of while drawing."""
    with _listening() as complaints:
        data: bytes = document.write_pdf(**options)
    return data, tuple(complaints)


def picture(html: str, families: tuple[str, ...], resources: tuple[Resource, ...]) -> bytes:
    """``html`` as a plain PDF, to be rasterised. ToolFailed where the engine complains: a picture carries no report."""
    made = layout(html, families, resources)
    data, later = write(made.document)
    if complaints := (*made.complaints, *later):
        raise ToolFailed("the engine complained: " + "; ".join(complaint.message for complaint in complaints))
    return data


@contextmanager
def drawing_with(hands: Hands) -> Iterator[None]:
    """Draw with our own hands. Exchanges module globals: one document at a time in a process."""
    kept = engine_pdf.Stream, engine_pdf.add_tags, engine_pdf.build_fonts_dictionary, engine_text.draw_first_line
    gradient = engine_svg.draw_gradient
    engine_pdf.Stream, engine_pdf.add_tags = hands.stream, hands.add_tags
    engine_pdf.build_fonts_dictionary, engine_text.draw_first_line = hands.add_fonts, hands.draw_line
    engine_svg.draw_gradient = lambda svg, *rest, **named: _in_large_tiles(gradient, svg, *rest, **named)
    try:
        yield
    finally:
        engine_pdf.Stream, engine_pdf.add_tags, engine_pdf.build_fonts_dictionary, engine_text.draw_first_line = kept
        engine_svg.draw_gradient = gradient


def _in_large_tiles(
    draw: Callable[..., Any], svg: Any, node: Any, gradient: Any, font_size: float, opacity: float, stroke: bool
) -> Any:
    """The stream knows the corners of the shape, on the page, while its gradient is drawn: a turned tile must cover them all, and
    the engine measures two. It also sets no width for a stroke that has a gradient."""
    stream, box = svg.stream, svg.calculate_bounding_box(node, font_size, stroke)
    if is_valid_bounding_box(box):
        x, y, width, height = box
        corners = itertools.product((x, x + width), (y, y + height))
        stream.shape = tuple(stream.ctm.transform_point(*corner) for corner in corners)
    if stroke:
        stream.set_line_width(svg.length(node.get("stroke-width", "1px"), font_size))
    try:
        return draw(svg, node, gradient, font_size, opacity, stroke)
    finally:
        stream.shape = ()


@contextmanager
def _breaking_lines() -> Iterator[None]:
    """Break lines with our own hands. Exchanges module globals: one document at a time in a process."""
    kept = line_break.Layout, inline.can_break_text, inline.get_next_linebox, inline.split_text_box
    line_break.Layout, inline.can_break_text = KeptLayout, may_part
    inline.get_next_linebox, inline.split_text_box = next_line, split_text
    line_break.get_next_break_point_from_text, inline.justify_line = next_break, justify
    try:
        yield
    finally:
        line_break.get_next_break_point_from_text, inline.justify_line = _next_break, _justify
        line_break.Layout, inline.can_break_text, inline.get_next_linebox, inline.split_text_box = kept


@contextmanager
def _listening() -> Iterator[list[Finding]]:
    """Every warning of the engine becomes a finding, and none is printed."""
    complaints: list[Finding] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(Finding("engine-complaint", "error", record.getMessage(), "typesetting"))

    logger = logging.getLogger("weasyprint")
    kept = logger.handlers[:], logger.propagate, logger.level
    logger.handlers, logger.propagate = [Listener(logging.WARNING)], False
    logger.setLevel(logging.WARNING)
    try:
        yield complaints
    finally:
        logger.handlers, logger.propagate = kept[0], kept[1]
        logger.setLevel(kept[2])


def _check_versions() -> None:
    found = weasyprint.__version__, pydyf.__version__
    if found != (ENGINE_VERSION, PDF_WRITER_VERSION):
        raise ToolMissing(
            f"WeasyPrint {ENGINE_VERSION} with pydyf {PDF_WRITER_VERSION} is needed, found {found[0]} with {found[1]}\n"
            f"  hint: {sys.executable} -m pip install weasyprint=={ENGINE_VERSION} pydyf=={PDF_WRITER_VERSION}"
        )
