"""Is a text an exact quotation of an edition, after the declared normalisations and no other?

Flow: quotation, edition -> both normalised -> found, or the words at which they part; lines, title -> ``lines_of_title``.
"""

from __future__ import annotations

from fontTools import unicodedata as ucd

from flugblatt.content.characters import shortened
from flugblatt.model import CodeBlock, DefinitionList, Edition, Heading, Paragraph, Table, collapse, plain_text, walk


def normalised(text: str) -> str:
    """Runs of space, tab, CR and LF as one space; without U+00AD."""
    return collapse(text.replace("\u00ad", "")).strip(" ")


def departure(quotation: str, edition: Edition) -> str:
    """Where ``quotation`` departs from the text of ``edition``, in words; empty where it is exact."""
    wanted, whole = normalised(quotation), normalised(text_of(edition))
    if wanted in whole:
        return ""
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wanted[:middle] in whole else (low, middle - 1)
    if low < 5:
        return f"“{shortened(wanted)}”, which is not in it"
    behind = whole.index(wanted[:low]) + low
    return (
        f"“{shortened(wanted[low:])}” after “{wanted[max(0, low - 20) : low]}”,"
        f" where the edition has “{shortened(whole[behind : behind + 40])}”"
    )


UNSPACED = frozenset(
    ["Hani", "Hira", "Kana", "Hang", "Thai", "Laoo", "Khmr", "Mymr", "Java", "Bali", "Lana", "Tibt", "Yiii"]
)
"""Scripts whose words no space parts, so that a line may end between two of their characters."""


def lines_of_title(lines: tuple[str, ...], edition: Edition) -> tuple[tuple[str, ...], str]:
    """The parts of the title that ``lines`` quote, with the soft hyphens that it has; or where they depart from it, in words."""
    rest = edition.title_text
    found: list[str] = []
    for line in map(normalised, lines):
        length = _length(line, rest)
        if not length:
            have = f"“{shortened(rest[:40])}”" if rest else "nothing more"
            return (), f"“{shortened(line)}” where the title has {have}"
        if found and rest[0] != " " and _within_a_word(found[-1][-1], rest[0]):
            return (), f"the end of a line within a word, after “{found[-1][-20:]}”"
        found.append(rest[:length].strip(" "))
        rest = rest[length:]
    return (tuple(found), "") if not rest.strip(" ") else ((), f"no line for “{shortened(rest.strip(' '))}”")


def _length(line: str, title: str) -> int:
    """How many characters of the title, with a space before them and soft hyphens between, are the line; 0 where they are not."""
    at = len(title) - len(title.lstrip(" "))
    for char in line:
        at += len(title[at:]) - len(title[at:].lstrip("\u00ad"))
        if title[at : at + 1] != char:
            return 0
        at += 1
    return at


def _within_a_word(before: str, behind: str) -> bool:
    return before.isalnum() and behind.isalnum() and not {ucd.script(before), ucd.script(behind)} & UNSPACED


def text_of(edition: Edition) -> str:
    """Title, blocks and notes of ``edition`` in order, one line for each."""
    lines = [plain_text(edition.title)]
    for block in (*walk(edition.blocks), *(block for note in edition.notes for block in walk(note.blocks))):
        match block:
            case Heading() | Paragraph():
                lines.append(plain_text(block.children))
            case CodeBlock():
                lines.append(block.text)
            case Table():
                lines += [plain_text(cell.children) for row in (block.header, *block.rows) for cell in row]
            case DefinitionList():
                lines += [plain_text(entry.term) for entry in block.entries]
            case _:
                pass
    return "\n".join(lines)
