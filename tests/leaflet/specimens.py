"""Panels for tests: one page for each panel in reading order, typeset as the project typesets, in every manner."""

from __future__ import annotations

import io
from functools import cache
from typing import Literal

import pikepdf
import pydyf
import segno
from PIL import Image, ImageDraw

from flugblatt.content import read_work
from flugblatt.leaflet.formats import find
from flugblatt.leaflet.sheets import Format, panels_of
from flugblatt.model import Edition, Statement
from flugblatt.typeset import engine
from flugblatt.typeset.alignment import align
from flugblatt.typeset.drawing import faithful
from flugblatt.typeset.tagging import tagger
from tests.sharing import shared

Manner = Literal["screen", "white", "press"]
BLEED = 3
WORDS = "Wir sagen es noch einmal mit aller Deutlichkeit und in ruhigen Worten. "
COLOURS = {
    "screen": {"ink": "#1C1A19", "red": "#C5202F", "tint": "#FAEEE8", "paper": "#FFFFFF"},
    "white": {"ink": "#1C1A19", "red": "#FFFFFF", "tint": "#FFFFFF", "paper": "#1C1A19"},
    "press": {
        "ink": "device-cmyk(0 0 0 1)",
        "red": "device-cmyk(0 1 .85 .18)",
        "tint": "device-cmyk(0 .08 .08 .02)",
        "paper": "device-cmyk(0 0 0 0)",
    },
}
YAML = "date: 2024-05-03\nissuers: [Büro & Rat]\nurl: https://example.org/brief\n"


def work(folder: object, yaml: str = YAML) -> tuple[Statement, Edition]:
    """A small work, read from ``folder`` (a Path)."""
    made = folder / "probe"  # type: ignore[operator]
    made.mkdir(exist_ok=True)
    (made / "statement.yaml").write_text(yaml, encoding="utf-8")
    (made / "de.md").write_text(f"# Ein Titel & mehr\n\nEin Vorspann.\n\n{WORDS}\n", encoding="utf-8")
    statement, findings = read_work(made)
    assert statement is not None, findings
    return statement, statement.editions[0]


@cache
def picture(dots: int) -> bytes:
    """A square picture in every colour, so many dots wide, as PNG."""
    image = Image.linear_gradient("L").resize((dots, dots))
    made = Image.merge("RGB", (image, image.rotate(90), image.rotate(180)))
    ImageDraw.Draw(made).rectangle((0, 0, dots // 4, dots // 4), fill="#000000")
    target = io.BytesIO()
    made.save(target, "PNG")
    return target.getvalue()


def pages_of(format: Format) -> int:
    """The pages of a specimen: a booklet of two sheets, or what the format has."""
    return 8 if format.booklet else 0


@shared
def panels(
    key: str, manner: Manner = "screen", pages: int = 0, dots: int = 400, extra: str = "", rtl: bool = False
) -> bytes:
    """The specimen's panels in a manner: red cover, text with a number on each panel, a picture of 30 mm, QR code on the back.

    Tagged in every manner, as the project's own structure tree has it. ``extra`` is HTML at the end of the first body panel.
    """
    format = find(key)
    made = engine.layout(
        html(format, manner, pages, extra, rtl),
        ("Source Serif 4", "Alegreya Sans"),
        (
            engine.Resource("bild.png", picture(dots), "image/png"),
            engine.Resource("code.svg", _code(COLOURS[manner]["ink"]).encode(), "image/svg+xml"),
        ),
        **_options(manner),
    )
    alignment = align(made.document)

    def finish(_: object, pdf: pydyf.PDF) -> None:
        for item in pdf.objects:  # the engine writes no TrimBox where there is no bleed
            if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Page" and "TrimBox" not in item:
                item["TrimBox"] = item["MediaBox"]

    with engine.drawing_with(faithful(alignment, [], tagger(alignment, False))):
        data, complaints = engine.write(made.document, pdf_tags=True, finisher=finish, **_options(manner))
    assert not complaints and not made.complaints, (complaints, made.complaints)
    return data


def _options(manner: Manner) -> dict[str, str]:
    return {"output_intent": "device-cmyk"} if manner == "press" else {"pdf_variant": "pdf/ua-1"}


def html(format: Format, manner: Manner, pages: int = 0, extra: str = "", rtl: bool = False) -> str:
    colours = COLOURS[manner]
    listed = panels_of(format, pages)
    rules = [f"@page:nth({panel.number}){{size:{panel.width}mm {panel.height}mm;margin:12mm 10mm}}" for panel in listed]
    bleed = f"bleed:{BLEED}mm;marks:none;" if manner == "press" else ""
    style = f"""@page{{{bleed}}} {" ".join(rules)}
    @page cover{{background:{colours["red"]}}} @page tint{{background:{colours["tint"]}}}
    html{{color:{colours["ink"]};font:12pt/15pt "Source Serif 4"}} body{{margin:0}} p{{margin:0 0 3mm}}
    h1,h2{{font:700 18pt/20pt "Alegreya Sans";margin:0}} section+section{{break-before:page}}
    .cover{{page:cover;font-family:"Alegreya Sans";font-weight:500;color:{colours["paper"]}}} .tint{{page:tint}}
    img{{width:30mm;height:30mm;display:block}}
    .code{{background:url(code.svg) no-repeat 0 0/30mm 30mm;padding-top:30mm}}
    a{{color:inherit}}"""
    sections = []
    for panel in listed:
        kind = "cover" if panel.role == "cover" else "tint" if panel.role == "quote" else "plain"
        head = "<h1>Ein Titel</h1>" if panel.number == 1 else f"<h2>Seite {panel.number}</h2>"
        parts = [head, f"<p>Feld {panel.number}. {WORDS * 2}</p>"]
        if panel.number == min(2, len(listed)):
            words = "Verweis" if manner == "press" else "<a href='https://example.org/'>Verweis</a>"
            link = f"<p>Ein {words}.</p>"
            parts += ["<img src='bild.png' alt='Ein Bild'>", link, extra]
        if panel.roles[-1] == "back":
            parts.append("<p class='code'>Code</p>")
        sections.append(f"<section class='{kind}'>{''.join(parts)}</section>")
    language = "ar" if rtl else "de"
    direction = " dir='rtl'" if rtl else ""
    return (
        f"<!DOCTYPE html><html lang='{language}'{direction}><head><meta charset='utf-8'><title>Ein Titel</title>"
        f"<style>{style}</style></head><body>{''.join(sections)}</body></html>"
    )


def _code(ink: str) -> str:
    matrix = segno.make("https://example.org/brief", error="m").matrix
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    extent = len(matrix) + 8
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='-4 -4 {extent} {extent}'><path fill='{ink}' d='{path}'/></svg>"


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))
