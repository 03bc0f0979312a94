"""The proof report: what it says, that it hides and fetches nothing, and how it stands in a browser and on paper."""

import base64
import io
import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from fontTools.ttLib import TTFont
from lxml import html

from flugblatt.model import Artefact, Check, Finding, Statement, Verdict
from flugblatt.model.checks import GRADES
from flugblatt.model.targets import TARGETS
from flugblatt.report import file_purposes
from flugblatt.report import html as proof_report
from flugblatt.report.finding_rows import told
from flugblatt.report.run_report import Entry
from tests import proofs
from tests.commands import PATIENCE

ROOT = Path(__file__).parent.parent.parent
WIDTHS = (
    "const p=require('puppeteer-core');(async()=>{const b=await p.launch({executablePath:process.env.CHROMIUM||"
    "'/usr/bin/chromium',args:['--headless','--no-sandbox','--disable-gpu',"
    "'--disable-background-networking']});const g=await b.newPage();const r=[];"
    "for(const w of [320,500,720,1280]){await g.setViewport({width:w,height:900});await g.goto('file://'+process.argv[1]);"
    "r.push(await g.evaluate(()=>document.documentElement.scrollWidth-window.innerWidth))}"
    "await g.emulateMediaType('print');await g.evaluate(()=>document.fonts.ready.then(()=>0));"
    "await g.pdf({path:process.argv[2],format:'A4',preferCSSPageSize:true});await b.close();"
    "console.log(JSON.stringify(r))})()"
)


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Statement:
    return proofs.rich_work(tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="module")
def light(rich: Statement) -> tuple[Entry, ...]:
    return proofs.light(rich)


@pytest.fixture(scope="module")
def red(rich: Statement, light: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """One letter more in the German text, and a check that was not run."""
    late = proofs.with_check(light[2], check="epubcheck", verdict="not run", tool="", reason="an earlier step failed")
    return (*light[:2], late, proofs.tampered(rich, light[3], "gesprochen", "gesprocheen"))


def page(statement: Statement, entries: tuple[Entry, ...]) -> Any:
    return html.fromstring(proof_report.render(statement, entries).decode())


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def finding(message: str) -> Finding:
    return Finding("probe", "error", message, "page 2")


# --- What it says --------------------------------------------------------------------------------


def test_the_heading_says_the_verdict(rich: Statement, light: tuple[Entry, ...], red: tuple[Entry, ...]) -> None:
    assert words(page(rich, light).find(".//h1")) == "Proven: every check passed"
    assert words(page(rich, red).find(".//h1")) == "Not published: one check failed"


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (["passed"], "Proven: every check passed"),
        (["failed", "passed", "not run"], "Not published: one check failed"),
        (["failed"] * 13, "Not published: 13 checks failed"),
        (["not run", "passed"], "Not published: one check was not run"),
        (["not run", "not run"], "Not published: two checks were not run"),
        ([], "Not published: one file was not judged"),
    ],
)
def test_verdicts_in_words(verdicts: list[Verdict], said: str) -> None:
    checks = tuple(Check("guard", verdict, "") for verdict in verdicts)
    assert proof_report.verdict((Entry("de", Artefact("epub", "a/de/a", "", b"x"), False, checks),)) == said


def test_nothing_made_and_strict_warnings_are_no_proof() -> None:
    assert proof_report.verdict(()) == "Not published: nothing was made"
    warning = replace(finding("a single line"), severity="warning")
    check = Check("fidelity", "passed", "our checks", (warning,))
    entry = Entry("de", Artefact("text", "a/de/a", "", b"x"), False, (check,))
    assert proof_report.verdict((entry,)) == "Proven: every check passed"
    assert proof_report.verdict((entry,), strict=True) == "Not published: every check passed, but with one warning"


def test_counts_and_rows_are_those_of_the_entries(rich: Statement, red: tuple[Entry, ...]) -> None:
    tree = page(rich, red)
    verdicts = [check.verdict for entry in red for check in entry.checks]
    counts = {words(part.find("dt")): int(words(part.find("dd"))) for part in tree.xpath("//dl[@class='counts']/div")}
    assert counts == {name: verdicts.count(name) for name in ("failed", "not run", "passed")}
    rows = [[words(cell) for cell in row.findall("td")] for row in tree.xpath("//tbody/tr")]
    assert [row[:2] for row in rows] == [[check.check, check.verdict] for entry in red for check in entry.checks]
    assert "an earlier step failed" in [row[2] for row in rows]
    assert [words(head) for head in tree.xpath("//tbody/tr/th")] == ["Web page", "Plain text"] * 2


