"""The README of a package: every file, in every language of the editions."""

from __future__ import annotations

from pathlib import Path

from flugblatt.language.table import known
from tests import deposits, editions

ROOT = Path(__file__).parent.parent.parent


def test_the_readme_names_every_file_and_speaks_the_languages_of_the_editions() -> None:
    files = deposits.files_of(deposits.package())
    readme = files["README.txt"].decode()
    english, arabic, german = sorted(readme.split("=" * 78), key=lambda part: ("(de)" in part, "(ar)" in part))
    for name in files:
        if name.startswith("data/"):
            assert f"\n{name}\n" in english
    assert "Dieser Ordner ist ein Archivpaket" in german
    assert "هذا المجلد حزمة أرشيفية" in arabic
    for part, own, other in ((german, "/de/", "/ar/"), (arabic, "/ar/", "/de/")):
        assert own in part
        assert other not in part
        assert "    sha512sum -c manifest-sha512.txt\n" in part
    assert "Archivfassung" in german
    assert "2024-06-02T00:00:00Z. No clock was read" in english


def test_there_are_words_for_every_language_with_labels() -> None:
    import tomllib

    table = tomllib.loads((ROOT / "styles" / "package.toml").read_text(encoding="utf-8"))
    assert table.keys() == set(known())
    english = table["en"]
    for tag, words in table.items():
        assert words.keys() == english.keys()
        assert all(word.strip() == word and word for word in words.values())
        assert tag == "en" or words["package"] != english["package"]


def test_a_language_without_words_has_the_english_section_alone(tmp_path: Path) -> None:
    statement = editions.read(editions.write(tmp_path, "w", "date: 2024\nissuers: [A]\n", af="# Titel\n\nTeks.\n"))
    made = deposits.make(statement, deposits.texts(statement))
    readme = deposits.files_of(made)["README.txt"].decode()
    assert "This folder is an archive package" in readme
    assert "=" * 78 not in readme
