"""Forgeries of PDFs: what each does to a page, to what is around the pages, and to the bytes of the file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.proving.forgeries.spoils import Spoil

Change = Callable[[Any], None]
TEXT = 1
"""The page with the first text."""
COVER = "/Artifact BMC q %s Q EMC"
WORDS = "0 g 80 90 m 90 90 l 90 100 l h f 95 90 m 105 90 l 100 100 l h f 110 90 m 120 95 l 110 100 l h f"
"""Outlines of words that are text for the eye alone."""


def pdf(change: Change) -> Spoil:
    def spoiled(data: bytes) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as file:
            change(file)
            file.save(out, deterministic_id=True)
        return out.getvalue()

    return spoiled


def page(file: Any) -> Any:
    return file.pages[min(TEXT, len(file.pages) - 1)]


def over(content: str, **resources: Any) -> Spoil:
    """Something painted over the page, as an artifact, which no reader of text meets."""

    def change(file: Any) -> None:
        own = page(file)
        for kind, value in resources.items():
            if f"/{kind}" not in own.Resources:
                own.Resources[f"/{kind}"] = Dictionary()
            own.Resources[f"/{kind}"]["/Forged"] = value(file)
        own.contents_add(file.make_stream((COVER % content).encode()))

    return pdf(change)


def content(change: Callable[[bytes], bytes]) -> Spoil:
    """What the page paints, changed."""

    def changed(file: Any) -> None:
        own = page(file)
        before = b"\n".join(part.read_bytes() for part in _parts(own.Contents))
        after = change(before)
        assert after != before
        own.Contents = file.make_stream(after)

    return pdf(changed)


def _parts(contents: Any) -> list[Any]:
    return list(contents) if isinstance(contents, Array) else [contents]


def root(key: str, value: Callable[[Any], Any]) -> Spoil:
    return pdf(lambda file: file.Root.__setitem__(key, value(file)))


def of_page(key: str, value: Callable[[Any], Any]) -> Spoil:
    return pdf(lambda file: page(file).__setitem__(key, value(file)))


# --- Parts -----------------------------------------------------------------------------------------


def _form(file: Any) -> Any:
    return file.make_stream(
        b"1 1 1 rg 0 0 m 400 0 l 400 300 l 0 300 l h f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 400, 300]),
    )


def _picture(file: Any, colour: tuple[int, int, int] = (255, 255, 255)) -> Any:
    return file.make_stream(
        bytes(colour),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=1,
        Height=1,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
    )


def _shading(file: Any) -> Any:
    white = Array([1, 1, 1])
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=white, C1=white, N=1)
    return Dictionary(
        ShadingType=2,
        ColorSpace=Name.DeviceRGB,
        Coords=Array([0, 0, 1, 0]),
        Function=function,
        Extend=Array([True, True]),
    )


def _pattern(file: Any) -> Any:
    return Dictionary(Type=Name.Pattern, PatternType=2, Shading=_shading(file))


def _faint(file: Any) -> Any:
    return Dictionary(Type=Name.ExtGState, ca=0.04, CA=0.04)


def _mask(file: Any) -> Any:
    form = file.make_stream(
        b"0 g 0 0 600 600 re f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 600, 600]),
        Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray),
    )
    return Dictionary(Type=Name.ExtGState, SMask=Dictionary(Type=Name.Mask, S=Name.Luminosity, G=form))


def _first_text(stream: bytes, before: bytes, after: bytes = b"") -> bytes:
    """The first words of the page between two operators more."""
    return re.sub(
        rb"BT\n(.*?)ET", lambda found: before + b"BT\n" + found[1] + b"ET" + after, stream, count=1, flags=re.DOTALL
    )


def _moved(stream: bytes) -> bytes:
    """Two words in each other's places: the text that machines read stays as it was."""
    places = re.findall(rb"1 0 0 -1 [\d.]+ [\d.]+ Tm", stream)
    one, other = places[1], places[4]
    return stream.replace(one, b"@1", 1).replace(other, one, 1).replace(b"@1", other, 1)