def test_what_other_readers_see_is_told_and_not_counted(rich: Statement, light: tuple[Entry, ...]) -> None:
    reader = Check("plain (pypdf)", "failed", "pypdf")
    checks = tuple(
        replace(check, readers=(replace(reader, detail="7 of 9 blocks equal"),)) for check in light[0].checks[:1]
    )
    tree = page(rich, (replace(light[0], checks=checks),))
    assert words(tree.find(".//h1")) == "Proven: every check passed"
    assert "as plain text (pypdf): 7 of 9 blocks equal" in words(tree.xpath("//tbody/tr/td")[2])
    unread = tuple(replace(check, readers=(reader,)) for check in light[0].checks[:1])
    tree = page(rich, (replace(light[0], checks=unread),))
    assert "as plain text (pypdf): failed" in words(tree.xpath("//tbody/tr/td")[2])


def test_sections_say_their_language_in_its_own_words(rich: Statement, light: tuple[Entry, ...]) -> None:
    tree = page(rich, light)
    assert (tree.get("lang"), tree.get("dir")) == ("en", "ltr")
    names = [(name.get("lang"), name.get("dir"), words(name)) for name in tree.xpath("//section/h2/bdi")]
    assert names == [("ar", "rtl", "العربية"), ("de", "ltr", "Deutsch")]
    title = tree.xpath("//h1/following-sibling::p/bdi")[0]
    assert (title.get("lang"), title.get("dir"), words(title)) == ("ar", "rtl", "رسالة مفتوحة")
    assert [link.get("href") for link in tree.xpath("//nav//a")] == ["#section-1", "#section-2"]


def test_links_lead_to_the_files_beside_it(rich: Statement, light: tuple[Entry, ...]) -> None:
    links = {link.get("href") for link in page(rich, light).xpath("//section//a")}
    assert {"de/rich.de.txt", "ar/rich.ar.html", "de/rich.de.proof.json"} <= links
    gone = replace(light[3], artefact=replace(light[3].artefact, body=b""))
    assert "de/rich.de.txt" not in {link.get("href") for link in page(rich, (*light[:3], gone)).xpath("//section//a")}


def test_a_signature_is_named_beside_its_file(rich: Statement, light: tuple[Entry, ...]) -> None:
    made = proof_report.render(rich, light, signatures=("rich/de/rich.de.txt.sig",))
    root = html.document_fromstring(made)
    (row,) = [row for row in root.xpath("//dd") if "its signature" in row.text_content()]
    assert [link.get("href") for link in row.xpath(".//a")] == ["de/rich.de.txt", "de/rich.de.txt.sig"]
    assert b"its signature" not in proof_report.render(rich, light)


def test_how_a_file_in_hand_is_proven_and_what_that_is_worth(rich: Statement, light: tuple[Entry, ...]) -> None:
    (section,) = page(rich, light).xpath("//section[@aria-labelledby='hands']")
    commands = [words(code) for code in section.xpath(".//code")]
    assert commands[:2] == [f"flugblatt prove {rich.editions[0].language}.md FILE", f"flugblatt verify {rich.work}.tar"]
    assert [words(grade) for grade in section.xpath("./dl/div/dt")][2:] == list(GRADES)
    assert "What the eye sees was not judged" in words(section) and "`" not in words(section)


def test_files_of_the_whole_work_have_a_section(rich: Statement, light: tuple[Entry, ...]) -> None:
    check = Check.not_run("fixity", "Packages come last.")
    package = Entry("", Artefact("package", "rich/archive/rich.tar", "application/x-tar", b"x"), False, (check,))
    tree = page(rich, (*light, package))
    assert words(tree.xpath("//section[4]/h2")[0]) == "The whole work"
    assert words(tree.xpath("//section[4]//th[@scope='rowgroup']")[0]) == "Archive package"
    assert "Packages come last." in words(tree.xpath("//section[4]/table")[0])


def test_what_no_machine_judged(rich: Statement, light: tuple[Entry, ...], tmp_path: Path) -> None:
    prose = words(page(rich, light).xpath("//section[@aria-labelledby='people']")[0])
    for said in (
        "Alternative texts",
        "the one picture",
        "Reading order",
        "Translation",
        "Screen readers",
        "tried in any",
    ):
        assert said in prose
    assert "the editions say the same" in prose
    alone = proofs.plain_work(tmp_path)
    prose = words(page(alone, proofs.light(alone)).xpath("//section[@aria-labelledby='people']")[0])
    assert "There is one edition" in prose and "no pictures" in prose


