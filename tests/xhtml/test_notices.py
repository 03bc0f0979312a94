"""What is said before all else: embargo, withdrawal, succession, in every form, proven like all generated text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flugblatt import proving
from flugblatt.build import production
from flugblatt.judges import fidelity
from flugblatt.language.table import describe, language_of
from flugblatt.model import ByLanguage, Statement, Withdrawal
from flugblatt.model.cases import Case
from flugblatt.model.targets import row
from flugblatt.xhtml import plain_text, web
from flugblatt.xhtml.notices import notices
from tests import editions
from tests.judges.mutations import assert_failed, swapped
from tests.sharing import shared

YAML = """\
date: 2024-05-03
issuers: [Büro]
embargo: 2026-12-01T10:00:00+01:00
withdrawn: {date: 2025-02, reason: {de: Ein Zitat war falsch., th: คำพูดผิด}}
supersedes: appeal-2021
"""
TEXTS = {
    "de": "# Ein Titel\n\nEin Absatz, der die Sache sagt.\n",
    "ar": "# رسالة مفتوحة\n\nفقرة أولى.\n",
    "ps": "# لیک\n\nسوله.\n",
    "th": "# แถลงการณ์\n\nสันติภาพ\n",
}


@shared
def statement() -> Statement:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        read = editions.read(editions.write(Path(folder), "probe", YAML, **TEXTS))
    return replace(read, embargoed=True)


def of(tag: str) -> tuple[str, ...]:
    edition = editions.edition(statement(), tag)
    return tuple(notice.text for notice in notices(statement(), language_of(edition)))


def test_notices_are_in_the_words_and_dates_of_the_edition():
    assert of("de") == (
        "Sperrfrist bis Dienstag, 1. Dezember 2026 10:00 (UTC+01:00)",
        "Zurückgezogen – Februar 2025",
        "Ein Zitat war falsch.",
        "Ersetzt appeal-2021",
    )
    assert of("th")[2] == "คำพูดผิด"
    assert describe("fr", "mot").day_of_week("2026-12-01") == "mardi 1 décembre 2026"
    assert describe("pl", "słowo").day_of_week("2026-12-01") == "1 grudnia 2026"
    assert len(of("ar")) == 3


def test_a_language_without_labels_has_the_english_ones_marked_as_such():
    found = notices(statement(), language_of(editions.edition(statement(), "ps")))
    assert [(notice.text, notice.language, notice.direction) for notice in found] == [
        ("Embargoed until 2026-12-01 10:00 (UTC+01:00)", "en", "ltr"),
        ("Withdrawn – 2025-02", "en", "ltr"),
        ("Supersedes appeal-2021", "en", "ltr"),
    ]


def test_nothing_is_said_of_an_embargo_that_was_not_asked_for_and_nothing_of_other_works():
    edition = editions.edition(statement(), "de")
    quiet = replace(statement(), embargoed=False)
    assert len(notices(quiet, language_of(edition))) == 3
    free = replace(quiet, withdrawn=None, supersedes="")
    assert notices(free, language_of(edition)) == ()
    bare = replace(quiet, withdrawn=Withdrawal("2025", ByLanguage()), supersedes="")
    assert [notice.text for notice in notices(bare, language_of(edition))] == ["Zurückgezogen – 2025"]


@pytest.mark.parametrize("tag", sorted(TEXTS))
def test_text_and_page_say_them_and_are_proven(tag):
    edition = editions.edition(statement(), tag)
    language = language_of(edition)
    for target, data in (
        ("text", plain_text.render(statement(), edition, language)),
        ("web", web.render(statement(), edition, language)),
    ):
        check = fidelity.judge(Case(statement(), edition, target, data))
        assert check.verdict == "passed", "\n".join(map(str, check.findings))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1. Dezember 2026 10:00", "1. Dezember 2026 11:00"),
        ("Zurückgezogen – Februar 2025", "Zurückgezogen – Februar 2026"),
        ("Ein Zitat war falsch.", "Ein Zitat war richtig."),
        ("Ersetzt appeal-2021", "Ersetzt appeal-2020"),
        ("Sperrfrist bis Dienstag, 1. Dezember 2026 10:00 (UTC+01:00)\n\n", ""),
    ],
)
def test_another_or_a_missing_notice_is_found(old, new):
    edition = editions.edition(statement(), "de")
    data = plain_text.render(statement(), edition, language_of(edition))
    check = fidelity.judge(Case(statement(), edition, "text", swapped(data, old, new)))
    assert check.verdict == "failed"


def test_a_mark_that_was_not_asked_for_is_found():
    edition = editions.edition(statement(), "de")
    data = web.render(statement(), edition, language_of(edition))
    quiet = replace(statement(), embargoed=False)
    assert_failed(fidelity.judge(Case(quiet, edition, "web", data)), "fidelity-extra", "Sperrfrist")


@shared
def printed() -> tuple[tuple[str, bytes, str], ...]:
    """Name, bytes and verdicts of the files on paper, of a language that is written from right to left."""
    edition = editions.edition(statement(), "ar")
    targets = (row("archive-pdf"), row("epub"), row("pictures"), row("leaflet"))
    made = production.produce(statement(), edition, targets, ("dl6-roll",))
    files = [each for each in made if hasattr(each, "artefact") and each.artefact.data]
    names = ("fidelity", "visual", "preflight")
    return tuple(
        (
            each.artefact.name,
            each.artefact.data,
            " ".join(check.verdict for check in each.checks if check.check in names),
        )
        for each in files
    )


def test_files_on_paper_say_them_on_the_first_page_and_are_proven():
    from io import BytesIO

    from pypdf import PdfReader

    for name, data, verdicts in printed():
        assert set(verdicts.split()) <= {"passed"}, name
        if name in ("probe.ar.pdf", "dl6-roll.read.pdf"):
            first = PdfReader(BytesIO(data)).pages[0].extract_text()
            assert "appeal-2021" in first and "10:00" in first and "UTC+01:00" in first


def test_a_marked_file_is_proven_by_its_source_alone(tmp_path):
    source = tmp_path / "ar.md"
    source.write_text(TEXTS["ar"], encoding="utf-8")
    edition = editions.edition(statement(), "ar")
    text = plain_text.render(statement(), edition, language_of(edition))
    files = [(name, data) for name, data, _ in printed() if name in ("probe.ar.pdf", "dl6-roll.read.pdf")]
    for name, data in (*files, ("probe.ar.txt", text)):
        path = tmp_path / name
        path.write_bytes(data)
        (proof,) = proving.prove(source, (path,))
        assert proof.verdict == "passed", (name, [str(f) for route in proof.routes for f in route.check.findings])
