"""`new` makes a work of files of other programs; what is not known is listed, and nothing that is there is written over."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from flugblatt.build import new_work
from flugblatt.build.new_work import Import
from flugblatt.model.errors import UsageError
from tests.commands import Done, run
from tests.content.importing import word_specimens as word
from tests.content.importing.other_specimens import HTML
from tests.proving.test_import_proof import SPECIMENS

BRIEF = word.docx(
    word.paragraph("Der Titel des Briefes", style="Titel"),
    word.paragraph("Das ist ein Satz, der für alle in der Welt gilt."),
)
LETTER = word.docx(
    word.paragraph("The title of the letter", style="Titel"),
    word.paragraph("This is a sentence that is for all of the people in the world."),
    parts={"word/styles.xml": word.STYLES.replace("de-DE", "en-GB")},
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, with files beside it."""
    (tmp_path / "flugblatt.toml").touch()
    (tmp_path / "brief.docx").write_bytes(BRIEF)
    (tmp_path / "letter.docx").write_bytes(LETTER)
    (tmp_path / "whole.docx").write_bytes(SPECIMENS["a.docx"])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def new(*words: str) -> Done:
    return run("new", "w", "--from", *words, "--yes")


def test_several_files_are_editions_of_a_work_that_can_be_built(here: Path) -> None:
    done = new(
        "brief.docx",
        "letter.docx",
        "--date",
        "2024-05-03",
        "--issuer",
        "Büro",
        "--issuer",
        "Rat: Nord",
        "--kind",
        "open-letter",
    )
    assert done.returncode == 0, done.stderr
    assert "proven: the text is exactly that of the file: 2 of 2 blocks equal" in done.stdout
    assert "language: de, Deutsch, recognised by what the file says of itself and" in done.stdout
    assert (here / "content/w/statement.yaml").read_text(encoding="utf-8") == (
        'date: 2024-05-03\nkind: open-letter\nissuers:\n  - Büro\n  - "Rat: Nord"\n'
    )
    assert run("w", "--target", "text", "--target", "web").returncode == 0
    proven = run("prove", "brief.docx", "out/w/de/w.de.txt", "out/w/de/w.de.html", "--require", "read")
    assert proven.returncode == 0, proven.stdout
    assert run("prove", "letter.docx", "out/w/de/w.de.txt").returncode == 1


def test_a_word_file_is_proven_in_what_is_built_of_it(here: Path) -> None:
    assert new("whole.docx", "--date", "2024", "--issuer", "Büro").returncode == 0
    assert run("w", "--target", "text", "--target", "web").returncode == 0
    page, text = "out/w/de/w.de.html", "out/w/de/w.de.txt"
    done = run("prove", "whole.docx", page, "--require", "read")
    assert done.returncode == 0, done.stdout
    assert "--work DIR names the folder" in run("prove", "whole.docx", page).stdout.replace("\n    ", " ")
    done = run("prove", "whole.docx", text)
    assert done.returncode == 1 and "name the folder of the work with --work" in done.stdout.replace("\n        ", " ")
    done = run("prove", "whole.docx", page, text, "--work", "content/w")
    assert done.returncode == 0 and "the text of whole.docx is that of de.md" in done.stdout
    assert done.stdout.count("✓ reproduced") == 2
    (here / "other.docx").write_bytes(word.docx(*word.WHOLE[:-1], word.paragraph("Ende."), notes=word.WHOLE_NOTES))
    assert run("prove", "other.docx", page).returncode == 1
    assert run("prove", "other.docx", text, "--work", "content/w").returncode == 1
    assert run("prove", "whole.docx", text, "--work", "content").returncode == 2


def test_what_is_missing_is_listed_by_its_key(here: Path) -> None:
    done = new("brief.docx")
    assert done.returncode == 3
    assert "missing: date: when it was published" in done.stdout and "missing: issuers: who issued it" in done.stdout
    assert "nobody has taken it over: issuers: Tina Tipperin; date: 2024-05-03" in done.stdout.replace("\n    ", " ")
    assert "Tipperin" not in (here / "content/w/statement.yaml").read_text(encoding="utf-8")


def test_a_work_that_is_there_stays_as_it_is(here: Path) -> None:
    (here / "content/w").mkdir(parents=True)
    done = new("brief.docx")
    assert done.returncode == 2 and "is there already, and stays as it is" in done.stderr
    assert list((here / "content/w").iterdir()) == []


def test_a_translation_that_comes_later_is_added_and_nothing_else_changes(here: Path) -> None:
    assert new("brief.docx", "--date", "2024", "--issuer", "Büro").returncode == 0
    before = {path.name: path.read_bytes() for path in (here / "content/w").iterdir()}
    assert new("letter.docx", "--date", "2025").returncode == 2
    assert new("brief.docx").returncode == 2
    done = new("letter.docx")
    assert done.returncode == 0, done.stderr
    after = {path.name: path.read_bytes() for path in (here / "content/w").iterdir()}
    assert after.keys() - before.keys() == {"en.md"} and before.items() <= after.items()


def test_a_language_that_is_not_certain_is_asked_for_and_nothing_is_written(here: Path) -> None:
    (here / "kurz.txt").write_text("Titel\n\nWort.\n", encoding="utf-8")
    done = new("kurz.txt")
    assert done.returncode == 2 and "the language of kurz.txt is not certain" in done.stderr
    assert "type --language TAG" in done.stderr and not (here / "content/w").exists()
    done = new("kurz.txt", "--language", "deutsch")
    assert done.returncode == 2 and "write de" in done.stderr
    assert "kurz.txt" in new("kurz.txt", "--language", "nl").stdout


