"""Edition -> XHTML: the blocks and notes that every form shares, through Jinja2 with autoescape and StrictUndefined.

Flow: blocks of the model -> ``templates/blocks.xhtml.j2`` -> a fragment that each form's template embeds. Text goes in as
text only; nothing of the source is ever marked safe.

Where words run in both directions, spans in another language and note calls have ``dir``, which makes isolates of them (HTML,
15.3.5): their signs stay with their words, and a number beside them in its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flugblatt import resources
from flugblatt.language.addresses import addresses
from flugblatt.language.bonds import bound
from flugblatt.language.hyphenation_patterns import places
from flugblatt.language.ligatures import apart
from flugblatt.language.table import Language, describe
from flugblatt.model import (
    Block,
    Break,
    Call,
    DefinitionList,
    Direction,
    Edition,
    Emphasis,
    Entry,
    Image,
    Inline,
    Item,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Shifted,
    Span,
    Strong,
    Table,
    Text,
    is_captioned,
    leaves,
    plain_text,
)
from flugblatt.xhtml import compiled_templates
from flugblatt.xhtml.line_setting import SQUARE, Blank, PageMark, SetInline, cut, set_paragraph, spaced, with_end
from flugblatt.xhtml.table_setting import SIZES, Room, code_setting, is_tall, looks_of, need, setting, widths_of_figures
from flugblatt.xhtml.table_setting import folded_width as width_folded_out

LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""Letters of the scripts that run from right to left."""
LEDE_IN_RED = 280  # characters, as drawn: a longer lede in red shouts
ATTRIBUTION = ("— ", "– ", "― ")  # how a paragraph begins that says whose words a quotation has
CREDIT = re.compile(r"(.*[.!?…؟۔।。！？][\"'”’“»›«]?\s*)(?<=[\s。！？])([(（][^()（）]+[)）][.。]?)", re.DOTALL)
"""A caption whose last sentence stands in parentheses."""
TAB = 4  # columns (CommonMark 0.31, 2.2): a tab in code is spaces up to the next of them
IDEOGRAPH = re.compile("[\u3005\u3007\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LATIN_BESIDE = re.compile(r"[0-9A-Za-z\u00c0-\u024f](?:[0-9A-Za-z\u00c0-\u024f.,:'’+/&@-]*[0-9A-Za-z\u00c0-\u024f%])?")
"""A word or a figure that a quarter of an em parts from the ideographs beside it (JLREQ 3.2.2), without a character."""
SMALL_TABLE = 10  # rows; chosen: they take about half a page at most, and are not parted
SIGN = 48
"""Pixels; chosen: a picture in a line of words that is no higher, about two lines, stays in the line, as a sign does."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a form wants its fragment.

    ``notes``: "foot" puts each note where it is called, for the engine to set at the foot of the page; "end" makes the
    calls links to a section of notes. ``width`` gives the advance of an opening quote in em; None hangs nothing. ``images``
    is the folder that image addresses begin with. ``parted``: addresses say where a line may part them. ``epub`` adds
    epub:type. ``bullet`` is drawn as the label of unordered items; empty leaves their marks to the reader. ``page_marks``
    are the pages that begin before a block, by its index. ``notes_at`` and ``title_at`` name the files of notes and title
    where those are not this one. ``measure`` is the width of the text in em, for which tables are made smaller, at last in
    the sans, in which a word is ``narrow``, or set on a page on its side that is ``turned`` em wide, or on a sheet that is
    ``folded``; ``sizes`` are those of tables, ``tabular`` and ``tabular_sans`` the advance of their figures in both;
    ``scroll``: they may be wider than the screen. Before the blocks of ``cuts`` stands U+0000, which is no text: there the
    fragment is cut into files.
    ``dateline`` stands before the first paragraph behind the lede; ``end_mark``: a square, which is no text, behind the last word.
    """

    notes: Literal["foot", "end"]
    width: Callable[[str], float] | None
    images: str
    parted: bool = False
    epub: bool = False
    bullet: str = ""
    page_marks: tuple[tuple[int, PageMark], ...] = ()
    notes_at: str = ""
    title_at: str = ""
    measure: float = 0.0
    turned: float = 0.0
    folded: float = 0.0
    sizes: tuple[tuple[str, float, float], ...] = SIZES
    narrow: Callable[[str], float] | None = None
    tabular: Callable[[str], float] | None = None
    tabular_sans: Callable[[str], float] | None = None
    scroll: bool = False
    cuts: tuple[int, ...] = ()
    dateline: str = ""
    end_mark: bool = False


def body(edition: Edition, language: Language, manner: Manner) -> Markup:
    """The edition's blocks, without title and without notes at the end."""
    return _fragment("body", edition, language, manner)


def endnotes(edition: Edition, language: Language, manner: Manner) -> Markup:
    """The notes of the edition as a section with its heading; empty where the edition has none."""
    return _fragment("endnotes", edition, language, manner) if edition.notes else Markup("")


def each(
    edition: Edition, language: Language, manner: Manner, parts: tuple[Block, ...]
) -> tuple[tuple[Markup, ...], tuple[Markup, ...]]:
    """Parts of the edition, each as a fragment of its own, and its notes at the end in the same way."""
    module: Any = environment().get_template("blocks.xhtml.j2").make_module(_context(edition, language, manner))
    return (
        tuple(Markup(module.one(part, "")) for part in parts),
        tuple(Markup(module.endnote(note)) for note in edition.notes),
    )


def title(edition: Edition, language: Language, manner: Manner) -> Markup:
    """The title for pages that have no lines of their own: in those that the author wants, where there are some."""
    parts = cut(spaced(edition.title), edition.title_lines) if edition.title_lines else ()
    lines = (Markup('<span class="line">{}</span>').format(inline(part, edition, language, manner)) for part in parts)
    return Markup("").join(lines) or inline(edition.title, edition, language, manner)


def inline(children: tuple[Inline, ...], edition: Edition, language: Language, manner: Manner) -> Markup:
    """Inline content alone: a title."""
    module = environment().get_template("blocks.xhtml.j2").make_module(_context(edition, language, manner))
    return Markup(module.inlines(children))  # type: ignore[attr-defined]


def render(template: str, **values: object) -> str:
    """The page that ``template`` makes of ``values``."""
    return environment().get_template(template).render(**values)


def ledes(edition: Edition) -> tuple[Block, ...]:
    """The paragraphs set as a lede: the first block, or those of the quotations that stand first; never all of the text.
    Pictures do not count."""
    found: list[Block] = []
    words = [block for block in edition.blocks if not (is_picture(block) or is_caption(block))]
    for index, block in enumerate(words[:-1]):
        if isinstance(block, Quote) and all(isinstance(part, Paragraph) for part in block.blocks):
            found += block.blocks
        elif isinstance(block, Paragraph) and index == 0:
            return (block,)
        else:
            break
    return tuple(found)


def is_caption(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.is_caption


def is_picture(block: Block) -> bool:
    """Whether a block is a paragraph of pictures alone."""
    return isinstance(block, Paragraph) and _pictures_alone(block.children)


def _room(language: Language, manner: Manner) -> Room | None:
    """What a form has for its tables; None where they may be as wide as they are."""
    if not manner.width or not manner.narrow:
        return None
    return Room(
        *(manner.measure, manner.turned, manner.width, manner.narrow, language.tag, language.hyphenate),
        *(manner.folded, manner.sizes),
    )


def wide_tables(edition: Edition, language: Language, manner: Manner) -> Iterator[tuple[Table, float]]:
    """The tables of an edition that have not the room that they need, each with how many times the room that would be."""
    tables, alone = _room(language, manner), {id(block) for block in edition.blocks}
    for table in _tables((edition.blocks, edition.notes)) if tables else ():
        if tables and setting(table, tables, id(table) in alone) is None:
            yield (
                table,
                need(table, tables)
                / max((tables.measure, *((tables.turned, tables.folded) if id(table) in alone else ()))),
            )


def folded_width(edition: Edition, language: Language, manner: Manner) -> float:
    """How wide in em the sheets must be that fold out for the tables of an edition; 0 where all stand on its pages."""
    room = _room(language, manner)
    tables = (block for block in edition.blocks if isinstance(block, Table))
    return max((width_folded_out(table, room) for table in tables), default=0.0) if room else 0.0


def _tables(value: object) -> Iterator[Table]:
    if isinstance(value, Table):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _tables(part)
    elif isinstance(value, Quote | List | Item | DefinitionList | Entry | Note):
        for name in value.__dataclass_fields__:
            yield from _tables(getattr(value, name))


def _pictures_alone(children: tuple[Inline, ...]) -> bool:
    parts = [leaf for leaf in leaves(children) if not (isinstance(leaf, Text) and not leaf.text.strip())]
    return bool(parts) and all(isinstance(leaf, Image) for leaf in parts)


def _with_blanks(children: tuple[SetInline, ...]) -> tuple[SetInline, ...]:
    """``children`` with a sign for the blanks between two pictures: no word takes them along at the end of a line."""
    out: list[SetInline] = []
    for before, node, after in zip((None, *children), children, (*children[1:], None), strict=False):
        parts = isinstance(before, Image) and isinstance(after, Image)
        if parts and isinstance(node, Text) and not node.text.strip():
            out.append(Blank())
        elif parts and isinstance(node, Break):
            out += [Blank(), node]
        elif isinstance(node, Emphasis | Strong | Link | Span | Shifted):
            out.append(replace(node, children=_with_blanks(node.children)))  # type: ignore[arg-type]
        else:
            out.append(node)
    return tuple(out)


@cache
def environment() -> Environment:
    options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
    made = Environment(
        loader=FileSystemLoader(resources.TEMPLATES),
        undefined=StrictUndefined,
        bytecode_cache=compiled_templates.kept(options),
        **options,  # type: ignore[arg-type]
    )
    made.filters["columns"] = lambda text: text.expandtabs(TAB)
    made.filters["kind"] = lambda node: type(node).__name__
    made.filters["isolated"] = _isolated
    return made


def _fragment(name: str, edition: Edition, language: Language, manner: Manner) -> Markup:
    module = environment().get_template("blocks.xhtml.j2").make_module(_context(edition, language, manner))
    return Markup(getattr(module, name)())


def _context(edition: Edition, language: Language, manner: Manner) -> dict[str, object]:
    red = {
        id(block): len(plain_text(block.children)) <= LEDE_IN_RED
        for block in ledes(edition)
        if isinstance(block, Paragraph)
    }

    def set_text(children: tuple[Inline, ...]) -> tuple[SetInline, ...]:
        return _with_blanks(set_paragraph(children, language, manner.width)) if manner.width else children

    square = language.script.code in SQUARE
    plain = partial(_bound, language.tag) if manner.parted else _beside_ideographs if square else Markup.escape
    hyphened = _hyphened(edition.hyphenation if manner.parted else ())
    signs = {image.path for image in edition.images if 0 < image.height <= SIGN}

    def is_sign(leaf: object) -> bool:
        return isinstance(leaf, Image) and leaf.path in signs

    given = b"dir=" in edition.source.data
    turned = given or language.direction == "rtl" or bool(LEFTWARD.search(edition.whole_text))

    def direction_of(span: Span) -> str:
        own = describe(span.language, plain_text(span.children)).direction if turned and span.language else ""
        return span.direction or own

    def lede(block: Block) -> str:
        return "" if id(block) not in red else "lede red" if red[id(block)] else "lede"

    def look(block: Paragraph) -> str:
        """The classes of a paragraph: whether it is a lede, pictures alone, or parted by a picture."""
        large = any(isinstance(leaf, Image) and not is_sign(leaf) for leaf in leaves(block.children))
        return " ".join(filter(None, (lede(block), "picture" if is_picture(block) else "pictured" if large else "")))

    alone = {id(block) for block in edition.blocks}
    tables = _room(language, manner)

    def table_look(table: Table) -> str:
        """The classes of a table, those of the least one where none would do."""
        found = "" if tables is None else setting(table, tables, id(table) in alone)
        size = f"{SIZES[-1][0]} parted" if found is None else found
        if tables and is_tall(table, tables):
            return f"{size} tall".strip()
        return " ".join(filter(None, (size, "whole" if tables and len(table.rows) <= SMALL_TABLE else "")))

    def figure_widths(table: Table, look: str) -> str:
        """How wide the figures of a table of this look are in its face; empty where that is left to the reader."""
        sans = {"smaller", "smallest"} & set(look.split())
        width = manner.tabular_sans if sans else manner.tabular
        return widths_of_figures(table, language, width) if width else ""

    last = edition.blocks[-1] if manner.end_mark and edition.blocks else None

    def ended(block: Paragraph, children: tuple[SetInline, ...]) -> tuple[SetInline, ...]:
        """The words of a paragraph; of the last one with the mark of its end."""
        return with_end(children) if block is last else children

    first = _first_calls(edition)
    inside = leaves((edition.title, edition.blocks, edition.notes))
    doubled = {id(after) for before, after in pairwise(inside) if isinstance(before, Call) and isinstance(after, Call)}
    return {
        "edition": edition,
        "language": language,
        "manner": manner,
        "set_text": set_text,
        "turned": turned,
        "follows_call": lambda call: id(call) in doubled,
        "words": lambda text, held=False: _words(
            hyphened(text), manner.parted, turned, Markup.escape if held else plain
        ),
        "direction_of": direction_of,
        "direction_of_code": _direction_of_code,
        "plain_text": plain_text,
        "lede": lede,
        "look": look,
        "is_captioned": is_captioned,
        "credited": credited,
        "ended": ended,
        "is_attributed": is_attributed,
        "dateline_at": dateline_at(edition) if manner.dateline else -1,
        "labels": _labels,
        "table_look": table_look,
        "code_look": lambda block: (
            code_setting(block.text.expandtabs(TAB).splitlines(), tables.measure) if tables else ""
        ),
        "cell_looks": lambda table: looks_of(table, language),
        "figure_widths": figure_widths,
        "is_sign": is_sign,
        "is_framed": lambda link: _pictures_alone(link.children) and not any(is_sign(part) for part in leaves(link)),
        "note": lambda number: edition.notes[number - 1],
        "page_before": lambda index: [mark for block, mark in manner.page_marks if block == index],
        "called_in_title": lambda number: any(
            isinstance(leaf, Call) and leaf.number == number for leaf in leaves(edition.title)
        ),
        "called_first": lambda call: first.get(call.number) is call,
    }


def credited(caption: Paragraph) -> tuple[str, str] | None:
    """The words of a caption, and its last sentence where that stands in parentheses: it says who made the picture."""
    match = CREDIT.fullmatch(plain_text(caption.children))
    return (match[1], match[2]) if match else None


def is_attributed(block: Quote) -> bool:
    """Whether the last paragraph of a quotation says whose words it has: it begins with a dash."""
    last = block.blocks[-1] if len(block.blocks) > 1 else None
    return isinstance(last, Paragraph) and plain_text(last.children).startswith(ATTRIBUTION)


def dateline_at(edition: Edition) -> int:
    """The block that the dateline stands before: the second, if it is a paragraph, else the first."""
    return int(len(edition.blocks) > 1 and isinstance(edition.blocks[1], Paragraph))


def _isolated(name: str, direction: Direction) -> str:
    """A name in a paragraph of ``direction``: an isolate where it begins in the other one, or the stop at the end of „e. V.“ would
    change sides."""
    kinds = (unicodedata.bidirectional(char) for char in name)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "")
    turned = first and (first != "L") != (direction == "rtl")
    return Markup("<bdi>{}</bdi>").format(name) if turned else name


def _direction_of_code(code: str) -> Literal["ltr", "rtl"]:
    """That of the first letter."""
    first = next((char for char in code if char.isalpha()), "")
    return "rtl" if LEFTWARD.match(first) else "ltr"


def _labels(block: List) -> str:
    """The class of a list whose longest label wants more room than two figures and a sign do."""
    longest = max((len(item.label) for item in block.items), default=0)
    return " wider" if longest > 4 else " wide" if longest > 3 else ""


def _first_calls(edition: Edition) -> dict[int, object]:
    """The first call of each note, by number: the one that a note's way back leads to."""
    found: dict[int, object] = {}
    for leaf in leaves((edition.title, edition.blocks)):
        if isinstance(leaf, Call):
            found.setdefault(leaf.number, leaf)
    return found


def _words(text: str, parted: bool, turned: bool, plain: Callable[[str], Markup]) -> Markup:
    """Text whose addresses no hyphen parts, and whose telephone numbers no line; among words that run both ways an address is
    an isolate, or the stroke at its end would change sides. ``plain`` makes the rest: what is bound stays on its line in
    forms that are set anew on each screen; the engine of the PDFs knows it by itself."""
    found = tuple(addresses(text)) if parted or turned else ()
    out = Markup("")
    done = 0
    for one in found:
        whole = Markup("<wbr/>").join(one.parts if parted else (one.words,))
        tag, name = Markup("bdi" if turned else "span"), "together" if one.is_number else "address"
        out += plain(text[done : one.start])
        out += Markup('<{} class="{}">{}</{}>').format(tag, name, whole, tag)
        done = one.end
    return out + plain(text[done:])


def _beside_ideographs(text: str) -> Markup:
    """Text whose Latin words and figures stand apart from the ideographs beside them."""
    out = Markup("")
    done = 0
    for match in LATIN_BESIDE.finditer(text):
        before = bool(IDEOGRAPH.match(text[match.start() - 1 : match.start()]))
        after = bool(IDEOGRAPH.match(text[match.end() : match.end() + 1]))
        if before or after:
            name = " ".join(["latin", *["before"] * before, *["after"] * after])
            out += Markup.escape(text[done : match.start()]) + Markup('<span class="{}">{}</span>').format(
                name, match[0]
            )
            done = match.end()
    return out + Markup.escape(text[done:])


def _hyphened(words: tuple[str, ...]) -> Callable[[str], str]:
    """Puts U+00AD into these words wherever their hyphens stand, for readers that hyphenate by themselves."""
    known = {word.replace("-", "").lower(): places(word) for word in words}
    if not known:
        return lambda text: text
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)", re.IGNORECASE)

    def parted(match: re.Match[str]) -> str:
        ends = (0, *known[match[0].lower()], len(match[0]))
        return "\u00ad".join(match[0][start:end] for start, end in pairwise(ends))

    return lambda text: pattern.sub(parted, text)


def _bound(tag: str, text: str) -> Markup:
    """Text in which what the language of ``tag`` holds together stays on one line."""
    out = Markup("")
    done = 0
    for begin, end in bound(text, tag):
        held = Markup('<span class="together">{}</span>').format(_apart(tag, text[begin:end]))
        out += _apart(tag, text[done:begin]) + held
        done = end
    return out + _apart(tag, text[done:])


def _apart(tag: str, text: str) -> Markup:
    """Text in which no ligature joins the parts of a compound: the letter behind stands for itself."""
    out = Markup("")
    done = 0
    for place in apart(text, tag):
        out += Markup.escape(text[done:place]) + Markup('<span class="apart">{}</span>').format(text[place])
        done = place + 1
    return out + Markup.escape(text[done:])
