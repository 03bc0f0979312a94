"""What a forger's hand does to bytes: words exchanged in a page, in a file of a book, in a font, in a style sheet."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from fontTools.ttLib import TTFont

Spoil = Callable[[bytes], bytes]


def swap(old: str, new: str, count: int = 1) -> Spoil:
    """``new`` in place of ``old``, which must be there."""

    def spoiled(data: bytes) -> bytes:
        assert old.encode() in data, old
        return data.replace(old.encode(), new.encode(), count)

    return spoiled


def before(mark: str, new: str) -> Spoil:
    return swap(mark, new + mark)


def after(mark: str, new: str) -> Spoil:
    return swap(mark, mark + new)


def behind(new: str) -> Spoil:
    return lambda data: data + new.encode()


def both(*spoils: Spoil) -> Spoil:
    def spoiled(data: bytes) -> bytes:
        for spoil in spoils:
            data = spoil(data)
        return data

    return spoiled


def style(rule: str) -> Spoil:
    """A rule more at the end of the style sheet of a page."""
    return before("</style>", rule + "\n")


def page_font(spoil: Callable[[Any], None]) -> Spoil:
    """The first font of a page, spoiled."""

    def spoiled(data: bytes) -> bytes:
        found = re.search(rb"data:font/woff2;base64,([A-Za-z0-9+/=]+)", data)
        assert found
        font = TTFont(io.BytesIO(base64.b64decode(found[1])))
        spoil(font)
        out = io.BytesIO()
        font.flavor = "woff2"
        font.save(out)
        return data.replace(found[1], base64.b64encode(out.getvalue()), 1)

    return spoiled


def in_book(name: str, spoil: Spoil) -> Spoil:
    """One file of a book, spoiled; the zip is packed as it was."""

    def spoiled(data: bytes) -> bytes:
        return repacked(data, lambda files: files.update({name: spoil(files[name])}))

    return spoiled


def with_file(name: str, content: bytes, item: str = "") -> Spoil:
    """A file more in a book, named in its manifest."""

    def change(files: dict[str, bytes]) -> None:
        files[name] = content
        if item:
            files["EPUB/package.opf"] = before("</manifest>", item)(files["EPUB/package.opf"])

    return lambda data: repacked(data, change)


def book_font(spoil: Callable[[Any], None]) -> Spoil:
    def change(files: dict[str, bytes]) -> None:
        name = next(name for name in files if name.startswith("EPUB/fonts/"))
        font, out = TTFont(io.BytesIO(files[name])), io.BytesIO()
        spoil(font)
        font.save(out)
        files[name] = out.getvalue()

    return lambda data: repacked(data, change)


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None], turned: bool = False) -> bytes:
    """A book with its files changed; ``turned``: in another order of entries, mimetype first."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    change(files)
    names = [name for name in files if name != "mimetype"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("mimetype", *(reversed(names) if turned else names)):
            entry = zipfile.ZipInfo(name, (2026, 5, 4, 0, 0, 0))
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return out.getvalue()


# --- Fonts -----------------------------------------------------------------------------------------


def exchanged_map(font: Any) -> None:
    """The letters n and w change places."""
    for table in font["cmap"].tables:
        table.cmap = {**table.cmap, ord("n"): table.cmap[ord("w")], ord("w"): table.cmap[ord("n")]}


def exchanged_outlines(font: Any) -> None:
    names = font.getBestCmap()
    one, other = names[ord("n")], names[ord("w")]
    glyphs = font["glyf"]
    glyphs[one], glyphs[other] = glyphs[other], glyphs[one]


def emptied(font: Any) -> None:
    """A letter that leaves no trace."""
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    font["glyf"][font.getBestCmap()[ord("t")]] = Glyph()


def without_width(font: Any) -> None:
    name = font.getBestCmap()[ord("e")]
    font["hmtx"][name] = (0, font["hmtx"][name][1])


def substituted(font: Any) -> None:
    """The layout exchanges letters: a rule puts w where the text has n."""
    from fontTools.feaLib.builder import addOpenTypeFeaturesFromString

    names = font.getBestCmap()
    addOpenTypeFeaturesFromString(font, f"feature liga {{ sub {names[ord('n')]} by {names[ord('w')]}; }} liga;")


def with_private_data(font: Any) -> None:
    from fontTools.ttLib.woff2 import WOFF2FlavorData

    font.flavorData = WOFF2FlavorData()
    font.flavorData.privData = b"nobody reads this"


def another_picture() -> str:
    """A red PNG as base64."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 20), "#C00000").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()
