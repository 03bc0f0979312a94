"""Two PDFs, object by object: whatever order, numbering and packing they have, the same is reached on the same way.

Flow: bytes around and between -> catalog and document information of both -> every value that can be reached, in pairs -> a Finding
for each that differs, with the way to it; content streams by their operators, fonts by their outlines, pictures by their pixels.
"""

from __future__ import annotations

import io
import math
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from flugblatt.judges.sameness import same_bytes, same_fonts, same_packets, same_pictures, same_signatures, tolerated
from flugblatt.model import Finding

FONTS = ("/FontFile", "/FontFile2", "/FontFile3")
MOST = 40
"""So many differences are told; chosen: a file that differs in more is another file."""
LONGEST = 60
"""Characters of a value in a message; chosen."""
FLATE = (pikepdf.Name.FlateDecode,)
PARENT = ("/Parent",)
TREE = ("/Type", "/Kids", "/Count", "/Parent", *tolerated.INHERITED)


def findings(found: bytes, expected: bytes) -> Iterator[Finding]:
    """Where the objects of two files differ, in each state of the one that was found (ISO 32000-2, 7.5.6): only signatures may be
    behind the first."""
    before, states = 0, same_bytes.states(found)
    for state in states[:MOST]:
        with pikepdf.open(io.BytesIO(state)) as one, pikepdf.open(io.BytesIO(expected)) as other:
            signed = before > 0 and same_signatures.are_in(one)
            if (before and not signed) or len(states) > MOST:
                message = f"expected the file in one state; found {len(states)}, of which readers may show either"
                yield Finding("same-around", "error", message, "file")
            known = {item.objgen for item in one.objects if getattr(item, "is_indirect", False)}
            yield from same_bytes.findings(state, known, before)
            yield from _whole(one, other, state if signed else b"")
        before = len(state)


def _whole(one: pikepdf.Pdf, other: pikepdf.Pdf, signed: bytes) -> Iterator[Finding]:
    """What the objects of one state say; ``signed`` are its bytes where it may have signatures."""
    if one.is_encrypted:
        yield Finding("same-extra", "error", "expected a file that anybody can read; found one with a password", "file")
    if one.pdf_version != other.pdf_version:
        yield changed("file", f"PDF {other.pdf_version}", f"PDF {one.pdf_version}")
    reached, found = same_signatures.taken_out(one, other, signed) if signed else (set(), ())
    yield from found
    yield from _Walk(one, other, bool(signed), reached=reached).findings()
    if warnings := one.get_warnings():
        message = f"expected a whole file; found one that readers mend in their own ways: {warnings[0]}"
        yield Finding("same-around", "error", message[:300], "file")


def changed(where: str, expected: str, found: str) -> Finding:
    return Finding("same-changed", "error", f"expected {expected}; found {found}", where)


