"""Two texts, pages or records in the form that readers meet: without line ends and marks of editors, XML in its canonical form.

Flow: both files -> that form -> a Finding for each line that differs, the first few of them.
"""

from __future__ import annotations

import difflib
import json as json_format
from collections.abc import Iterator
from typing import Any

from lxml import etree

from flugblatt.judges.sameness import tolerated
from flugblatt.model import Finding

MOST = 5
"""So many lines are told; chosen."""
LONGEST = 80
"""Characters of a line in a message; chosen."""
AROUND = 30


def as_bytes(found: bytes, expected: bytes) -> Iterator[Finding]:
    """Where the bytes differ: nothing is tolerated."""
    if found != expected:
        pairs = enumerate(zip(found, expected, strict=False))
        at = next((at for at, (a, b) in pairs if a != b), min(len(found), len(expected)))
        message = "expected the bytes of the file made again; found others"
        yield Finding("same-changed", "error", message, f"byte {at:,}")


def text(found: bytes, expected: bytes) -> Iterator[Finding]:
    """Where two texts differ, but for their line ends and what editors lay before and behind a text."""
    yield from lines(_plain(found), _plain(expected))


def _plain(data: bytes) -> bytes:
    return data.removeprefix(tolerated.MARK).replace(*tolerated.LINE_ENDS).rstrip(b"\n")


def lines(found: bytes, expected: bytes, where: str = "") -> Iterator[Finding]:
    """Each line that differs, with what a reader was to be made to believe."""
    if found == expected:
        return
    one, other = (data.decode("utf-8", "surrogateescape").split("\n") for data in (found, expected))
    count = 0
    for tag, a, b, c, d in difflib.SequenceMatcher(None, other, one, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        count += 1
        if count > MOST:
            return
        code = {"insert": "same-extra", "delete": "same-missing"}.get(tag, "same-changed")
        left, right = "\n".join(other[a:b]), "\n".join(one[c:d])
        message = f"expected {_cut(left, right)}; found {_cut(right, left)}"
        yield Finding(code, "error", message, f"{where}:{c + 1}" if where else f"line {c + 1}")


def _cut(words: str, beside: str) -> str:
    """The part in which a stretch differs from another, and a little around it."""
    if not words:
        return "nothing"
    at = next(
        (at for at, (a, b) in enumerate(zip(words, beside, strict=False)) if a != b), min(len(words), len(beside))
    )
    begin = max(0, at - AROUND)
    part = " ".join(words[begin : begin + LONGEST].split())
    safe = part.encode("utf-8", "replace").decode()
    return f"“{'…' if begin else ''}{safe}{'…' if begin + LONGEST < len(words) else ''}”"


def xml(found: bytes, expected: bytes) -> Iterator[Finding]:
    """Where two records differ in their canonical form (C14N 2.0, with comments)."""
    yield from lines(_canonical(found), _canonical(expected))


def _canonical(data: bytes) -> bytes:
    tree = parsed(data)
    written: bytes = etree.tostring(tree, method="c14n2", with_comments=True)
    return _document_type(tree) + written.replace(b"><", b">\n<")


def _document_type(tree: Any) -> bytes:
    """The document type with what it declares itself: an attribute that it gives to each paragraph hides them (XML 1.0, 3.3.2)."""
    if not tree.docinfo.doctype:
        return b""
    whole: bytes = etree.tostring(tree)
    return whole[: whole.rindex(etree.tostring(tree.getroot(), with_tail=False))]


def parsed(data: bytes) -> Any:
    """The tree of a document; nothing outside of it is read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser).getroottree()


def json(found: bytes, expected: bytes) -> Iterator[Finding]:
    """Where two values of JSON differ."""
    one, other = (
        json_format.dumps(json_format.loads(data, object_pairs_hook=_once), ensure_ascii=False, indent=1).encode()
        for data in (found, expected)
    )
    yield from lines(one, other)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice in an object: programs take either")
    return dict(sorted(pairs))