def test_a_file_that_says_another_language_than_its_words_is_not_certain(here: Path) -> None:
    wrong = word.docx(word.paragraph("This is a sentence that is for all of the people in the world, and for you."))
    (here / "wrong.docx").write_bytes(wrong)
    done = new("wrong.docx")
    assert (
        done.returncode == 2
        and "do not agree (en, de); type --language en; or --language de in its place" in done.stderr
    )
    assert "flugblatt: the language of wrong.docx is not certain" in done.stderr


def test_a_name_that_is_none_is_answered_with_one(here: Path) -> None:
    from flugblatt.build.new_work import Import, make
    from flugblatt.model.errors import UsageError

    with pytest.raises(UsageError, match="found Mein Aufruf; write mein-aufruf"):
        make(Import(here / "content", "Mein Aufruf", (), (), "", (), ""), None)


def test_name_and_words_outweigh_the_language_of_a_program(here: Path) -> None:
    text = "The members of the union say that this is the end of it, and that it is not enough for them."
    (here / "appeal.en.docx").write_bytes(word.docx(word.paragraph("Appeal", style="Titel"), word.paragraph(text)))
    done = run("new", "appeal", "--from", here / "appeal.en.docx", "--yes")
    assert "although it declares de" in done.stdout.replace("\n    ", " "), done.stderr
    assert (here / "content/appeal/en.md").is_file()


def test_many_words_outweigh_the_language_of_a_program(here: Path) -> None:
    sentence = "This is a sentence that is for all of the people in the world, and for you. "
    (here / "menus.docx").write_bytes(word.docx(word.paragraph("The title"), word.paragraph(sentence * 6)))
    done = new("menus.docx", "--date", "2024", "--issuer", "Union")
    assert done.returncode == 0, done.stderr
    assert "small words of the text, although the file declares de" in done.stdout.replace("\n    ", " ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("none.docx",), "none.docx: No such file"),
        (("brief.docx", "brief.docx"), "both in de"),
        (("brief.docx", "letter.docx", "--language", "de"), "once for each file"),
    ],
)
def test_a_wrong_order_is_refused(words: tuple[str, ...], said: str, here: Path) -> None:
    done = new(*words)
    assert done.returncode == 2 and said in done.stderr
    assert not (here / "content/w").exists()


def test_a_name_that_no_work_may_have_is_refused(here: Path) -> None:
    with pytest.raises(UsageError, match="a name of a-z"):
        new_work.make(Import(here / "content", "../w", ("brief.docx",)), None)


def test_text_may_come_from_standard_input(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Der Titel\n\nDas ist ein Satz, der für alle in der Welt gilt.\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert new("-", "--date", "2024-05-03", "--issuer", "Büro").returncode == 0
    assert (here / "content/w/de.md").read_text(encoding="utf-8").startswith("# Der Titel\n")


def test_what_is_not_given_is_asked_at_a_terminal(here: Path) -> None:
    asked: list[str] = []
    answers = iter(["", "2024-05-03", "Büro; Rat"])

    def ask(question: str) -> str:
        asked.append(question)
        return next(answers)

    made = new_work.make(Import(here / "content", "w", ("brief.docx",)), ask)
    assert made.exit_code == 0 and made.editions[0].language == "de"
    assert (
        "[de, Deutsch, recognised by" in asked[0] and asked[1].startswith("date (") and asked[2].startswith("issuers (")
    )
    assert (here / "content/w/statement.yaml").read_text(encoding="utf-8").endswith("issuers:\n  - Büro\n  - Rat\n")


def test_front_matter_is_statement_yaml(here: Path) -> None:
    head = "---\ndate: 2024-05-03\nauthor: Büro\nlang: de\ntags: [Recht, 'No']\ndescription: Worum es geht\nlayout: a\n---\n"
    (here / "post.md").write_text(f"{head}# Titel\n\nText.\n", encoding="utf-8")
    done = new("post.md")
    assert done.returncode == 0, done.stderr
    assert (here / "content/w/de.md").read_text(encoding="utf-8") == "# Titel\n\nText.\n"
    assert (here / "content/w/statement.yaml").read_text(encoding="utf-8") == (
        'date: 2024-05-03\nissuers:\n  - Büro\nsummary:\n  de: Worum es geht\nsubjects:\n  de: [Recht, "No"]\n'
    )
    assert "front matter: layout" in done.stdout


def test_pictures_beside_a_page_are_taken_and_one_without_words_is_told(here: Path) -> None:
    (here / "a.png").write_bytes(word.png(3, 3))
    (here / "page.html").write_bytes(HTML.replace(b"</body>", b'<p><img src="a.png"></p></body>'))
    done = new("page.html", "--language", "de", "--date", "2024", "--issuer", "Rat")
    assert done.returncode == 3 and "image-alt" in done.stderr
    assert (here / "content/w/a.png").is_file()


def test_pictures_of_one_name_in_two_editions_stay_two(here: Path) -> None:
    for language, width in (("de", 3), ("en", 4)):
        picture = {"word/media/image1.png": word.png(width, 3)}
        blocks = (word.paragraph("T"), word.paragraph(word.picture("Alt"), " Text."))
        (here / f"{language}.docx").write_bytes(word.docx(*blocks, parts=picture))
    assert (
        new(
            "de.docx", "en.docx", "--language", "de", "--language", "en", "--date", "2024", "--issuer", "Rat"
        ).returncode
        == 0
    )
    assert sorted(path.name for path in (here / "content/w").glob("*.png")) == ["en-image1.png", "image1.png"]
    assert "](en-image1.png)" in (here / "content/w/en.md").read_text(encoding="utf-8")
