"""Ten brands for tests: five accents, four themes, with and without an emblem, in letters of five scripts; as data.

A work is written with its brand.yaml beside its content folder, and read as a project is.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw

from flugblatt.build import project
from flugblatt.content import read_work
from flugblatt.model import Statement


@dataclass(frozen=True, slots=True)
class Brand:
    theme: str
    accent: str
    logo: str
    language: str

    def __str__(self) -> str:
        return f"{self.theme}-{self.language}"


BRANDS = (
    Brand("red", '"#C5202F"', "", "de"),
    Brand("quiet", "[100, 68, 0, 22]", "both", "de"),
    Brand("picture", '"#1B6B3A"', "both", "de"),
    Brand("black", '"#5B2A86"', "both", "de"),
    Brand("red", '"#004688"', "color", "ar"),
    Brand("quiet", '"#C5202F"', "", "ar"),
    Brand("picture", "[0, 60, 100, 46]", "both", "ja"),
    Brand("black", '"#1B6B3A"', "both", "ar"),
    Brand("quiet", "[0, 60, 100, 46]", "color", "ja"),
    Brand("black", "[0, 100, 85, 18]", "color", "ru"),
)
TEXTS = {
    "de": (
        "Die Wärme kommt künftig aus dem Fluss",
        "Die Stadtwerke erklären gemeinsam: Das Kraftwerk geht vom Netz.",
        "„Der Fluss führt genug davon.“",
    ),
    "ar": ("دفء المدينة يأتي من النهر", "تعلن مؤسسة المدينة وسلطة الميناء معا.", "والنهر يحمل منه ما يكفي في كل شتاء."),
    "ja": (
        "街のあたたかさは川から来る",
        "市営事業者と港湾局は共同で発表します。",
        "水辺の街では、熱は知恵の問題です。",
    ),
    "ru": ("Тепло придёт из реки", "Городские предприятия заявляют вместе.", "Река несёт его достаточно каждую зиму."),
}
SIGN = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><circle cx="50" cy="50" r="48" fill="{0}"/>\
<path d="M110 20h80v20h-80zM110 60h60v20h-60z" fill="{0}"/></svg>
"""


@cache
def photograph(width: int = 600, height: int = 900) -> bytes:
    """A bright sky over dark water, with a sun that no white letter can be read on."""
    picture = Image.linear_gradient("L").resize((width, height)).point(lambda value: 255 - value // 2).convert("RGB")
    ImageDraw.Draw(picture).ellipse((width // 2, height // 5, width * 4 // 5, height * 2 // 5), fill="#FFFFFF")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def written(folder: Path, brand: Brand) -> Path:
    """The content folder of a project with this brand and the work ``waerme``."""
    lines = [f"theme: {brand.theme}", f"accent: {brand.accent}"]
    if brand.logo:
        white = "white: white.svg, " if brand.logo == "both" else ""
        lines.append(f"logo: {{color: logo.svg, {white}alt: {{de: Stadtwerke, ar: المدينة}}}}")
    if brand.theme == "picture":
        lines.append("picture: {file: harbour.png, alt: {de: Der Hafen am Abend}, credit: Jane Roe}")
    work = folder / "content" / "waerme"
    work.mkdir(parents=True)
    (folder / "brand.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "logo.svg").write_text(SIGN.format("#004688"), encoding="utf-8")
    (folder / "white.svg").write_text(SIGN.format("#FFFFFF"), encoding="utf-8")
    (folder / "harbour.png").write_bytes(photograph())
    title, lede, text = TEXTS[brand.language]
    (work / f"{brand.language}.md").write_text(
        f"# {title}\n\n{lede}\n\n{text}\n\n## {lede}\n\n{text}\n", encoding="utf-8"
    )
    (work / "statement.yaml").write_text(
        "date: 2026-05-03\nkind: declaration\nissuers: [Stadtwerke, Hafenamt]\n", encoding="utf-8"
    )
    return folder / "content"


def read(folder: Path, brand: Brand) -> Statement:
    with project.opened(written(folder, brand)):
        statement, findings = read_work(folder / "content" / "waerme")
    assert statement is not None, findings
    return statement
