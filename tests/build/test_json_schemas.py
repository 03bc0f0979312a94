"""The schemas that editors complete from say what the readers of the files ask, and are those that were shipped."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from flugblatt import resources
from flugblatt.build import json_schemas, new_project
from flugblatt.content import CODES, read_work, statement_schema, yaml_fields
from flugblatt.content.expected_keys import KEYS
from flugblatt.content.yaml_source import Items, Mapping, Node, Scalar, read_yaml
from flugblatt.tables.project_file import TABLE
from tests import editions

ROOT = Path(__file__).parents[2]
PROJECT, STATEMENT = json_schemas.project(), statement_schema.schema()
FULL_YAML = (
    editions.RICH_YAML
    + """\
imprint: {publisher: V, printer: [D, Berlin], responsible: R}
contact: {name: N, email: a@example.org, phone: +49 30 1}
series: {title: S, number: 3}
cataloguing: {language: de}
original: de
withdrawn: {date: 2024-07-01, reason: Darum}
parity: {ignore: [{where: ar, reason: kürzer}]}
bilingual: [[de, ar]]
price: {amount: 4.99, currency: EUR}
"""
)


def faults(schema: dict[str, Any], value: object, path: str = "") -> list[str]:
    """What a value is not that a schema asks: as much of JSON Schema as these two use."""
    if "anyOf" in schema:
        every = [faults(one, value, path) for one in schema["anyOf"]]
        return [] if [] in every else [f"{path}: none of {len(every)}"]
    found = []
    kinds = {"string": str, "number": (int, float), "integer": int, "boolean": bool, "object": dict, "array": list}
    named = schema.get("type", [])
    allowed = tuple(kinds[kind] for kind in ([named] if isinstance(named, str) else named))
    if allowed and not any(isinstance(value, kind) for kind in allowed):  # type: ignore[arg-type]
        return [f"{path}: no {named}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{path}: none of the choices")
    if "pattern" in schema and not re.search(schema["pattern"], str(value)):
        found.append(f"{path}: not {schema['pattern']}")
    if isinstance(value, int | float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{path}: out of bounds")
    if isinstance(value, list):
        sized = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
        found += [] if sized else [f"{path}: so many"]
        found += [fault for item in value for fault in faults(schema.get("items", {}), item, f"{path}[]")]
    if isinstance(value, dict):
        found += [f"{path}.{key}: missing" for key in schema.get("required", ()) if key not in value]
        for key, inner in value.items():
            known, rest = schema.get("properties", {}), schema.get("additionalProperties", {})
            found += faults(schema.get("propertyNames", {}), key, f"{path}.{key}")
            found += [f"{path}.{key}: unknown"] if key not in known and rest is False else []
            found += faults(known.get(key, rest or {}), inner, f"{path}.{key}")
    return found


def plain(node: Node | None) -> object:
    """A YAML value as the core schema of YAML 1.2 has it."""
    match node:
        case Mapping():
            return {key.text: plain(value) for key, value in node.pairs}
        case Items():
            return [plain(item) for item in node.items]
        case Scalar() if not node.quoted and re.fullmatch(r"-?\d+", node.text):
            return int(node.text)
        case Scalar() if not node.quoted and node.text in ("true", "false"):
            return node.text == "true"
        case Scalar():
            return node.text
    return None


def said(yaml: str) -> list[str]:
    return faults(STATEMENT, plain(read_yaml(yaml, "statement.yaml")[0]))


def test_the_shipped_schemas_are_those_of_the_readers() -> None:
    """python -m flugblatt.build.json_schemas writes them."""
    for name, data in json_schemas.files().items():
        assert (resources.SCHEMAS / name).read_bytes() == data, name


def test_every_key_is_in_the_schema_in_the_order_of_its_documentation() -> None:
    assert list(STATEMENT["properties"]) == list(KEYS)
    assert set(PROJECT["properties"]) == {*TABLE.optional}


def test_the_keys_within_a_key_are_those_that_its_reader_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[str, set[str]] = {}
    original = yaml_fields.read_fields

    def noting(node: Node, name: str, keys: tuple[str, ...], sheet: yaml_fields.Sheet) -> yaml_fields.Fields:
        known[re.sub(r"\.(de|ar)\b", "", name)] = set(keys)
        return original(node, name, keys, sheet)

    for module in ("metadata", "parties", "supply", "standing"):
        monkeypatch.setattr(f"flugblatt.content.{module}.read_fields", noting)
    work = editions.write(tmp_path, "rich", FULL_YAML, de=editions.PLAIN, ar="# ا\n\nب\n")
    read_work(work)
    assert len(known) >= 15
    for name, keys in known.items():
        assert _keys(STATEMENT, name.split(".") if name else []) == keys, name


def _keys(schema: dict[str, Any], path: list[str]) -> set[str]:
    """The keys of the mapping at a path, through lists and values by language."""
    options = [schema, *schema.get("anyOf", [])]
    options += [
        one for option in list(options) for one in option.get("items", {}).get("anyOf", [option.get("items", {})])
    ]
    options += [inner for option in list(options) for inner in option.get("anyOf", [])]
    rest = [
        option["additionalProperties"] for option in options if isinstance(option.get("additionalProperties"), dict)
    ]
    options += rest
    options += [one for option in rest for one in [option.get("items", {}), *option.get("items", {}).get("anyOf", [])]]
    named = [option["properties"] for option in options if "properties" in option]
    if not path:
        return {key for keys in named for key in keys}
    return {key for keys in named if path[0] in keys for key in _keys(keys[path[0]], path[1:])}


def test_what_the_readers_take_the_schema_takes() -> None:
    assert said(FULL_YAML) == []
    assert said((ROOT / "content/kasachstan-2022/statement.yaml").read_text(encoding="utf-8")) == []
    assert said("date: 2024\nissuers: [Büro]\nprice: free\nleaflets: auto\nautolink: true\n") == []


@pytest.mark.parametrize("code", ["yaml-missing", "yaml-type", "yaml-unknown-key", "yaml-date"])
def test_what_a_reader_refuses_by_its_form_the_schema_refuses(code: str) -> None:
    assert code in CODES
    assert said((ROOT / f"tests/findings/{code}/work/statement.yaml").read_text(encoding="utf-8")) != []


@pytest.mark.parametrize(
    "wrong",
    [
        "kind: essay",
        "page: b5",
        "url: http://x.org",
        "accent: [1, 2, 3]",
        "rights: {access: none}",
        "bilingual: [[de]]",
        "embargo: 2024-05-03",
    ],
)
def test_a_wrong_value_is_refused(wrong: str) -> None:
    assert said(f"date: 2024\nissuers: [Büro]\n{wrong}\n") != []


def test_the_tables_of_a_new_project_are_as_the_schema_says() -> None:
    lines = new_project.files("en")["flugblatt.toml"].decode().splitlines()
    taken = [
        line.removeprefix("# ").split("    ")[0]
        for line in lines
        if line.startswith("# ") and ("=" in line or "# [" in line)
    ]
    shown = tomllib.loads("\n".join(line for line in taken if "NAME" not in line))
    assert {"base_url", "cataloguing", "languages", "shops"} <= shown.keys()
    assert faults(PROJECT, shown) == []
    assert faults(PROJECT, {**shown, "base_url": "http://x.org"}) != []
    assert faults(PROJECT, {"shops": {"corner": {"bleed": 900}}}) != []


@pytest.mark.needs("node", "ace")
def test_another_reader_of_schemas_takes_both() -> None:
    """Ajv, which Ace brings along, with the flag u for its patterns."""
    script = (
        "const Ajv = require('ajv').default; const fs = require('fs');"
        "const options = {strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true};"
        "for (const f of process.argv.slice(1)) new Ajv(options).compile(JSON.parse(fs.readFileSync(f)));"
    )
    paths = [str(resources.SCHEMAS / name) for name in json_schemas.files()]
    done = subprocess.run(["node", "-e", script, *paths], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_schema_is_plain_json() -> None:
    for data in json_schemas.files().values():
        assert json.loads(data)["$schema"] == statement_schema.DIALECT
