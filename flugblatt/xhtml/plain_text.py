"""text: the edition for mail and chat, UTF-8, LF, one paragraph a line; hard breaks and the lines of code are lines, too.

Generated text, in order: before the title, embargo, withdrawal and succession; after the title and the subtitle, nothing; in
the text, the bullets ("–"), the calls of notes ("[1]"), the address of a link after its words where they differ
(" <https://…>"), " | " between the cells of a table, "> " before the lines of a quotation, "* * *" for a rule;
after it, the heading of the notes and their numbers; then a line "—" and the rows of the colophon but form and check, each
as "label – " with its lines joined by ", ".
"""

from __future__ import annotations

from collections.abc import Iterator

from flugblatt.language.table import Language, language_of
from flugblatt.model import (
    Block,
    Break,
    Call,
    Code,
    CodeBlock,
    DefinitionList,
    Edition,
    Heading,
    Image,
    Inline,
    Link,
    List,
    Paragraph,
    Product,
    Quote,
    Rule,
    Statement,
    Table,
    Text,
    Wish,
    collapse,
    plain_text,
)
from flugblatt.model.targets import product
from flugblatt.xhtml import colophon, forms
from flugblatt.xhtml.blocks import TAB, dateline_at
from flugblatt.xhtml.notices import notices

BULLET = "–"
INDENT = "  "
QUOTED, RULE = "> ", "* * *"
BREAK = "\v"  # stands for a hard break until lines are made; no source has it


def render(statement: Statement, edition: Edition, language: Language) -> bytes:
    """The whole file; blocks stand apart by one empty line."""
    parts = [_text(notice.text) for notice in notices(statement, language)]
    parts += [forms.kind(statement, edition, language), _line(edition.title, language), edition.subtitle]
    if lines := forms.addressee(statement, edition):
        parts.append("\n".join((language.labels.to, *map(_text, lines))))
    body = [_block(block, language) for block in edition.blocks]
    body.insert(dateline_at(edition), _text(forms.dateline(statement, edition, language)))
    parts += [*body, *_closing(statement, edition, language)]
    if edition.notes:
        parts.append(language.labels.notes)
        for note in edition.notes:
            label = f"[{language.number(note.number)}]"
            parts.append(f"{label} " + "\n\n".join(_block(block, language) for block in note.blocks))
    parts.append("—")
    rows = colophon.rows(statement, edition, language, "text", "", "")
    parts.append("\n".join(f"{row.label} – {', '.join(row.lines)}" for row in rows))
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _closing(statement: Statement, edition: Edition, language: Language) -> Iterator[str]:
    """Signatories, each on a line, contact and boilerplate."""
    if people := forms.signed(statement, language, columns=False):
        yield language.labels.signatories
        yield "\n".join(_text(forms.comma(language).join((one.name, *one.lines))) for one in people)
    if asked := forms.contact(statement):
        yield "\n".join((language.labels.contact, *map(_text, asked)))
    yield from map(_text, forms.boilerplate(statement, edition))


def _block(block: Block, language: Language) -> str:
    match block:
        case Paragraph() | Heading():
            return "\n".join(map(_text, _pieces(block.children, language).split(BREAK)))
        case Quote():
            lines = "\n\n".join(_block(part, language) for part in block.blocks).split("\n")
            return "\n".join(f"{QUOTED}{line}".rstrip(" ") for line in lines)
        case List():
            separator = "\n" if block.tight else "\n\n"
            return separator.join(
                _item(item.label or BULLET, item.blocks, block.tight, language) for item in block.items
            )
        case Table():
            rows = (block.header, *block.rows)
            return "\n".join(" | ".join(_line(cell.children, language) for cell in row) for row in rows)
        case DefinitionList():
            return "\n\n".join(
                "\n".join(
                    (
                        _line(entry.term, language),
                        *(
                            _indented("\n\n".join(_block(part, language) for part in parts))
                            for parts in entry.definitions
                        ),
                    )
                )
                for entry in block.entries
            )
        case CodeBlock():
            lines = block.text.replace("\u00ad", "").expandtabs(TAB).split("\n")
            return "\n".join(line.rstrip(" ") for line in lines).strip("\n")
        case Rule():
            return RULE


def _item(label: str, blocks: tuple[Block, ...], tight: bool, language: Language) -> str:
    """The label, the first block beside it, the others under it."""
    parts = [_block(block, language) for block in blocks]
    first, rest = (parts[0], parts[1:]) if parts and isinstance(blocks[0], Paragraph) else ("", parts)
    head = f"{label} {_indented(first).lstrip(' ')}" if first else label
    return ("\n" if tight else "\n\n").join((head, *(_indented(part) for part in rest)))


def _indented(text: str) -> str:
    return "\n".join(f"{INDENT}{line}" if line else line for line in text.split("\n"))


def _line(children: tuple[Inline, ...], language: Language) -> str:
    """All of it as one line, hard breaks too."""
    return _text(_pieces(children, language).replace(BREAK, " "))


def _pieces(children: tuple[Inline, ...], language: Language) -> str:
    return "".join(_piece(node, language) for node in children)


def _piece(node: Inline, language: Language) -> str:
    match node:
        case Text(text=text) | Code(text=text):
            return text
        case Break():
            return BREAK
        case Call():
            return f"[{language.number(node.number)}]"
        case Image():
            return f"[{node.alt}]" if node.alt else ""
        case Link():
            words = _pieces(node.children, language)
            plain = plain_text(node.children)
            shown = node.target.removeprefix("mailto:").removeprefix("tel:")
            return words if node.target.startswith("#") or plain in (node.target, shown) else f"{words} <{node.target}>"
        case _:
            return _pieces(node.children, language)


def _text(text: str) -> str:
    """The declared normalisations: runs of blanks are one space, soft hyphens are left out."""
    return collapse(text.replace("\u00ad", "")).strip(" ")


def text(statement: Statement, edition: Edition, wish: Wish) -> Iterator[Product]:
    """The target ``text``."""
    yield product("text", edition, render(statement, edition, language_of(edition)))
