"""The proof of leaflets against a source alone: what is true passes on every route, what was forged is found.

Forgeries are typeset by the toolchain itself from HTML that says something else, so that text, glyphs and structure agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pytest

from flugblatt import leaflet, proving
from flugblatt.language.table import describe
from flugblatt.model import Edition, Statement
from flugblatt.proving.proof import Proof
from flugblatt.xhtml import blocks
from tests import editions, leaflets
from tests.judges.mutations import elements, opened, redrawn, saved, say, xmp_changed
from tests.proving.test_proving import one, route, told, verdicts

KINDS = ("read", "office", "office-white", "press")
IMPOSED = KINDS[1:]
ROUTES = ("source", "structure", "glyphs", "plain (pypdf)", "plain (PDFium)")
LIE = "Dies hat niemand geschrieben."


@dataclass(frozen=True, slots=True)
class Work:
    """A source with the leaflets that were made of it, by kind; their names say nothing."""

    source: Path
    statement: Statement
    leaflets: dict[str, Path]

    @property
    def edition(self) -> Edition:
        return next(edition for edition in self.statement.editions if edition.language == self.source.stem)


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Work]:
    """A short letter in German and Arabic, folded once, and the real statement as a flyer."""
    folder = tmp_path_factory.mktemp("works")
    german, arabic = (leaflets.write_letter(folder / tag, tag) / f"{tag}.md" for tag in ("de", "ar"))
    real = leaflets.REAL / "de.md"
    return {
        "de": _work(german, folder, leaflets.of_the_letter("a5-4")),
        "ar": _work(arabic, folder, leaflets.of_the_letter("a5-4", "ar")),
        "real": _work(real, folder, leaflets.of_the_statement("dl6-roll")),
        "two": _work(real, folder, leaflets.of_the_statement("2xa5")),
    }


def _work(source: Path, folder: Path, made: leaflet.Leaflet) -> Work:
    statement = editions.read(source.parent)
    edition = statement.editions[0]
    found: dict[str, Path] = {}
    for number, file in enumerate(made.files):
        kind = file.suffix.split(".")[1]
        if kind in KINDS and file.suffix.endswith(".pdf"):
            found[kind] = folder / f"{edition.language}-{made.format}-{number}.pdf"
            found[kind].write_bytes(file.data)
    return Work(source, statement, found)


@pytest.fixture
def forged(works: dict[str, Work], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """The letter, typeset from HTML that somebody has changed; ``facts`` are of an edition that says something else."""

    def forge(change: Callable[[str], str], kind: str = "read", **facts: str) -> Path:
        true = blocks.render
        changed = set[bool]()

        def false(template: str, **values: object) -> str:
            text = true(template, **values)
            if template != "leaflet.html.j2":
                return text
            changed.add(change(text) != text)
            return change(text)

        with monkeypatch.context() as patch:
            patch.setattr(blocks, "render", false)
            work = works["de"]
            edition = replace(work.edition, **facts)  # type: ignore[arg-type]
            statement = replace(work.statement, editions=(edition,))
            language = describe(edition.language, edition.whole_text)
            (fitted,) = leaflet.fitted(statement, edition, language, ("a5-4",))
            if kind == "read":
                data = leaflet.panels(fitted, "screen").data
            else:
                (made,) = leaflet.render(statement, edition, language, ("a5-4",))
                data = next(file.data for file in made.files if file.suffix == f".{kind}.pdf")
        assert True in changed or facts, "what was to be changed is nowhere"
        path = tmp_path / "forged.pdf"
        path.write_bytes(data)
        return path

    return forge


def spoiled(work: Work, kind: str, change: Callable[[pikepdf.Pdf], object], folder: Path) -> Path:
    pdf = opened(work.leaflets[kind].read_bytes())
    change(pdf)
    path = folder / "spoiled.pdf"
    path.write_bytes(saved(pdf))
    return path


def errors(proof: Proof, name: str = "structure") -> str:
    return "\n".join(str(one) for one in route(proof, name).check.findings if one.severity == "error")


# --- What passes ---------------------------------------------------------------------------------


PLAIN_READERS = {("de", "read"): "passed", ("real", "read"): "passed"}
"""Where plain readers have an opinion: on one page for each panel, left to right, each panel once."""


def test_every_route_is_told(works: dict[str, Work]) -> None:
    for kind in KINDS:
        assert tuple(verdicts(one(works["de"].source, works["de"].leaflets[kind]))) == ROUTES


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["de", "ar", "real", "two"])
def test_a_leaflet_is_proven_without_its_statement(works: dict[str, Work], name: str, kind: str) -> None:
    proof = one(works[name].source, works[name].leaflets[kind])
    assert proof.kind.startswith("a leaflet of this toolchain")
    assert proof.verdict == "passed"
    assert [finding for found in proof.routes for finding in found.check.findings] == []
    plain = PLAIN_READERS.get((name, kind), "not run")
    assert verdicts(proof) == dict(zip(ROUTES, ("passed",) * 3 + (plain,) * 2, strict=True))


def test_why_plain_extraction_was_not_gone(works: dict[str, Work]) -> None:
    reasons = {
        ("de", "office"): "sheets with several panels",
        ("ar", "read"): "right-to-left",
        ("two", "read"): "title stands on a panel of text",
    }
    for (name, kind), reason in reasons.items():
        proof = one(works[name].source, works[name].leaflets[kind])
        assert reason in route(proof, "plain (pypdf)").check.reason


def test_what_only_the_statement_says_is_named(works: dict[str, Work]) -> None:
    left = route(one(works["de"].source, works["de"].leaflets["read"]), "structure").left_out
    for words in ("3. Mai 2024", "An alle", "Büro der Anfänge", "Rat der Enden", "Tina Tolmetsch", "example.org/brief"):
        assert words in left, left
    assert not any("Jeder soll" in words or "Vorspann" in words or "Diese Ausgabe" in words for words in left)
    digest = works["de"].edition.source.sha256[:8]
    assert not any(digest in words for words in left), "the checksum is compared with the source"


@pytest.mark.parametrize("kind", KINDS)
def test_a_source_without_marks_is_enough(works: dict[str, Work], tmp_path: Path, kind: str) -> None:
    lines = [line.removeprefix("# ") for line in works["real"].source.read_text(encoding="utf-8").split("\n") if line]
    source = tmp_path / "neun.txt"
    source.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    assert one(source, works["real"].leaflets[kind]).verdict == "passed"
    source.write_text("\n\n".join(lines).replace("Laut", "Laud", 1) + "\n", encoding="utf-8")
    proof = one(source, works["real"].leaflets[kind])
    assert proof.verdict == "failed" and "U+0064 LATIN SMALL LETTER D" in errors(proof)


# --- Sources that say something else -------------------------------------------------------------

OTHERS: dict[str, tuple[Callable[[str], str], str, str]] = {
    "a word": (lambda text: text.replace("Vorspann", "Vorsatz"), "fidelity-changed", "Vors"),
    "a note": (lambda text: text.replace("Anmerkung", "Bemerkung"), "fidelity-changed", "merkung zum Titel"),
    "a paragraph": (lambda text: text.replace("Ein Vorspann, der die Sache sagt.\n\n", ""), "fidelity-extra", "Vorsp"),
    "a paragraph more": (lambda text: text.replace("## G", f"{LIE}\n\n## G"), "fidelity-missing", LIE),
    "a kind": (lambda text: text.replace("*betont*", "**betont**"), "fidelity-kind", "betont"),
    "a level": (lambda text: text.replace("## Gründe", "## Oben\n\n### Gründe"), "fidelity-missing", "Oben"),
    "a language": (lambda text: text.replace("lang=be", "lang=uk"), "fidelity-language", "uk"),
}


@pytest.mark.sample(4)
@pytest.mark.parametrize("kind", ["read", "office", "press"])
@pytest.mark.parametrize("change", OTHERS)
def test_each_difference_is_found(works: dict[str, Work], tmp_path: Path, change: str, kind: str) -> None:
    alter, code, words = OTHERS[change]
    source = tmp_path / "de.md"
    source.write_text(alter(editions.LETTER), encoding="utf-8")
    assert alter(editions.LETTER) != editions.LETTER
    proof = one(source, works["de"].leaflets[kind])
    assert proof.verdict == "failed"
    assert code in errors(proof) and words in errors(proof), errors(proof)
    assert "SHA-256" in told(proof, "structure")


def test_a_link_is_compared_where_there_are_links(works: dict[str, Work], tmp_path: Path) -> None:
    source = tmp_path / "de.md"
    source.write_text(editions.LETTER.replace("example.org/a", "example.org/b"), encoding="utf-8")
    for kind in ("read", "office"):
        proof = one(source, works["de"].leaflets[kind])
        assert proof.verdict == "failed" and "fidelity-link" in errors(proof) and "example.org/b" in errors(proof)
    printed = one(source, works["de"].leaflets["press"])
    assert printed.verdict == "failed" and "expected the checksum of the source" in errors(printed)
    assert "warning fidelity-changed expected the SHA-256 of the source" in told(printed, "structure")


# --- Leaflets that were forged -------------------------------------------------------------------


def put(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        head, found, tail = text.rpartition(old)
        return head + (new if found else "") + tail

    return change


FORGERIES: dict[str, tuple[Callable[[str], str], str, str]] = {
    "a sentence on the back": (put("</dl>", f"</dl><p>{LIE}</p>"), "fidelity-extra", LIE),
    "a sentence before the rows": (put('<h2 id="edition"', f'<p>{LIE}</p><h2 id="edition"'), "fidelity-extra", LIE),
    "a row": (put("</dl>", f'<div class="row"><dt>Zusatz</dt><dd>{LIE}</dd></div></dl>'), "fidelity-extra", LIE),
    "an issuer on the cover": (
        put('<div class="issuers">', f'<div class="issuers"><p>{LIE}</p>'),
        "fidelity-extra",
        LIE,
    ),
    "an issuer fewer": (put("<p>Rat der Enden</p>", ""), "fidelity-generated", "Enden"),
    "an issuer in the rows": (put("Rat der Enden<", f"Rat der Enden<br/>{LIE}<"), "fidelity-generated", "row Von"),
    "a license": (put('href="https://creativecommons.org', 'href="https://example.org'), "fidelity-link", "example"),
    "a paragraph fewer": (
        put("<p>Jeder soll es wissen und weitersagen.</p>", ""),
        "fidelity-missing",
        "Jeder soll",
    ),
    "a paragraph more": (put("<p>Jeder soll", f"<p>{LIE}</p><p>Jeder soll"), "fidelity-extra", LIE),
    "a link": (put("https://example.org/a", "https://example.org/b"), "fidelity-link", "example.org/b"),
    "another date": (put("3. Mai 2024", "4. Mai 2024"), "fidelity-generated", "source of the pull quote"),
}


@pytest.mark.sample(4)
@pytest.mark.parametrize("case", FORGERIES)
def test_forged_text_is_found_though_glyphs_and_structure_agree(
    works: dict[str, Work], forged: Callable[..., Path], case: str
) -> None:
    change, code, words = FORGERIES[case]
    proof = one(works["de"].source, forged(change))
    assert verdicts(proof)["glyphs"] == "passed"
    assert proof.verdict == "failed"
    assert code in errors(proof) and words in errors(proof), told(proof, "structure")


@pytest.mark.parametrize("kind", ["office", pytest.param("press", marks=pytest.mark.slow)])
def test_a_sentence_on_the_back_of_a_sheet_is_found(
    works: dict[str, Work], forged: Callable[..., Path], kind: str
) -> None:
    proof = one(works["de"].source, forged(put("</dl>", f"</dl><p>{LIE}</p>"), kind))
    assert verdicts(proof)["structure"] == "failed" and LIE in errors(proof)


def test_a_pull_quote_that_is_no_quotation_is_found(works: dict[str, Work], forged: Callable[..., Path]) -> None:
    proof = one(works["de"].source, forged(str, pull_quote="Niemand soll es wissen"))
    assert verdicts(proof)["glyphs"] == "passed" and proof.verdict == "failed"
    assert "expected the pull quote to be a quotation of the source" in errors(proof)
    other = one(works["de"].source, forged(str, pull_quote="es wissen und weitersagen"))
    assert other.verdict == "passed", "which quotation was chosen, only the statement says"


@pytest.mark.parametrize("kind", ["read", "office", "press"])
def test_other_glyphs_under_a_truthful_text_are_found(works: dict[str, Work], tmp_path: Path, kind: str) -> None:
    def other(pdf: pikepdf.Pdf) -> None:
        for page in range(len(pdf.pages)):
            try:
                redrawn(pdf, page, "Gründe", "Gründn")
                return
            except AssertionError:
                continue
        raise AssertionError("the heading is nowhere")

    proof = one(works["de"].source, spoiled(works["de"], kind, other, tmp_path))
    assert proof.verdict == "failed"
    assert "failed" in {verdicts(proof)[name] for name in ("structure", "glyphs")}


def test_a_text_that_says_what_is_not_drawn_is_found(works: dict[str, Work], tmp_path: Path) -> None:
    def lie(pdf: pikepdf.Pdf) -> None:
        say(elements(pdf, "P")[-1], LIE)

    assert one(works["de"].source, spoiled(works["de"], "read", lie, tmp_path)).verdict == "failed"


def test_something_attached_is_found(works: dict[str, Work], tmp_path: Path) -> None:
    def attach(pdf: pikepdf.Pdf) -> None:
        data = works["de"].source.read_bytes()
        pdf.attachments["de.md"] = pikepdf.AttachedFileSpec(pdf, data, relationship=pikepdf.Name.Source)

    proof = one(works["de"].source, spoiled(works["de"], "read", attach, tmp_path))
    assert "expected nothing attached" in errors(proof)


# --- Leaflets with other metadata ----------------------------------------------------------------

METADATA = {
    "another date": ("<rdf:li>2024-05-03</rdf:li>", "<rdf:li>2024-05-04</rdf:li>", "date of the title page"),
    "no date": ("<rdf:li>2024-05-03</rdf:li>", "<rdf:li>bald</rdf:li>", "expected the date in the metadata"),
    "another issuer": ("Rat der Enden", "Rat der Wenden", "issuer"),
    "another edition": ("<dc:identifier>urn:uuid:", "<dc:identifier>urn:uuid:0", "identifier of the edition"),
    "of a book": ("<pdfuaid:part>1</pdfuaid:part>", "<pdfaid:part>3</pdfaid:part>", "fidelity-extra"),
}


@pytest.mark.parametrize("case", METADATA)
def test_metadata_that_say_something_else_are_found(works: dict[str, Work], tmp_path: Path, case: str) -> None:
    old, new, words = METADATA[case]
    path = tmp_path / "x.pdf"
    path.write_bytes(xmp_changed(works["de"].leaflets["read"].read_bytes(), old, new))
    proof = one(works["de"].source, path)
    assert proof.verdict == "failed" and words in errors(proof), told(proof, "structure")


def test_a_form_that_is_not_known_is_a_warning(works: dict[str, Work], tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    data = works["de"].leaflets["read"].read_bytes()
    path.write_bytes(xmp_changed(data, "<xmpMM:DocumentID>uuid:", "<xmpMM:DocumentID>uuid:0"))
    proof = one(works["de"].source, path)
    assert proof.verdict == "passed" and "its panels are not known" in told(proof, "structure")
    assert verdicts(proof)["plain (pypdf)"] == "not run"


def test_what_proves_a_leaflet_is_read_from_the_file_and_not_from_its_name(works: dict[str, Work]) -> None:
    proofs = proving.prove(works["de"].source, tuple(works["de"].leaflets[kind] for kind in KINDS))
    said = [proof.kind.rpartition(", ")[2] for proof in proofs]
    assert said == ["panel by panel", "imposed for the office", "in white", "for the press"]