@dataclass
class _Walk:
    """Pairs of values on the same way, each pair of objects once."""

    one: pikepdf.Pdf
    other: pikepdf.Pdf
    signed: bool = False
    seen: set[tuple[Any, Any]] = field(default_factory=set)
    reached: set[tuple[int, int]] = field(default_factory=set)
    due: list[tuple[str, Any, Any]] = field(default_factory=list)
    pages: dict[tuple[int, int], int] = field(default_factory=dict)
    others: dict[tuple[int, int], int] = field(default_factory=dict)

    def findings(self) -> Iterator[Finding]:
        """Every difference, the first forty of them."""
        for count, finding in enumerate(self._all(), 1):
            yield finding
            if count == MOST:
                return

    def _all(self) -> Iterator[Finding]:
        self.pages = {page.obj.objgen: at for at, page in enumerate(self.one.pages)}
        self.others = {page.obj.objgen: at for at, page in enumerate(self.other.pages)}
        yield from self._trailer()
        yield from self._page_tree()
        while self.due:
            where, found, expected = self.due.pop()
            yield from self._pair(where, found, expected)
        yield from self._unreached()

    def _trailer(self) -> Iterator[Finding]:
        names = [key for key in (*self.one.trailer.keys(), *self.other.trailer.keys()) if key not in tolerated.TRAILER]
        for key in dict.fromkeys(names):
            found, expected = self.one.trailer.get(key), self.other.trailer.get(key)
            if found is None or expected is None:
                yield self._alone("trailer", key, found, expected)
            else:
                self.due.append((key.removeprefix("/"), found, expected))

    def _page_tree(self) -> Iterator[Finding]:
        """Pages by their number, with what they have of the nodes above them; the nodes have nothing of their own."""
        if len(self.one.pages) != len(self.other.pages):
            yield changed("file", f"{len(self.other.pages)} pages", f"{len(self.one.pages)}")
        for number, (found, expected) in enumerate(zip(self.one.pages, self.other.pages, strict=False), 1):
            self.due.append((f"page {number}", found.obj, expected.obj))
        nodes = [self.one.Root.Pages]
        while nodes:
            node = nodes.pop()
            if node.is_indirect:
                if node.objgen in self.reached or node.objgen in self.pages:
                    continue
                self.reached.add(node.objgen)
            for key in dict(node.items()):
                if key not in TREE:
                    yield self._alone("tree of pages", key, node[key], None)
            nodes += [kid for kid in node.get("/Kids", ()) if isinstance(kid, pikepdf.Dictionary)]

    def _pair(self, where: str, found: Any, expected: Any) -> Iterator[Finding]:
        indirect = getattr(found, "is_indirect", False)
        if indirect:
            self.reached.add(found.objgen)
        if indirect and getattr(expected, "is_indirect", False):
            if (found.objgen, expected.objgen) in self.seen:
                return
            self.seen.add((found.objgen, expected.objgen))
            one, other = self.pages.get(found.objgen), self.others.get(expected.objgen)
            if one != other:
                yield changed(where, _named(other, expected), _named(one, found))
                return
        yield from self._values(where, found, expected)

    def _values(self, where: str, found: Any, expected: Any) -> Iterator[Finding]:
        if isinstance(found, pikepdf.Stream) and isinstance(expected, pikepdf.Stream):
            yield from self._streams(where, found, expected)
        elif isinstance(found, pikepdf.Dictionary) and isinstance(expected, pikepdf.Dictionary):
            yield from self._dictionaries(where, found, expected, ())
        elif isinstance(found, pikepdf.Array) and isinstance(expected, pikepdf.Array):
            if len(found) != len(expected):
                yield changed(where, f"{len(expected)} values", f"{len(found)}")
                return
            items = zip(list(found), list(expected), strict=False)
            self.due += [(f"{where}/{at}", one, other) for at, (one, other) in enumerate(items)]
        elif not _is_same(found, expected):
            if where in (f"Info{key}" for key in tolerated.INFO) and tolerated.program(str(found)):
                return
            if self.signed and where in tolerated.WHEN_SIGNED and tolerated.DATE.fullmatch(str(found)):
                return
            yield changed(where, _shown(expected), _shown(found))

    def _dictionaries(self, where: str, found: Any, expected: Any, without: tuple[str, ...]) -> Iterator[Finding]:
        one, other = dict(found.items()), dict(expected.items())
        if "/Type" in one and one["/Type"] == "/Page" and where.startswith("page "):
            one, other = _with_inherited(found), _with_inherited(expected)
            yield from self._content(where, one.pop("/Contents", None), other.pop("/Contents", None), found, expected)
            without = PARENT
        if one.get("/Type") == "/Catalog":
            without = ("/Pages",)
        for key in dict.fromkeys((*other, *one)):
            if key in without:
                continue
            if key not in one or key not in other:
                yield self._alone(where, key, one.get(key), other.get(key))
            else:
                self.due.append((f"{where}{key}", one[key], other[key]))

    def _alone(self, where: str, key: str, found: Any, expected: Any) -> Finding:
        if found is None:
            return Finding("same-missing", "error", f"expected {key} {_shown(expected)}; found none", where)
        return Finding("same-extra", "error", f"expected no {key}; found {_shown(found)}", where)

    # --- Streams ---------------------------------------------------------------------------------

    def _streams(self, where: str, found: Any, expected: Any) -> Iterator[Finding]:
        picture = found.get("/Subtype") == "/Image" and expected.get("/Subtype") == "/Image"
        packing = tolerated.STREAM if not picture or same_pictures.same_filter(found, expected) else ()
        yield from self._dictionaries(where, found, expected, packing)
        if found.read_raw_bytes() == expected.read_raw_bytes():
            return
        yield from _behind(where, found)
        key = where.rpartition("/")[2]
        if picture:
            if not same_pictures.same_pixels(found, expected):
                yield changed(where, "the pixels of the picture made again", "others: readers see another picture")
            return
        one, other = found.read_bytes(), expected.read_bytes()
        if one == other:
            return
        if f"/{key}" in FONTS:
            yield from same_fonts.findings(where, one, other)
        elif found.get("/Type") == "/Metadata" and expected.get("/Type") == "/Metadata":
            yield from same_packets.findings(where, one, other, self.signed)
        elif found.get("/Subtype") == "/Form" or "CharProcs" in where or "/PatternType" in found:
            yield from _operators(where, found, expected)
        else:
            at = next(
                (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
            )
            yield changed(where, f"{_quoted(other, at)} at byte {at:,}", _quoted(one, at))

    def _content(self, where: str, found: Any, expected: Any, page: Any, again: Any) -> Iterator[Finding]:
        """What a page paints: its streams as one (ISO 32000-2, 7.8.2)."""
        for stream in (found, *(list(found) if isinstance(found, pikepdf.Array) else ())):
            if getattr(stream, "is_indirect", False):
                self.reached.add(stream.objgen)
            for key in dict(stream.items()) if isinstance(stream, pikepdf.Stream) else ():
                if key not in tolerated.STREAM:
                    yield self._alone(f"{where}/Contents", key, stream[key], None)
            yield from _behind(f"{where}/Contents", stream)
        if found is None or expected is None:
            if found is not expected:
                yield self._alone(where, "/Contents", found, expected)
        elif _joined(found) != _joined(expected):
            yield from _operators(where, page, again)

    # --- What nothing leads to -------------------------------------------------------------------

    def _unreached(self) -> Iterator[Finding]:
        """Objects of the file that its catalog does not lead to, and that the file made again does not have."""
        known = {_written(item) for item in self.other.objects if item is not None}
        for item in self.one.objects:
            if not getattr(item, "is_indirect", False) or item.objgen in self.reached:
                continue
            kind = str(item.get("/Type", "")) if isinstance(item, pikepdf.Dictionary | pikepdf.Stream) else ""
            laid = kind in tolerated.LAYOUT or _is_hint(item)
            if not laid and _written(item) not in known:
                message = f"expected no object that nothing leads to; found {_shown(item)}"
                yield Finding("same-around", "error", message, f"object {item.objgen[0]}")


def _is_hint(item: Any) -> bool:
    """Whether an object is the dictionary of a linearised file, or the table beside it (ISO 32000-2, Annex F)."""
    if isinstance(item, pikepdf.Stream):
        return "/S" in item and not {*dict(item.items())} - {*tolerated.HINTS}
    return isinstance(item, pikepdf.Dictionary) and "/Linearized" in item


def _with_inherited(page: Any) -> dict[str, Any]:
    """The entries of a page with those of the nodes above it (ISO 32000-2, 7.7.3.4)."""
    found, node, depth = dict(page.items()), page.get("/Parent"), 0
    while isinstance(node, pikepdf.Dictionary) and depth < 64:
        for key in tolerated.INHERITED:
            if key in node:
                found.setdefault(key, node[key])
        node, depth = node.get("/Parent"), depth + 1
    return found


def _named(number: int | None, value: Any) -> str:
    return _shown(value) if number is None else f"page {number + 1}"


def _is_same(found: Any, expected: Any) -> bool:
    """The same simple value; a number is the same however it is written."""
    numbers = [isinstance(value, int | float) or type(value).__name__ == "Decimal" for value in (found, expected)]
    if all(numbers) and not isinstance(found, bool) and not isinstance(expected, bool):
        return math.isclose(float(found), float(expected), rel_tol=tolerated.PART)
    return type(found) is type(expected) and bool(found == expected)


def _shown(value: Any) -> str:
    words = (
        str(value) if not isinstance(value, pikepdf.Stream) else f"a stream of {len(value.read_raw_bytes()):,} bytes"
    )
    words = " ".join(words.split())
    return f"“{words[:LONGEST]}{'…' if len(words) > LONGEST else ''}”"


def _quoted(data: bytes, at: int) -> str:
    words = data[max(0, at - 10) : at + 30].decode("utf-8", "replace")
    return f"“{' '.join(words.split())}”"


def _behind(where: str, stream: Any) -> Iterator[Finding]:
    """Bytes behind the end of what a stream packs (RFC 1950): no reader unpacks them."""
    if isinstance(stream, pikepdf.Stream) and stream.get("/Filter") in ("/FlateDecode", pikepdf.Array(FLATE)):
        unpacking = zlib.decompressobj()
        unpacking.decompress(stream.read_raw_bytes())
        if rest := unpacking.unused_data.strip(b"\r\n"):
            message = f"expected nothing behind what the stream packs; found {len(rest):,} bytes"
            yield Finding("same-around", "error", message, where)


def _joined(contents: Any) -> bytes:
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(stream.read_bytes() for stream in streams)


def _written(item: Any) -> bytes:
    """An object as bytes, with those of its stream."""
    if not isinstance(item, pikepdf.Object):
        return repr(item).encode()
    data = item.read_raw_bytes() if isinstance(item, pikepdf.Stream) else b""
    return re.sub(rb"\d+ \d+ R", b"R", item.unparse(resolved=True)) + data


# --- Operators -----------------------------------------------------------------------------------


def _operators(where: str, found: Any, expected: Any) -> Iterator[Finding]:
    """The first operator in which two content streams differ."""
    one, other = pikepdf.parse_content_stream(found), pikepdf.parse_content_stream(expected)
    for at, (a, b) in enumerate(zip(one, other, strict=False), 1):
        if str(a.operator) != str(b.operator) or not _are_same(list(a.operands), list(b.operands)):
            yield changed(f"{where}, operator {at:,} of {len(one):,}", _told(b), _told(a))
            return
    if len(one) != len(other):
        more = one[len(other) :] or other[len(one) :]
        word = "expected nothing more; found" if len(one) > len(other) else "expected more:"
        code = "same-extra" if len(one) > len(other) else "same-missing"
        yield Finding(
            code,
            "error",
            f"{word} {', '.join(map(_told, more[:3]))}",
            f"{where}, operator {min(len(one), len(other)) + 1:,}",
        )


def _are_same(found: list[Any], expected: list[Any]) -> bool:
    if len(found) != len(expected):
        return False
    return all(_is_same_operand(a, b) for a, b in zip(found, expected, strict=True))


def _is_same_operand(found: Any, expected: Any) -> bool:
    if isinstance(found, pikepdf.Array) and isinstance(expected, pikepdf.Array):
        return _are_same(list(found), list(expected))
    if isinstance(found, pikepdf.Dictionary) and isinstance(expected, pikepdf.Dictionary):
        keys = found.keys() == expected.keys()
        return keys and all(_is_same_operand(value, expected[key]) for key, value in found.items())
    numbers = [isinstance(value, int | float) or type(value).__name__ == "Decimal" for value in (found, expected)]
    if all(numbers) and not isinstance(found, bool):
        return abs(float(found) - float(expected)) <= tolerated.NUMBER
    if type(found).__name__ == "PdfInlineImage" and type(expected).__name__ == "PdfInlineImage":
        return bool(found.unparse() == expected.unparse())
    return _is_same(found, expected)


def _told(instruction: Any) -> str:
    operands = " ".join(str(operand) for operand in list(instruction.operands)[:6])
    return f"“{' '.join(f'{operands} {instruction.operator}'.split())[:LONGEST]}”"