def test_sources_and_tools_stand_at_the_foot(rich: Statement, light: tuple[Entry, ...]) -> None:
    tree = page(rich, light)
    digests = ["".join(part.text_content().split()) for part in tree.xpath("//footer//*[@class='digest']")]
    assert digests == [*(edition.source.sha256 for edition in rich.editions), rich.source.sha256]
    judged = words(tree.xpath("//section[@aria-labelledby='judged']")[0])
    assert all(check.tool in judged for entry in light for check in entry.checks)


# --- Findings ------------------------------------------------------------------------------------


def test_a_difference_sets_expected_over_found(rich: Statement, red: tuple[Entry, ...]) -> None:
    box = page(rich, red).xpath("//div[@class='told']")[0]
    expected, found = box.xpath("dl/div")
    assert words(expected).startswith("expected ") and words(found).startswith("found ")
    assert [words(part) for part in expected.xpath(".//u")] == ["gesprochen"]
    assert [words(part) for part in found.xpath(".//u")] == ["gesprochee"]
    assert expected.xpath(".//bdi/@lang") == ["de"]
    assert [words(part) for part in box.xpath(".//*[@class='points']")] == ["U+006E", "U+0065"]
    assert "rich/de.md:5:" in words(box.xpath("p")[0])


def test_the_end_of_a_block_is_said() -> None:
    difference = told(finding('title: expected the end of the block, found "!" U+0021 in “Ein Titel⟨⟩”')).difference
    assert difference is not None and difference.what == "title"
    assert [(piece.text, piece.differs) for piece in difference.expected] == [("Ein ", False), ("Titel", True)]
    assert [piece.text for piece in difference.found] == ["Ein ", "Titel!", "…"]
    other = told(finding('expected "l" U+006C, found the end of the block in “Ein Tite⟨l⟩”')).difference
    assert other is not None and [piece.text for piece in other.found] == ["Ein ", "Tite", "(ends here)"]


def test_phrases_are_compared_by_words() -> None:
    difference = told(finding("expected “Recht” to lead to page 3, found page 4")).difference
    assert difference is not None and [piece.text for piece in difference.found if piece.differs] == ["4"]
    short = told(finding("expected heading 2, found paragraph")).difference
    assert short is not None and [piece.differs for piece in (*short.expected, *short.found)] == [True, True]
    endless = told(finding("expected " + "a, found " * 500 + "b"))
    assert endless.difference is None and endless.message.endswith("b")
    long = told(finding("expected a readable file; found one that cannot be opened")).difference
    assert long is not None and not any(piece.differs for piece in (*long.expected, *long.found))


def test_a_message_of_another_form_is_set_as_it_is(rich: Statement, light: tuple[Entry, ...]) -> None:
    assert told(finding("the text is not that of the source")).difference is None
    entry = proofs.with_check(light[3], verdict="failed", findings=(finding("the text is <b>not</b> & never"),))
    box = page(rich, (entry,)).xpath("//div[@class='told']")[0]
    assert "the text is <b>not</b> & never" in words(box) and not box.xpath(".//b")


def test_no_character_hides_or_turns_the_page_round(rich: Statement, light: tuple[Entry, ...]) -> None:
    nasty = 'expected "a" U+0061, found "\u202e" U+202E in “x⟨a⟩\u2066\x00\u200c”'
    entry = proofs.with_check(light[3], verdict="failed", findings=(finding(nasty), finding("a \u202e b")))
    data = proof_report.render(rich, (entry,)).decode()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\u00ad]", data)
    assert data.count("[U+202E]") == 2 and "[U+2066][U+0000]\u200c" in data


# --- The page ------------------------------------------------------------------------------------


def test_nothing_is_fetched_and_nothing_runs(rich: Statement, red: tuple[Entry, ...]) -> None:
    text = proof_report.render(rich, red).decode()
    addresses = re.findall(r"""(?:src=["']|url\()([^"')]*)""", text)
    assert addresses and all(address.startswith("data:font/woff2") for address in addresses)
    tags = "".join(re.findall(r"<[a-z]+[^>]*>", text)).lower()
    assert "<script" not in tags and "<link" not in tags and " on" not in tags and "@import" not in text
    assert all(not link.get("href").startswith(("http", "//", "/")) for link in html.fromstring(text).xpath("//a"))


def embedded(text: str) -> set[int]:
    found: set[int] = set()
    for code in re.findall(r"data:font/woff2;base64,([^)]*)", text):
        found |= set(TTFont(io.BytesIO(base64.b64decode(code))).getBestCmap())
    return found


@pytest.mark.needs("fonts-noto-core")
def test_every_character_shown_is_in_an_embedded_face(rich: Statement, red: tuple[Entry, ...]) -> None:
    text = proof_report.render(rich, red).decode()
    shown = html.fromstring(text).find("body").text_content()
    assert {ord(char) for char in shown if not char.isspace()} <= embedded(text)


