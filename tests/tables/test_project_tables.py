"""A project's own tables: laid over the package's, those beside the content folder and no others, known to makers and judges."""

from __future__ import annotations

from pathlib import Path

import pytest

from flugblatt import resources
from flugblatt.build import project, store
from flugblatt.cli import main
from flugblatt.content.format_names import names
from flugblatt.judges.glyphs import originals
from flugblatt.judges.preflight import panel_layout, typefaces
from flugblatt.language import fonts
from flugblatt.language.table import describe, known
from flugblatt.leaflet.formats import find, find_shop, profile_of
from flugblatt.package.libraries import libraries
from flugblatt.tables.project_file import settings
from tests import own_tables
from tests.own_tables import PROFILE


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return own_tables.write(tmp_path / "project")


def test_rows_are_added_to_those_of_the_package(content: Path) -> None:
    assert "eo" not in known()
    with project.opened(content):
        assert {"de", "eo"} <= set(known())
        language = describe("eo", "Deklaro")
        assert (language.name, language.labels.from_, language.label_lang) == ("Esperanto", "La from", "")
        assert (find("karte").product, find("a4").product) == ("card A6", "flyer A4, unfolded")
        assert profile_of(find_shop("hier")) == PROFILE
        assert [each.id for each in libraries()] == ["dnb", "lnb"]
        assert settings().base_url == "https://example.org"
    assert "eo" not in known() and describe("eo", "Deklaro").label_lang == "en"


def test_judges_and_the_content_room_see_the_same_rows(content: Path) -> None:
    with project.opened(content):
        layout = panel_layout.read("karte", "hier")
        assert (layout.product, layout.bleed, layout.profile, layout.total_ink) == ((105, 148), 2, "EIGEN.icc", 280)
        assert "karte" in names("formats") and "hier" in names("shops")
    with pytest.raises(panel_layout.Unknown):
        panel_layout.read("karte", "")
    assert "karte" not in names("formats")


def test_a_key_of_a_row_is_overridden_and_the_others_stay() -> None:
    text = '[languages.de.labels]\nnotes = "Fußnoten"\n[shops.default]\nbleed = 2\n'
    with project.opened(own_tables.files({"flugblatt.toml": text})):
        assert (describe("de", "Wort").labels.notes, describe("de", "Wort").labels.title) == ("Fußnoten", "Titel")
        assert (find_shop("").bleed, find_shop("").safe, panel_layout.read("a4", "").bleed) == (2, 5, 2)
    assert (describe("de", "Wort").labels.notes, find_shop("").bleed) == ("Anmerkungen", 3)


def test_a_font_of_the_project_is_set_and_allowed() -> None:
    text = '[fonts.Eigen]\nwheel = "fontpkg_amiri"\nfiles = ["Amiri-Regular.ttf"]\n[languages]\n'
    assert not typefaces._is_allowed("Eigen-Regular") and not fonts.faces_of("Eigen")
    with project.opened(own_tables.files({"flugblatt.toml": text})):
        assert typefaces._is_allowed("Eigen-Regular")
        assert [face.family for face in fonts.faces_of("Eigen")] == ["Eigen"]
        assert [face.file.name for face in originals.faces("Eigen-Regular")] == ["Amiri-Regular.ttf"]


def test_the_tables_beside_the_content_folder_count_and_never_those_of_the_current_folder(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    (here / "content").mkdir(parents=True)
    (here / "flugblatt.toml").write_text("no TOML at all\n", encoding="utf-8")
    monkeypatch.chdir(here)
    found = resources.beside(content)
    assert [file.name for file in found] == [
        "styles/icc/EIGEN.icc",
        "styles/libraries.toml",
        "styles/shops.toml",
        "flugblatt.toml",
    ]
    assert found[-1].path == str(content.parent / "flugblatt.toml")
    assert [file.path for file in resources.beside(Path("content"))] == ["flugblatt.toml"]
    (content.parent / "other" / "content").mkdir(parents=True)
    assert resources.beside(content.parent / "other" / "content") == ()


def test_the_example_of_the_readme_is_one() -> None:
    readme = (resources.CHECKOUT / "README.md").read_text(encoding="utf-8")
    example = readme.partition("```toml\n")[2].partition("```")[0]
    with project.opened(own_tables.files({"flugblatt.toml": example})):
        assert (find_shop("corner").bleed, describe("eo", "Deklaro").name) == (2, "Esperanto")


def test_the_tables_of_a_checkout_are_not_taken_for_a_projects_own() -> None:
    assert resources.beside(resources.CHECKOUT / "content") == ()


def test_what_a_project_says_counts_in_what_is_current() -> None:
    before = store.toolchain()
    with resources.using(own_tables.files({"flugblatt.toml": "[shops.default]\nbleed = 2\n"})):
        other = store.toolchain()
    with resources.using(own_tables.files({"flugblatt.toml": "[shops.default]\nbleed = 1\n"})):
        assert len({before, other, store.toolchain()}) == 3
    assert store.toolchain() == before


def test_lists_show_the_projects_own(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def listed(what: str, *more: str) -> str:
        assert main(["list", what, *more]) == 0
        return capsys.readouterr().out

    for what, name in (("formats", "karte "), ("shops", "hier ")):
        assert f"\n{name}" in listed(what, "--content", str(content))
        assert f"\n{name}" not in listed(what)
    own = next(line for line in listed("languages", "--content", str(content)).splitlines() if line.startswith("eo "))
    plain = next(line for line in listed("languages").splitlines() if line.startswith("eo "))
    assert own.split()[:4] == ["eo", "Latn", "ltr", "unread"] and plain.split()[:4] == ["eo", "Latn", "ltr", "no"]


def test_a_wrong_table_ends_a_list_without_a_traceback(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (content.parent / "flugblatt.toml").write_text("[langauges.eo]\n", encoding="utf-8")
    assert main(["list", "languages", "--content", str(content)]) == 3
    assert capsys.readouterr().err == (
        f"{content.parent}/flugblatt.toml:1:1: error project-file there is no key 'langauges' here; the keys are base_url, "
        "cataloguing, limits, languages, fonts, formats, shops, papers, output_conditions, libraries, ebook_shops\n"
        "  hint: did you mean languages?\n"
    )
