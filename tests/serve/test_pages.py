"""The desk without a browser: works, sources, metadata, views, verdicts and builds, as each page and its script ask for them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from flugblatt import resources
from flugblatt.serve import child_builds, metadata_form, source_files
from flugblatt.serve.spoken_words import spoken, words_of
from tests.serve import desks
from tests.serve.desks import BASE

JSON = {"accept": "application/json"}
YAML = """\
# wer und wann
date: 2024-05-03   # am Tag der Presse
issuers:
- Büro
- "Rat: der"

# Das Weitere
rights: {license: CC-BY-4.0}
autolink: true
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return desks.project(tmp_path)


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with desks.desk(folder) as client:
        yield client


def seen(client: TestClient, name: str = "de.md") -> str:
    value = client.get(f"{BASE}/works/probe/{name}", headers=JSON).json()["sha256"]
    assert isinstance(value, str)
    return value


def saved(client: TestClient, text: str, name: str = "de.md", **headers: str) -> dict[str, str]:
    form = {"text": text, "seen": seen(client, name)}
    answer = client.post(f"{BASE}/works/probe/{name}", data=form, headers=headers or JSON)
    assert answer.status_code == 200, answer.text
    value: dict[str, str] = answer.json()
    return value


# --- Works ---------------------------------------------------------------------------------------


def test_every_work_is_listed_with_how_it_stands(client: TestClient, folder: Path) -> None:
    from flugblatt.build import store
    from flugblatt.content import read_work

    broken = folder / "content" / "broken"
    broken.mkdir()
    (broken / "de.md").write_text("Kein Titel\n")
    page = client.get(f"{BASE}/").text
    assert "Ein Titel" in page and "noch nicht veröffentlicht" in page and "nicht lesbar: 2 Fehler" in page
    statement, _ = read_work(folder / "content" / "probe")
    assert statement
    made_of = {"fingerprint": store.fingerprint(statement, statement.editions[0], "archive-pdf"), "files": {}}
    publish(folder, made_of)
    assert "veröffentlicht, wie es ist" in client.get(f"{BASE}/").text
    saved(client, desks.TEXT.replace("Satz", "Spruch"))
    assert "geändert seit der Veröffentlichung" in client.get(f"{BASE}/").text


def publish(folder: Path, entry: dict[str, object]) -> None:
    from flugblatt.build import store
    from flugblatt.model import Artefact, Group

    artefact = Artefact("text", "probe/de/probe.de.txt", "text/plain", b"Ein Satz\n")
    groups = (
        Group("archive-pdf", "de", str(entry["fingerprint"]), ()),
        Group("text", "de", "x", ((artefact, ()),)),
    )
    (folder / "out").mkdir(exist_ok=True)
    store.publish(folder / "out", "probe", groups)


def test_a_published_file_is_handed_out_and_its_name_kept(client: TestClient, folder: Path) -> None:
    publish(folder, {"fingerprint": "x"})
    answer = client.get(f"{BASE}/published/probe/de/probe.de.txt?download")
    assert (answer.content, answer.headers["content-disposition"]) == (
        b"Ein Satz\n",
        "attachment; filename*=UTF-8''probe.de.txt",
    )


# --- Sources -------------------------------------------------------------------------------------


def test_a_source_is_saved_and_found_with_what_is_wrong_in_it(client: TestClient, folder: Path) -> None:
    told = saved(client, "# Ein Titel\n\n### Zu tief\n\nText.\n")
    assert (folder / "content/probe/de.md").read_text() == "# Ein Titel\n\n### Zu tief\n\nText.\n"
    assert 'data-line="3"' in told["findings"] and "heading-skips" in told["findings"] and "Zeile 3" in told["findings"]
    assert "heading-skips" not in saved(client, desks.TEXT)["findings"]


def test_without_script_a_save_leads_back_to_the_page(client: TestClient) -> None:
    form = {"text": desks.TEXT.replace("\n", "\r\n"), "seen": seen(client)}
    answer = client.post(f"{BASE}/works/probe/de.md?view=text", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "de.md?view=text&wait")
    assert "Wird gemacht" in client.get(f"{BASE}/works/probe/de.md?view=text").text
    page = client.get(f"{BASE}/works/probe/de.md?view=text&wait").text
    assert desks.TEXT in page and '<pre class="plain"' in page and "Ein Satz, und noch einer." in page


