"""pandoc's tree without what programs put into it and a text does not say: empty lines, raised calls of notes, line ends of a file.

Flow: blocks -> line ends of the file as spaces -> a raised call of a note as a call -> tags that stand in Markdown as what they
mean -> two line breaks as the end of a paragraph -> paragraphs that were marked as items (``labelled``) as lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from flugblatt.content.characters import is_seen

Node = dict[str, Any]
_SAYING = ("Image", "Note", "Code", "Math", "RawInline")
_BLANK = ("LineBreak", "SoftBreak", "Space")
_LINE_ENDS = re.compile("[\u2028\u2029\x0b\x0c\x85]")
"""Characters that end a line in the files of some programs (UAX #14, BK and NL), and which no edition may hold."""
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^>]*>")
_MEANT = {"b": "Strong", "strong": "Strong", "i": "Emph", "em": "Emph", "sup": "Superscript", "sub": "Subscript"}
OPEN, CLOSE = "\ue0f0", "\ue0f1"
_ITEM = re.compile(f"{OPEN}(\\d)(.*?){CLOSE}", re.DOTALL)
_NUMBER = re.compile(r"(\d{1,9})([.)])")
BULLET = re.compile(r"[^\w()]*|o|[\ue000-\uf8ff§Øüq]")
"""What stands before an item that has no number: a sign, or a letter of a font of signs (Courier's o, Wingdings)."""


def labelled(depth: int, label: str) -> str:
    """What a preparation writes before the words of an item, for ``tidied`` to make a list of; ``depth`` begins with 0."""
    return f"{OPEN}{min(depth, 8)}{''.join(label.split())}{CLOSE}"


def tidied(blocks: list[Node], source_lines: bool) -> list[Node]:
    """The blocks; ``source_lines``: line ends within a paragraph were put there by its author."""
    found: list[Node] = _changed(blocks, lambda node: _node(node, source_lines))
    listed: list[Node] = _listed(found)
    return listed


def says(value: Any) -> bool:
    """Whether inlines hold words, a picture or a note, and not only anchors, blanks and what nobody sees."""
    if isinstance(value, dict):
        words = value.get("t") == "Str" and is_seen(value["c"])
        return words or value.get("t") in _SAYING or says(value.get("c"))
    return isinstance(value, list) and any(map(says, value))


def bare(words: list[Node]) -> list[Node]:
    """Words of a title or heading that are bold or italic from end to end, without that."""
    inside = [node for node in words if node["t"] not in ("Space", "SoftBreak", "LineBreak")]
    whole = inside and all(node["t"] in ("Strong", "Emph") or not says(node) for node in inside)
    if not whole or not says(inside):
        return words
    return bare([part for node in words for part in (node["c"] if node["t"] in ("Strong", "Emph") else [node])])


def looks_like_heading(block: Node) -> bool:
    """Whether a paragraph is one short line, all in bold."""
    words = block["c"] if block["t"] in ("Para", "Plain") else []
    said = [node for node in words if says(node)]
    strong = bool(said) and all(node["t"] == "Strong" or _holds(node, "Strong") for node in said)
    return strong and len(str(said)) < 4000 and not _holds(words, "LineBreak") and not _holds(words, "Image")


def _holds(value: Any, kind: str) -> bool:
    """Whether a node of this kind stands in a node, as all that it has or somewhere in a list."""
    if isinstance(value, dict):
        inside = value.get("c")
        return value.get("t") == kind or (isinstance(inside, list) and _holds(inside, kind))
    return isinstance(value, list) and any(_holds(part, kind) for part in value)


def _changed(value: Any, change: Callable[[Node], Node]) -> Any:
    if isinstance(value, dict):
        return change({key: _changed(part, change) for key, part in value.items()})
    if not isinstance(value, list):
        return value
    every = [node for part in value for node in _parted(_changed(part, change))]
    return _tags_read(every) if any(_raw(node) for node in every) else every


def _parted(node: Any) -> list[Any]:
    """A node as one or several: words at the ends of their lines, a paragraph at every empty line."""
    if not isinstance(node, dict):
        return [node]
    if node.get("t") == "Str" and _LINE_ENDS.search(node["c"]):
        parts = [
            part for words in _LINE_ENDS.split(node["c"]) for part in ({"t": "LineBreak"}, {"t": "Str", "c": words})
        ]
        return [part for part in parts[1:] if part.get("c") != ""]
    if node.get("t") not in ("Para", "Plain"):
        return [node]
    groups: list[list[Node]] = [[]]
    for one in node["c"]:
        if one["t"] == "LineBreak" and _breaks(groups[-1]):
            groups.append([])
        else:
            groups[-1].append(one)
    paragraphs = [{"t": node["t"], "c": trimmed} for group in groups if (trimmed := _trimmed(group))]
    return [{**part, "t": "Para"} for part in paragraphs] if len(paragraphs) > 1 else paragraphs or [node]


def _breaks(group: list[Node]) -> bool:
    last = next((node for node in reversed(group) if node["t"] not in ("Space", "SoftBreak")), None)
    return last is not None and last["t"] == "LineBreak"


def _trimmed(nodes: list[Node]) -> list[Node]:
    while nodes and nodes[0]["t"] in _BLANK:
        nodes = nodes[1:]
    while nodes and nodes[-1]["t"] in _BLANK:
        nodes = nodes[:-1]
    return nodes


def _raw(node: Any) -> re.Match[str] | None:
    """The tag that a node of raw HTML is; none for any other."""
    if isinstance(node, dict) and node.get("t") in ("RawInline", "RawBlock") and node["c"][0] == "html":
        return _TAG.fullmatch(node["c"][1].strip())
    return None


