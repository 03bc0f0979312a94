"""The proof of any pair: every kind of source against every kind of artefact, and each kind of difference found in it."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from flugblatt import cli, proving
from flugblatt.build import production
from flugblatt.content import read_work
from flugblatt.model import Finding
from flugblatt.model.errors import ContentError, UsageError
from flugblatt.model.targets import chosen
from flugblatt.proving import difference_messages, line_ends
from flugblatt.proving.proof import Proof, Route
from tests.editions import ARABIC, read, write
from tests.judges.mutations import drawn_more, elements, forms, in_book, opened, redrawn, saved, say, swapped

ROOT = Path(__file__).parent.parent.parent
REAL = ROOT / "content" / "kasachstan-2022"
OURS = ("archive-pdf", "access-pdf", "large-print", "epub", "web", "text")
THEIRS = ("tagged", "untagged", "book", "page", "lines")
BOOKS = chosen(("archive-pdf", "access-pdf", "large-print", "epub", "web", "text"))
DECIDING = {"archive-pdf": "structure", "access-pdf": "structure", "epub": "spine", "web": "DOM", "text": "text"}
DECIDING |= {"large-print": "structure"}
DECIDING |= {"tagged": "structure", "untagged": "plain (pypdf)", "book": "spine", "page": "DOM", "lines": "text"}
SENTENCE = " Ihre Aufgabe ist es, die Souveränität und Sicherheit von Belarus zu schützen."


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The real statement as sources of each kind, as our six outputs, and as files that others make."""
    folder = tmp_path_factory.mktemp("pairs")
    statement, findings = read_work(REAL)
    assert statement is not None, findings
    found: dict[str, Path] = {}
    for product in production.render(statement, statement.editions[0], BOOKS):
        path = folder / Path(product.artefact.path).name
        path.write_bytes(product.artefact.data)
        found[product.artefact.target] = path
    markdown = (REAL / "de.md").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in markdown.split("\n") if line]
    (folder / "de.md").write_text(markdown, encoding="utf-8")
    (folder / "neun.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    found |= {"md": folder / "de.md", "txt": folder / "neun.txt"}
    body = f"<h1>{lines[0]}</h1>" + "".join(f"<p>{line}</p>" for line in lines[1:])
    for name, data in foreign(body).items():
        found[name] = folder / name.replace(":", ".")
        found[name].write_bytes(data)
    (folder / "lines.txt").write_text("Presseamt\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8")
    return found | {"lines": folder / "lines.txt"}


def foreign(body: str) -> dict[str, bytes]:
    """A body as stock WeasyPrint prints it, with and without tags, as a page with a navigation, and as an e-book."""
    head = '<html lang="de"><head><title>T</title><style>@page{size:A5;@bottom-center{content:counter(page)}}'
    style = "p{text-align:justify;hyphens:auto}</style></head><body>"
    page = (
        f"<!doctype html>{head}{style}<nav><a href='/'>Start</a></nav>{body}<footer>© Presseamt</footer></body></html>"
    )
    plain = f"{head}{style}{body}</body></html>"
    tagged = weasyprint.HTML(string=plain).write_pdf(pdf_tags=True)
    untagged = weasyprint.HTML(string=plain).write_pdf()
    assert tagged and untagged
    return {"tagged": tagged, "untagged": untagged, "page": page.encode(), "book": book(body)}


def book(body: str) -> bytes:
    container = (
        '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>'
        '<item id="t" href="t.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="t"/></spine></package>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("OPS/p.opf", package)
        archive.writestr("OPS/t.xhtml", f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>')
    return out.getvalue()


def one(source: Path, artefact: Path) -> Proof:
    (proof,) = proving.prove(source, (artefact,))
    return proof


def route(proof: Proof, name: str) -> Route:
    return next(route for route in proof.routes if route.check.check == name)


def verdicts(proof: Proof) -> dict[str, str]:
    return {route.check.check: route.check.verdict for route in proof.routes}


def told(proof: Proof, name: str) -> str:
    return "\n".join(map(str, route(proof, name).check.findings))


# --- Pairs that are equal ------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["md", "txt", "archive-pdf", "epub"])
def test_the_real_statement_has_no_difference_on_any_route(pairs: dict[str, Path], source: str) -> None:
    for proof in proving.prove(pairs[source], tuple(pairs[target] for target in OURS)):
        assert proof.verdict == "passed"
        errors = [finding for one in proof.routes for finding in one.check.findings]
        assert errors == [], proof.path
        assert set(verdicts(proof).values()) <= {"passed", "not run"}
    pdf = one(pairs["md"], pairs["archive-pdf"])
    names = ("source", "structure", "fidelity", "glyphs", "plain (pypdf)", "plain (PDFium)")
    assert verdicts(pdf) == dict.fromkeys(names, "passed")


@pytest.mark.parametrize("source", ["md", "txt"])
@pytest.mark.parametrize("target", THEIRS)
def test_files_of_others_are_proven_too(pairs: dict[str, Path], source: str, target: str) -> None:
    proof = one(pairs[source], pairs[target])
    assert proof.verdict == "passed", told(proof, DECIDING[target])
    assert route(proof, DECIDING[target]).sure


def test_text_around_the_source_in_a_file_of_others_is_a_warning(pairs: dict[str, Path]) -> None:
    assert "warning fidelity-extra found “© Presseamt” outside" in told(one(pairs["md"], pairs["page"]), "DOM")
    assert "warning fidelity-extra found “Presseamt” outside" in told(one(pairs["md"], pairs["lines"]), "text")


def test_every_construct_is_proven_without_a_statement(tmp_path: Path) -> None:
    made = forms()
    source = tmp_path / "de.md"
    source.write_bytes(made.edition.source.data)
    for suffix, data in ((".pdf", made.pdf), (".epub", made.epub), (".html", made.web), (".txt", made.text)):
        path = tmp_path / f"reich.de{suffix}"
        path.write_bytes(data)
        proof = one(source, path)
        assert proof.verdict == "passed", "\n".join(str(x) for r in proof.routes for x in r.check.findings)
        book_as_source = tmp_path / "reich.de.epub"
        if book_as_source.exists():
            assert one(book_as_source, path).verdict == "passed"


def test_what_stands_around_the_edition_is_named(pairs: dict[str, Path]) -> None:
    left = route(one(pairs["md"], pairs["web"]), "DOM").left_out
    assert "Büro von Tichanowskaja" in left and "Diese Ausgabe" not in left


def test_a_hard_wrapped_text_is_read_by_paragraphs(pairs: dict[str, Path], tmp_path: Path) -> None:
    wrapped = tmp_path / "wrapped.txt"
    wrapped.write_text(pairs["txt"].read_text(encoding="utf-8").replace(" die ", " die\n"), encoding="utf-8")
    assert one(pairs["md"], wrapped).verdict == "passed"


# --- Pairs that differ ---------------------------------------------------------------------------


def paragraphs(text: str) -> list[str]:
    return text.split("\n\n")


def exchanged(text: str) -> str:
    parts = paragraphs(text)
    parts[2], parts[3] = parts[3], parts[2]
    return "\n\n".join(parts)


CHANGES: dict[str, tuple[Callable[[str], str], str, str]] = {
    "a character": (lambda text: text.replace("Laut", "Laud", 1), "fidelity-changed", "U+0074 LATIN SMALL LETTER T"),
    "NFD": (
        lambda text: text.replace("bewaffnete", unicodedata.normalize("NFD", "béwaffnete"), 1),
        "fidelity-changed",
        "U+0301 COMBINING ACUTE ACCENT",
    ),
    "a homoglyph": (
        lambda text: text.replace("Laut", "L\u0430ut", 1),
        "fidelity-changed",
        "U+0430 CYRILLIC SMALL LETTER A",
    ),
    "a paragraph too many": (
        lambda text: "\n\n".join(paragraphs(text)[:3] + paragraphs(text)[4:]),
        "fidelity-extra",
        "",
    ),
    "a paragraph too few": (lambda text: text + "\nNoch ein Absatz.\n", "fidelity-missing", "Noch ein Absatz."),
    "exchanged paragraphs": (exchanged, "fidelity-order", ""),
    "a sentence too many": (lambda text: text.replace(SENTENCE, "", 1), "fidelity-changed", "Ihre Aufgabe"),
}


@pytest.mark.sample(6)
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    ("kind", "targets"),
    [
        ("md", ("archive-pdf", "epub", "web", "text", *THEIRS)),
        ("txt", ("archive-pdf", "web", "text", "tagged")),
    ],
    ids=["md", "txt"],
)
def test_each_difference_is_found_in_every_artefact(
    pairs: dict[str, Path], tmp_path: Path, kind: str, targets: tuple[str, ...], change: str
) -> None:
    alter, code, words = CHANGES[change]
    text = pairs[kind].read_text(encoding="utf-8")
    assert alter(text) != text
    source = tmp_path / pairs[kind].name
    source.write_text(alter(text), encoding="utf-8")
    for target, proof in zip(targets, proving.prove(source, tuple(pairs[target] for target in targets)), strict=True):
        assert proof.verdict == "failed", target
        findings = [x for x in route(proof, DECIDING[target]).check.findings if x.severity == "error"]
        assert any(code == finding.code or target == "untagged" for finding in findings), (target, findings)
        assert any(words in finding.message for finding in findings), (target, findings)
        located = [
            finding.where
            for finding in findings
            if finding.code != "fidelity-extra" and "attached" not in finding.where
        ]
        assert all(where.startswith(f"{source}:") for where in located), located


def test_a_difference_has_its_place_on_both_sides(pairs: dict[str, Path], tmp_path: Path) -> None:
    source = tmp_path / "de.md"
    source.write_text(pairs["md"].read_text(encoding="utf-8").replace("Legitimität", "Legitimitat"), encoding="utf-8")
    places = {"archive-pdf": "page 3", "epub": "text.xhtml:", "web": "page:", "text": "line 15", "tagged": "page "}
    for target, place in places.items():
        message = told(one(source, pairs[target]), DECIDING[target])
        assert f"{source}:15:" in message and f"; {place}" in message, message
        assert "“a" not in message or "U+0061" in message


TAMPERED: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "web": (".html", lambda data: swapped(data, "Laut einer", "Laud einer"), "fidelity-changed"),
    "web, a paragraph in main": (
        ".html",
        lambda data: swapped(data, "</main>", "<p>Mehr.</p></main>"),
        "fidelity-extra",
    ),
    "web, a part beside": (
        ".html",
        lambda data: swapped(data, "<footer>", "<section>Mehr.</section><footer>"),
        "fidelity-extra",
    ),
    "web, a kind": (".html", lambda data: swapped(data, "<p>Wir bringen", "<p><em>Wir</em> bringen"), "fidelity-kind"),
    "web, hidden": (".html", lambda data: swapped(data, "<p>Wir bringen", "<p hidden>Wir bringen"), "fidelity-hidden"),
    "text": (".txt", lambda data: swapped(data, "\n\n—", " Mehr.\n\n—"), "fidelity-changed"),
    "text, a line": (".txt", lambda data: swapped(data, "\n\n—", "\n\nMehr.\n\n—"), "fidelity-extra"),
    "epub": (".epub", lambda data: in_book(data, "EPUB/text.xhtml", "Laut einer", "Laud einer"), "fidelity-changed"),
    "epub, its source": (
        ".epub",
        lambda data: in_book(data, "META-INF/source/de.md", "Laut", "Laud"),
        "fidelity-changed",
    ),
}


@pytest.mark.parametrize(
    ("source", "case"),
    [
        *(("md", case) for case in TAMPERED),
        *(("txt", case) for case, (*_, code) in TAMPERED.items() if code != "fidelity-kind"),
    ],
)
def test_artefacts_of_ours_that_were_tampered_with(
    pairs: dict[str, Path], tmp_path: Path, source: str, case: str
) -> None:
    """A plain text has no kinds."""
    suffix, tamper, code = TAMPERED[case]
    target = case.partition(",")[0]
    path = tmp_path / f"tampered{suffix}"
    path.write_bytes(tamper(pairs[target].read_bytes()))
    proof = one(pairs[source], path)
    assert proof.verdict == "failed"
    assert code in {finding.code for finding in route(proof, DECIDING[target]).check.findings}


def test_a_pdf_that_says_another_text(pairs: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "kasachstan-2022.de.pdf"
    pdf = opened(pairs["archive-pdf"].read_bytes())
    say(elements(pdf, "P")[5], "Ein anderer Absatz.")
    path.write_bytes(saved(pdf))
    proof = one(pairs["txt"], path)
    assert proof.verdict == "failed" and verdicts(proof)["structure"] == "failed"
    assert verdicts(proof)["plain (pypdf)"] == "passed"


def test_a_pdf_that_draws_more_than_it_says(pairs: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "kasachstan-2022.de.pdf"
    pdf = opened(pairs["archive-pdf"].read_bytes())
    font = next(iter(pdf.pages[1].Resources.Font))
    drawn_more(pdf, 1, f"BT {font} 12 Tf 1 0 0 1 60 60 Tm <00010002> Tj ET")
    path.write_bytes(saved(pdf))
    assert one(pairs["md"], path).verdict == "failed"


def test_glyphs_under_a_truthful_actual_text(pairs: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "kasachstan-2022.de.pdf"
    pdf = opened(pairs["archive-pdf"].read_bytes())
    redrawn(pdf, 1, "Straßenprotest", "Straßenprotost")
    path.write_bytes(saved(pdf))
    proof = one(pairs["md"], path)
    assert proof.verdict == "failed"
    assert verdicts(proof)["plain (pypdf)"] == "failed"


def test_a_colophon_is_judged_by_the_statement_that_a_pdf_carries(pairs: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "kasachstan-2022.de.pdf"
    pdf = opened(pairs["archive-pdf"].read_bytes())
    say(elements(pdf, "P")[0], "7. Januar 2022")
    path.write_bytes(saved(pdf))
    proof = one(pairs["md"], path)
    assert verdicts(proof)["structure"] == "failed" or verdicts(proof)["fidelity"] == "failed"
    assert "date of the title page" in told(proof, "fidelity")
    renamed = tmp_path / "renamed.pdf"
    renamed.write_bytes(pairs["archive-pdf"].read_bytes())
    whole = route(one(pairs["md"], renamed), "fidelity").check
    assert whole.verdict == "not run" and "identifier" in whole.reason


def test_another_source_attached_to_a_true_file(pairs: dict[str, Path], tmp_path: Path) -> None:
    pdf = opened(pairs["archive-pdf"].read_bytes())
    data = pairs["md"].read_bytes()
    pdf.attachments["de.md"] = pikepdf.AttachedFileSpec(
        pdf, data.replace(b"Laut", b"Laud"), relationship=pikepdf.Name.Source
    )
    path = tmp_path / "kasachstan-2022.de.pdf"
    path.write_bytes(saved(pdf))
    proof = one(pairs["md"], path)
    assert proof.verdict == "failed" and "attached source de.md" in told(proof, "structure")
    crlf = tmp_path / "de.md"
    crlf.write_bytes(data.replace(b"\n", b"\r\n"))
    proof = one(crlf, pairs["archive-pdf"])
    assert proof.verdict == "passed" and verdicts(proof)["fidelity"] == "not run"
    assert "warning" in told(proof, "structure")


def test_a_number_that_a_file_of_others_gives_anew(tmp_path: Path) -> None:
    source = tmp_path / "de.md"
    source.write_text("# Titel\n\nVorweg.\n\n6. Sechstens\n7. Siebtens\n\n![Ein Bild](bild.png)\n", encoding="utf-8")
    items = "<li>Sechstens</li><li>Siebtens</li></ol><p><img src='x' alt='Ein Bild'></p>"
    cases = {
        f"<ol start=6>{items}": "passed",
        f"<ol>{items}": "failed",
        f"<ol start=6>{items}".replace("Ein", "Kein"): "failed",
    }
    for body, verdict in cases.items():
        path = tmp_path / "page.html"
        path.write_text(f"<!doctype html><body><h1>Titel</h1><p>Vorweg.</p>{body}", encoding="utf-8")
        assert one(source, path).verdict == verdict, body


def test_a_character_that_stands_for_pictures_is_no_picture(tmp_path: Path) -> None:
    source, page, text = (tmp_path / name for name in ("de.md", "x.html", "x.txt"))
    source.write_text("# Titel\n\nVorweg.\n", encoding="utf-8")
    page.write_text("<!doctype html><body><h1>Titel</h1><p>Vor\ufffcweg.</p>", encoding="utf-8")
    text.write_text("Titel\n\nVor\ufffcweg.\n", encoding="utf-8")
    for path, name in ((page, "DOM"), (text, "text")):
        proof = one(source, path)
        assert proof.verdict == "failed" and "U+FFFC" in told(proof, name)


# --- Routes that cannot run ----------------------------------------------------------------------


def test_right_to_left_text_is_not_proven_by_plain_extraction(tmp_path: Path) -> None:
    source = tmp_path / "ar.md"
    source.write_text(ARABIC, encoding="utf-8")
    path = tmp_path / "x.pdf"
    data = weasyprint.HTML(string=f"<p>{ARABIC}</p>").write_pdf()
    assert data
    path.write_bytes(data)
    proof = one(source, path)
    assert proof.verdict == "not run"
    assert "right-to-left" in route(proof, "plain (pypdf)").check.reason
    assert "no structure tree" in route(proof, "structure").check.reason


def test_a_pdf_of_pictures_proves_nothing(pairs: dict[str, Path], tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    path = tmp_path / "scan.pdf"
    path.write_bytes(saved(pdf))
    assert one(pairs["md"], path).verdict == "not run"


def test_hostile_bytes_end_in_a_verdict(pairs: dict[str, Path], tmp_path: Path) -> None:
    for name, data in {"x.pdf": b"%PDF-1.7\nbroken", "x.html": b"<html>\xff\xfe", "x.txt": b"\xff\xfe"}.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert one(pairs["md"], path).verdict == "failed", name
    cut = tmp_path / "cut.epub"
    cut.write_bytes(pairs["epub"].read_bytes()[:5000])
    assert one(pairs["md"], cut).verdict == "failed"


# --- Sources -------------------------------------------------------------------------------------


def test_a_faulty_source_is_a_content_problem(pairs: dict[str, Path], tmp_path: Path) -> None:
    for name, text in {"de.md": "Kein Titel\n", "leer.txt": "\n", "c.txt": "Titel\x01\n"}.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            proving.prove(path, (pairs["text"],))
        assert str(path) in caught.value.findings[0].where


def test_files_of_no_known_kind_are_refused(pairs: dict[str, Path], tmp_path: Path) -> None:
    odd = tmp_path / "x.docx"
    odd.write_bytes(b"PK\x03\x04" + bytes(60))
    for source, artefact in (
        (tmp_path / "gone.md", pairs["text"]),
        (pairs["md"], tmp_path / "gone.pdf"),
        (pairs["md"], odd),
        (pairs["untagged"], pairs["text"]),
        (pairs["page"], pairs["text"]),
    ):
        with pytest.raises(UsageError):
            proving.prove(source, (artefact,))


# --- In words ------------------------------------------------------------------------------------


def test_the_rule_for_line_ends() -> None:
    ours = line_ends.exact("wider\u00ad\nstehen und \nsich Nord\u2010Süd\u2010\nOst\n")
    fits = line_ends.fit("widerstehen und sich Nord\u2010Süd\u2010Ost", ours, 0, tolerant=False)
    assert fits is not None and fits.decided == 0
    assert line_ends.fit("widerstehen", line_ends.exact("wider\u2010\nstehen"), 0, tolerant=False) is None
    either = line_ends.exact("wider\ufffestehen Nord\u0002\nSüd")
    fits = line_ends.fit("widerstehen Nord-Süd", either, 0, tolerant=False)
    assert fits is not None and fits.decided == 1
    assert line_ends.fit("wider-stehen", line_ends.exact("widerstehen"), 0, tolerant=False) is None
    fits = line_ends.fit("Rede- und Wort", line_ends.exact("Rede\ufffeund Wort"), 0, tolerant=False)
    assert fits is not None and fits.decided == 1
    assert line_ends.fit("Rede und Wort", line_ends.exact("Rede\ufffeund Wort"), 0, tolerant=False) is None
    assert line_ends.fit("wider stehen", "wider\nstehen", 0, tolerant=False) is None
    taken = line_ends.fit("E-Mail wider stehen", "E-\nMail wider\nstehen", 0, tolerant=True)
    assert taken is not None and taken.decided == 2
    assert line_ends.fit("EMail", "E-\nMail", 0, tolerant=True) is not None
    assert line_ends.fit("EMail", "E-Mail", 0, tolerant=True) is None
    assert line_ends.fit("EMail", "E Mail", 0, tolerant=True) is None


def test_notes_at_the_foot_are_found_by_plain_extraction(tmp_path: Path) -> None:
    text = (
        "# Titel\n\nEin Satz[^1] danach, ganz einfach gehalten.\n\n- Punkt\n\n"
        + "Ein langer Absatz, der Seiten füllt. " * 80
    )
    folder = write(tmp_path, "noten", "date: 2024\nissuers: [Büro]\n", de=f"{text.strip()}\n\n[^1]: Die Note hier.\n")
    statement = read(folder)
    (product,) = production.render(statement, statement.editions[0], chosen(("archive-pdf",)))
    path = tmp_path / "noten.de.pdf"
    path.write_bytes(product.artefact.data)
    assert set(verdicts(one(folder / "de.md", path)).values()) == {"passed"}
    other = tmp_path / "de.md"
    other.write_text((folder / "de.md").read_text(encoding="utf-8").replace("Die Note", "Eine Note"), encoding="utf-8")
    proof = one(other, path)
    for name in ("structure", "plain (pypdf)", "plain (PDFium)"):
        assert verdicts(proof)[name] == "failed" and "expected “Ein" in told(proof, name).replace('"', "“"), told(
            proof, name
        )


def test_code_points_are_named_but_not_in_what_is_quoted() -> None:
    finding = difference_messages.named(Finding("c", "error", "expected “a” U+0061 U+0301 in “ein U+2010”", "x"))
    assert finding.message == "expected “a” U+0061 LATIN SMALL LETTER A, U+0301 COMBINING ACUTE ACCENT in “ein U+2010”"


def test_of_many_differences_in_a_block_five_are_shown_and_the_others_counted() -> None:
    expected, found = ("".join(f" {mark} und" for mark in marks * 8) for marks in "ab")
    told = difference_messages.differences(expected, found)
    assert len(told) == 5
    assert told[-1][2].endswith("; 3 more places in the same block differ")
    (*_, last) = difference_messages.differences(expected[:36], found[:36])
    assert last[2].endswith("; 1 more place in the same block differs")
    assert "more" not in str(difference_messages.differences(expected[:30], found[:30]))


def test_the_command_line(pairs: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(pairs["md"]), str(pairs["web"]), str(pairs["text"])]
    assert cli.main(["prove", *files, "--require", "read"]) == 0
    assert "✓ DOM passed: 9 of 9 blocks" in capsys.readouterr().out
    assert cli.main(["prove", *files]) == 1, "without a statement.yaml nothing can be made again"
    assert "not enough: read only: what the eye sees was not judged" in capsys.readouterr().out
    other = tmp_path / "de.md"
    other.write_text("# Titel\n\nText.\n", encoding="utf-8")
    assert cli.main(["prove", "--report", "json", str(other), str(pairs["text"])]) == 1
    value = json.loads(capsys.readouterr().out)
    assert [artefact["verdict"] for artefact in value["artefacts"]] == ["failed"]
    assert cli.main(["prove", str(other), str(tmp_path / "gone.pdf")]) == 2
    other.write_text("Kein Titel\n", encoding="utf-8")
    assert cli.main(["prove", str(other), str(pairs["text"])]) == 3
    assert "Traceback" not in capsys.readouterr().err
