"""The source as cmark-gfm reads it, and the edition, as pieces that can be compared.

Flow: (tree, draft) -> of_tree -> pieces; edition -> of_edition -> pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote

from flugblatt.judges.fidelity.second_pieces import BULLET, Piece, Run, Stack, Writing, flat, label
from flugblatt.judges.fidelity.second_reader import BREAK, Node
from flugblatt.judges.fidelity.second_source import Draft
from flugblatt.judges.fidelity.sequence import IMAGE, Voice
from flugblatt.model import (
    Block,
    Break,
    Call,
    Cell,
    Code,
    CodeBlock,
    DefinitionList,
    Edition,
    Emphasis,
    Heading,
    Image,
    Inline,
    Link,
    List,
    Paragraph,
    Place,
    Quote,
    Rule,
    Shifted,
    Span,
    Strong,
    Table,
    Text,
    is_captioned,
    plain_text,
)

Labels = dict[int, str]
LABEL = re.compile(r"\d{1,9}[.)]")
ANCHOR = re.compile(r"(?<!\\)\{\s*#[^\s{}=]*\s*\}[ \t#]*$")
ANCHOR_IN_WORDS = re.compile(r"[ \t]*\{\s*#([^\s{}=]*)\s*\}\s*$")
CONTAINERS = {"thead": "head", "tbody": "body", "tr": "row", "blockquote": "quote", "table": "table"}


# --- The tree of cmark-gfm -----------------------------------------------------------------------


def of_tree(tree: Node, draft: Draft, autolink: bool = False) -> tuple[Piece, ...]:
    """The pieces of a source as cmark-gfm reads it, with their places in it; ``autolink``: see ``_without_derived``."""
    pieces = tuple(_nodes(Writing(""), (), tree, draft))
    return _without_derived(pieces) if autolink else pieces


def _nodes(write: Writing, stack: Stack, parent: Node, draft: Draft) -> Iterator[Piece]:
    children = parent.children
    for index, node in enumerate(children):
        behind = children[index + 1] if index + 1 < len(children) else None
        # A paragraph whose last line turned out to be the head of a table has no place of its own.
        place = draft.place(node if node.line or behind is None else behind)
        match node.name:
            case "h1" if not stack and not index:
                yield _leaf(write, stack, "title", node, place)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                anchor = _take_anchor(node, draft)
                yield _leaf(write, stack, f"heading {node.name[1]}{anchor}", node, place)
            case "p":
                is_term = behind is not None and behind.name == "ul" and draft.is_definition(behind.children[0])
                yield _leaf(write, stack, "term" if is_term else "paragraph", node, place)
            case "th" | "td":
                name = "header cell" if node.name == "th" else "cell"
                yield _leaf(write, stack, f"{name} {node.align}".strip(), node, place)
            case "pre":
                fenced = draft.lines[place.line - 1].lstrip(" \t>").startswith(("```", "~~~")) if node.line else False
                text = node.text.removesuffix("\n")
                where = Place(place.line + fenced, place.column)
                yield Piece(write.inside(stack, "code"), ((text, Voice(code=True)),), where, exact=True)
            case "hr":
                yield Piece(write.inside(stack, "rule"), (), place)
            case "ul" | "ol":
                yield from _items(write, stack, node, draft)
            case "section":
                for note in (item for part in node.children for item in part.children):
                    yield from _nodes(write, write.inside(stack, f"note {note.label}"), note, draft)
            case _:
                inside = write.inside(stack, CONTAINERS[node.name])
                if node.name == "blockquote" and not node.children:
                    yield Piece(inside, (), place)
                yield from _nodes(write, inside, node, draft)


def _items(write: Writing, stack: Stack, node: Node, draft: Draft) -> Iterator[Piece]:
    here: Stack | None = None
    for item in node.children:
        if draft.is_definition(item):
            here = None
            yield from _nodes(write, write.inside(stack, "definition"), item, draft)
            continue
        here = here or write.inside(stack, "list ordered" if node.name == "ol" else "list bullets")
        inside, place = write.inside(here, "item"), draft.place(item)
        written = LABEL.match(draft.lines[item.line - 1], draft.column(item) - 1) if item.line else None
        words = BULLET if node.name == "ul" else written[0] if written else ""
        yield label(write, inside, words, place)
        yield from _nodes(write, inside, item, draft)


def _take_anchor(node: Node, draft: Draft) -> str:
    """`` #id``, where the source gives a heading an anchor as ``{#id}``, which is taken from its words."""
    lines = draft.lines[max(0, node.line - 1) : max(node.line, node.end)]
    if not node.runs or not any(ANCHOR.search(line) for line in lines):
        return ""
    (text, voice), match = node.runs[-1], ANCHOR_IN_WORDS.search(node.runs[-1][0])
    if match is None or voice.code:
        return ""
    node.runs[-1] = (text[: match.start()], voice)
    return f" #{match[1]}"


def _leaf(write: Writing, stack: Stack, name: str, node: Node, place: Place) -> Piece:
    runs = tuple((text, _told(voice)) for text, voice in node.runs)
    return Piece(write.inside(stack, name), runs, place)


def _told(voice: Voice) -> Voice:
    if not voice.title and not voice.alt:
        return voice
    return replace(voice, title=flat(voice.title), alt=flat(voice.alt))


# --- The edition ---------------------------------------------------------------------------------