def test_what_another_program_wrote_is_not_overwritten(client: TestClient, folder: Path) -> None:
    place, first = folder / "content/probe/de.md", seen(client)
    place.write_text("# Von anderswo\n\nText.\n")
    form = {"text": "# Von hier\n\nText.\n", "seen": first}
    told = client.post(f"{BASE}/works/probe/de.md", data=form, headers=JSON)
    assert (told.status_code, told.json()["text"]) == (409, "# Von anderswo\n\nText.\n")
    page = client.post(f"{BASE}/works/probe/de.md", data=form)
    assert page.status_code == 409 and "# Von hier" in page.text and "# Von anderswo" in page.text
    assert place.read_text() == "# Von anderswo\n\nText.\n"
    again = {"text": form["text"], "seen": told.json()["sha256"]}
    assert client.post(f"{BASE}/works/probe/de.md", data=again, headers=JSON).status_code == 200
    assert place.read_text() == "# Von hier\n\nText.\n"


def test_line_ends_byte_order_mark_and_rights_of_a_file_stay(folder: Path) -> None:
    work = folder / "content/probe"
    place = work / "de.md"
    place.write_bytes("\ufeff# Titel\r\n\r\nText.\r\n".encode())
    place.chmod(0o640)
    read = source_files.read(work, "de.md")
    assert read.text == "# Titel\n\nText.\n"
    source_files.save(work, "de.md", "# Titel\r\n\r\nAnders.\r\n", read.sha256)
    assert place.read_bytes() == "\ufeff# Titel\r\n\r\nAnders.\r\n".encode()
    assert place.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in work.iterdir() if path.name.startswith(".")] == []


