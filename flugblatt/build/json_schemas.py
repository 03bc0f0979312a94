"""The JSON Schemas of the files that people write: statement.yaml, brand.yaml, and flugblatt.toml out of its shapes.

    python -m flugblatt.build.json_schemas

writes them into ``flugblatt/schemas``; a test says when that is due. Flow: shapes of the tables -> ``of_shape`` -> schema.
"""

from __future__ import annotations

import json
from typing import Any

from flugblatt import resources
from flugblatt.content import statement_schema
from flugblatt.language.rows import TABLE as LANGUAGES
from flugblatt.leaflet.format_table import CONDITION, FORMAT, PAPER, SHOP
from flugblatt.package.libraries import TABLE as LIBRARIES
from flugblatt.tables.ebook_shops import TABLE as EBOOK_SHOPS
from flugblatt.tables.project_file import TABLE as PROJECT
from flugblatt.tables.shapes import NAME, WORD, Items, Row, Rows, Shape, Value

STATEMENT, BRAND, PROJECT_FILE = "statement.schema.json", "brand.schema.json", "flugblatt.schema.json"
Schema = dict[str, Any]


def of_shape(shape: Shape) -> Schema:
    """A shape as a schema. Nothing is required: a project may change one key of a row of the package."""
    match shape:
        case Value():
            says = {"description": f"{shape.expected}."} if shape.expected else {}
            return {**says, **shape.form}
        case Row():
            keys = {**shape.required, **shape.optional}
            return {
                "type": "object",
                "additionalProperties": False,
                "properties": {key: of_shape(one) for key, one in keys.items()},
            }
        case Rows():
            named = {"propertyNames": dict(shape.named.form)} if shape.named.form else {}
            return {"type": "object", **named, "additionalProperties": of_shape(shape.of)}
        case Items():
            return {"type": "array", "items": of_shape(shape.of)}


def project() -> Schema:
    """flugblatt.toml, with the rows that it adds to the tables of the package."""
    print_shops = {"shops": Rows(SHOP, NAME), "papers": Rows(PAPER, NAME), "output_conditions": Rows(CONDITION, WORD)}
    tables = (LANGUAGES, LIBRARIES, EBOOK_SHOPS, Row({}, {"formats": Rows(FORMAT, NAME), **print_shops}))
    rows = {key: shape for table in tables for key, shape in {**table.required, **table.optional}.items()}
    sections = {name: rows[name] for names in resources.SECTIONS.values() for name in names}
    made = of_shape(Row({}, {**PROJECT.optional, **sections}))
    return {"$schema": statement_schema.DIALECT, "title": "flugblatt.toml", **made}


def files() -> dict[str, bytes]:
    """The schemas by the names of their files."""
    schemas = {
        STATEMENT: statement_schema.schema(),
        BRAND: statement_schema.brand_schema(),
        PROJECT_FILE: project(),
    }
    return {name: f"{json.dumps(schema, ensure_ascii=False, indent=1)}\n".encode() for name, schema in schemas.items()}


if __name__ == "__main__":
    for name, data in files().items():
        (resources.SCHEMAS / name).write_bytes(data)
