"""Templates are compiled once, and what was kept of them costs nothing but time where it is missing or damaged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from flugblatt import resources
from flugblatt.xhtml import compiled_templates

OPTIONS = {"autoescape": True}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(resources, "cache_folder", lambda: tmp_path)
    return tmp_path / "templates"


def said(source: str, options: dict[str, bool]) -> str:
    made = Environment(
        loader=DictLoader({"one": source}), bytecode_cache=compiled_templates.kept(options), autoescape=True
    )
    return made.get_template("one").render(name="<A>")


def test_a_template_is_compiled_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = said("{{ name }}", OPTIONS)
    monkeypatch.setattr(Environment, "compile", lambda *_, **__: pytest.fail("it was compiled again"))
    assert said("{{ name }}", OPTIONS) == first == "&lt;A&gt;"


@pytest.mark.parametrize(("source", "options"), [("{{ name }}!", OPTIONS), ("{{ name }}", {"autoescape": False})])
def test_another_source_and_other_options_are_compiled_anew(
    cache: Path, monkeypatch: pytest.MonkeyPatch, source: str, options: dict[str, bool]
) -> None:
    said("{{ name }}", OPTIONS)
    compiled = []
    compile_ = Environment.compile

    def compile_again(*words: Any, **named: Any) -> Any:
        compiled.append(1)
        return compile_(*words, **named)

    monkeypatch.setattr(Environment, "compile", compile_again)
    said(source, options)
    assert compiled == [1]


DAMAGES = {
    "empty": lambda _data: b"",
    "another file": lambda _data: b"no code",
    "a head alone": lambda _data: b"j2\x05\x00\x00\x00",
    "cut off": lambda data: data[:-20],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_was_kept_and_is_damaged_or_cut_off_is_compiled_again(cache: Path, damage: str) -> None:
    said("{{ name }}", OPTIONS)
    (kept,) = cache.rglob("*.cache")
    kept.write_bytes(DAMAGES[damage](kept.read_bytes()))
    assert said("{{ name }}", OPTIONS) == "&lt;A&gt;"


def test_where_nothing_can_be_kept_the_template_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(resources, "cache_folder", lambda: tmp_path / "file")
    assert said("{{ name }}", OPTIONS) == "&lt;A&gt;"
