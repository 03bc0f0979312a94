"""Tables of a project's own for tests: a language with its labels, a format, a print shop with its ICC profile, a library."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import get_args

from flugblatt import resources
from flugblatt.language.table import Labels
from flugblatt.model import Kind
from flugblatt.resources import TableFile

LABELS = "".join(f'{field.name.rstrip("_")} = "La {field.name.strip("_")}"\n' for field in fields(Labels))
LABELS = LABELS.replace("La others", "kaj {n} aliaj").replace("La supersedes", "Anstataŭas {work}")
for WORD in ("embargoed", "withdrawn"):
    LABELS = LABELS.replace(f"La {WORD}", f"La {WORD} {{date}}")
KINDS = "".join(f'{kind} = "La {kind}"\n' for kind in get_args(Kind))
LANGUAGE = f'[languages.eo]\nname = "Esperanto"\n[languages.eo.labels]\n{LABELS}[languages.eo.kinds]\n{KINDS}'
FORMAT = """\
[formats.karte]
product = "card A6"
german = "Karte DIN A6"
closed = [105, 148]
open = [105, 148]
roles = ["cover+body", "body+back"]
front = [[1]]
back = [[2]]
flip = "long"
"""
SHOP = """\
[shops.hier]
says = "the shop around the corner"
bleed = 2
marks = true
output_condition = "EIGEN"
booklets = "pages"
safe = 4
fold_safe = 5

[output_conditions.EIGEN]
condition = "the press around the corner"
registry = "https://example.org"
profile = "EIGEN.icc"
total_ink = 280
"""
LIBRARY = """\
[lnb]
name = "Lietuvos nacionalinė biblioteka"
says = "another library"
requires = ["url"]
target = "epub"
record = "record.xml"
folder = "files"
suffix = ".lnb.tar"
keep = ["001", "245"]
[[lnb.fields]]
tag = "856"
indicators = "40"
subfields = [["u", "{address}"]]
"""
PROFILE = (resources.PROFILES / "FOGRA39L_coated.icc").read_bytes()


def files(texts: dict[str, str]) -> tuple[TableFile, ...]:
    """Files of a project by their names in it, which messages call them by, too."""
    return tuple(TableFile(name, name, text.encode()) for name, text in texts.items())


def write(project: Path) -> Path:
    """A project with all of these, in both ways of writing them; the folder of its works."""
    (project / "styles" / "icc").mkdir(parents=True)
    (project / "content").mkdir()
    (project / "flugblatt.toml").write_text(
        f'base_url = "https://example.org"\n\n{LANGUAGE}\n{FORMAT}', encoding="utf-8"
    )
    (project / "styles" / "shops.toml").write_text(SHOP, encoding="utf-8")
    (project / "styles" / "libraries.toml").write_text(LIBRARY, encoding="utf-8")
    (project / "styles" / "icc" / "EIGEN.icc").write_bytes(PROFILE)
    return project / "content"
