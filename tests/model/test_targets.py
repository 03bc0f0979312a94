"""Every row of the table of targets, and every form of it, has all that a target needs, and is spoken of wherever it must be."""

import inspect
from dataclasses import replace

import pytest
from markupsafe import escape

from flugblatt import records
from flugblatt.build import deposit
from flugblatt.catalogue import landing_page
from flugblatt.judges import judge_table
from flugblatt.judges.external import siegfried
from flugblatt.judges.package.fixity import Bag
from flugblatt.judges.records.record_facts import TEXTS
from flugblatt.language.table import describe
from flugblatt.model import Artefact, Check, Edition
from flugblatt.model.cases import Case
from flugblatt.model.targets import CHECKS, FIXED, OF_EDITIONS, SINGLE, TARGETS, Form, Target, form, load
from flugblatt.package.contents import Part
from flugblatt.package.readme import _says
from flugblatt.report import html
from flugblatt.report.file_purposes import words_of
from flugblatt.report.run_report import Entry
from flugblatt.verification import sandbox
from flugblatt.verification.package_layout import judge, leaflet, read
from tests.catalogue import shelf
from tests.records import works

FORMS = [(target, of) for target in TARGETS for of in target.forms]
JUDGED = {name: [(target, of) for target, of in FORMS if name in of.checks] for name, _ in CHECKS}
RUBBISH = {"format-id": b""}
"""What is no file of any form: a few letters, but for a judge of formats, to whom they are plain text."""
NAMES = [target.name for target in TARGETS]


def edition() -> Edition:
    return next(edition for edition in works.full().editions if edition.language == "de")


def file_of(target: Target) -> Artefact:
    """A file in the place of the target; a PDF where it is one, as records count its pages."""
    data = {"application/pdf": works.pdf(3)}.get(target.forms[0].media_type, b"x")
    return Artefact(target.name, target.path(edition()), target.forms[0].media_type, data)


def test_names_labels_and_suffixes_are_unique() -> None:
    assert len({target.name for target in TARGETS}) == len({target.label for target in TARGETS}) == len(TARGETS)
    single = [target.forms[0].suffix for target in SINGLE]
    assert len(set(single)) == len(single)


@pytest.mark.parametrize("target", TARGETS, ids=NAMES)
def test_kinds_of_a_target_are_unique_and_found_again(target: Target) -> None:
    kinds = [of.kind for of in target.forms]
    assert len(set(kinds)) == len(kinds)
    assert [form(target.name, kind) for kind in kinds] == list(target.forms)
    assert all(of.checks and of.suffix.startswith((".", "/")) and "/" in of.media_type for of in target.forms)


@pytest.mark.parametrize(
    "target", [one for one in TARGETS if one.scope in ("edition", "pair")], ids=lambda one: one.name
)
def test_each_target_of_an_edition_or_of_two_has_a_renderer(target: Target) -> None:
    parameters = inspect.signature(load(target.renderer)).parameters
    assert list(parameters) == ["statement", "edition", "wish"]


@pytest.mark.parametrize("target", [one for one in TARGETS if one.scope == "work"], ids=lambda one: one.name)
def test_each_target_of_a_work_is_made_by_the_deposit(target: Target) -> None:
    assert target.name in deposit.MADE


def test_the_target_of_a_project_is_made_in_part_by_the_deposit_and_whole_by_its_own_room() -> None:
    (target,) = [one for one in TARGETS if one.scope == "project"]
    assert target.name in deposit.MADE
    made = {page.artefact.kind for page in shelf.pages(shelf.facts(works.full()))}
    own = {artefact.kind for artefact in landing_page.artefacts(shelf.facts(works.full()))}
    assert {of.kind for of in target.forms} == made | own | {"sitemap", "page"}


@pytest.mark.parametrize(
    ("target", "of"), JUDGED["fidelity"], ids=lambda one: getattr(one, "name", getattr(one, "kind", ""))
)
def test_each_form_with_text_has_a_reader(target: Target, of: Form) -> None:
    assert list(inspect.signature(load(target.fidelity)).parameters) == ["case"]


@pytest.mark.parametrize(
    ("target", "of"), JUDGED["metadata"], ids=lambda one: getattr(one, "name", getattr(one, "kind", ""))
)
def test_each_form_with_metadata_has_a_reader_that_can_say_no(target: Target, of: Form) -> None:
    statement = works.full()
    check: Check = load(target.metadata)(
        Case(statement, edition(), target.name, b"\x00\x01 no such file", kind=of.kind)
    )
    assert (check.check, check.verdict) == ("metadata", "failed")


