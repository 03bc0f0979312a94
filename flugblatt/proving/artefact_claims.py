"""What an artefact says that it is: which form of this toolchain, of which editions, made by what; nothing of it is believed.

Flow: bytes and name -> ``Claim``. A name alone makes no file one of ours: it says with what it is worth comparing.
"""

from __future__ import annotations

import io
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

import pikepdf

from flugblatt.judges.metadata import read_xmp
from flugblatt.model.errors import UsageError
from flugblatt.model.targets import TARGETS
from flugblatt.proving import leaflet_claims, toolchain_forms
from flugblatt.proving import source as original

PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""How a picture begins (ISO/IEC 15948, 5.2; ISO/IEC 10918-1, B.1.1)."""
MARKUP = re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
LEAFLET = re.compile(r"([a-z0-9-]+)\.(?:(?:office-white|office|read|dummy)\.pdf|(?:sheet-[0-9]+-)?(?:front|back)\.png)")
PRESS = re.compile(r"([a-z0-9-]+)\.(?:press\.pdf|job\.txt|soft-proof\.png)")
EDITION = re.compile(r"[a-z0-9-]+\.([A-Za-z0-9+-]+)\.(?:a4f\.pdf|kepub\.epub|cover\.jpg|thumb\.jpg|card\.png|[a-z]+)")
MAKER = "flugblatt "


@dataclass(frozen=True, slots=True)
class Claim:
    """``media_type`` is that of the bytes, empty where they are of no known kind; ``targets`` are those whose files it may be,
    ``formats`` those of leaflets. ``ours``: it says that this toolchain made it, or is a picture or a file named as those beside
    leaflets, which say nothing; ``maker`` names it with its version, where the
    file does. ``carried`` are the sources in it."""

    media_type: str
    tags: str = ""
    targets: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    ours: bool = False
    maker: str = ""
    carried: tuple[tuple[str, bytes], ...] = ()


def kind_of(path: Path, data: bytes) -> str:
    """What an artefact is by its bytes, and where those leave it open by its name. UsageError for what no proof knows."""
    if b"%PDF-" in data[:1024]:
        return "PDF"
    if any(data.startswith(magic) for magic in PICTURES):
        return "picture"
    if data.startswith(b"PK\x03\x04"):
        if data[30:58].startswith(b"mimetypeapplication/epub+zip"):
            return "EPUB"
    elif MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")) or path.suffix.lower() in (".html", ".htm", ".xhtml"):
        return "page"
    elif path.suffix.lower() == ".txt":
        return "text"
    raise UsageError(f"{path} is no PDF, EPUB, HTML page, picture or .txt file; prove compares those with a source")


def claim_of(path: Path) -> Claim:
    """The claim of a file. UsageError where it cannot be read or is of no known kind."""
    data = original.read_bytes(path)
    kind = kind_of(path, data)
    named = EDITION.fullmatch(path.name)
    tags = named[1] if named else path.absolute().parent.parent.name
    match kind:
        case "PDF":
            return _pdf(path, data, tags)
        case "EPUB":
            return _book(path, data, tags)
        case "page":
            return Claim("text/html", tags, ("web",), ours=toolchain_forms.is_page(data))
        case "picture":
            media = next(media for magic, media in PICTURES.items() if data.startswith(magic))
            return _of_leaflet(path, tags, media) or Claim(media, tags, ("pictures",), ours=True)
        case _:
            ours = toolchain_forms.is_mail(data)
            return _of_leaflet(path, tags, "text/plain") or Claim("text/plain", tags, ("text",), ours=ours)


def _pdf(path: Path, data: bytes, tags: str) -> Claim:
    media, said = "application/pdf", leaflet_claims.read(data)
    fields: dict[str, tuple[str, ...]] = {}
    files: tuple[tuple[str, bytes], ...] = ()
    with suppress(Exception):  # whatever hostile bytes make a library throw: then it says nothing
        files = original.files_in_pdf(data)
    with suppress(Exception):
        fields = _metadata(data)
    maker = "".join(value for value in fields.get("XMP xmp:CreatorTool", ()) if value.startswith(MAKER))
    if said:
        target = "press" if said.kind == "press" else "leaflet"
        formats = (said.layout.key,) if said.layout else ()
        return Claim(media, said.language, (target,), formats, True, maker)
    if sources := [name.removesuffix(".md") for name, _ in files if name.endswith(".md")]:
        targets = ("bilingual",) if len(sources) > 1 else _targets(fields) or ("archive-pdf",)
        return Claim(media, "+".join(sources), targets, (), True, maker, files)
    return _of_leaflet(path, tags, media, maker) or Claim(media, tags, ours=bool(maker), maker=maker)


def _book(path: Path, data: bytes, tags: str) -> Claim:
    media, files = "application/epub+zip", tuple[tuple[str, bytes], ...]()
    targets = ("kepub",) if path.name.endswith(".kepub.epub") else ("epub",)
    with suppress(Exception):  # as above
        files = original.files_in_book(data)
    sources = [name.removesuffix(".md") for name, _ in files if name.endswith(".md")]
    tags = sources[0] if len(sources) == 1 else tags
    return Claim(media, tags, targets, ours=len(sources) == 1, carried=files)


def _metadata(data: bytes) -> dict[str, tuple[str, ...]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return read_xmp(pdf.Root.Metadata.read_bytes())


def _targets(fields: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The targets whose name, among the forms of the edition, makes the identifier of the document (RFC 9562, 5.5)."""
    documents = fields.get("XMP xmpMM:DocumentID", ())
    editions = [value for name, values in fields.items() if "dc:identifier" in name for value in values]
    names = [target.name for target in TARGETS if target.scope == "edition"]
    return tuple(
        name
        for name in names
        for edition in editions
        if edition.startswith("urn:uuid:") and f"uuid:{uuid5(UUID(edition), name)}" in documents
    )


def _of_leaflet(path: Path, tags: str, media: str, maker: str = "") -> Claim | None:
    """A file that is named as those beside leaflets are, which say nothing of themselves."""
    for pattern, target in ((LEAFLET, "leaflet"), (PRESS, "press")):
        if match := pattern.fullmatch(path.name):
            return Claim(media, tags, (target,), (match[1],), True, maker)
    return None
