"""Every code that a source file can name is explained: its own meaning and what to do first, then the manual of its judge."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from flugblatt import cli
from flugblatt.model.errors import UsageError
from flugblatt.model.targets import CHECKS
from flugblatt.report.explain import JUDGES, codes, explain

PACKAGE = Path(__file__).parents[2] / "flugblatt"
TABLE = re.compile("CODES(_OF_[A-Z]+)?")
PREFLIGHT = "preflight-"
NO_CODES = {"source-code", "format-id", "source-of", "source-foot", "same-origin"}
"""Names that begin as codes of a judge do: a check, classes of the web page and the cover, a word of HTTP."""


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def strings(node: ast.AST) -> Iterator[str]:
    """The texts within."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def named(node: ast.expr) -> list[str]:
    """The codes that an expression can be: a text, or one of two."""
    if isinstance(node, ast.IfExp):
        return [*named(node.body), *named(node.orelse)]
    return [text for text in strings(node) if re.fullmatch("[a-z-]+", text)] if isinstance(node, ast.Constant) else []


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """The calls within, each with the name of what is called."""
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and part.args:
            yield ast.unparse(part.func).rpartition(".")[2], part


def finders() -> set[str]:
    """``Finding`` and the functions around it that take a code."""
    functions = (node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {"Finding", "finding_at", "found"} | {
        function.name
        for function in functions
        if [arg.arg for arg in function.args.args if arg.arg != "self"][:1] == ["code"]
        and any(name in ("Finding", "finding_at") for name, _ in calls(function))
    }


@cache
def findings() -> tuple[tuple[str, str, str], ...]:
    return tuple(written_findings())


def written_findings() -> Iterator[tuple[str, str, str]]:
    """Place, code and severity ("" where it is not written there) of every finding whose code is written at its place."""
    finding = finders()
    for path, tree in trees().items():
        for name, call in calls(tree):
            if name in finding and len(call.args) > 1:
                severity = next(iter(named(call.args[1])), "")
                for code in named(call.args[0]):
                    full = PREFLIGHT + code if path.parent.name == "preflight" and name == "found" else code
                    yield f"{path.relative_to(PACKAGE)}:{call.lineno}", full, severity


@cache
def written() -> set[str]:
    """Every text of the package but those of the tables of codes and of docstrings."""
    texts: set[str] = set()
    for tree in trees().values():
        for node in tree.body:
            if isinstance(node, ast.AnnAssign) and TABLE.fullmatch(ast.unparse(node.target)):
                continue
            texts |= set(strings(node))
    return texts


def test_every_code_of_a_finding_is_explained() -> None:
    assert len(findings()) > 300
    assert [(place, code) for place, code, _ in findings() if code not in codes()] == []


def test_every_code_that_a_judge_could_name_by_a_detour_is_explained() -> None:
    beginning = re.compile(rf"(?:{'|'.join(JUDGES)})(?:-[a-z]+)+")
    assert {text for text in written() if beginning.fullmatch(text)} - NO_CODES - set(codes()) == set()


def test_no_code_is_explained_that_nothing_names() -> None:
    assert {code for code in codes() if not {code, code.removeprefix(PREFLIGHT)} & written()} == set()


def test_the_severity_is_the_gravest_of_the_findings() -> None:
    said = {(code, severity) for _, code, severity in findings() if severity in ("error", "warning")}
    gravest = {code: min(severity for other, severity in said if other == code) for code, _ in said}
    assert {code: severity for code, severity in gravest.items() if codes()[code].severity != severity} == {}


def test_every_table_of_codes_is_known() -> None:
    for path, tree in trees().items():
        if any(isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "CODES" for node in tree.body):
            name = ".".join(("flugblatt", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
            assert set(importlib.import_module(name).CODES) <= set(codes()), name


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_page_begins_with_the_meaning_and_what_to_do(code: str) -> None:
    rule, page = codes()[code], explain(code, 80)
    own = " ".join(page.split("\n\n---")[0].split())
    assert own.startswith(f"{code} ({rule.severity}) {' '.join(rule.meaning.split())}")
    assert rule.remedy or (rule.right and rule.wrong and rule.reason)
    assert own.endswith(" ".join((rule.remedy or rule.wrong).split()))


@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for code in (*codes(), *JUDGES, *dict(CHECKS), "verapdf-7.1-3", "epubcheck-RSC-005"):
        assert max(map(len, explain(code, width).split("\n"))) <= width, code


@pytest.mark.parametrize("name", sorted({*JUDGES, *dict(CHECKS)}))
def test_the_name_of_a_check_gives_its_manual_and_its_codes(name: str) -> None:
    page = explain(name)
    assert re.search("^Rule: ", page, re.M) and re.search("^Reason: ", page, re.M) and re.search("^Fails: ", page, re.M)
    assert "``" not in page and "CODES" not in page and "Flow:" not in page
    judge = importlib.import_module(JUDGES[name.partition(":")[0]])
    assert all(f"\n{code}\n" in page for code in getattr(judge, "CODES", ()))


def test_a_code_of_a_judge_is_followed_by_the_manual() -> None:
    own, manual = explain("guard-zip", 100).split("--- The judge guard ---")
    assert "What to do: A book of your own" in own
    assert "Rule: the file holds only what is on the lists" in manual and "guard-mimetype" in manual


def test_verapdf_explains_its_clauses_itself() -> None:
    page = explain("verapdf-7.1-3", 100)
    assert page.startswith(
        "verapdf-7.1-3\n\nClause 7.1, test 3.\nISO 14289-1 (PDF/UA-1): Content shall be marked as Artifact"
    )
    assert "What to do: The numbers are a clause" in page and "--- The judge verapdf ---" in page


def test_a_clause_has_a_meaning_in_each_standard() -> None:
    page = " ".join(explain("verapdf-5-1").split())
    assert "ISO 14289-1 (PDF/UA-1): " in page and "ISO 14289-2 (PDF/UA-2): " in page


def test_epubcheck_explains_its_messages_itself() -> None:
    page = explain("epubcheck-OPF-035", 100)
    assert page.startswith('epubcheck-OPF-035\n\nEPUBCheck, OPF-035: Media type "text/html" is not appropriate')
    assert 'What to do: Use "application/xhtml+xml" instead.' in page and "--- The judge epubcheck ---" in page


@pytest.mark.parametrize("code", ["verapdf-99.9-1", "epubcheck-RSC-999", "epubcheck-", "verapdf-x", "", "no"])
def test_what_no_tool_knows_is_unknown(code: str) -> None:
    with pytest.raises(UsageError, match="there is no code or check"):
        explain(code)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("gurd-zip", "guard-zip"), ("GUARD-ZIP", "guard-zip"), ("dotted", "dotted-circle"), ("fidelty", "fidelity")],
)
def test_an_unknown_code_ends_with_2_and_names_the_nearest(
    typed: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", typed]) == 2
    assert f"did you mean {meant}" in capsys.readouterr().err