def of_edition(edition: Edition) -> tuple[Piece, ...]:
    """The pieces of an edition, from which all its outputs are made; their places are named with its path."""
    write = Writing(edition.source.path)
    labels = {note.number: note.label for note in edition.notes}
    units = [_inline_leaf(write, (), "title", edition.title, edition.title_place, labels)]
    units += _blocks(write, (), edition.blocks, labels)
    for note in edition.notes:
        units += _blocks(write, write.inside((), f"note {note.label}"), note.blocks, labels)
    return _without_derived(units) if edition.autolink else tuple(units)


def _without_derived(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces without links that their own words tell: where statement.yaml says autolink, the edition has such links for
    bare addresses, which the source does not mark. ``second_parser`` looks for addresses that are left."""
    return tuple(replace(piece, runs=tuple(_without_derived_link(run) for run in piece.runs)) for piece in pieces)


def _without_derived_link(run: Run) -> Run:
    text, voice = run[0].replace("\u00ad", ""), run[1]
    digits = "".join(char for char in text.replace("(0)", "") if char.isdigit())
    number = digits.removeprefix("00") if text.startswith("00") else digits
    derived = voice.link in (text, f"mailto:{text}", f"https://{text}") or (number and voice.link == f"tel:+{number}")
    return (run[0], replace(voice, link="")) if derived and not voice.title else run


def _blocks(write: Writing, stack: Stack, blocks: tuple[Block, ...], labels: Labels) -> Iterator[Piece]:
    for index, block in enumerate(blocks):
        match block:
            case Paragraph(is_caption=True):
                pass  # said with the picture above it
            case Heading():
                name = f"heading {block.level}{f' #{block.anchor}' if block.named else ''}"
                yield _inline_leaf(write, stack, name, block.children, block.place, labels)
            case Paragraph():
                piece = _inline_leaf(write, stack, "paragraph", block.children, block.place, labels)
                yield _titled(piece, blocks[index + 1]) if is_captioned(blocks, index) else piece
            case Quote():
                inside = write.inside(stack, "quote")
                if not block.blocks:
                    yield Piece(inside, (), write.spot(block.place))
                yield from _blocks(write, inside, block.blocks, labels)
            case List():
                here = write.inside(stack, "list ordered" if block.ordered else "list bullets")
                for item in block.items:
                    inside = write.inside(here, "item")
                    yield label(write, inside, item.label if block.ordered else BULLET, write.spot(item.place))
                    yield from _blocks(write, inside, item.blocks, labels)
            case Table():
                yield from _table(write, write.inside(stack, "table"), block, labels)
            case DefinitionList():
                for entry in block.entries:
                    yield _inline_leaf(write, stack, "term", entry.term, entry.place, labels)
                    for definition in entry.definitions:
                        yield from _blocks(write, write.inside(stack, "definition"), definition, labels)
            case CodeBlock():
                runs = ((block.text, Voice(code=True)),)
                yield Piece(write.inside(stack, "code"), runs, write.spot(block.place), exact=True)
            case Rule():
                yield Piece(write.inside(stack, "rule"), (), write.spot(block.place))


def _titled(piece: Piece, caption: Block) -> Piece:
    """The piece of a picture with its caption, which is its title in the source."""
    assert isinstance(caption, Paragraph)
    title = f" with the title {flat(plain_text(caption.children))}"
    runs = ((text, replace(voice, image=voice.image + title) if voice.image else voice) for text, voice in piece.runs)
    return replace(piece, runs=tuple(runs))


def _table(write: Writing, stack: Stack, table: Table, labels: Labels) -> Iterator[Piece]:
    def row(stack: Stack, cells: tuple[Cell, ...], name: str) -> Iterator[Piece]:
        inside = write.inside(stack, "row")
        for cell in cells:
            yield _inline_leaf(write, inside, f"{name} {cell.align}".strip(), cell.children, cell.place, labels)

    yield from row(write.inside(stack, "head"), table.header, "header cell")
    body = write.inside(stack, "body")
    for cells in table.rows:
        yield from row(body, cells, "cell")


def _inline_leaf(
    write: Writing, stack: Stack, name: str, children: tuple[Inline, ...], place: Place, labels: Labels
) -> Piece:
    return Piece(write.inside(stack, name), tuple(_runs(children, Voice(), labels)), write.spot(place))


def _runs(children: tuple[Inline, ...], voice: Voice, labels: Labels) -> Iterator[Run]:
    for node in children:
        match node:
            case Text():
                yield node.text, voice
            case Code():
                yield node.text, replace(voice, code=True)
            case Break():
                yield BREAK, voice
            case Call():
                yield str(node.number), replace(voice, call=labels.get(node.number, "no note"))
            case Emphasis():
                yield from _runs(node.children, replace(voice, emphasis=True), labels)
            case Strong():
                yield from _runs(node.children, replace(voice, strong=True), labels)
            case Shifted():
                yield from _runs(node.children, replace(voice, shift=node.position), labels)
            case Link():
                inside = replace(voice, link=unquote(node.target), title=flat(node.title))
                yield from _runs(node.children, inside, labels)
            case Image():
                yield (
                    IMAGE,
                    replace(voice, image=f"picture {unquote(node.path).removeprefix('./')}", alt=flat(node.alt)),
                )
                yield "{decorative}" if node.decorative else "", voice
            case Span():
                given = (("lang", node.language), ("dir", node.direction))
                yield "[", voice
                yield from _runs(node.children, voice, labels)
                yield "]{" + " ".join(f"{name}={value}" for name, value in given if value) + "}", voice
