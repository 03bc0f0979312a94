"""Style sheets of others: what hides or makes words is an error, what does nothing to them is said, all else is not judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from flugblatt import proving
from flugblatt.proving.proof import Proof, Route

SOURCE = "# The water\n\nNobody may take it.\n\n- One\n- Two\n"
PAGE = """<!DOCTYPE html><html><head><title>The water</title><style>%s</style>%s</head>
<body><h1>The water</h1><p class="first">Nobody may take it.</p><ul><li>One</li><li>Two</li></ul><nav></nav></body></html>"""


def proof(folder: Path, css: str, head: str = "") -> Proof:
    source, page = folder / "en.md", folder / "page.html"
    source.write_text(SOURCE, encoding="utf-8")
    page.write_text(PAGE % (css, head), encoding="utf-8")
    (made,) = proving.prove(source, (page,))
    return made


def styles(made: Proof) -> Route:
    return next(route for route in made.routes if route.check.check == "styles")


GOOD = {
    "none": "",
    "pandoc's own": "html{color:#1a1a1a;background-color:#fdfdfd}body{margin:0 auto;max-width:36em;padding-left:50px;hyphens:auto;"
    "overflow-wrap:break-word;text-rendering:optimizeLegibility;font-kerning:normal}p{margin:1em 0}h1{margin-top:1.4em}",
    "hidden where no words are": "nav{display:none}.nowhere::before{content:'x'}",
    "a little smaller": "@media (max-width:600px){body{font-size:0.9em;padding:12px}}p{font-size:.8em}",
    "for paper": "@media print{body{font-size:12pt}p{orphans:3;widows:3}}",
}


@pytest.mark.parametrize("css", GOOD.values(), ids=GOOD)
def test_a_page_whose_rules_do_nothing_to_words_is_read(tmp_path: Path, css: str) -> None:
    made = proof(tmp_path, css)
    assert (made.verdict, made.grade, styles(made).check.verdict) == ("passed", "read", "passed")


HARM = {
    "no display": "p{display:none}",
    "hidden": ".first{visibility:hidden}",
    "transparent": "p{opacity:.01}",
    "tiny": "p{font-size:0.2px}",
    "nothing": "p{font-size:0}",
    "next to nothing": "p{font-size:.04em}",
    "struck out": "p{text-decoration:line-through}",
    "words made": "p::before{content:'Not: '}",
    "in capitals": "p{text-transform:uppercase}",
    "on paper": "@media print{li{display:none}}",
}


@pytest.mark.parametrize("css", HARM.values(), ids=HARM)
def test_words_that_are_hidden_or_made_are_an_error(tmp_path: Path, css: str) -> None:
    made = proof(tmp_path, css)
    assert made.verdict == "failed"
    assert [finding.code for finding in styles(made).check.findings] == ["fidelity-hidden"]


UNKNOWN = {
    "display by a variable": ("p{--x:none;display:var(--x)}", ""),
    "a column of a table": ("p{display:table-column}", ""),
    "nearly white": ("p{color:#fefefe}", ""),
    "dark ground": ("p{background:#111}", ""),
    "over words": ("h1{position:fixed}", ""),
    "a font of its own": ("@font-face{font-family:x;src:url(x.woff)}", ""),
    "a rule that only a pointer meets": ("p:hover{position:fixed}", ""),
    "a sheet that is not at hand": ("", '<link rel="stylesheet" href="x.css">'),
    "a script": ("", "<script>document.title = 1</script>"),
}


@pytest.mark.parametrize(("css", "head"), UNKNOWN.values(), ids=UNKNOWN)
def test_of_any_other_rule_it_is_said_that_the_eye_was_not_judged(tmp_path: Path, css: str, head: str) -> None:
    made = proof(tmp_path, css, head)
    assert (made.verdict, made.grade, styles(made).check.verdict) == ("passed", "read", "not run")
    assert "what the eye sees was not judged" in styles(made).check.reason
