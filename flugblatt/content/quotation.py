"""Is a text an exact quotation of an edition, after the declared normalisations and no other?

Flow: quotation, edition -> both normalised -> found, or the words at which they part.
"""

from __future__ import annotations

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