def test_an_interrupted_save_leaves_the_file_and_no_scratch(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    work = folder / "content/probe"
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space left"):
        source_files.save(work, "de.md", "# Anders\n\nText.\n", source_files.read(work, "de.md").sha256)
    assert (work / "de.md").read_text() == desks.TEXT
    assert sorted(path.name for path in work.iterdir()) == ["de.md", "statement.yaml"]


def test_a_file_in_another_encoding_is_told_and_left(client: TestClient, folder: Path) -> None:
    (folder / "content/probe/fr.md").write_bytes("# Été\n".encode("latin-1"))
    answer = client.get(f"{BASE}/works/probe/fr.md")
    assert answer.status_code == 404 and "fr.md is not in UTF-8" in answer.text


# --- Metadata ------------------------------------------------------------------------------------


def test_only_what_was_changed_in_the_form_changes_in_the_file() -> None:
    given = {field.key: field.value for field in metadata_form.fields(YAML)}
    assert (given["date"], given["issuers"], given["autolink"]) == (
        "2024-05-03",
        "Büro\nRat: der",
        "true",
    )
    assert metadata_form.changed(YAML, given) == YAML
    given |= {"date": "2024-05-04", "issuers": "Büro\nRat: der\nyes", "kind": "declaration", "autolink": ""}
    text = metadata_form.changed(YAML, given)
    assert text == (
        '# wer und wann\ndate: 2024-05-04   # am Tag der Presse\nissuers:\n  - Büro\n  - "Rat: der"\n  - "yes"\n\n'
        "# Das Weitere\nrights: {license: CC-BY-4.0}\nkind: declaration\n"
    )


@pytest.mark.parametrize(
    ("key", "value", "written"),
    [
        ("url", "https://example.org/a", "url: https://example.org/a\n"),
        ("supplier", 'Buch & "Mehr"', 'supplier: "Buch & \\"Mehr\\""\n'),
        ("publisher", "name: Verlag\nplace: Berlin", "publisher:\n  name: Verlag\n  place: Berlin\n"),
        ("publisher", "{name: Verlag}", "publisher: {name: Verlag}\n"),
        ("subjects", "Wasser\nStrom", "subjects:\n  - Wasser\n  - Strom\n"),
        ("original", "de", "original: de\n"),
    ],
)
def test_a_new_key_is_written_as_yaml_reads_it(key: str, value: str, written: str) -> None:
    text = metadata_form.changed("date: 2024\nissuers: [Büro]\n", {key: value})
    assert text == f"date: 2024\nissuers: [Büro]\n{written}"
    field = next(field for field in metadata_form.fields(text) if field.key == key)
    assert field.value == value and metadata_form.changed(text, {key: ""}) == "date: 2024\nissuers: [Büro]\n"


def test_the_form_has_a_field_for_every_key_and_saves_it(client: TestClient, folder: Path) -> None:
    from flugblatt.content.expected_keys import KEYS

    page = client.get(f"{BASE}/works/probe/metadata").text
    assert set(re.findall(r'name="([a-z_]+)"', page)) - {"viewport", "color-scheme"} == {*KEYS, "seen"}
    digest = re.search(r'name="seen" value="(\w+)"', page)
    assert digest
    answer = client.post(
        f"{BASE}/works/probe/metadata", data={"kind": "open-letter", "date": "3. Mai", "seen": digest[1]}
    )
    assert answer.status_code == 303
    assert (
        folder / "content/probe/statement.yaml"
    ).read_text() == 'date: "3. Mai"\nissuers: [Büro]\nkind: open-letter\n'
    page = client.get(f"{BASE}/works/probe/metadata").text
    assert "yaml-date" in page and "<option selected>open-letter" in page
    late = client.post(f"{BASE}/works/probe/metadata", data={"kind": "", "seen": digest[1]})
    assert late.status_code == 409 and "Ein anderes Programm hat die Datei geändert" in late.text


# --- Views and verdicts --------------------------------------------------------------------------


def view(client: TestClient, name: str) -> str:
    answer = client.get(f"{BASE}/works/probe/views/de/{name}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_pdf_is_shown_as_pictures_of_its_pages_and_judged(client: TestClient) -> None:
    shown = view(client, "archive-pdf")
    pictures = re.findall(r'<img src="([^"]+)"', shown)
    assert len(pictures) >= 3 and "Seite 1 von" in shown
    first = client.get(pictures[0].replace("&amp;", "&"))
    assert (first.headers["content-type"], first.content[:4]) == ("image/png", b"\x89PNG")
    judged = client.get(f"{BASE}/works/probe/views/de/archive-pdf/verdicts").text
    assert 'class="passed"><span aria-hidden="true">✓</span> fidelity' in judged
    assert 'class="not-run"><span aria-hidden="true">–</span> verapdf:3a' in judged
    file = client.get(f"{BASE}/works/probe/views/de/archive-pdf/0/probe.de.pdf?download")
    assert file.content.startswith(b"%PDF") and "attachment" in file.headers["content-disposition"]


def test_pages_and_books_are_shown_where_they_can_do_nothing(client: TestClient) -> None:
    address = re.search(r'<iframe sandbox="allow-same-origin" src="([^"]+)"', view(client, "web"))
    assert address
    page = client.get(address[1])
    assert "Ein Satz, und" in page.text
    assert page.headers["content-security-policy"].startswith("sandbox allow-same-origin; default-src 'none'")
    shown = view(client, "epub")
    documents = re.findall(r'href="([^"]+/inside/[^"]+)"', shown)
    texts = [client.get(each).text for each in documents]
    assert any("Ein Satz, und" in text for text in texts)
    assert client.get(documents[0]).headers["content-type"] == "application/xhtml+xml"


def test_an_error_leaves_the_last_good_view_and_mending_shows_the_new_one(client: TestClient) -> None:
    assert "Ein Satz, und noch einer." in view(client, "text")
    saved(client, "Kein Titel\n")
    stale = view(client, "text")
    assert "So sah es vor ihnen aus" in stale and "Ein Satz, und noch einer." in stale
    saved(client, desks.TEXT.replace("noch einer", "kein zweiter"))
    assert "Ein Satz, und kein zweiter." in view(client, "text") and "vor ihnen" not in view(client, "text")


def test_what_is_unchanged_is_not_made_again(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from flugblatt.serve import live_views

    made: list[object] = []
    render = live_views.production.render
    monkeypatch.setattr(live_views.production, "render", lambda *given: made.append(given) or render(*given))
    view(client, "text")
    view(client, "text")
    assert len(made) == 1
    saved(client, desks.TEXT.replace("Satz", "Spruch"))
    view(client, "text")
    assert len(made) == 2


# --- Builds, files of other programs, words ------------------------------------------------------


def test_a_build_runs_as_a_process_and_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    said = "import sys; print('zeile', sys.argv[1]); sys.exit(1)"
    monkeypatch.setattr(child_builds, "COMMAND", (sys.executable, "-S", "-c", said))
    assert client.post(f"{BASE}/works/probe/build").status_code == 303
    for _ in range(200):
        page = client.get(f"{BASE}/works/probe/build").text
        if 'data-running="no"' in page:
            break
        time.sleep(0.02)
    assert "Eine Prüfung schlug fehl" in page and "zeile probe" in page


def test_a_file_becomes_a_work_and_another_edition_of_it(client: TestClient, folder: Path) -> None:
    file = {"file": ("Mein Aufruf.txt", b"Ein Aufruf\n\nWir rufen alle Menschen auf, die das hier lesen.\n")}
    form = {"work": "", "language": "de", "date": "2024-05-03", "issuers": "Büro\nRat"}
    page = client.post(f"{BASE}/new", data=form, files=file)
    assert page.status_code == 200, page.text
    work = folder / "content" / "mein-aufruf"
    assert "Wir rufen alle Menschen auf" in (work / "de.md").read_text()
    assert (work / "statement.yaml").read_text() == "date: 2024-05-03\nissuers:\n  - Büro\n  - Rat\n"
    file = {"file": ("call.txt", b"A call\n\nWe call on all people who read this.\n")}
    assert client.post(f"{BASE}/new", data={"work": "mein-aufruf", "language": "en"}, files=file).status_code == 200
    assert (work / "en.md").is_file()
    again = client.post(f"{BASE}/new", data={"work": "mein-aufruf", "language": "en"}, files=file)
    assert again.status_code == 400 and "stays as it is" in again.text
    for name in ("../out", "elsewhere/x", ".."):
        assert client.post(f"{BASE}/new", data={"work": name, "language": "en"}, files=file).status_code in (400, 404)


def test_files_that_other_programs_change_are_seen(client: TestClient, folder: Path) -> None:
    from flugblatt.serve.application import Desk

    application = client.app
    desk = application._application.state.desk  # type: ignore[attr-defined]
    assert isinstance(desk, Desk)
    rung: list[tuple[str, str]] = []
    desk.bell.ring = lambda event, work: rung.append((event, work))  # type: ignore[method-assign]
    time.sleep(0.3)  # the watcher begins
    (folder / "content/probe/de.md").write_text("# Anders\n\nText.\n")
    for _ in range(200):
        if rung:
            break
        time.sleep(0.02)
    assert ("change", "probe") in rung


def test_both_languages_have_every_word_that_a_page_says() -> None:
    from flugblatt.content.expected_keys import KEYS

    assert sorted(spoken()) == ["de", "en"] and set(spoken()["de"].said) == set(spoken()["en"].said)
    assert set(spoken()["de"].keys) <= set(KEYS)
    pages = "".join(path.read_text() for path in (resources.TEMPLATES / "serve").glob("*.j2"))
    assert set(re.findall(r'say\("([\w-]+)"[,)]', pages)) <= set(spoken()["en"].said)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("de-AT,en;q=0.8", "de"), ("en;q=0.5,de;q=0.9", "de"), ("fr,de;q=0", "en"), ("", "en"), ("be;q=x,;;", "en")],
)
def test_a_page_speaks_what_the_browser_asks_for(accepted: str, language: str) -> None:
    assert words_of(accepted).language == language and words_of(accepted, "de").language == "de"