def test_a_script_without_fonts_still_gets_its_report(rich: Statement, light: tuple[Entry, ...]) -> None:
    entry = proofs.with_check(light[3], verdict="failed", findings=(finding("expected ꧋, found \U00010a60"),))
    assert "꧋" in proof_report.render(rich, (entry,)).decode()


def test_the_same_input_gives_the_same_bytes(rich: Statement, red: tuple[Entry, ...]) -> None:
    reused = tuple(replace(entry, reused=True) for entry in red)
    assert proof_report.render(rich, red) == proof_report.render(rich, reused)
    assert proof_report.path(rich) == "rich/report.html"


# --- In a browser --------------------------------------------------------------------------------


def axe(file: Path) -> dict[str, list[str]]:
    command = ["node", str(ROOT / "tests" / "axe.cjs"), str(file)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert result.returncode == 0, result.stderr
    value: dict[str, list[str]] = json.loads(result.stdout)
    return value


@pytest.mark.needs("node", "chromium", "axe", "puppeteer")
def test_axe_finds_nothing_in_light_and_dark(rich: Statement, red: tuple[Entry, ...], tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(proof_report.render(rich, red))
    assert axe(file) == {"light": [], "dark": []}


@pytest.mark.needs("node", "chromium", "axe", "puppeteer")
def test_axe_can_say_no(rich: Statement, red: tuple[Entry, ...], tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    bad = proof_report.render(rich, red).replace(b"--grey:#5F5A56", b"--grey:#D0D0D0").replace(b' lang="en"', b"", 1)
    file.write_bytes(bad)
    assert {"color-contrast", "html-has-lang"} <= set(axe(file)["light"])


@pytest.mark.needs("node", "chromium", "puppeteer")
def test_it_fits_every_width_and_prints_with_its_heads(rich: Statement, red: tuple[Entry, ...], tmp_path: Path) -> None:
    """At no width does the page scroll sideways; on paper each page that begins inside a table repeats its head."""
    many = proofs.with_check(
        red[3], findings=tuple(finding(f"expected {number}, found nothing") for number in range(12))
    )
    rows = tuple(replace(red[0].checks[0], check=f"probe-{number}") for number in range(30))
    many = replace(many, checks=(*many.checks, *rows))
    file, paper = tmp_path / "report.html", tmp_path / "report.pdf"
    file.write_bytes(proof_report.render(rich, (*red[:3], many)))
    command = ["node", "-e", WIDTHS, str(file), str(paper)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert result.returncode == 0, result.stderr
    assert max(json.loads(result.stdout)) <= 0
    pages = [re.sub(r"\s", "", sheet.extract_text()) for sheet in pypdf.PdfReader(paper).pages]
    first, last = (next(n for n, text in enumerate(pages) if word in text) for word in ("format-id", "probe-29"))
    assert first < last
    assert all("Verdict" in text for text in pages[first : last + 1])


def test_every_file_is_told_with_what_it_is_for() -> None:
    """Each form that a work can have, by a name of its own: seven rows called Leaflet tell nobody anything."""
    forms = [(target.name, form.kind) for target in TARGETS for form in target.forms if target.scope != "project"]
    told = [file_purposes.words_of(target, kind, "dl6-roll.x") for target, kind in forms]
    assert {*forms, ("catalogue", "landing"), ("catalogue", "linkset")} <= set(file_purposes.FORMS)
    assert len({name for name, _ in told}) == len(told)
    assert file_purposes.words_of("leaflet", "read", "dl6-roll.read.pdf")[0] == "Leaflet, in reading order (dl6-roll)"


def test_the_page_begins_with_the_files_and_has_a_checklist_where_there_is_a_package(
    rich: Statement, light: tuple[Entry, ...]
) -> None:
    package = Entry("", Artefact("package", "rich/archive/rich.tar", "application/x-tar", b"x"), False, ())
    tree = page(rich, (*light, package))
    first = tree.xpath("//section")[0]
    assert words(first.xpath("h2")[0]) == "What each file is for"
    assert [link.get("href") for link in first.xpath(".//a")] == [
        *(entry.artefact.path.removeprefix("rich/") for entry in light if entry.artefact.size),
        "archive/rich.tar",
    ]
    checklist = words(tree.xpath("//section[@aria-labelledby='checklist']")[0])
    assert "flugblatt verify" in checklist and package.artefact.sha256 in checklist.replace(" ", "")
    assert not page(rich, light).xpath("//section[@aria-labelledby='checklist']")
