"""The fonts of a brand set an edition, are known to the judges, and give way by run where they lack a letter."""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path

import pikepdf
import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from flugblatt.build import project
from flugblatt.content import read_work
from flugblatt.judges import fidelity, glyphs
from flugblatt.judges.closed import page_guard
from flugblatt.language import fonts
from flugblatt.language.table import language_of
from flugblatt.model.cases import Case
from flugblatt.typeset import archive_pdf
from flugblatt.xhtml import web

STYLES = ("Regular", "Italic", "Bold", "BoldItalic")
TEXT = (
    "# Die Wärme kommt\n\nDie Stadt erklärt es *heute*.\n\nEin Satz mit **Nachdruck** und eine Ж aus dem Osten, die fehlt."
    + (" Und noch ein Satz, in dem nichts fehlt." * 12)
)


def own(style: str) -> bytes:
    """A face of a family that nobody else has, without Cyrillic."""
    spec = find_spec("fontpkg_alegreya_sans")
    assert spec is not None and spec.origin is not None
    font, out = TTFont(Path(spec.origin).parent / "files" / f"AlegreyaSans-{style}.ttf"), io.BytesIO()
    cutter = Subsetter(Options(name_IDs=["*"], layout_features=["*"], glyph_names=True))
    cutter.populate(unicodes=range(0x20, 0x2070))
    cutter.subset(font)
    kept = {code: name for code, name in font.getBestCmap().items() if not 0x400 <= code < 0x500}
    for table in font["cmap"].tables:
        table.cmap = kept if table.isUnicode() else {}
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = str(record).replace("Alegreya Sans", "Hafen").replace("AlegreyaSans", "Hafen")
    font.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brand")
    (folder / "fonts").mkdir()
    for style in STYLES:
        (folder / "fonts" / f"Hafen-{style}.ttf").write_bytes(own(style))
    listed = ", ".join(f"fonts/Hafen-{style}.ttf" for style in STYLES)
    (folder / "brand.yaml").write_text(f"fonts: {{text: [{listed}], sans: [{listed}], license: OFL-1.1}}\n")
    work = folder / "content" / "work"
    work.mkdir(parents=True)
    (work / "statement.yaml").write_text("date: 2026-05-03\nissuers: [Rat]\n")
    (work / "de.md").write_text(TEXT, encoding="utf-8")
    return folder / "content"


def named(data: bytes) -> set[str]:
    """The names of the fonts of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        kinds = (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one)
        return {str(one["/FontName"]) for one in kinds}


@pytest.mark.slow
def test_the_edition_is_set_in_them_and_proven(content: Path) -> None:
    with project.opened(content):
        statement, findings = read_work(content / "work")
        assert statement is not None, findings
        edition = statement.editions[0]
        families = fonts.choose(language_of(edition), edition.whole_text)
        assert families.text[0] == families.sans[0] == "Hafen" and len(families.text) == 2
        data = archive_pdf.render(statement, edition, language_of(edition)).data
        assert any("Hafen" in name for name in named(data))
        assert fidelity.judge(Case(statement, edition, "archive-pdf", data)).findings == ()
        assert glyphs.judge(data).findings == ()
        assert page_guard.judge(web.render(statement, edition, language_of(edition))).findings == ()
    assert fonts.choose(language_of(edition), "Wärme").text[0] != "Hafen"