def _turned_pictures(file: Any) -> None:
    """Two pictures of the same file under each other's names."""
    for own in file.pages:
        pictures = [
            key for key, value in own.Resources.get("/XObject", {}).items() if value.get("/Subtype") == "/Image"
        ]
        if len(pictures) > 1:
            named = own.Resources.XObject
            named[pictures[0]], named[pictures[1]] = named[pictures[1]], named[pictures[0]]


def _fonts(file: Any) -> list[Any]:
    found = {}
    for own in file.pages:
        for font in own.Resources.get("/Font", {}).values():
            found[font.objgen] = font
    return list(found.values())


def _turned_fonts(file: Any) -> None:
    """Two fonts in each other's places."""
    own = page(file).Resources.Font
    one, other = list(own.keys())[:2]
    own[one], own[other] = own[other], own[one]


def _program(change: Callable[[bytes], bytes], name: str = "") -> Change:
    def changed(file: Any) -> None:
        font = _fonts(file)[0]
        below = font.DescendantFonts[0]
        descriptor = below.FontDescriptor
        key = next(key for key in ("/FontFile2", "/FontFile3") if key in descriptor)
        descriptor[key].write(change(descriptor[key].read_bytes()))
        if name:
            for part, where in ((font, "/BaseFont"), (below, "/BaseFont"), (descriptor, "/FontName")):
                part[where] = Name(f"/{name}")

    return changed


def _swapped_outlines(program: bytes) -> bytes:
    """Two glyphs of a TrueType or CFF program exchanged."""
    from fontTools.cffLib import CFFFontSet
    from fontTools.ttLib import TTFont

    out = io.BytesIO()
    if program[:4] in (b"\0\1\0\0", b"true", b"OTTO"):
        font = TTFont(io.BytesIO(program))
        order = font.getGlyphOrder()
        drawn = [name for name in order[1:] if _contours(font, name)][:2]
        if "glyf" in font:
            font["glyf"][drawn[0]], font["glyf"][drawn[1]] = font["glyf"][drawn[1]], font["glyf"][drawn[0]]
        else:
            charstrings = font["CFF "].cff.topDictIndex[0].CharStrings
            charstrings[drawn[0]], charstrings[drawn[1]] = charstrings[drawn[1]], charstrings[drawn[0]]
        font.save(out)
        return out.getvalue()
    cff = CFFFontSet()
    cff.decompile(io.BytesIO(program), None)
    charstrings = cff.topDictIndex[0].CharStrings
    names = list(charstrings.keys())[1:]
    charstrings[names[3]], charstrings[names[4]] = charstrings[names[4]], charstrings[names[3]]
    cff.compile(out, None)
    return out.getvalue()


def _contours(font: Any, name: str) -> bool:
    return "glyf" not in font or font["glyf"][name].numberOfContours > 0


def _said_otherwise(file: Any) -> None:
    """A font that says another letter than it shows."""
    said = _fonts(file)[0].ToUnicode
    table = said.read_bytes()
    said.write(re.sub(rb"(<[0-9a-fA-F]+> )<0065>", rb"\1<0061>", table) if b"<0065>" in table else table + b" ")


def _script(file: Any) -> Any:
    return file.make_indirect(Dictionary(S=Name.JavaScript, JS=String("this.getField('x').value = 'agreed'")))


def _named_script(file: Any) -> None:
    file.Root.Names.JavaScript = Dictionary(Names=Array([String("go"), _script(file)]))


def _note(**more: Any) -> Callable[[Any], Any]:
    def made(file: Any) -> Any:
        entries = {"Type": Name.Annot, "Rect": Array([60, 300, 340, 420]), **more}
        return Array([*page(file).get("/Annots", []), file.make_indirect(Dictionary(**entries))])

    return made


def _covered(file: Any) -> Any:
    form = _form(file)
    return _note(Subtype=Name.Stamp, F=4, AP=Dictionary(N=form))(file)


