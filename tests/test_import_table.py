"""The rooms in their order: a room imports only rooms that stand before it, and judges and renderers never meet."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent / "flugblatt"

ORDER = (
    "resources",
    "model",
    "errors",
    "identifiers",
    "languages",
    "content",
    "fonts",
    "shaping",
    "words",
    "setting",
    "colophon",
    "markup",
    "typeset",
    "faces",
    "cover",
    "epub",
    "web",
    "plain",
    "leaflet",
    "records",
    "judges",
    "targets",
    "archive",
    "store",
    "planning",
    "report",
    "certificate",
    "proof_report",
    "proving",
    "production",
    "signing",
    "deposit",
    "pipeline",
    "examination",
    "verification",
    "explanation",
    "doctor",
    "cli",
)
RENDERERS = {
    *("shaping", "words", "setting", "colophon", "markup", "typeset", "faces"),
    *("cover", "epub", "web", "plain", "leaflet", "records", "archive"),
}
JUDGES_MAY = {"judges", "resources", "model", "errors", "languages"}


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("flugblatt"):
            parts = node.module.split(".")
            names = [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".")[1] for alias in node.names if alias.name.startswith("flugblatt.")]
        found |= {name for name in names if name != "__version__"}
    return found


def modules() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.py") if path.name != "__init__.py" or path.parent != ROOT)


def test_every_room_is_in_the_table() -> None:
    assert {room(path) for path in modules()} == set(ORDER)


def test_a_room_imports_only_rooms_before_it() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules()
        for name in imported(path)
        if ORDER.index(name) > ORDER.index(room(path))
    ]
    assert wrong == []


def test_judges_share_no_code_with_renderers() -> None:
    for path in modules():
        if room(path) == "judges":
            assert imported(path) <= JUDGES_MAY, path
        elif room(path) in RENDERERS:
            assert "judges" not in imported(path), path
