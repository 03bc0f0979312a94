"""The tests keep the house's own rules: they mirror the rooms, all are collected, and a parametrised one decides nothing."""

from __future__ import annotations

import ast
from fnmatch import fnmatch
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
MODULES = sorted(TESTS.rglob("test_*.py"))


def test_every_folder_with_tests_is_collected(request: pytest.FixtureRequest) -> None:
    """Pytest passes over some names of folders by itself, such as build."""
    left_out = request.config.getini("norecursedirs")
    rooms = {part for module in MODULES for part in module.relative_to(TESTS).parts[:-1]}
    assert [room for room in sorted(rooms) if any(fnmatch(room, pattern) for pattern in left_out)] == []


def test_the_tests_mirror_the_rooms() -> None:
    """Whoever knows a room finds its tests; tests/setup is what Makefile, lock and doctor set up."""
    package = TESTS.parent / "flugblatt"
    rooms = {path.parent.relative_to(package) for path in package.rglob("__init__.py")} - {Path(".")}
    tested = {module.parent.relative_to(TESTS) for module in MODULES} - {Path("."), Path("setup")}
    assert tested - rooms == set()
    assert {room.parts[0] for room in rooms} - {folder.parts[0] for folder in tested} == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(TESTS)))
def test_a_parametrised_test_has_no_condition(module: Path) -> None:
    """What is expected stands in the table of parameters, or the test is two."""
    assert conditions(ast.parse(module.read_text(encoding="utf-8"))) == []


def conditions(module: ast.Module) -> list[str]:
    return [
        f"{function.name}: line {node.lineno}"
        for function in ast.walk(module)
        if isinstance(function, ast.FunctionDef) and is_parametrised(function)
        for statement in function.body
        for node in ast.walk(statement)
        if isinstance(node, ast.If | ast.IfExp | ast.Match)
    ]


def is_parametrised(function: ast.FunctionDef) -> bool:
    return any("parametrize" in ast.unparse(decorator) for decorator in function.decorator_list)


def test_a_condition_in_a_parametrised_test_is_seen() -> None:
    for body in ("    if n: pass", "    assert n == (1 if n else 2)", "    match n:\n        case 1: pass"):
        found = conditions(ast.parse(f"@pytest.mark.parametrize('n', [1])\ndef test_a(n):\n{body}\n"))
        assert len(found) == 1, body
    assert conditions(ast.parse("def test_a(n):\n    if n: pass\n")) == []