def _led(file: Any) -> None:
    for own in file.pages:
        for annotation in own.get("/Annots", []):
            action = annotation.get("/A", {})
            if "/URI" in action:
                action["/URI"] = String("https://example.com/")
                return
    raise AssertionError("no link")


def _attached(name: str) -> Change:
    def changed(file: Any) -> None:
        file.attachments[name].get_file()
        for specification in file.Root.AF:
            if str(specification.F) == name:
                stream = specification.EF.F
                stream.write(stream.read_bytes().replace(b"Nobody", b"Anybody").replace(b"Keepers", b"Council"))

    return changed


def _packet(old: bytes, new: bytes) -> Change:
    def changed(file: Any) -> None:
        packet = file.Root.Metadata.read_bytes()
        assert old in packet
        file.Root.Metadata = Stream(file, packet.replace(old, new), Type=Name.Metadata, Subtype=Name.XML)

    return changed


def _elements(file: Any) -> list[Any]:
    """Every element of the structure."""
    found: list[Any] = []
    left = [file.Root.StructTreeRoot]
    while left:
        here = left.pop()
        found.append(here)
        kids = here.get("/K", [])
        left += [
            kid for kid in (kids if isinstance(kids, Array) else [kids]) if isinstance(kid, Dictionary) and "/S" in kid
        ]
    return found


def _first_element(kind: str, key: str, value: str) -> Change:
    def changed(file: Any) -> None:
        element = next(one for one in _elements(file) if one.get("/S") == kind)
        element[key] = String(value)

    return changed


def _behind(file: Any) -> None:
    structure = next(
        one for one in _elements(file) if isinstance(one.get("/K"), Array) and len(one.K) > 2 and "/S" in one
    )
    structure.K = Array(reversed(list(structure.K)))


def _outlined(file: Any) -> None:
    file.Root.Outlines.First.Title = String("The council has agreed")


def _painted_picture(file: Any) -> None:
    for own in file.pages:
        for value in own.Resources.get("/XObject", {}).values():
            if value.get("/Subtype") == "/Image":
                value.write(bytes(len(value.read_bytes())))
                return


def _thumbnail(file: Any) -> Any:
    return _picture(file, (200, 0, 0))


def _dropped(file: Any) -> None:
    del file.pages[-1]


def _repeated(file: Any) -> None:
    file.pages.append(file.pages[0])


def _other_order(file: Any) -> None:
    pages = list(file.pages)
    del file.pages[:]
    file.pages.extend(reversed(pages))


