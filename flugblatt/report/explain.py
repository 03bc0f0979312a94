"""What a code means and what to do, and the manual of the judge that finds it.

Flow: code -> the table ``CODES`` beside the rules that find it -> meaning and remedy; then the manual, which is the docstring
of the judge. The name of a check -> its manual and all its codes.
"""

from __future__ import annotations

import difflib
import importlib
import inspect
import re
import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping

from flugblatt.model import FindingCode
from flugblatt.model.errors import UsageError
from flugblatt.model.targets import CHECKS

TABLES = (
    "flugblatt.content.finding_codes",
    "flugblatt.language.shaping",
    "flugblatt.typeset",
    "flugblatt.leaflet",
    "flugblatt.tables.table_reader",
)
"""Modules with codes that no judge finds: they end a work, or a file of it, before there is anything to judge."""
JUDGES = {
    "verapdf": "flugblatt.judges.external.verapdf",
    "epubcheck": "flugblatt.judges.external.epubcheck",
    "guard": "flugblatt.judges.closed",
    "fidelity": "flugblatt.judges.fidelity",
    "glyphs": "flugblatt.judges.glyphs",
    "visual": "flugblatt.judges.visual",
    "a11y": "flugblatt.judges.a11y",
    "large-print": "flugblatt.judges.large_print",
    "preflight": "flugblatt.judges.preflight",
    "schema": "flugblatt.judges.external.xml_schemas",
    "fixity": "flugblatt.judges.package.fixity",
    "package": "flugblatt.judges.package.information_package",
    "transfer": "flugblatt.judges.package.transfer",
    "signature": "flugblatt.package.signature",
    "timestamp": "flugblatt.package.time_stamp",
    "source": "flugblatt.verification.packaged_source",
    "rebuild": "flugblatt.verification.rebuilding",
    "certificate": "flugblatt.verification.certificate_check",
    "layout": "flugblatt.verification.package_layout",
    "judge": "flugblatt.verification.sandbox",
    "metadata": "flugblatt.judges.metadata",
    "same": "flugblatt.judges.sameness",
    "parity": "flugblatt.judges.parity",
    "format-id": "flugblatt.judges.external.siegfried",
}
"""Every judge, which begins the names of its codes, and its module: the docstring is the manual, ``CODES`` holds the codes."""
LABEL = re.compile(r"^[A-Z][a-z]+(?: [a-z]+){0,2}: ")
WIDEST = 100
"""Columns; chosen: longer lines are hard to read, however wide the terminal is."""


def explain(code: str, width: int = 0, spoken: Callable[[str], str] = str) -> str:
    """What there is to say of a code or a check, in lines of ``width`` (0: as the terminal has it), each paragraph as ``spoken``
    says it. UsageError for an unknown one, with the nearest."""
    width = width or min(shutil.get_terminal_size().columns, WIDEST)
    name = next((name for name in JUDGES if re.match(rf"{name}(?:[-:]|$)", code)), "")
    if name and (code == name or code in dict(CHECKS)):
        return _page(map(spoken, _of_check(code, name)), width)
    for judge in (name, ""):
        rules = _rules(judge) if judge else _unjudged()
        if code in rules:
            return _page(map(spoken, _of_code(f"{code} ({rules[code].severity})", rules[code], judge)), width)
    if name in ("verapdf", "epubcheck"):  # EPUBCheck decides itself what is a warning
        rule = importlib.import_module("flugblatt.judges.external.published_rules").rule(code)
        if rule:
            return _page(map(spoken, _of_code(code, rule, name)), width)
    raise UsageError(f"there is no code or check {code!r}{_nearest(code)}")


def codes() -> Mapping[str, FindingCode]:
    """Every code with a table beside its rule."""
    return {**_unjudged(), **{code: rule for name in JUDGES for code, rule in _rules(name).items()}}


def _rules(name: str) -> Mapping[str, FindingCode]:
    rules: Mapping[str, FindingCode] = getattr(importlib.import_module(JUDGES[name]), "CODES", {})
    return rules


def _unjudged() -> Mapping[str, FindingCode]:
    return {code: rule for module in TABLES for code, rule in importlib.import_module(module).CODES.items()}


def _nearest(code: str) -> str:
    known = {each.lower(): each for each in (*codes(), *JUDGES, *dict(CHECKS))}
    near = difflib.get_close_matches(code.lower(), known, 3) + [each for each in known if code.lower() in each]
    names = list(dict.fromkeys(known[each] for each in near))[:5]
    return f"; did you mean {' or '.join(names)}?" if names else "; `list checks` names the checks"


# --- The page ------------------------------------------------------------------------------------


def _of_code(heading: str, rule: FindingCode, name: str) -> Iterator[str]:
    """Paragraphs: what the code means and what to do, then the manual of its judge."""
    yield from (heading, "", *rule.meaning.split("\n"), "")
    for label, text in (
        ("Why", rule.reason),
        ("Right", rule.right),
        ("Wrong", rule.wrong),
        ("What to do", rule.remedy),
    ):
        if text:
            yield f"{label}: {text}"
    if name:
        yield from ("", f"--- The judge {name} ---", *_manual(name))
        if rules := _rules(name):
            yield from ("", f"Its codes: {', '.join(rules)}.")


def _of_check(check: str, name: str) -> Iterator[str]:
    """Paragraphs: what the check says, the manual of its judge, and its codes."""
    yield f"{check}: {dict(CHECKS)[check]}" if check in dict(CHECKS) else check
    yield from (*_manual(name), "")
    for code, rule in _rules(name).items():
        yield from (code, f"  {rule.meaning}")


def _manual(name: str) -> Iterator[str]:
    """The paragraphs of a judge's docstring, but for its flow, which is for those who change it."""
    document = inspect.getdoc(importlib.import_module(JUDGES[name])) or ""
    for block in document.replace("``", "").split("\n\n"):
        if not block.startswith("Flow:"):
            yield ""
            yield from re.split(rf"\n(?={LABEL.pattern[1:]})", block)


def _page(paragraphs: Iterator[str], width: int) -> str:
    return "\n".join(_filled(paragraph, width) for paragraph in paragraphs)


def _filled(paragraph: str, width: int) -> str:
    """A paragraph in lines; those that follow a label are indented."""
    hang = "  " if LABEL.match(paragraph) or paragraph.startswith("  ") else ""
    return textwrap.fill(
        paragraph, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False, expand_tabs=False
    )