def test_each_check_has_one_judge() -> None:
    named = {name for _, of in FORMS for name in of.checks}
    assert named == {name for name, _ in CHECKS} - set(OF_EDITIONS)
    assert set(judge_table.JUDGES) == {name for name in named if not judge_table.needs_java(name)}


def test_verification_asks_each_judge_of_the_table_once() -> None:
    asked = ["guard", *sandbox.INSIDE, *sandbox.BESIDE]
    assert sorted(asked) == sorted({*judge_table.JUDGES, "epubcheck", "verapdf"})


@pytest.mark.parametrize("name", sorted(judge_table.JUDGES))
def test_each_judge_is_asked_for_every_form_that_names_it_and_refuses_rubbish(name: str) -> None:
    asked = []
    for target, of in JUDGED[name]:
        data = RUBBISH.get(name, b"x")
        asked.append(judge_table.judge(name, Case(works.full(), edition(), target.name, data, (), "a5-4", of.kind)))
    assert {check.check for check in asked} == {name}
    assert "passed" not in {check.verdict for check in asked}


@pytest.mark.parametrize(
    ("target", "of"), JUDGED["format-id"], ids=lambda one: getattr(one, "name", getattr(one, "kind", ""))
)
def test_each_pronom_format_is_known_to_the_judge(target: Target, of: Form) -> None:
    assert of.pronom in siegfried.FORMATS


@pytest.mark.parametrize("target", SINGLE, ids=lambda one: one.name)
def test_each_target_with_the_text_of_an_edition_is_in_its_records(target: Target) -> None:
    made = records.render(
        works.full(), edition(), describe("de", edition().whole_text), tuple(file_of(one) for one in SINGLE)
    )
    name = target.path(edition()).rpartition("/")[2].encode()
    assert target.name in TEXTS
    assert {artefact.kind for artefact in made if name in artefact.data} >= {"marc.xml", "mrc", "jsonld"}


def test_a_file_of_a_media_type_that_is_new_to_records_is_named_by_it() -> None:
    statement, language = works.full(), describe("de", edition().whole_text)
    files = (replace(file_of(SINGLE[-1]), media_type="application/x-new"),)
    made = records.render(statement, edition(), language, files)
    checks = [
        judge_table.judge("metadata", Case(statement, edition(), "records", one.data, kind=one.kind, files=files))
        for one in made
    ]
    assert {check.verdict for check in checks} == {"passed"}


@pytest.mark.sample(5)
@pytest.mark.parametrize("target", TARGETS, ids=NAMES)
def test_each_target_is_named_in_the_report_for_people(target: Target) -> None:
    entry = Entry(
        "de", Artefact(target.name, f"brief/{target.name}", "", b"x"), False, (Check("guard", "passed", "x"),)
    )
    called, purpose = words_of(target.name, "", target.name)
    page = html.render(works.full(), (entry,)).decode()
    assert f">{escape(called)}<" in page and str(escape(purpose)) in page


@pytest.mark.parametrize("target", TARGETS, ids=NAMES)
def test_each_target_is_told_of_in_the_readme_of_a_package(target: Target) -> None:
    assert _says(Part("x", b"", "", target.name)) == target.says


@pytest.mark.parametrize("target", FIXED, ids=lambda one: one.name)
def test_each_file_that_every_edition_has_is_asked_for_in_a_package(target: Target) -> None:
    missing = {finding.where for finding in judge(read(Bag("bag", ())), works.full(), Bag("bag", ())).findings}
    for of in target.forms:
        path = target.path(edition(), of.kind).partition("/")[2]
        assert f"representations/publications/data/{path}" in missing


@pytest.mark.parametrize(
    ("target", "of"),
    [(target, of) for target, of in FORMS if target.name in ("leaflet", "press")],
    ids=lambda one: getattr(one, "name", getattr(one, "kind", "")),
)
def test_each_leaflet_file_is_known_in_a_package_by_its_name(target: Target, of: Form) -> None:
    before = {"picture": ".front"}.get(of.kind, "")
    found = leaflet(f"de/leaflet/a5-4{before}{of.suffix}")
    assert found is not None and (found.target, found.kind, found.form) == (target.name, of.kind, of)