ON_THE_PAGE: dict[str, Spoil] = {
    "a white rectangle": over("1 1 1 rg 60 80 300 60 re f"),
    "a white polygon": over("1 1 1 rg 60 80 m 360 80 l 360 150 l 55 149 l h f"),
    "a white curve": over("1 1 1 rg 60 80 m 200 80 300 100 360 150 c 60 150 l h f"),
    "a wide white line": over("1 1 1 RG 70 w 60 120 m 360 120 l S"),
    "a white line of dashes": over("1 1 1 RG 70 w [1 0] 0 d 60 120 m 360 120 l S"),
    "white in grey": over("1 g 60 80 300 60 re f"),
    "white in inks": over("0 0 0 0 k 60 80 300 60 re f"),
    "nearly white": over("0.96 0.96 0.96 rg 60 80 300 60 re f"),
    "a shading": over("60 80 300 60 re W n /Forged sh", Shading=_shading),
    "a pattern": over("/Pattern cs /Forged scn 60 80 300 60 re f", Pattern=_pattern),
    "a form": over("1 0 0 1 60 80 cm /Forged Do", XObject=_form),
    "a picture": over("300 0 0 60 60 80 cm /Forged Do", XObject=_picture),
    "a picture in line": over("300 0 0 60 60 80 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI"),
    "a veil": over("1 1 1 rg /Forged gs 60 80 300 60 re f", ExtGState=_faint),
    "a white cover with words as outlines": over("1 1 1 rg 60 80 m 360 80 l 360 150 l 60 150 l h f " + WORDS),
    "words as outlines": over(WORDS),
    "words as a picture": over("120 0 0 20 80 90 cm /Forged Do", XObject=lambda file: _picture(file, (10, 10, 10))),
    "words struck through": over("0 G 1 w 75 78 m 330 78 l S"),
    "words underlined as a link": over("0 0 1 RG 1 w 75 82 m 330 82 l S"),
    "a red stamp": over("0.8 0 0 RG 3 w 60 80 200 60 re S"),
    "nearly white words": content(lambda stream: _first_text(stream, b"q 0.97 0.97 0.97 rg ", b" Q")),
    "white words": content(lambda stream: stream.replace(b"0.109804 0.101961 0.098039 rg", b"1 1 1 rg", 1)),
    "pale words": content(lambda stream: stream.replace(b"0.109804 0.101961 0.098039 rg", b"0.96 0.96 0.96 rg")),
    "words stroked in white": content(lambda stream: stream.replace(b"BT\n", b"1 1 1 RG 9 w 2 Tr\nBT\n")),
    "words that are not painted": content(lambda stream: stream.replace(b"BT\n", b"BT\n3 Tr\n", 1)),
    "words behind a mask": pdf(lambda file: _masked(file)),
    "words without height": content(lambda stream: stream.replace(b"BT\n", b"BT\n1 Tz\n", 1)),
    "words cut off by a clip": content(
        lambda stream: b"0 0 m 600 0 l 600 40 l 40 40 l 40 800 l 0 800 l h W n\n" + stream
    ),
    "words beside the page": content(lambda stream: stream.replace(b"1 0 0 -1 ", b"1 0 0 -1 9", 1)),
    "words exchanged by their places": content(_moved),
    "a word is left out": content(lambda stream: re.sub(rb"\[<[^\]]*\] TJ", b"[] TJ", stream, count=1)),
    "words twice": content(lambda stream: re.sub(rb"(\[<[^\]]*\] TJ)", rb"\1 \1", stream, count=1)),
    "another size": content(lambda stream: re.sub(rb" 12\.\d+ Tf", b" 3 Tf", stream, count=1)),
    "pictures change places": pdf(_turned_pictures),
    "a picture is another": pdf(_painted_picture),
    "fonts change places": pdf(_turned_fonts),
    "outlines change places": pdf(_program(_swapped_outlines)),
    "outlines change places, and the font is renamed": pdf(_program(_swapped_outlines, "Unknown-Regular")),
    "a font says another letter": pdf(_said_otherwise),
    "a page turned": of_page("/Rotate", lambda file: 180),
    "a page cut": of_page("/CropBox", lambda file: Array([0, 0, 300, 300])),
    "a page enlarged": of_page("/UserUnit", lambda file: 2),
    "a page without words": of_page("/Contents", lambda file: file.make_stream(b"")),
}
AROUND: dict[str, Spoil] = {
    "a page less": pdf(_dropped),
    "a page twice": pdf(_repeated),
    "pages in another order": pdf(_other_order),
    "a script by name": pdf(_named_script),
    "a script at opening": root("/OpenAction", _script),
    "a script of the document": root("/AA", lambda file: Dictionary(WC=_script(file))),
    "a script of a page": of_page("/AA", lambda file: Dictionary(O=_script(file))),
    "a program started": root("/OpenAction", lambda file: Dictionary(S=Name.Launch, F=String("cmd.exe"))),
    "a page from elsewhere at opening": root(
        "/OpenAction", lambda file: Dictionary(S=Name.URI, URI=String("https://example.com/"))
    ),
    "a note over the page": of_page(
        "/Annots", _note(Subtype=Name.FreeText, Contents=String("Withdrawn."), DA=String("/F 9 Tf"))
    ),
    "a stamp over the page": of_page("/Annots", _covered),
    "a note to open": of_page("/Annots", _note(Subtype=Name.Text, Contents=String("Withdrawn."))),
    "words struck by a note": of_page(
        "/Annots", _note(Subtype=Name.StrikeOut, QuadPoints=Array([60, 400, 340, 400, 60, 390, 340, 390]))
    ),
    "a link over the page": of_page(
        "/Annots", _note(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://example.com/")))
    ),
    "a link leads elsewhere": pdf(_led),
    "a field": root("/AcroForm", lambda file: Dictionary(Fields=Array([]), NeedAppearances=True)),
    "layers": root("/OCProperties", lambda file: Dictionary(OCGs=Array([]), D=Dictionary(BaseState=Name.OFF))),
    "the title of the window": pdf(lambda file: file.docinfo.__setitem__("/Title", "We will leave the valley")),
    "the author": pdf(lambda file: file.docinfo.__setitem__("/Author", "The Council")),
    "the title in XMP": pdf(_packet(b"We will not leave", b"We will leave")),
    "the creator in XMP": pdf(_packet(b"Miriam Aronsfeld", b"The Council")),
    "the date in XMP": pdf(_packet(b"2026-05-04", b"2016-05-04")),
    "an entry of the outline": pdf(_outlined),
    "the numbers of pages": root(
        "/PageLabels", lambda file: Dictionary(Nums=Array([0, Dictionary(S=Name("/D"), St=7)]))
    ),
    "the language": root("/Lang", lambda file: String("ru")),
    "the words of a paragraph": pdf(_first_element("/P", "/ActualText", "The council has agreed.")),
    "the words for the ear": pdf(_first_element("/Figure", "/Alt", "The council has agreed.")),
    "the words of an abbreviation": pdf(_first_element("/P", "/E", "The council has agreed.")),
    "the order for the ear": pdf(_behind),
    "the attached source": pdf(_attached("en.md")),
    "the attached metadata": pdf(_attached("statement.yaml")),
    "another file attached": pdf(lambda file: file.attachments.__setitem__("more.txt", b"agreed")),
    "a small picture for lists": of_page("/Thumb", _thumbnail),
    "what is not shown of the window": root(
        "/ViewerPreferences", lambda file: Dictionary(HideToolbar=True, DisplayDocTitle=True)
    ),
    "a collection of files": root("/Collection", lambda file: Dictionary(View=Name.T)),
    "bytes before the header": lambda data: b"agreed\n" + data,
    "bytes behind the end": lambda data: data + b"\nagreed\n",
    "a later state of the file": lambda data: data + b"\n1 0 obj\n<</Forged true>>\nendobj\nstartxref\n0\n%%EOF\n",
}
FORGERIES: dict[str, Spoil] = {
    **{f"page: {name}": spoil for name, spoil in ON_THE_PAGE.items()},
    **{f"around: {name}": spoil for name, spoil in AROUND.items()},
}
OF_LEAFLETS = {
    name: spoil
    for name, spoil in FORGERIES.items()
    if name.partition(": ")[2]
    in (
        "a white polygon",
        "a wide white line",
        "a shading",
        "a form",
        "words as outlines",
        "words struck through",
        "words that are not painted",
        "a script by name",
        "a stamp over the page",
        "a page turned",
        "bytes behind the end",
        "the title of the window",
        "outlines change places, and the font is renamed",
        "pages in another order",
    )
}
"""What is done to a leaflet, too."""


def _masked(file: Any) -> None:
    own = page(file)
    own.Resources.ExtGState["/Forged"] = _mask(file)
    own.Contents = file.make_stream(b"/Forged gs\n" + b"\n".join(part.read_bytes() for part in _parts(own.Contents)))


def _saved(**how: Any) -> Spoil:
    def saved(data: bytes) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as file:
            file.save(out, **how)
        return out.getvalue()

    return saved


HARMLESS: dict[str, Spoil] = {
    "linearised by a shop": _saved(linearize=True),
    "streams packed anew": _saved(recompress_flate=True, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "streams unpacked": _saved(compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized),
}