def _tags_read(nodes: list[Any]) -> list[Any]:
    """Tags of HTML, which pandoc leaves raw in Markdown, as the nodes that they mean; what it is not known stays raw."""
    found: list[Any] = []
    begun: list[tuple[str, int]] = []
    for node in nodes:
        tag = _raw(node)
        name = tag[2].lower() if tag else ""
        if tag and name == "br":
            found.append({"t": "LineBreak"})
        elif tag and not tag[1] and (name in _MEANT or re.fullmatch("h[1-6]|p", name)):
            begun.append((name, len(found)))
            found.append(node)
        elif tag and tag[1] and begun and begun[-1][0] == name:
            _, at = begun.pop()
            found[at:] = _meant(name, found[at + 1 :])
        else:
            found.append(node)
    return found


def _meant(name: str, inside: list[Node]) -> list[Node]:
    if name in _MEANT:
        return [{"t": _MEANT[name], "c": inside}]
    if name.startswith("h") and all(node["t"] in ("Para", "Plain") for node in inside):
        words = [part for node in inside for part in node["c"]]
        return [{"t": "Header", "c": [int(name[1]), ["", [], []], words]}]
    return [{**node, "t": "Para"} if node["t"] == "Plain" else node for node in inside]


def _node(node: Node, source_lines: bool) -> Node:
    kind = node.get("t")
    if kind == "SoftBreak" and not source_lines:
        return {"t": "Space"}
    if kind == "Superscript" and len(node["c"]) == 1 and _is_call(node["c"][0]):
        return dict(node["c"][0])
    return node


def _is_call(node: Node) -> bool:
    """Whether a node is the call of a note, perhaps in a span."""
    if node["t"] == "Span":
        return len(node["c"][1]) == 1 and _is_call(node["c"][1][0])
    return bool(node["t"] == "Note")


# --- Items that their program marked by no list ---------------------------------------------------


def _listed(blocks: Any) -> Any:
    """Paragraphs with ``labelled`` before them as lists within lists, wherever they stand."""
    if isinstance(blocks, dict):
        return {key: _listed(part) for key, part in blocks.items()}
    if not isinstance(blocks, list):
        return blocks
    found: list[Any] = []
    items: list[tuple[int, str, Node]] = []
    for block in [_listed(part) for part in blocks]:
        mark = _mark(block)
        if mark:
            items.append(mark)
            continue
        if items and _is_blank(block):
            continue
        found += [*_lists(items), block]
        items = []
    return found + _lists(items)


def _is_blank(block: Any) -> bool:
    return isinstance(block, dict) and block.get("t") in ("Para", "Plain") and not says(block["c"])


def _mark(block: Any) -> tuple[int, str, Node] | None:
    """Depth and label of a paragraph that is an item, and the paragraph without them."""
    if not isinstance(block, dict) or block.get("t") not in ("Para", "Plain"):
        return None
    words = block["c"]
    first = next((number for number, node in enumerate(words) if says(node)), len(words))
    match = _ITEM.match(_first_string(words[first:]))
    if match is None:
        return None
    taken = _without_first(words[first:], match.end())
    while taken and taken[0]["t"] in ("Space", "SoftBreak"):
        taken = taken[1:]
    return int(match[1]), match[2], {"t": "Plain", "c": taken}


def _first_string(value: Any) -> str:
    if isinstance(value, dict):
        return str(value["c"]) if value.get("t") == "Str" else _first_string(value.get("c"))
    return next(filter(None, map(_first_string, value)), "") if isinstance(value, list) else ""


def _without_first(value: Any, length: int) -> Any:
    """The nodes without the first characters of their first string."""
    done = False

    def taken(part: Any) -> Any:
        nonlocal done
        if isinstance(part, dict):
            if part.get("t") == "Str" and not done:
                done = True
                return {"t": "Str", "c": part["c"][length:]}
            return {key: taken(one) for key, one in part.items()}
        return [taken(one) for one in part] if isinstance(part, list) else part

    return taken(value)


def _lists(items: list[tuple[int, str, Node]]) -> list[Node]:
    """Items in their order as lists: deeper ones within the one before them, and where the numbers do not run on, or are no
    numbers, another list, or paragraphs that begin with their labels."""
    found: list[Node] = []
    at = 0
    while at < len(items):
        depth, label, words = items[at]
        end = next((number for number in range(at + 1, len(items)) if items[number][0] <= depth), len(items))
        below = _lists(items[at + 1 : end])
        _append(found, label, [words, *below])
        at = end
    return found


def _append(found: list[Node], label: str, blocks: list[Node]) -> None:
    last: Node = found[-1] if found else {"t": ""}
    number = _NUMBER.fullmatch(label)
    if BULLET.fullmatch(label):
        if last["t"] == "BulletList":
            last["c"].append(blocks)
        else:
            found.append({"t": "BulletList", "c": [blocks]})
    elif number:
        value, end = int(number[1]), {"t": "Period" if number[2] == "." else "OneParen"}
        if last["t"] == "OrderedList" and last["c"][0][2] == end and last["c"][0][0] + len(last["c"][1]) == value:
            last["c"][1].append(blocks)
        else:
            found.append({"t": "OrderedList", "c": [[value, {"t": "Decimal"}, end], [blocks]]})
    else:
        words: Iterable[Node] = [{"t": "Str", "c": label}, {"t": "Space"}, *blocks[0]["c"]]
        found += [{"t": "Para", "c": list(words)}, *blocks[1:]]
