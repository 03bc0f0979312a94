"""The rooms in their order: a room imports only rooms that stand before it, and judges and renderers never meet."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent / "flugblatt"

ORDER = (
    "resources",
    "carried_fonts",
    "model",
    "tables",
    "language",
    "content",
    "xhtml",
    "typeset",
    "epub",
    "leaflet",
    "records",
    "catalogue",
    "judges",
    "package",
    "report",
    "proving",
    "build",
    "verification",
    "report.explain",
    "doctor",
    "terminal",
    "serve",
    "cli",
    "__main__",
)
RENDERERS = {"tables", "language", "xhtml", "typeset", "epub", "leaflet", "records", "catalogue", "package"}
JUDGES_MAY = {"judges", "resources", "model", "language.table"}


def room(name: str) -> str:
    """The entry of the table that a module belongs to: the longest that begins its name."""
    fitting = [entry for entry in ORDER if f"{name}.".startswith(f"{entry}.")]
    return max(fitting, key=len, default=name)


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> set[str]:
    """The modules of the package that a file imports, as dotted names below it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "flugblatt":
            for alias in node.names:
                full = f"{node.module}.{alias.name}".removeprefix("flugblatt.")
                parent = full.rpartition(".")[0]
                there = (ROOT / full.replace(".", "/")).is_dir() or (ROOT / f"{full.replace('.', '/')}.py").is_file()
                found.add(full if there else parent)
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.removeprefix("flugblatt.") for alias in node.names if alias.name.startswith("flugblatt.")
            }
    return found - {""}


def modules() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.py") if path.name != "__init__.py" or path.parent != ROOT)


def test_every_room_is_in_the_table() -> None:
    assert {room(module(path)) for path in modules()} == set(ORDER)


def test_a_room_imports_only_rooms_before_it() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules()
        for name in imported(path)
        if ORDER.index(room(name)) > ORDER.index(room(module(path)))
    ]
    assert wrong == []


def test_judges_share_no_code_with_renderers() -> None:
    for path in modules():
        names = imported(path)
        if room(module(path)) == "judges":
            assert {name for name in names if not {name, name.split(".")[0]} & JUDGES_MAY} == set(), path
        elif room(module(path)) in RENDERERS:
            assert not any(room(name) == "judges" for name in names), path


def test_no_name_stands_for_two_modules() -> None:
    names = [path.stem for path in modules() if path.name != "__init__.py"]
    assert {name for name in names if names.count(name) > 1} == set()


def test_the_house_has_about_twenty_rooms() -> None:
    """What stands at the top of the package, without what every package has and the schemas, which are data."""
    apart = {"__init__.py", "__main__.py", "__pycache__", "py.typed", "schemas"}
    assert len({path.name for path in ROOT.iterdir()} - apart) <= 22
    assert [path.name for path in (ROOT / "judges").glob("*.py") if path.name != "__init__.py"] == ["judge_table.py"]
